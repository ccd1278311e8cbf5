"""Producers that take part in the programme."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, choice_check
from suppliers.programme.participation.choices import ParticipationKind


class Participant(Model):
    """A producer that takes part: since when, with how many members, and what is planned to strengthen it."""

    __tablename__ = "participant"
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True)
    since: Mapped[date | None]
    members: Mapped[int | None]
    strengthening: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (CheckConstraint("members > 0", name="members"),)


class ParticipationYear(Model):
    """A year in which a producer was new to the programme, or was strengthened."""

    __tablename__ = "participation_year"
    producer_code: Mapped[str] = mapped_column(ForeignKey("participant.producer_code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    note: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (choice_check("kind", ParticipationKind, "kind"),)
