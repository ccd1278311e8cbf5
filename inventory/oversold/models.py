"""The table of what was decided about goods sold beyond the book."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp, choice_check
from inventory.choices import OversoldChoice


class OversoldDecision(Model):
    """What goods were that a sale found: a delivery nobody had recorded, or left as they are. Only grows.

    It stands while its delivery does; once that is taken back there may be another.
    """

    __tablename__ = "oversold_decision"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    movement_uid: Mapped[str] = mapped_column(ForeignKey("movement.uid"), index=True)
    choice: Mapped[str] = mapped_column(Text)
    delivery_uid: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("choice", OversoldChoice, "choice"),
        CheckConstraint("(choice = 'delivery') = (delivery_uid IS NOT NULL)", name="names_its_delivery"),
    )


APPEND_ONLY = ("oversold_decision",)
