"""The page of one's own account, for everybody who signs in: password, PIN, sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, make_response, redirect, render_template, request, session
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from core.db import transaction
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_, Language
from core.people import people, second_factor, sessions, sign_in
from core.people.actor import current_actor
from core.people.choices import SessionEnd, Theme, TypeSize
from core.people.codes import offline_codes
from core.people.own import looks, phone_numbers
from core.people.own.rights import rights_of
from core.people.permits import Permit, Role, needs
from core.printing import qr
from core.values.uid import is_uid
from core.web.form_parsing import form_errors, form_text

bp = Blueprint("account", __name__)
SECRET = re.compile("[A-Z2-7]{32}")


@bp.get("/account")
@needs(Permit.OWN)
def account() -> str:
    """One's own account."""
    return _page()


def _page(which: str | None = None, errors: dict[str, str] | None = None, sentence: str | None = None) -> str:
    """The page; `which` form was refused."""
    actor = current_actor()
    person = people.by_id(actor.person_id) if actor.person_id is not None else None
    return render_template(
        "people/account.html",
        own=person,
        takes_pin=actor.role in {Role.CASHIER, Role.MANAGER, Role.PRODUCER},
        look=actor.look,
        rights=rights_of(person.withheld) if person and actor.role is Role.PRODUCER else (),
        typed=request.form,
        sessions=sessions.of_person(actor.person_id, actor.session_id) if person else [],
        code_sheets=offline_codes.sheets_of(person.id) if person and actor.role is Role.MANAGER else [],
        new_uid=str(uuid4()),
        which=which,
        errors=errors or {},
        sentence=sentence,
    )


@bp.post("/account/details")
@needs(Permit.OWN)
def change_details() -> Any:
    """Sets one's own name, and the phone number that signs in as the username does."""
    actor = current_actor()
    person_id = actor.person_id
    assert person_id is not None, "a page is opened by a person"

    def save() -> None:
        people.rename(person_id, form_text("name") or "", actor)
        phone_numbers.set_phone(person_id, form_text("phone"), actor)

    try:
        transaction(save)
    except DomainError as error:
        sentence, errors = form_errors(error)
        field = {"bad_name": "name", "phone_used": "phone"}.get(error.code)
        return _page("details", errors or ({field: error.detail} if field else {}), sentence), error.status
    flash(_("Đã lưu."), "good")
    return redirect("/account")


@bp.post("/account/look")
@needs(Permit.OWN)
def change_look() -> Any:
    """Chooses how all pages look to oneself, and the language they speak."""
    person_id = current_actor().person_id
    assert person_id is not None, "a page is opened by a person"
    theme, type_size, language = (request.form.get(name) for name in ("theme", "type_size", "language"))
    if theme not in set(Theme) or type_size not in set(TypeSize) or language not in set(Language):
        raise Invalid(("theme", N_("Trang đã cũ. Hãy mở lại trang này.")))
    transaction(lambda: looks.choose(person_id, theme=Theme(theme), type_size=TypeSize(type_size), language=language))
    session["language"] = language
    flash(_("Đã lưu."), "good")
    return redirect("/account")


@bp.post("/account/password")
@needs(Permit.OWN)
def change_password() -> Any:
    """Sets one's own password; whoever has none yet proves themselves by the PIN."""
    new, again = request.form.get("new", ""), request.form.get("again", "")

    def change(person_id: int) -> None:
        if new != again:
            raise Invalid(("again", N_("Hai lần gõ không giống nhau.")))
        people.prove_own(person_id, request.form.get("old", ""))
        transaction(lambda: people.set_secret(person_id, password=new, actor=current_actor(), field="new"))

    return _changed("password", change, _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))


@bp.post("/account/pin")
@needs(Permit.OWN)
def change_pin() -> Any:
    """Sets one's own PIN."""

    def change(person_id: int) -> None:
        people.prove_own(person_id, request.form.get("password", ""))
        transaction(lambda: people.set_secret(person_id, pin=request.form.get("pin", ""), actor=current_actor()))

    return _changed("pin", change, _("Đã đổi PIN. Các phiên đăng nhập khác đã kết thúc."))


def _changed(which: str, change: Callable[[int], None], done: str) -> Any:
    person_id = current_actor().person_id
    assert person_id is not None, "a page is opened by a person"
    try:
        change(person_id)
    except DomainError as error:
        sentence, errors = form_errors(error)
        if error.code == "wrong_secret":
            errors = {"old" if which == "password" else "password": error.detail}
        return _page(which, errors, sentence), error.status
    sign_in.enter_again(person_id)
    flash(done, "good")
    return redirect("/account")


@bp.get("/account/second-factor")
@needs(Permit.OWN)
def second_factor_form() -> str:
    """Offers an app a secret."""
    return _factor_page(second_factor.new_secret())


def _factor_page(secret: str, errors: dict[str, str] | None = None, sentence: str | None = None) -> str:
    address = second_factor.app_address(secret, current_actor().name)
    picture = Markup(qr.svg(address, label=_("Mã QR cho ứng dụng xác thực")))  # noqa: S704  # of our own making, escaped
    return render_template("people/second_factor.html", secret=secret, picture=picture, errors=errors or {}, sentence=sentence)


@bp.post("/account/second-factor")
@needs(Permit.OWN)
def add_second_factor() -> Any:
    """Asks for an app's codes from now on, and shows the recovery codes once."""
    actor, secret = current_actor(), form_text("secret") or ""
    person_id = actor.person_id
    assert person_id is not None, "a page is opened by a person"
    try:
        if not SECRET.fullmatch(secret):
            raise Invalid(("code", N_("Trang đã cũ. Hãy mở lại trang này.")))
        people.prove_own(person_id, request.form.get("password", ""))
        typed = (form_text("code") or "").replace(" ", "")
        codes = transaction(lambda: second_factor.add(person_id, secret, typed, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        if error.code == "wrong_secret":
            errors = {"password": error.detail}
        return _factor_page(secret if SECRET.fullmatch(secret) else second_factor.new_secret(), errors, sentence), error.status
    sign_in.enter_again(person_id)
    answer = make_response(render_template("people/recovery_codes.html", codes=codes))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/account/second-factor/remove")
@needs(Permit.OWN)
def remove_second_factor() -> Any:
    """Asks for the password alone from now on."""

    def change(person_id: int) -> None:
        people.prove_own(person_id, request.form.get("password", ""))
        transaction(lambda: second_factor.remove(person_id, current_actor()))

    return _changed("second_factor", change, _("Đã tắt xác thực hai lớp. Các phiên đăng nhập khác đã kết thúc."))


@bp.post("/account/offline-codes")
@needs(Permit.MANAGE)
def get_offline_codes() -> Any:
    """Shows a manager twenty codes by which tills that are cut off take an approval."""
    actor, uid = current_actor(), form_text("uid") or ""
    assert actor.person_id is not None, "a page is opened by a person"
    if not is_uid(uid):
        raise NotFound()
    codes, _created = offline_codes.give_out(uid.lower(), actor.person_id, {"uid": uid.lower()}, actor)
    answer = make_response(render_template("people/offline_codes.html", sheet=codes))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/account/offline-codes/withdraw")
@needs(Permit.MANAGE)
def withdraw_offline_codes() -> Response:
    """Ends all of one's own codes."""
    actor = current_actor()
    person_id = actor.person_id
    assert person_id is not None, "a page is opened by a person"
    transaction(lambda: offline_codes.withdraw(person_id, actor))
    flash(_("Các mã duyệt chưa dùng đã hết hiệu lực."), "good")
    return redirect("/account#offline-codes")


@bp.post("/account/sessions/<int:session_id>/end")
@needs(Permit.OWN)
def end_session(session_id: int) -> Response | tuple[str, int]:
    """Ends one of one's own sessions, with the password: whoever finds the tablet open shuts nobody out."""
    actor = current_actor()
    assert actor.person_id is not None, "a page is opened by a person"
    if session_id not in {one.id for one in sessions.of_person(actor.person_id, actor.session_id)}:
        raise NotFound(N_("Không có phiên đăng nhập này, hoặc phiên đã kết thúc."))
    try:
        people.prove_own(actor.person_id, request.form.get("password", ""))
        transaction(lambda: sessions.end(session_id, actor, SessionEnd.ENDED))
    except DomainError as error:
        sentence, _errors = form_errors(error)
        return _page("sessions", {"password": error.detail}, sentence), error.status
    flash(_("Đã kết thúc phiên đăng nhập."), "good")
    return redirect("/account")
