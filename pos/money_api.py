"""The API of money beside sales and shifts: transfers and bank notices, payouts, which may leave a drawer, and corrections."""

from __future__ import annotations

from functools import partial
from typing import Literal

from flask import Blueprint, Response, make_response

from core import outlet
from core.db import transaction
from core.errors import DomainError
from core.i18n import N_
from core.people import approvals
from core.people.actor import current_actor
from core.people.permits import Permit
from core.printing import qr
from core.printing.papers import SlipFormat
from core.values.field_types import QueryAmount, RequestModel, ShortText
from core.web.api import BINARY, endpoint, path_uid, put_once, read_body, read_query, respond
from core.web.paper_files import paper_answer
from pos import bank_notices, sales, shifts
from pos.api import known_uid
from pos.permits import SalesPermit
from pos.receipts.papers import payout
from pos.requests import BankNoticeRequest, ConfirmRequest, VietQrRequest
from pos.results import BankNoticeResult, SaleResult, VietQrArrival, VietQrResult
from suppliers import payouts, vietqr
from suppliers.requests import AdjustmentRequest, PayoutRequest, ReversalRequest
from suppliers.results import CorrectionResult, PayoutResult

bp = Blueprint("money_api", __name__)


@endpoint(bp, "PUT", "/payouts/<uid>", Permit.MANAGE, body=PayoutRequest, answer=PayoutResult, statuses=(200, 201))
def put_payout(uid: str) -> Response:
    """Pays a producer on their newest statement."""
    uid = path_uid(uid)
    document, data = read_body(PayoutRequest)
    actor = current_actor()
    return put_once("payouts", uid, data, lambda: payouts.pay(uid, document, actor, partial(shifts.take_from_drawer, actor)))


class PayoutQuery(RequestModel):
    """GET /payouts/{uid}."""

    format: Literal["json", "pdf", "escpos"] = "json"


@endpoint(
    bp,
    "GET",
    "/payouts/<uid>",
    Permit.MANAGE,
    query=PayoutQuery,
    answer=PayoutResult,
    media={format.content_type: BINARY for format in (SlipFormat.PDF, SlipFormat.ESCPOS)},
)
def get_payout(uid: str) -> Response:
    """A payout as it stands, as JSON, as a sheet to sign, or as a slip to sign for a printer."""
    format = read_query(PayoutQuery).format
    result = payouts.get_payout(known_uid(uid))
    if format == "json":
        return respond(result)
    if format == "pdf":
        return paper_answer(payout.stored_sheet(result), SlipFormat.PDF.content_type, f"{result.number}.pdf")
    answer = make_response(payout.printer_job(result))
    answer.content_type = SlipFormat.ESCPOS.content_type
    return answer


@endpoint(bp, "POST", "/payouts/<uid>/reverse", Permit.MANAGE, body=ReversalRequest, answer=PayoutResult, statuses=(200, 201))
def reverse_payout(uid: str) -> Response:
    """Takes a payout back by a line of the opposite sign."""
    original = known_uid(uid)
    document, data = read_body(ReversalRequest)
    actor = current_actor()
    return put_once(
        "payout-reversals",
        document.uid,
        [original, data],
        lambda: payouts.reverse(original, document, actor, shifts.can_come_back),
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


@endpoint(bp, "POST", "/sales/<uid>/payments/<int:n>/confirm", SalesPermit.SELL, body=ConfirmRequest, answer=SaleResult)
def confirm_payment(uid: str, n: int) -> Response:
    """Marks a VietQR transfer as received."""
    sale = known_uid(uid)
    document, _ = read_body(ConfirmRequest)
    actor = current_actor()
    approval = approvals.check(document.approval, actor)
    return respond(transaction(lambda: sales.confirm(sale, n, approval, actor)))


@endpoint(bp, "POST", "/vietqr", SalesPermit.SELL, body=VietQrRequest, answer=VietQrResult)
def post_vietqr() -> Response:
    """The outlet's bank as a dynamic VietQR."""
    document, _ = read_body(VietQrRequest)
    account = outlet.bank_account()
    if not account.bank_bin or not account.bank_account:
        raise DomainError("no_bank", N_("Chưa có tài khoản ngân hàng của điểm bán trong Cài đặt."))
    payload = vietqr.payload(account.bank_bin, account.bank_account, document.amount_vnd, document.reference)
    return respond(VietQrResult(payload, qr.svg(payload, label="VietQR")))


class ArrivalQuery(RequestModel):
    """GET /vietqr: the amount and purpose of the code that a customer scanned."""

    amount_vnd: QueryAmount
    reference: ShortText


@endpoint(bp, "GET", "/vietqr", SalesPermit.SELL, query=ArrivalQuery, answer=VietQrArrival)
def get_vietqr_arrival() -> Response:
    """Whether a transfer has arrived whose sale is not recorded yet: a till waits for it with the customer."""
    q = read_query(ArrivalQuery)
    at = bank_notices.arrival(q.amount_vnd, q.reference)
    return respond(VietQrArrival(at is not None, at))


@endpoint(
    bp,
    "POST",
    "/bank-notices",
    SalesPermit.BANK_NOTICES,
    body=BankNoticeRequest,
    answer=BankNoticeResult,
    statuses=(200, 201),
)
def post_bank_notice() -> Response:
    """A bank announces incoming money; matched by reference and amount, once."""
    document, data = read_body(BankNoticeRequest)
    actor = current_actor()
    return put_once("bank-notices", document.id, data, lambda: bank_notices.record_notice(document, actor))
