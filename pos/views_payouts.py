"""Paying a statement and taking a payment back; here, because cash may leave a till's drawer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _

from core.actor import current_actor
from core.errors import DomainError
from core.form_input import filled, put_once, told, whole, words
from core.permits import Permit, needs
from pos import shifts
from suppliers import payouts, statements
from suppliers.documents import PayoutDocument, ReversalDocument
from suppliers.views_statements import statement_page

bp = Blueprint("payouts", __name__)


@bp.post("/statements/<uid>/payouts")
@needs(Permit.MANAGE)
def pay(uid: str) -> Any:
    """Pays a part or all of a statement."""
    actor = current_actor()
    data = filled({"reference": words("reference")}) | {
        "producer": statements.show(uid)["producer"],
        "statement": uid,
        "amount_vnd": whole("amount_vnd"),
        "method": words("method"),
    }
    try:
        put_once("payouts", PayoutDocument, data, lambda payout, d: payouts.pay(payout, d, actor, shifts.leave_drawer))
    except DomainError as error:
        sentence, errors = told(error)
        return statement_page(uid, errors, sentence), error.status
    flash(_("Đã ghi lần chi trả."), "good")
    return redirect(f"/statements/{uid}#payouts")


@bp.post("/statements/<uid>/payouts/<payout>/reverse")
@needs(Permit.MANAGE)
def take_back(uid: str, payout: str) -> Any:
    """Takes a payout back by a line of the opposite sign."""
    actor = current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": words("reason") or ""}

    def act(_uid: str, document: ReversalDocument) -> dict[str, Any]:
        return payouts.reverse(payout, document, actor, shifts.leave_drawer)

    put_once("payout-reversals", ReversalDocument, data, act, payout)
    flash(_("Đã hủy lần chi trả bằng một dòng ngược dấu."), "good")
    return redirect(f"/statements/{uid}#payouts")
