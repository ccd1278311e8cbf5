"""The door of every request: who is it, may they, and how a refusal is told.

Every view carries the permit it needs (`core.people.permits.needs`). Programs come with a token, people with a session; a
session that writes through the API must also show the page's CSRF token.
"""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, validate_csrf
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from core import setup
from core.db import db
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people import people, tokens
from core.people.actor import Actor
from core.people.permits import is_granted, permit_of

API = "/api/"
SAFE = {"GET", "HEAD", "OPTIONS"}
MOST_SWALLOWED = 64 * 1024 * 1024
MAX_NUMBER = 2**31 - 1
"""No number in an address is larger; a database would not take it."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
csrf = CSRFProtect()
_log = logging.getLogger(__name__)
_UNTEXT = re.compile("[\x00\ud800-\udfff]")


class Problem(DomainError):
    """A refusal the door itself gives, with its own status."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.status = status


def init_app(app: Flask) -> None:
    """Hangs the door in."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(_guard)
    app.after_request(_headers)
    app.after_request(_record_use_of_token)
    app.register_error_handler(DomainError, refuse)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected_error)


def is_api() -> bool:
    """Whether this request speaks JSON rather than pages."""
    return request.path.startswith(API)


def speaks_json() -> bool:
    """Whether who asks reads a problem rather than a page; a till's own calls stand outside the API too."""
    return is_api() or request.is_json


def _guard() -> AnyResponse | None:
    g.actor = None
    if request.endpoint is None or request.endpoint == "static":
        return None
    permit = permit_of(current_app.view_functions[request.endpoint])
    if permit is None:
        raise RuntimeError(f"{request.endpoint} names no permit")
    g.actor = _actor()
    actor: Actor | None = g.actor
    if not (actor.may(permit) if actor else is_granted(None, permit)):
        if actor is None:
            return _ask_to_sign_in()
        raise Problem(403, "forbidden", N_("Tài khoản này không được làm việc đó."))
    if _UNTEXT.search(request.path + request.query_string.decode("latin-1")) or any(
        _UNTEXT.search(part) for pair in request.args.items(multi=True) for part in pair
    ):
        raise Problem(400, "not_text", N_("Địa chỉ có ký tự không đọc được."))
    if not is_api() and any(_UNTEXT.search(part) for pair in request.form.items(multi=True) for part in pair):
        raise Problem(400, "not_text", N_("Nội dung có ký tự không đọc được."))
    if any(isinstance(part, int) and part > MAX_NUMBER for part in (request.view_args or {}).values()):
        raise NotFound()
    if request.method not in SAFE and not (actor and actor.is_token):
        _check_csrf()
    return None


def _actor() -> Actor | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    # A proxy's own `Basic` sign-in goes through with every request; it says nothing about who acts here.
    if is_api() and kind.lower() == "bearer":
        return tokens.actor_of_token(token.strip()) if token else None
    if current_user and current_user.is_authenticated:
        return people.actor_of(current_user.row)
    return None


def _record_use_of_token(answer: Response) -> Response:
    """Records the use once the answer has gone out: nobody waits for it."""
    actor: Actor | None = g.get("actor")
    if actor is not None and actor.token_id is not None:
        app, token_id = current_app._get_current_object(), actor.token_id  # type: ignore[attr-defined]

        def record() -> None:
            with app.app_context():
                tokens.record_use(token_id)

        answer.call_on_close(record)
    return answer


def _ask_to_sign_in() -> AnyResponse:
    if speaks_json():
        raise Problem(401, "unauthorized", N_("Chưa đăng nhập, hoặc mã truy cập không đúng."))
    if not setup.is_set_up():
        return redirect(url_for("sign_in.first_run"))
    if request.method in SAFE:
        return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))
    flash(gettext("Phiên đăng nhập đã hết nên những gì vừa nhập chưa được lưu. Đăng nhập rồi nhập lại."), "warn")
    return redirect(url_for("sign_in.sign_in", next=_page_of_form()))


def _page_of_form() -> str:
    """The page a form was sent from, else the nearest above it that can be opened."""
    came = urlsplit(_page_before() or "")
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


def _page_before() -> str | None:
    """The address of our own page that sent this request. Only the host is compared: behind a proxy the scheme differs."""
    ours = request.referrer and urlsplit(request.referrer).netloc == request.host
    return request.referrer if ours else None


def _check_csrf() -> None:
    try:
        validate_csrf(request.headers.get("X-CSRFToken") or ("" if is_api() else request.form.get("csrf_token", "")))
    except ValidationError:
        raise Problem(400, "csrf", N_("Trang đã cũ. Hãy tải lại trang rồi làm lại; chưa lưu gì cả.")) from None


def problem(status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None) -> Response:
    """An answer of `application/problem+json`."""
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors or [],
    }
    answer = jsonify(body)
    answer.status_code = status
    answer.content_type = "application/problem+json"
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        answer.headers["Retry-After"] = "300"
    return answer


def refuse(error: DomainError) -> AnyResponse | tuple[str, int]:
    """Tells a refusal: as a problem to programs, as a sentence to people."""
    db.session.rollback()
    errors = error.errors
    if speaks_json():
        return problem(error.status, error.code, error.detail, errors)
    if request.method not in SAFE and error.status in {409, 422} and (before := _page_before()):
        flash("; ".join([error.detail, *(e["message"] for e in errors)]), "bad")
        return redirect(before)
    return render_template("errors/page.html", status=error.status, detail=error.detail), error.status


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
    if status == 413:
        _swallow_body()
    code, detail = sentences.get(status, ("bad_request", gettext("Không đọc được yêu cầu.")))
    if speaks_json():
        answer = problem(status, code, detail)
        for name, value in error.get_headers():
            if name == "Allow":
                answer.headers[name] = value
        return answer
    return render_template("errors/page.html", status=status, detail=detail), status


def _swallow_body() -> None:
    """Reads a body that is too large to its end, within reason: a client that is still sending hears no answer."""
    left = MOST_SWALLOWED
    while left > 0 and (part := request.environ["wsgi.input"].read(min(left, 65_536))):
        left -= len(part)


def _unexpected_error(error: Exception) -> AnyResponse | tuple[str, int]:
    db.session.rollback()
    if isinstance(error, (IntegrityError, DataError)):
        _log.warning("the database refused: %s", error.orig)
        return refuse(DomainError("refused", N_("Dữ liệu trái với quy tắc của sổ; chưa lưu gì cả.")))
    if isinstance(error, OperationalError):
        _log.error("database: %s", error.orig)
        return refuse(Problem(503, "busy", N_("Cơ sở dữ liệu đang bận. Hãy thử lại; chưa lưu gì cả.")))
    _log.exception("unexpected")
    return refuse(Problem(500, "server_error", N_("Có lỗi ở máy chủ. Đã ghi lại lỗi; hãy thử lại.")))


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store" if session.get("_user_id") or is_api() else "no-cache")
    return answer
