"""Files that were sent to be imported. What they hold goes after a day; that one was imported stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Timestamp, UtcDateTime, choice_check
from office.imports.choices import ImportKind


class ImportFile(Model):
    """A file that was sent; `content` is empty once its day has passed. `heads_digest` tells files with the same heads apart."""

    __tablename__ = "import_file"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, info=UNCHAINED)
    heads_digest: Mapped[str] = mapped_column(Text)
    added_at: Mapped[Timestamp]
    added_by: Mapped[str] = mapped_column(Text)
    committed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    committed_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("kind", ImportKind, "kind"),
        CheckConstraint("(committed_at IS NULL) = (committed_by IS NULL)", name="committed_by_somebody"),
        Index("ix_import_file_heads", "kind", "heads_digest"),
    )


class ImportedColumn(Model):
    """Which head of a file stands for a column of its kind; files with the same heads are read the same next time."""

    __tablename__ = "import_column"
    import_uid: Mapped[str] = mapped_column(ForeignKey("import_file.uid"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    head: Mapped[str] = mapped_column(Text)
