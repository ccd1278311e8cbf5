"""The endpoint that makes a sale of its recovery code."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app

from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people import approvals
from core.people.actor import current_actor
from core.values.uid import is_uid
from core.web import validation
from core.web.api import endpoint, put_once, read_body, respond
from core.web.error_responses import Problem
from pos import checkout, sales
from pos.choices import FlagCode
from pos.permits import SalesPermit
from pos.recovery import codes
from pos.recovery.requests import RecoveryRequest
from pos.requests import SaleRequest
from pos.results import SaleResult

bp = Blueprint("recovery_api", __name__)


@endpoint(bp, "POST", "/sales/recover", SalesPermit.SELL, body=RecoveryRequest, answer=SaleResult, statuses=(200, 201))
def post_recovery() -> Response:
    """Makes the sale that a till's recovery code holds, as it happened offline; 200 for one that is here already.

    What is here under its uid may be another sale, and its till may have written it anew since the slip was printed.
    """
    request, _ = read_body(RecoveryRequest)
    found, document = _read(request.code)
    free: list[str] = []
    for uid in codes.uids_of(found.uid):
        known = _known(uid)
        if known is None:
            free.append(uid)
        elif uid != found.uid or _is_same(known, document):
            return respond(known)
    uid = next(iter(free), found.uid)
    # Whoever scans it may stand at any till; the code is signed by the one that sold.
    actor = replace(current_actor(), till=None)
    approval = approvals.check(None, actor)
    try:
        # The body is what the till itself would send: should it live, its own sale is this one.
        return put_once("sales", uid, found.body, lambda: checkout.sell(uid, document, approval, actor))
    except DomainError as error:
        known = _known(uid) if error.code == "uid_reused" else None
        if known is None or not _is_same(known, document):
            raise
        return respond(known)


def _is_same(known: SaleResult, document: SaleRequest) -> bool:
    """Whether the sale that is here is the one on the slip, and not of a second window that went on with the same cart."""
    moved = {flag.code for flag in known.flags} & {FlagCode.CLOCK_DIFFERS, FlagCode.LATE}
    return known.total_vnd == document.total_vnd and (known.sold_at == document.sold_at or bool(moved))


def _read(code: str) -> tuple[codes.Recovered, SaleRequest]:
    """What a code says, and the sale it holds. Raises a 422 problem `not_ours`."""
    try:
        found = codes.read(code, current_app.config["SECRET_KEY"])
        document = validation.read(SaleRequest, found.body)
    except (codes.NotOurs, DomainError):
        raise _not_ours() from None
    if not is_uid(found.uid) or not document.offline or document.approval is not None:
        raise _not_ours()
    return found, document


def _not_ours() -> Problem:
    return Problem(422, "not_ours", N_("Mã này không phải mã lấy lại đơn của điểm bán, hoặc đã bị sửa."))


def _known(uid: str) -> SaleResult | None:
    try:
        return sales.get_sale(uid)
    except NotFound:
        return None
