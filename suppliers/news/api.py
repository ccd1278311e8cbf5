"""The API of articles."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.web.api import PageQuery, endpoint, read_master, read_query, respond
from suppliers.news import articles
from suppliers.news.permits import NewsPermit
from suppliers.news.requests import ArticleRequest
from suppliers.news.results import ArticleResult

bp = Blueprint("news_api", __name__)


@endpoint(bp, "PUT", "/news/<code>", NewsPermit.WRITE, body=ArticleRequest, answer=ArticleResult, statuses=(200, 201))
def put_article(code: str) -> Response:
    """Records an article; everybody reads it from its day on."""
    document = read_master(ArticleRequest, ArticleResult, code)
    actor = current_actor()
    created, article = transaction(lambda: (articles.put_article(code, document, actor), articles.show_article(code)))
    return respond(article, 201 if created else 200)


@endpoint(bp, "GET", "/news/<code>", NewsPermit.WRITE, answer=ArticleResult)
def get_article(code: str) -> Response:
    """An article, a draft too."""
    return respond(articles.show_article(code))


@endpoint(bp, "GET", "/news", NewsPermit.WRITE, query=PageQuery, answer=Page[ArticleResult])
def list_articles() -> Response:
    """Articles by code."""
    q = read_query(PageQuery)
    found = articles.list_articles(q.after, q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda article: article.code), result_type=Page[ArticleResult])
