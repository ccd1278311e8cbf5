"""The till's page. It only carries what the till needs to begin; the rest goes through the API."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, render_template, request, session
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from core import clock
from core.db import Row, fetch_one
from core.errors import DomainError
from core.models import Outlet
from core.people import people, sign_in
from core.people.actor import current_actor
from core.people.permits import Role, needs
from core.web.api import read_json
from core.web.error_responses import problem
from pos import shifts, tills
from pos.models import Shift
from pos.permits import SalesPermit
from pos.receipts import spool
from pos.results import TillResult
from pos.terminal import shell, translations
from pos.terminal.urls import boot_urls

bp = Blueprint("sell", __name__)

Boot = dict[str, object]
"""What the page carries as JSON; the till's scripts are its only reader."""


@bp.get("/sell")
@needs(SalesPermit.SELL)
def sell() -> Response:
    """The till."""
    known = tills.list_tills()
    till = _till_of(known)
    outlet = fetch_one(select(Outlet.paper_language))
    texts = translations.translated(outlet["paper_language"] if outlet else "vi")
    answer = make_response(render_template("pos/sell.html", boot=_boot(known, till), translations=texts))
    if till:
        shell.mark(answer, till.code)
    return answer


def _till_of(known: list[TillResult]) -> TillResult | None:
    """The till this device is: the one asked for, the one it was, or the only one."""
    wanted = request.args.get("till") or session.get("till")
    found = next((till for till in known if till.code == wanted), known[0] if len(known) == 1 else None)
    if found and session.get("till") != found.code:  # an unchanged session is not sent again, over a newer one
        session["till"] = found.code
    return found


def _boot(known: list[TillResult], till: TillResult | None) -> Boot:
    actor = current_actor()
    shift = shifts.open_on(till.code) if till else None
    return {
        "till": till.code if till else None,
        "shift": _shift(shift) if shift else None,
        "person": {"username": actor.name, "name": actor.label, "role": actor.role},
        "tills": [{"code": known_till.code, "name": known_till.name} for known_till in known],
        "cashiers": people.with_pin(Role.CASHIER),
        "managers": people.with_pin(Role.MANAGER),
        "printer": spool.state(till.code, till.printer)[0] if till else "none",
        "last_counted_vnd": _last_counted_vnd(till.code) if till else None,
        "timezone": str(clock.zone()),
        "locale": str(get_locale() or "vi"),
        "urls": boot_urls(),
    }


def _shift(shift: Row) -> Boot:
    return {
        "uid": shift["uid"],
        "opened_at": clock.rfc3339(shift["opened_at"]),
        "opened_by": shift["opened_by"],
        "opening_float_vnd": shift["opening_float_vnd"],
    }


def _last_counted_vnd(till: str) -> int | None:
    """What the drawer held when its last shift was counted: where the next float starts from."""
    last = fetch_one(
        select(Shift.counted_vnd)
        .where(Shift.till_code == till, Shift.closed_at.is_not(None))
        .order_by(Shift.closed_at.desc())
        .limit(1)
    )
    return last["counted_vnd"] if last else None


@bp.post("/sign-in/pin")
@needs(SalesPermit.SELL)
def switch_by_pin() -> Response:
    """Changes who stands at the till, by PIN: from someone who may sell, to a cashier."""
    body = read_json()
    if not isinstance(body, dict) or not all(isinstance(body.get(key), str) for key in ("username", "pin")):
        return problem(400, "not_json", _("Không đọc được yêu cầu."))
    try:
        person = people.sign_in_by_pin(body["username"][:64], body["pin"][:20])
    except DomainError as error:
        return problem(error.status, error.code, error.detail)
    if person is None:
        return problem(401, "wrong_pin", _("PIN chưa đúng."))
    if person.role is not Role.CASHIER:
        return problem(403, "forbidden", _("PIN chỉ để đổi thu ngân. Người khác đăng nhập bằng mật khẩu."))
    sign_in.enter(person)
    return jsonify(username=person.username, name=person.name, role=person.role, csrf=generate_csrf())
