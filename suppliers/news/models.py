"""Articles."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp


class Article(Model):
    """An article; its bodies are Markdown. Everybody reads it from its day on, nobody as long as it has none."""

    __tablename__ = "article"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str | None] = mapped_column(Text)
    picture: Mapped[str | None] = mapped_column(ForeignKey("stored_file.uid"), index=True)
    publish_on: Mapped[date | None]
    written_at: Mapped[Timestamp]
    written_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("body_en IS NULL OR title_en IS NOT NULL", name="english_has_a_title"),
        Index("ix_article_publish_on", "publish_on", "code"),
    )
