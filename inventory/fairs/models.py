"""Fairs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class Fair(Model):
    """A fair or a festival from a day to a day, both included, at one of the outlet's stalls. `location` is where people go."""

    __tablename__ = "fair"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    from_day: Mapped[date]
    to_day: Mapped[date]
    location: Mapped[str] = mapped_column(Text)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    note: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("to_day >= from_day", name="days"),
        Index("ix_fair_place_from", "place_code", "from_day"),
    )
