"""Trainings of the programme."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial


class Training(Model):
    """A training that was held, or is to be held on a day to come."""

    __tablename__ = "training"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    day: Mapped[date] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    __table_args__ = (CheckConstraint("people >= 0", name="people"),)


class TrainedProducer(Model):
    """A producer whose people a training is for; one without a row is for the programme's own people."""

    __tablename__ = "trained_producer"
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), primary_key=True, autoincrement=False)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True, index=True)
