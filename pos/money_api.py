"""The API of transfers to the outlet: VietQR codes, confirmations and bank notices."""

from __future__ import annotations

from flask import Blueprint, Response

from core import outlet
from core.db import transaction
from core.errors import DomainError
from core.i18n import N_
from core.people import approvals
from core.people.actor import current_actor
from core.printing import qr
from core.values.field_types import QueryAmount, RequestModel, ShortText
from core.web.api import endpoint, put_once, read_body, read_query, respond
from pos import bank_notices, sales
from pos.api import known_uid
from pos.permits import SalesPermit
from pos.requests import BankNoticeRequest, ConfirmRequest, VietQrRequest
from pos.results import BankNoticeResult, SaleResult, VietQrArrival, VietQrResult
from suppliers import vietqr

bp = Blueprint("money_api", __name__)


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
