"""The table of photos of goods documents."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class GoodsPhoto(Model):
    """A photo that a goods document names, in the document's order. Only grows."""

    __tablename__ = "goods_photo"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    document_uid: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    file_uid: Mapped[str] = mapped_column(ForeignKey("stored_file.uid"), index=True)
    __table_args__ = (ForeignKeyConstraint(["kind", "document_uid"], ["goods_document.kind", "goods_document.uid"]),)


APPEND_ONLY = ("goods_photo",)
