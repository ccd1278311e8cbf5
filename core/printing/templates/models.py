"""Tables of slip templates."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Timestamp, choice_check
from core.i18n import Language


class SlipLogo(Model):
    """A picture for slips by the SHA-256 of its PNG, which therefore proves itself. Only grows."""

    __tablename__ = "slip_logo"
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[str] = mapped_column(Text)
    added_at: Mapped[Timestamp]
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"), {"info": UNCHAINED})


class SlipTemplateVersion(Model):
    """A version of what a manager put on the slips; the newest one holds. Only grows.

    `hidden` names parts of the slip (`SlipPart`), with blanks between them.
    """

    __tablename__ = "slip_template"
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    logo: Mapped[str | None] = mapped_column(ForeignKey("slip_logo.digest"))
    header: Mapped[str | None] = mapped_column(Text)
    footer: Mapped[str | None] = mapped_column(Text)
    thanks: Mapped[str | None] = mapped_column(Text)
    second_language: Mapped[str | None] = mapped_column(Text)
    hidden: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[Timestamp]
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        choice_check("second_language", Language, "second_language"),
    )


APPEND_ONLY = ("slip_logo", "slip_template")
