"""Tables of files. The bytes lie in the data folder, each file under the digest of its content."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp, choice_check
from core.files.choices import CopyType, FileType, Width

_WIDTHS = ", ".join(str(width.value) for width in Width)


class StoredFile(Model):
    """A picture or paper as it was sent, under its sender's id. Only grows.

    `digest` and `bytes` are those of what was sent, of which only copies are kept; `width` and `height` are the upright
    picture's, 0 for a paper. `producer_code` is the producer it came from.
    """

    __tablename__ = "stored_file"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    type: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(Text)
    width: Mapped[int]
    height: Mapped[int]
    producer_code: Mapped[str | None] = mapped_column(Text)
    added_by: Mapped[str] = mapped_column(Text)
    added_at: Mapped[Timestamp]
    __table_args__ = (
        choice_check("type", FileType, "type"),
        CheckConstraint("bytes > 0 AND width >= 0 AND height >= 0", name="sizes"),
        Index("ix_stored_file_added", "added_by", "added_at"),
    )


class FileCopy(Model):
    """A copy of a file that is kept: of a picture one for each width and type, of a paper one of width 0. Only grows."""

    __tablename__ = "file_copy"
    file_uid: Mapped[str] = mapped_column(ForeignKey("stored_file.uid"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int]
    __table_args__ = (
        choice_check("type", CopyType, "type"),
        CheckConstraint(f"width IN (0, {_WIDTHS}) AND (width = 0) = (type = 'application/pdf')", name="width"),
        CheckConstraint("bytes > 0 AND length(digest) = 64", name="content"),
    )


APPEND_ONLY = ("stored_file", "file_copy")
