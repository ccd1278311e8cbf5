"""Announcements of deliveries, and call-ups: what the outlet asks a producer for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, UtcDateTime, choice_check
from core.quantity import Milli
from inventory.choices import AnnouncementState, CallUpState


class CallUp(Model):
    """Goods that a producer is asked to bring by a day, and the answer."""

    __tablename__ = "call_up"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    wanted_by: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[Timestamp]
    made_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(Text)
    answer_note: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("state", CallUpState, "state"),
        CheckConstraint(
            "(state = 'open') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"
        ),
        CheckConstraint("answer_note IS NULL OR state = 'answered'", name="note_of_an_answer"),
    )


class CallUpLine(Model):
    """So much of a product that is asked for; `n` counts from 1. Only grows."""

    __tablename__ = "call_up_line"
    call_up_uid: Mapped[str] = mapped_column(ForeignKey("call_up.uid"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    quantity: Mapped[Milli]
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"),)


class Announcement(Model):
    """A delivery that a producer announces, until one comes that names it or it is cancelled. `id` is the order of posting."""

    __tablename__ = "announcement"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    expected_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    call_up_uid: Mapped[str | None] = mapped_column(ForeignKey("call_up.uid"), index=True)
    announced_at: Mapped[Timestamp]
    announced_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    document_kind: Mapped[str] = mapped_column(Text, server_default="delivery")
    delivery_uid: Mapped[str | None] = mapped_column(Text, unique=True)
    __table_args__ = (
        choice_check("state", AnnouncementState, "state"),
        CheckConstraint("document_kind = 'delivery'", name="of_a_delivery"),
        CheckConstraint("(state = 'received') = (delivery_uid IS NOT NULL)", name="received_by_a_delivery"),
        ForeignKeyConstraint(["document_kind", "delivery_uid"], ["goods_document.kind", "goods_document.uid"]),
        Index("ix_announcement_state", "state", "expected_on"),
    )


class AnnouncementLine(Model):
    """So much of a product that is announced, with its dates and its household if they are known; `n` counts from 1."""

    __tablename__ = "announcement_line"
    announcement_uid: Mapped[str] = mapped_column(ForeignKey("announcement.uid"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    quantity: Mapped[Milli]
    made_on: Mapped[date | None]
    best_before: Mapped[date | None]
    member_code: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("made_on IS NULL OR best_before IS NULL OR best_before >= made_on", name="dates"),
    )


class AnnouncedDelivery(Model):
    """Which announcement a delivery names. Only grows: one that is taken back still names it."""

    __tablename__ = "announced_delivery"
    delivery_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    document_kind: Mapped[str] = mapped_column(Text, server_default="delivery")
    announcement_uid: Mapped[str] = mapped_column(ForeignKey("announcement.uid"), index=True)
    __table_args__ = (
        CheckConstraint("document_kind = 'delivery'", name="of_a_delivery"),
        ForeignKeyConstraint(["document_kind", "delivery_uid"], ["goods_document.kind", "goods_document.uid"]),
    )


APPEND_ONLY = ("call_up_line", "announced_delivery")
MUTABLE_COLUMNS = {"call_up": ("state", "ended_at", "ended_by", "answer_note")}
