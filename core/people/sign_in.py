"""Signing in and out, the first-run page, and the choice of language."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, g, redirect, render_template, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, login_user, logout_user
from itsdangerous import Signer
from werkzeug.wrappers import Response

from core import clock, setup
from core.db import transaction
from core.errors import DomainError
from core.i18n import Language
from core.people import people, second_factor, secret_rules, sessions, set_up_code
from core.people.actor import Actor, current_actor
from core.people.choices import Proof, SessionEnd
from core.people.own import looks, phone_numbers
from core.people.permits import Permit, Role, needs
from core.people.results import PersonSummary
from core.text.letters import clean_text, has_visible
from core.web.error_responses import inside
from core.web.form_parsing import form_errors

bp = Blueprint("sign_in", __name__)
PROVEN_KEY = "proven"
"""Where the cookie carries whose password was right, when, and where they go on, until the second factor has come."""
KEPT = timedelta(days=400)
"""How long a browser keeps the cookie of a phone that stays signed in: the longest it takes. Each week it is sent anew."""
RENEWED_KEY, RENEWED_EACH = "kept_since", timedelta(days=7)
CODE_MAX = 60
"""A recovery code with what may stand between its letters."""
login_manager = LoginManager()
login_manager.session_protection = None  # a tablet that roams changes its address; the row says whose session it is


class SignedIn(UserMixin):  # type: ignore[misc]
    """A person as flask-login wants it: who acts, and the id of the session, which only the cookie holds."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token, self.actor = token, actor

    def get_id(self) -> str:
        """What the cookie carries."""
        return self.token


def keep_cookie() -> None:
    """Sends the cookie of a phone that stays signed in anew, once a week: it would end though its session has not."""
    now = clock.now().timestamp()
    if session.permanent and now - session.get(RENEWED_KEY, 0.0) > RENEWED_EACH.total_seconds():
        session[RENEWED_KEY] = now


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    actor = sessions.find(token)
    return SignedIn(token, actor) if actor else None


class _Sessions(SecureCookieSessionInterface):
    """Sessions for https and for the shop's own network alike.

    Labels may lead to an https address while tills come by plain http to another: a browser drops a `Secure` cookie there.
    A server behind a proxy sees http too, but under the public name.
    """

    digest_method = staticmethod(hashlib.sha256)

    def get_cookie_secure(self, app: Flask) -> bool:
        public = urlsplit(app.config["PUBLIC_URL"])
        return request.is_secure or (public.scheme == "https" and request.host == public.netloc)

    def get_cookie_name(self, app: Flask) -> str:
        """Under TLS the name binds the cookie to this very host, which no other host can set."""
        return "__Host-outlet" if self.get_cookie_secure(app) else "outlet"


def init_app(app: Flask) -> None:
    """Lets the session know people. What is signed for a browser (the session, the token of a form) is signed with SHA-256."""
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    app.config.update(PERMANENT_SESSION_LIFETIME=KEPT, SESSION_REFRESH_EACH_REQUEST=False)
    app.session_interface = _Sessions()
    login_manager.init_app(app)


@bp.route("/sign-in", methods=["GET", "POST"])
@needs(Permit.PUBLIC)
def sign_in() -> Any:
    """The password page."""
    if not setup.is_set_up():
        return redirect("/first-run")
    onward = inside(request.values.get("next", ""))
    if request.method == "GET":
        return redirect(onward) if g.actor else _sign_in_page(onward)
    typed, keep = clean_text(request.form.get("username", ""))[:64], request.form.get("keep") == "1"
    username = phone_numbers.username_of(typed)
    password = request.form.get("password", "")[: secret_rules.PASSWORD_MAX + 1]
    try:
        person = people.sign_in(username, password)
    except DomainError as error:
        return _sign_in_page(onward, typed, error.detail), error.status
    if person is None:
        return _sign_in_page(onward, typed, _("Tên đăng nhập hoặc mật khẩu chưa đúng.")), 401
    if person.has_second_factor:
        session[PROVEN_KEY] = [person.id, clock.now().timestamp(), onward, keep]
        return redirect("/sign-in/code")
    enter(person, keep=keep)
    return redirect(onward)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@needs(Permit.PUBLIC)
def second_factor_code() -> Any:
    """Asks for the second factor of whoever has just typed the password."""
    person_id, proven_at, onward, keep = session.get(PROVEN_KEY) or (0, 0.0, "/", False)
    person = people.by_id(person_id) if clock.now().timestamp() - proven_at < second_factor.PATIENCE.total_seconds() else None
    if person is None:
        session.pop(PROVEN_KEY, None)
        return redirect("/sign-in")
    if request.method == "GET":
        return render_template("sign_in/code.html", sentence=None)
    try:
        is_right = second_factor.prove(person.id, request.form.get("code", "")[:CODE_MAX], people.actor_of(person))
    except DomainError as error:
        return render_template("sign_in/code.html", sentence=error.detail), error.status
    if not is_right:
        return render_template("sign_in/code.html", sentence=_("Mã chưa đúng.")), 401
    enter(person, Proof.CODE, keep=keep)
    return redirect(inside(onward))


@bp.post("/sign-out")
@needs(Permit.PUBLIC)
def sign_out() -> Response:
    """Ends the session: a copy of its cookie is worth nothing from now on."""
    actor: Actor | None = g.actor
    if actor is not None and actor.session_id is not None:
        session_id = actor.session_id
        transaction(lambda: sessions.end(session_id, actor, SessionEnd.SIGNED_OUT))
    logout_user()
    _clear()
    return redirect("/sign-in?left=1")  # which empties the carts on this device


@bp.route("/first-run", methods=["GET", "POST"])
@needs(Permit.PUBLIC)
def first_run() -> Any:
    """Names a fresh outlet and its manager; afterwards this page is only a way to sign in."""
    if setup.is_set_up():
        return redirect("/sign-in")
    if request.method == "GET":
        return _first_run_page()
    name, username = (clean_text(request.form.get(key, "")) for key in ("name", "username"))
    password = request.form.get("password", "")
    errors: dict[str, str] = {}
    if not has_visible(name):
        errors["name"] = _("Chưa điền tên điểm bán.")
    if not username:
        errors["username"] = _("Chưa điền tên đăng nhập.")
    if not password:
        errors["password"] = _("Chưa điền mật khẩu.")
    if errors:
        return _first_run_page(errors), 422
    try:
        if set_up_code.is_asked():
            set_up_code.check(request.form.get("code", ""))
        transaction(lambda: setup.first_run(name, username, password))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _first_run_page(errors, sentence), error.status
    person = people.sign_in(username, password)
    if person is not None:
        enter(person)
    return redirect("/")


@bp.post("/language")
@needs(Permit.PUBLIC)
def choose() -> Response:
    """Keeps the language a person chose: for all their devices, a stranger's for this one."""
    language = request.form.get("language")
    if language in set(Language):
        session["language"] = language
        actor: Actor | None = g.actor
        if actor is not None and (person_id := actor.person_id) is not None:
            transaction(lambda: looks.choose(person_id, language=language))
    return redirect(inside(request.form.get("next", "")))


def enter(person: PersonSummary, proof: Proof = Proof.PASSWORD, *, till: str | None = None, keep: bool = False) -> None:
    """Starts a session of this person's own and ends the one this browser had; only the language goes over.

    `till` is where the session sells, if that is known. With `keep` the phone of somebody of a producer stays signed in.
    """
    phone = phone_name() if keep and person.role is Role.PRODUCER else None
    signed_in = _start(person, proof, till, phone)
    _clear()
    session.permanent = phone is not None
    login_user(signed_in)


def phone_name() -> str:
    """What the phone that asks is called, as its browser tells."""
    return sessions.browser_of(request.headers.get("User-Agent")) or "–"


def _start(person: PersonSummary, proof: Proof, till: str | None, phone: str | None) -> SignedIn:
    address, agent = request.remote_addr, request.headers.get("User-Agent")
    actor, replaces = people.actor_of(person), session.get(sessions.COOKIE_KEY)
    where = partial(sessions.start, actor, address=address, agent=agent, till=till, replaces=replaces, proof=proof, phone=phone)
    token = transaction(where)
    return SignedIn(token, actor)


def enter_again(person_id: int) -> None:
    """Goes on in a new session after a new secret ended the one of this browser; what the cookie holds beside it stays."""
    person, ended = people.by_id(person_id), current_actor().session_id
    if person is None or ended is None:
        return
    login_user(_start(person, Proof.RENEWED, sessions.till_of(ended), sessions.phone_of(ended)))


def _clear() -> None:
    """Empties the cookie but for the language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _sign_in_page(onward: str, username: str = "", sentence: str | None = None) -> str:
    return render_template("sign_in/sign_in.html", onward=onward, username=username, sentence=sentence)


def _first_run_page(errors: dict[str, str] | None = None, sentence: str | None = None) -> str:
    return render_template(
        "sign_in/first_run.html",
        errors=errors or {},
        sentence=sentence,
        typed=request.form,
        asks_code=set_up_code.is_asked(),
    )
