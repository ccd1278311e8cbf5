"""Councils, the scores they and producers give, and what was taken back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, choice_check
from suppliers.programme.councils.choices import CouncilLevel


class ProgrammeCouncil(Model):
    """A council that evaluates products, as its decision sets it up. Only grows."""

    __tablename__ = "programme_council"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    level: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (choice_check("level", CouncilLevel, "level"),)


class ProgrammeScore(Model):
    """The points of a file, in tenths: a council's, or the producer's own (no council). Only grows.

    `stars` are those that the rules of `scored_on` give for the sum.
    """

    __tablename__ = "programme_score"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    file_uid: Mapped[str] = mapped_column(ForeignKey("programme_file.uid"), index=True)
    council_uid: Mapped[str | None] = mapped_column(ForeignKey("programme_council.uid"), index=True)
    a_tenths: Mapped[int]
    b_tenths: Mapped[int]
    c_tenths: Mapped[int]
    stars: Mapped[int]
    scored_on: Mapped[date]
    a_reason: Mapped[str | None] = mapped_column(Text)
    b_reason: Mapped[str | None] = mapped_column(Text)
    c_reason: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("a_tenths >= 0 AND b_tenths >= 0 AND c_tenths >= 0", name="points"),
        CheckConstraint("a_tenths + b_tenths + c_tenths <= 1000", name="most"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    )


class ProgrammeReversal(Model):
    """A step, a score or a council that was recorded by mistake and is taken back, with the reason. Only grows."""

    __tablename__ = "programme_reversal"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    step_uid: Mapped[str | None] = mapped_column(ForeignKey("programme_step.uid"), unique=True)
    score_uid: Mapped[str | None] = mapped_column(ForeignKey("programme_score.uid"), unique=True)
    council_uid: Mapped[str | None] = mapped_column(ForeignKey("programme_council.uid"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    reversed_at: Mapped[Timestamp]
    reversed_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN step_uid IS NULL THEN 0 ELSE 1 END) + (CASE WHEN score_uid IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN council_uid IS NULL THEN 0 ELSE 1 END) = 1",
            name="of_one_thing",
        ),
    )


APPEND_ONLY = ("programme_council", "programme_score", "programme_reversal")
