"""Refusals and faults as answers: `application/problem+json` to programs, a page or a flashed sentence to people."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from core.db import db
from core.db.trouble import report, trouble_of
from core.errors import DomainError
from core.i18n import N_

API = "/api/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
RETRY_AFTER_S = {429: "300", 503: "5"}
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answers every error of the application."""
    app.register_error_handler(DomainError, refuse)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected_error)


class Problem(DomainError):
    """A refusal of the request itself, with its own HTTP status."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.status = status


def is_api() -> bool:
    """Whether this request speaks JSON rather than pages."""
    return request.path.startswith(API)


def speaks_json() -> bool:
    """Whether who asks reads a problem rather than a page; a till's own calls stand outside the API too."""
    return is_api() or request.is_json


def page_before() -> str | None:
    """The address of our own page that sent this request. Only the host is compared: behind a proxy the scheme differs."""
    ours = request.referrer and urlsplit(request.referrer).netloc == request.host
    return request.referrer if ours else None


def page_of_form() -> str:
    """The page a form was sent from, else the nearest above it that can be opened."""
    came = urlsplit(page_before() or "")
    path, query = (came.path, came.query) if came.path else (request.path, "")
    addresses = current_app.create_url_adapter(request)
    while addresses is not None and len(path) > 1:
        try:
            addresses.match(path, method="GET")
        except HTTPException:
            path, query = path.rpartition("/")[0], ""
        else:
            return f"{path}?{query}" if query else path
    return "/"


def inside(address: str) -> str:
    """An address of our own to go on to; anything else leads home."""
    good = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if good else "/"


def problem(
    status: int,
    code: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    facts: Mapping[str, object] | None = None,
) -> Response:
    """An answer of `application/problem+json`, with what programs are told besides."""
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors or [],
        **(facts or {}),
    }
    answer = jsonify(body)
    answer.status_code = status
    answer.content_type = "application/problem+json"
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status in RETRY_AFTER_S:
        answer.headers["Retry-After"] = RETRY_AFTER_S[status]
    return answer


def refuse(error: DomainError) -> AnyResponse:
    """Answers a refusal: a problem to programs, a sentence to people."""
    db.session.rollback()
    g.refused_code = error.code
    errors = error.errors
    if speaks_json():
        return problem(error.status, error.code, error.detail, errors, error.facts)
    if request.method not in SAFE and error.status in {409, 422} and (before := page_before()):
        flash(" ".join([error.detail, *(e["message"] for e in errors)]), "bad")
        return redirect(before)
    page = make_response(render_template("errors/page.html", status=error.status, detail=error.detail), error.status)
    if error.status in RETRY_AFTER_S:
        page.headers["Retry-After"] = RETRY_AFTER_S[error.status]
    return page


def _http_error(error: HTTPException) -> AnyResponse | tuple[str, int]:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()
    sentences = {
        404: ("not_found", gettext("Không tìm thấy.")),
        405: ("method_not_allowed", gettext("Thao tác không được hỗ trợ.")),
        413: ("too_large", gettext("Nội dung gửi lên quá lớn.")),
        500: ("server_error", gettext("Có lỗi ở máy chủ. Đã ghi lại lỗi; hãy thử lại.")),
    }
    code, detail = sentences.get(status, ("bad_request", gettext("Không đọc được yêu cầu.")))
    if speaks_json():
        answer = problem(status, code, detail)
        for name, value in error.get_headers():
            if name == "Allow":
                answer.headers[name] = value
        return answer
    return render_template("errors/page.html", status=status, detail=detail), status


def _unexpected_error(error: Exception) -> AnyResponse | tuple[str, int]:
    db.session.rollback()
    if isinstance(error, (IntegrityError, DataError)):
        _log.warning("the database refused: %s", error.orig)
        return refuse(DomainError("refused", N_("Dữ liệu trái với quy tắc của sổ; chưa lưu gì cả.")))
    if isinstance(error, DBAPIError) and (trouble := trouble_of(error)) is not None:
        return refuse(report(trouble, error.orig))
    _log.exception("unexpected")
    return refuse(Problem(500, "server_error", N_("Có lỗi ở máy chủ. Đã ghi lại lỗi; hãy thử lại.")))
