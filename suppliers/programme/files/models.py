"""Files of the programme and their steps."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp


class ProgrammeFile(Model):
    """A product, or an idea, that takes part in the programme of a year.

    An idea keeps its text when its product is named. `producer_code` is who had an idea without a product; a product's file is
    its producer's, whoever that is. `aim` are the stars it hopes for, `waits_for` what its present step waits for.
    """

    __tablename__ = "programme_file"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"), index=True)
    idea: Mapped[str | None] = mapped_column(Text)
    producer_code: Mapped[str | None] = mapped_column(ForeignKey("producer.code"), index=True)
    commune: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int] = mapped_column(index=True)
    priority_group: Mapped[int]
    aim: Mapped[int | None]
    waits_for: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[Timestamp]
    added_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("product_code IS NOT NULL OR idea IS NOT NULL", name="product_or_idea"),
        CheckConstraint("product_code IS NULL OR producer_code IS NULL", name="producer_of_an_idea"),
        CheckConstraint("year BETWEEN 2018 AND 2999", name="year"),
        CheckConstraint("priority_group BETWEEN 1 AND 3", name="priority_group"),
        CheckConstraint("aim BETWEEN 3 AND 5", name="aim"),
    )


class ProgrammeStep(Model):
    """One of the six steps of a file, done on a day, with the paper that shows it. Only grows; what is taken back stays."""

    __tablename__ = "programme_step"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    file_uid: Mapped[str] = mapped_column(ForeignKey("programme_file.uid"), index=True)
    step: Mapped[int]
    done_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    document_uid: Mapped[str | None] = mapped_column(ForeignKey("stored_file.uid"), index=True)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("step BETWEEN 1 AND 6", name="step"),)


APPEND_ONLY = ("programme_step",)
