"""Members of producers, and the lots they brought."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class Member(Model):
    """A household, or whoever else brings goods under a producer's name."""

    __tablename__ = "member"
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)


class MemberLot(Model):
    """Whose goods a lot is; a lot without a row is nobody's. Only grows."""

    __tablename__ = "member_lot"
    lot: Mapped[str] = mapped_column(Text, primary_key=True)
    producer_code: Mapped[str] = mapped_column(Text)
    member_code: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["producer_code", "member_code"], ["member.producer_code", "member.code"]),
        Index("ix_member_lot_member", "producer_code", "member_code"),
    )


APPEND_ONLY = ("member_lot",)
