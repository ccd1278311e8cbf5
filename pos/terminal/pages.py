"""The till's page. It only carries what the till needs to begin; the rest goes through the API."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request, session
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from core import clock
from core.choices import FloatCount
from core.db import Row, transaction
from core.errors import DomainError
from core.i18n import in_language
from core.outlet import show_outlet
from core.people import people, sessions, sign_in
from core.people.actor import current_actor
from core.people.choices import Proof
from core.people.permits import Role, needs
from core.printing.issuer import present_issuer
from core.printing.layout import Text
from core.printing.slip_parts import head, said
from core.printing.slip_template import SlipPart
from core.printing.units import MEASURED_UNITS
from core.web.api import read_json
from core.web.error_responses import problem
from pos import shifts, tills
from pos.choices import Banknote, PaymentMethod
from pos.permits import SalesPermit
from pos.receipts import spool
from pos.receipts.receipt import goodbye
from pos.recovery.codes import key_of
from pos.results import TillResult
from pos.terminal import looks, shell, translations
from pos.terminal.urls import boot_urls

bp = Blueprint("sell", __name__)

Boot = dict[str, object]
"""What the page carries as JSON; the till's scripts are its only reader."""


@bp.get("/sell")
@needs(SalesPermit.SELL)
def sell() -> Response:
    """The till."""
    all_tills = tills.list_tills()
    till = _till_of(all_tills)
    texts = translations.translated(show_outlet().paper_language)
    boot = _boot(all_tills, till)
    page = render_template("pos/sell.html", boot=boot, translations=texts, files=shell.page_files(), look=boot["look"])
    answer = make_response(page)
    if till:
        shell.mark(answer, till.code)
    return answer


def _till_of(all_tills: list[TillResult]) -> TillResult | None:
    """The till this device is: the one asked for, the one it was, or the only one."""
    code = request.args.get("till") or session.get("till")
    till = next((till for till in all_tills if till.code == code), all_tills[0] if len(all_tills) == 1 else None)
    if till and session.get("till") != till.code:  # an unchanged session is not sent again, over a newer one
        session["till"] = till.code
        if (session_id := current_actor().session_id) is not None:
            transaction(lambda: sessions.choose_till(session_id, till.code))
    return till


def _boot(all_tills: list[TillResult], till: TillResult | None) -> Boot:
    actor = current_actor()
    shift = shifts.open_on(till.code) if till else None
    look = looks.look_of(actor.person_id)
    return {
        "till": till.code if till else None,
        "shift": _shift(shift) if shift else None,
        "person": {"username": actor.name, "name": actor.label, "role": actor.role},
        "tills": [{"code": each.code, "name": each.name} for each in all_tills],
        "cashiers": people.with_pin(Role.CASHIER),
        "managers": people.with_pin(Role.MANAGER),
        "printer": spool.state(till.printer)[0] if till else "none",
        "payment_methods": [
            {"code": method, "label": method.label, "refund_label": method.refund_label}
            for method in PaymentMethod
            if method.is_chosen
        ],
        "method_labels": {method: [method.label, method.refund_label, method.slip_label] for method in PaymentMethod},
        "slip": _slip(),
        "banknotes_vnd": [note.value_vnd for note in Banknote],
        **_last_count(till),
        "look": None if look is None else asdict(look),
        "timezone": str(clock.zone()),
        "recovery_key": key_of(current_app.config["SECRET_KEY"], till.code).hex() if till else None,
        "locale": str(get_locale() or "vi"),
        "urls": boot_urls(),
    }


def _slip() -> Boot:
    """What stands on the slips that the till draws itself, in the language of the outlet's papers."""
    issuer = present_issuer()
    with in_language(issuer.language):
        sentences = [row.text for row in head(issuer) if isinstance(row, Text)]
        last = said(goodbye(issuer.template))
    shows = {"producer": issuer.template.shows(SlipPart.PRODUCER), "lot": issuer.template.shows(SlipPart.LOT)}
    return {"head": sentences, "foot": list(last), "measured": sorted(MEASURED_UNITS), "shows": shows}


def _last_count(till: TillResult | None) -> Boot:
    """What the last count found, in all and, unless floats are counted blind, by note."""
    count = shifts.last_count(till.code) if till else None
    if count is None:
        return {"last_counted_vnd": None, "last_counted": None}
    is_shown = show_outlet().float_count is FloatCount.SHOWN
    by_note = {note.value: pieces for note, pieces in count.counted.items()}
    return {"last_counted_vnd": count.counted_vnd, "last_counted": by_note if is_shown else None}


def _shift(shift: Row) -> Boot:
    return {
        "uid": shift["uid"],
        "opened_at": clock.rfc3339(shift["opened_at"]),
        "opened_by": shift["opened_by"],
        "opening_float_vnd": shift["opening_float_vnd"],
    }


@bp.post("/sell/pin")
@needs(SalesPermit.SELL)
def check_pin() -> Response:
    """Whether a PIN is one's own or a manager's: the till is unlocked by it, a discount is approved with it before the money.

    Nothing is stored and nobody is signed in; wrong PINs count as everywhere.
    """
    body = read_json()
    if not isinstance(body, dict) or not all(isinstance(body.get(key), str) for key in ("username", "pin")):
        return problem(400, "not_json", _("Không đọc được yêu cầu."))
    username = body["username"][:64]
    try:
        person = people.sign_in_by_pin(username, body["pin"][:64], None if username == current_actor().name else Role.MANAGER)
    except DomainError as error:
        return problem(error.status, error.code, error.detail)
    if person is None:
        return problem(401, "wrong_pin", _("PIN chưa đúng."))
    return jsonify(username=person.username, name=person.name)


@bp.post("/sign-in/pin")
@needs(SalesPermit.SELL)
def switch_by_pin() -> Response:
    """Changes who stands at the till, by PIN: from someone who may sell, to a cashier."""
    body = read_json()
    if not isinstance(body, dict) or not all(isinstance(body.get(key), str) for key in ("username", "pin")):
        return problem(400, "not_json", _("Không đọc được yêu cầu."))
    try:
        person = people.sign_in_by_pin(body["username"][:64], body["pin"][:20], Role.CASHIER)
    except DomainError as error:
        return problem(error.status, error.code, error.detail)
    if person is None:
        return problem(401, "wrong_pin", _("PIN chưa đúng. Quản lý thì đăng nhập bằng mật khẩu."))
    if person.pin_expired:
        new_pin = body.get("new_pin")
        if not isinstance(new_pin, str):
            return problem(403, "secret_expired", _("PIN này do người khác đặt. Hãy chọn PIN của riêng bạn."))
        own = people.actor_of(person)
        transaction(lambda: people.set_secret(person.id, pin=new_pin, actor=own, field="new_pin"))
    till = session.get("till")
    sign_in.enter(person, Proof.PIN, till=till)
    if till:
        session["till"] = till
    look = looks.look_of(person.id)
    return jsonify(
        username=person.username,
        name=person.name,
        role=person.role,
        csrf=generate_csrf(),
        look=None if look is None else asdict(look),
    )
