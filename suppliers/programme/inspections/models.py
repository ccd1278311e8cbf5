"""Inspections of producers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, choice_check
from suppliers.programme.inspections.choices import InspectionOutcome, InspectionSubject


class Inspection(Model):
    """Who looked at a producer on a day, and what they found; `mend_by` is the last day to put it right."""

    __tablename__ = "inspection"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"))
    on_day: Mapped[date]
    inspected_by: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    mend_by: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[Timestamp]
    added_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("subject", InspectionSubject, "subject"),
        choice_check("result", InspectionOutcome, "result"),
        CheckConstraint(
            "(result <> 'to_mend' OR mend_by IS NOT NULL) AND (mend_by IS NULL OR (result <> 'met' AND mend_by >= on_day))",
            name="mend_by",
        ),
        Index("ix_inspection_producer", "producer_code", "subject", "on_day"),
    )
