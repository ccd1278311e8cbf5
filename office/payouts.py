"""Paying a statement and taking a payment back; here, because cash may leave a till's drawer."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.formats import moment
from core.web.figure_fields import money
from core.web.form_parsing import filled, form_errors, form_text, put_once
from pos import shifts
from suppliers import payouts, statement_queries
from suppliers.pages.statements import statement_page
from suppliers.requests import PayoutRequest, ReversalRequest
from suppliers.results import PayoutResult

bp = Blueprint("payouts", __name__)
_DRAWER = "cash:"


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    # The statement's page belongs to the suppliers, who know no drawers; it asks for them by this name.
    state.app.jinja_env.globals["cash_drawers"] = cash_drawers


def cash_drawers() -> list[tuple[str, str]]:
    """The open drawers that cash can be paid from, as choices of the form."""
    return [
        (
            _DRAWER + shift["uid"],
            _("Tiền mặt từ két %(till)s (ca mở %(at)s)", till=shift["till_name"], at=moment(shift["opened_at"])),
        )
        for shift in shifts.list_open()
    ]


@bp.post("/statements/<uid>/payouts")
@needs(Permit.MANAGE)
def pay(uid: str) -> Any:
    """Pays a part or all of a statement."""
    actor = current_actor()
    take = partial(shifts.take_from_drawer, actor)
    way = form_text("method") or ""
    drawer = way.removeprefix(_DRAWER) if way.startswith(_DRAWER) else None
    data = filled({"reference": form_text("reference"), "shift": drawer}) | {
        "producer": statement_queries.show(uid, with_lines=False).producer,
        "statement": uid,
        "amount_vnd": money("amount_vnd"),
        "method": "cash" if drawer is not None else way,
    }
    try:
        put_once("payouts", PayoutRequest, data, lambda payout, d: payouts.pay(payout, d, actor, take))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return statement_page(uid, errors, sentence), error.status
    flash(_("Đã ghi nhận lần chi trả."), "good")
    return redirect(f"/statements/{uid}#payouts")


@bp.post("/statements/<uid>/payouts/<payout>/reverse")
@needs(Permit.MANAGE)
def take_back(uid: str, payout: str) -> Any:
    """Takes a payout back by a line of the opposite sign."""
    actor = current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}

    def act(_uid: str, document: ReversalRequest) -> PayoutResult:
        return payouts.reverse(payout, document, actor, shifts.can_come_back)

    put_once("payout-reversals", ReversalRequest, data, act, payout, PayoutResult)
    flash(_("Đã hủy lần chi trả bằng một dòng đảo."), "good")
    return redirect(f"/statements/{uid}#payouts")
