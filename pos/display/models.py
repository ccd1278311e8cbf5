"""Devices that show customers what a till sells."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Timestamp, UtcDateTime


class DisplayPairing(Model):
    """A code that one device may pair with, and the device that did. Of both there are only digests."""

    __tablename__ = "display_pairing"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"), index=True)
    code_digest: Mapped[str] = mapped_column(Text, unique=True)
    offered_at: Mapped[Timestamp]
    offered_by: Mapped[str] = mapped_column(Text)
    device_digest: Mapped[str | None] = mapped_column(Text, unique=True)
    paired_at: Mapped[Timestamp | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[Timestamp | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        CheckConstraint("(device_digest IS NULL) = (paired_at IS NULL)", name="paired_with_a_device"),
        {"info": UNCHAINED},
    )
