"""What is read of articles."""

from __future__ import annotations

from dataclasses import dataclass

from core.results import DayOut, TimestampOut, UidOut
from suppliers.news.choices import ArticleState


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleResult:
    """An article as it was put, and whether everybody reads it."""

    code: str
    title: str
    title_en: str | None
    body: str
    body_en: str | None
    picture: UidOut | None
    publish_on: DayOut | None
    state: ArticleState
    written_at: TimestampOut
    written_by: str
