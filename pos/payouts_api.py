"""The API of payouts, which may leave a drawer, and of corrections."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.people.permits import Permit
from core.web.api import endpoint, path_uid, put_once, read_body, respond
from pos import shifts
from pos.api import known_uid
from suppliers import payouts
from suppliers.requests import AdjustmentRequest, PayoutRequest, ReversalRequest
from suppliers.results import CorrectionResult, PayoutResult

bp = Blueprint("payouts_api", __name__)


@endpoint(bp, "PUT", "/payouts/<uid>", Permit.MANAGE, body=PayoutRequest, answer=PayoutResult, statuses=(200, 201))
def put_payout(uid: str) -> Response:
    """Pays a producer on their newest statement."""
    uid = path_uid(uid)
    document, data = read_body(PayoutRequest)
    actor = current_actor()
    return put_once("payouts", uid, data, lambda: payouts.pay(uid, document, actor, partial(shifts.take_from_drawer, actor)))


@endpoint(bp, "GET", "/payouts/<uid>", Permit.MANAGE, answer=PayoutResult)
def get_payout(uid: str) -> Response:
    """A payout as it stands."""
    return respond(payouts.get_payout(known_uid(uid)))


@endpoint(bp, "POST", "/payouts/<uid>/reverse", Permit.MANAGE, body=ReversalRequest, answer=PayoutResult, statuses=(200, 201))
def reverse_payout(uid: str) -> Response:
    """Takes a payout back by a line of the opposite sign."""
    payout = known_uid(uid)
    document, data = read_body(ReversalRequest)
    actor = current_actor()
    return put_once(
        "payout-reversals", document.uid, [payout, data], lambda: payouts.reverse(payout, document, actor, shifts.can_come_back)
    )


def _correct(code: str, scope: str, charge: bool) -> Response:
    document, data = read_body(AdjustmentRequest)
    actor = current_actor()
    return put_once(scope, document.uid, [code, data], lambda: payouts.adjust(code, document, actor, charge=charge))


@endpoint(
    bp,
    "POST",
    "/producers/<code>/adjustments",
    Permit.MANAGE,
    body=AdjustmentRequest,
    answer=CorrectionResult,
    statuses=(200, 201),
)
def post_adjustment(code: str) -> Response:
    """Corrects what we owe: above zero we owe more. The memo is printed on the statement."""
    return _correct(code, "adjustments", charge=False)


@endpoint(
    bp, "POST", "/producers/<code>/charges", Permit.MANAGE, body=AdjustmentRequest, answer=CorrectionResult, statuses=(200, 201)
)
def post_charge(code: str) -> Response:
    """Charges a producer: above zero we owe less. The memo is printed on the statement."""
    return _correct(code, "charges", charge=True)
