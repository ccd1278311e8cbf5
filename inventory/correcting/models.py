"""Which document was written in the place of which."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class GoodsCorrection(Model):
    """A goods document that was written in the place of one of its kind, which is taken back. Only grows."""

    __tablename__ = "goods_correction"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    document_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    corrected_uid: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("kind", "corrected_uid"),
        CheckConstraint("document_uid <> corrected_uid", name="of_another"),
        ForeignKeyConstraint(["kind", "document_uid"], ["goods_document.kind", "goods_document.uid"]),
        ForeignKeyConstraint(["kind", "corrected_uid"], ["goods_reversal.kind", "goods_reversal.document_uid"]),
    )


APPEND_ONLY = ("goods_correction",)
