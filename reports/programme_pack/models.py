"""Reports of the programme that were frozen."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp


class ProgrammePackRow(Model):
    """A report as it was when somebody froze it, numbered within the year of that day. Only grows.

    `content` is its JSON, `digest` the SHA-256 of those letters.
    """

    __tablename__ = "programme_pack"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int]
    sequence: Mapped[int]
    from_day: Mapped[date]
    to_day: Mapped[date]
    frozen_at: Mapped[Timestamp]
    frozen_by: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        CheckConstraint("to_day >= from_day", name="days"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )


APPEND_ONLY = ("programme_pack",)
