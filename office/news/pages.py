"""Pages of the news: the list and the editor with its preview for who writes, the list and the articles for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.search_fold import fold
from core.web.form_parsing import filled, form_errors, form_text, put_code
from core.web.uploads.photos import photos_of_form
from suppliers.news import articles, markdown
from suppliers.news.permits import NewsPermit
from suppliers.news.requests import ArticleRequest
from suppliers.news.results import ArticleResult

bp = Blueprint("news", __name__)

PAGE = 20
TEXTS = ("title", "title_en", "body", "body_en", "publish_on")
MOST_CODE = 32


@bp.app_template_filter("markdown")
def _markdown(text: str) -> str:
    return markdown.render(text)


@bp.get("/news")
@needs(NewsPermit.WRITE)
def news() -> str:
    """All articles, drafts first."""
    start = _start()
    found = articles.newest(start, PAGE + 1, drafts=True)
    return render_template("news/list.html", items=found[:PAGE], next=start + PAGE if len(found) > PAGE else None)


@bp.get("/news/new")
@needs(NewsPermit.WRITE)
def new() -> str:
    """An empty editor."""
    return _editor("", {}, None, None)


@bp.get("/news/<code>")
@needs(NewsPermit.WRITE)
def edit(code: str) -> str:
    """The editor of an article."""
    article = articles.show_article(code)
    return _editor(code, {name: str(getattr(article, name) or "") for name in (*TEXTS, "picture")}, None, None)


@bp.post("/news")
@needs(NewsPermit.WRITE)
def save() -> Any:
    """Shows how an article will look, or records it: as a draft, or to be read from its day on."""
    actor, code = current_actor(), form_text("code") or ""
    typed: dict[str, str] = {name: request.form.get(name, "") for name in TEXTS}
    typed["picture"] = "".join(request.form.getlist("picture")[-1:])
    try:
        typed["picture"] = "".join(photos_of_form("picture", actor)[-1:])
        if request.form.get("act") == "preview":
            return _editor(code, typed, None, None, is_preview=True)
        code = code or _new_code(typed["title"])
        data = filled({**{name: form_text(name) for name in TEXTS}, "picture": typed["picture"] or None})
        put_code(ArticleRequest, code, data, lambda document: articles.put_article(code, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _editor(form_text("code") or "", typed, errors, sentence), error.status
    flash(_("Đã lưu bài %(title)s.", title=typed["title"]), "good")
    return redirect(url_for("news.edit", code=code))


def _editor(
    code: str, typed: dict[str, str], errors: dict[str, str] | None, sentence: str | None, *, is_preview: bool = False
) -> str:
    return render_template(
        "news/editor.html",
        code=code,
        article=articles.show_article(code) if code else None,
        typed=typed,
        errors=errors or {},
        sentence=sentence,
        is_preview=is_preview,
    )


def _new_code(title: str) -> str:
    """A code made of the title's words, so that the address of an article says what it is about; the next free one."""
    words = "".join(c if c.isascii() and c.isalnum() else "-" for c in fold(title))
    stem = "-".join(filter(None, words.split("-")))[: MOST_CODE - 3].strip("-") or "tin"
    n = 1
    while True:
        code = stem if n == 1 else f"{stem}-{n}"
        try:
            found = articles.show_article(code)
        except DomainError:
            return code
        if found.title == title.strip():  # a second press of the form
            return code
        n += 1


@bp.get("/programme/news")
@needs(Permit.PUBLIC)
def public_list() -> str:
    """What is published, the newest first."""
    start = _start()
    found = articles.newest(start, PAGE + 1)
    shown = [(article, *_in_language(article)) for article in found[:PAGE]]
    return render_template(
        "public/news.html",
        items=[(article, title, markdown.first_words(body)) for article, title, body in shown],
        next=start + PAGE if len(found) > PAGE else None,
    )


@bp.get("/programme/news/<code>")
@needs(Permit.PUBLIC)
def public_article(code: str) -> str:
    """An article."""
    article = articles.published(code)
    title, body = _in_language(article)
    return render_template("public/article.html", article=article, title=title, body=body)


def _in_language(article: ArticleResult) -> tuple[str, str]:
    """Title and body in the reader's language, where there is one in it."""
    if str(get_locale()) == "en" and article.title_en:
        return article.title_en, article.body_en or article.body
    return article.title, article.body


def _start() -> int:
    text = request.args.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
