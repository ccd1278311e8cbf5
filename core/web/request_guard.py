"""Authentication, permission and CSRF of every request, and the security headers of every answer.

Every view carries the permit it needs (`core.people.permits.needs`). Programs come with a token, people with a session; a
session that writes through the API must also show the page's CSRF token.
"""

from __future__ import annotations

import re
from functools import partial

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from core import business_day, clock, setup
from core.errors import NotFound
from core.i18n import N_
from core.people import last_use, sessions, sign_in, tokens
from core.people.actor import Actor
from core.people.permits import Permit, is_granted, permit_of, right_of
from core.server.request import IS_KNOWN
from core.web import proving
from core.web.error_responses import SAFE, Problem, is_api, page_of_form, speaks_json
from core.web.refusals import note_refusal

MAX_NUMBER = 2**31 - 1
"""No number in an address is larger; a database would not take it."""
POLICY = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HSTS_S = 365 * 24 * 3600
"""How long a browser that came by https comes by nothing else, in seconds."""
HEALTH = "health"
"""The endpoint that must answer whatever state the database is in."""
csrf = CSRFProtect()
_UNTEXT = re.compile("[\x00\ud800-\udfff]")


def init_app(app: Flask) -> None:
    """Guards every request of the application."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(_guard)
    app.after_request(_headers)
    app.after_request(_record_use)
    app.after_request(note_refusal)


def _guard() -> AnyResponse | None:
    g.actor = None
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    permit = permit_of(view)
    if permit is None:
        raise RuntimeError(f"{request.endpoint} names no permit")
    g.actor = _actor()
    if g.actor is not None:
        g.own_language = g.actor.look.language
        if g.actor.on_phone and request.method in SAFE and permit is not Permit.PUBLIC:
            sign_in.keep_cookie()
    request.environ[IS_KNOWN] = g.actor is not None
    if current_app.extensions.get(business_day.BEGUN) != clock.today() and request.endpoint != HEALTH:
        business_day.begin()
    actor: Actor | None = g.actor
    if not (actor.may(permit) if actor else is_granted(None, permit)):
        if actor is None:
            return _ask_to_sign_in()
        raise Problem(403, "forbidden", N_("Tài khoản này không được làm việc đó."))
    right = None if request.method in SAFE else right_of(view)
    if actor is not None and not actor.has_right(right):
        raise Problem(403, "forbidden", N_("Tài khoản này chỉ được xem. Việc này cần quyền do điểm bán cấp."))
    if actor is not None and actor.was_away and permit is not Permit.PUBLIC:
        return proving.ask_again()
    if actor is not None and actor.must_renew and permit not in {Permit.OWN, Permit.PUBLIC}:
        return _ask_for_new_password()
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
    if actor is not None and right is Permit.ACCEPT and actor.on_phone and not actor.just_proven:
        return proving.ask_before()
    return None


def _actor() -> Actor | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    # A proxy's own `Basic` sign-in goes through with every request; it says nothing about who acts here.
    if is_api() and kind.lower() == "bearer":
        return tokens.actor_of_token(token.strip()) if token else None
    return current_user.actor if current_user and current_user.is_authenticated else None


def _record_use(answer: Response) -> Response:
    """Records the use of a token or a session once the answer has gone out: nobody waits for it."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        return answer
    if actor.token_id is not None and last_use.claim("token", actor.token_id):
        used = partial(tokens.record_use, actor.token_id)
    elif actor.session_id is not None and not actor.was_away and last_use.claim("session", actor.session_id):
        used = partial(sessions.record_seen, actor.session_id)
    else:
        return answer
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def record() -> None:
        with app.app_context():
            used()

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
    return redirect(url_for("sign_in.sign_in", next=page_of_form()))


def _ask_for_new_password() -> AnyResponse:
    sentence = N_("Mật khẩu này do người khác đặt. Hãy chọn mật khẩu của riêng bạn trước đã.")
    if speaks_json():
        raise Problem(403, "secret_expired", sentence)
    flash(gettext(sentence), "warn")
    return redirect(url_for("account.account"))


def _check_csrf() -> None:
    try:
        validate_csrf(request.headers.get("X-CSRFToken") or ("" if is_api() else request.form.get("csrf_token", "")))
    except ValidationError:
        raise Problem(400, "csrf", N_("Trang đã cũ. Hãy tải lại trang rồi làm lại; chưa lưu gì cả.")) from None


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", f"max-age={HSTS_S}; includeSubDomains")
    if answer.cache_control.public:  # the same for everybody, whoever asks
        session.accessed = False
        return answer
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store" if session.get(sessions.COOKIE_KEY) or is_api() else "no-cache")
    return answer
