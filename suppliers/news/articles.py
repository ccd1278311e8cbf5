"""Articles put under their codes: drafts until they have a day, everybody's from that day on."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core import clock
from core.area import FileUse
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import NotFound
from core.files import reading
from core.i18n import N_
from core.people.actor import Actor
from suppliers.news.choices import ArticleState
from suppliers.news.models import Article
from suppliers.news.permits import NewsPermit
from suppliers.news.requests import ArticleRequest
from suppliers.news.results import ArticleResult

RECORDED = "article.recorded"


def put_article(code: str, document: ArticleRequest, actor: Actor) -> bool:
    """Records an article as a whole; says whether the code is new. Call it in a transaction.

    Raises Invalid for a picture that is not there or is no picture.
    """
    advisory_lock(f"article/{code}")
    old = _row(code)
    if document.picture is not None and (old is None or document.picture != old["picture"]):
        reading.refuse_unknown("picture", [document.picture], actor, pictures_only=True)
    values = document.model_dump()
    if old is None:
        execute(insert(Article), {"code": code, **values, "written_at": clock.now(), "written_by": actor.name})
    elif any(old[name] != value for name, value in values.items()):
        execute(update(Article).where(Article.code == code).values(values))
    audit.record_change(actor, RECORDED, code, _result(old) if old else None, show_article(code))
    return old is None


def show_article(code: str) -> ArticleResult:
    """An article, a draft too. Raises NotFound."""
    row = _row(code)
    if row is None:
        raise NotFound(N_("Không có bài này."))
    return _result(row)


def published(code: str) -> ArticleResult:
    """An article that everybody may read. Raises NotFound."""
    found = show_article(code)
    if found.state is not ArticleState.PUBLISHED:
        raise NotFound(N_("Không có bài này."))
    return found


def list_articles(after: str | None, limit: int) -> list[ArticleResult]:
    """Articles by code."""
    query = select(Article.__table__).where(Article.code > (after or "")).order_by(Article.code).limit(limit)
    return [_result(row) for row in fetch_all(query)]


def newest(offset: int, limit: int, *, drafts: bool = False) -> list[ArticleResult]:
    """Articles by their day, the newest first; with `drafts` those that nobody else reads yet stand before them."""
    query = select(Article.__table__).order_by(
        Article.publish_on.is_not(None), Article.publish_on.desc(), Article.written_at.desc(), Article.code
    )
    if not drafts:
        query = query.where(Article.publish_on <= clock.today())
    return [_result(row) for row in fetch_all(query.offset(offset).limit(limit))]


def _is_public(file: str) -> bool:
    query = select(Article.code).where(Article.picture == file, Article.publish_on <= clock.today()).limit(1)
    return fetch_one(query) is not None


def _may_read(file: str, actor: Actor) -> bool:
    return actor.may(NewsPermit.WRITE) and fetch_one(select(Article.code).where(Article.picture == file).limit(1)) is not None


FILE_USE = FileUse(is_public=_is_public, may_read=_may_read)
"""The picture of an article is everybody's once the article is."""


def _row(code: str) -> Row | None:
    return fetch_one(select(Article.__table__).where(Article.code == code))


def _result(row: Row) -> ArticleResult:
    day = row["publish_on"]
    planned = ArticleState.PLANNED if day is not None and day > clock.today() else ArticleState.PUBLISHED
    return ArticleResult(
        code=row["code"],
        title=row["title"],
        title_en=row["title_en"],
        body=row["body"],
        body_en=row["body_en"],
        picture=row["picture"],
        publish_on=day,
        state=ArticleState.DRAFT if day is None else planned,
        written_at=row["written_at"],
        written_by=row["written_by"],
    )
