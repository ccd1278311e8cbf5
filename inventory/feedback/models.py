"""What visitors said, what was decided about it, and the cases that came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, UtcDateTime


class Feedback(Model):
    """What a visitor said of a lot. Only grows.

    `rating` is 1 to 5; a complaint says that the goods did harm or were spoiled.
    """

    __tablename__ = "feedback"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"), index=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), index=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    rating: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    is_complaint: Mapped[bool]
    said_at: Mapped[Timestamp]
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        CheckConstraint("NOT is_complaint OR length(text) > 0", name="complaint_says_what"),
    )


class FeedbackContact(Model):
    """The phone number that a visitor left to be called; the row goes when it is no longer needed."""

    __tablename__ = "feedback_contact"
    feedback_uid: Mapped[str] = mapped_column(ForeignKey("feedback.uid"), primary_key=True)
    phone: Mapped[str] = mapped_column(Text)


class FeedbackDecision(Model):
    """A manager lets everybody read what a visitor said, or does not; the last decision holds. Only grows."""

    __tablename__ = "feedback_decision"
    id: Mapped[Serial]
    feedback_uid: Mapped[str] = mapped_column(ForeignKey("feedback.uid"))
    is_shown: Mapped[bool]
    decided_at: Mapped[Timestamp]
    decided_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("ix_feedback_decision_feedback", "feedback_uid", "id"),)


class FeedbackCase(Model):
    """A complaint that is followed up, from the moment it came until somebody closes it."""

    __tablename__ = "feedback_case"
    feedback_uid: Mapped[str] = mapped_column(ForeignKey("feedback.uid"), primary_key=True)
    opened_at: Mapped[Timestamp]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),)


class FeedbackNote(Model):
    """What was found out or done about a case. Only grows."""

    __tablename__ = "feedback_note"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    feedback_uid: Mapped[str] = mapped_column(ForeignKey("feedback_case.feedback_uid"), index=True)
    text: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[Timestamp]
    noted_by: Mapped[str] = mapped_column(Text)


APPEND_ONLY = ("feedback", "feedback_decision", "feedback_note")
MUTABLE_COLUMNS = {"feedback_case": ("closed_at", "closed_by")}
