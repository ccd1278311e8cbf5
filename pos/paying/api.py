"""The API of money between the outlet and its producers: payouts, money received, corrections. Cash may go through a drawer."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from flask import Blueprint, Response, make_response
from pydantic import Field

from core.errors import NotFound
from core.people.actor import current_actor
from core.people.permits import Permit
from core.printing.papers import SlipFormat
from core.results import Page
from core.values.field_types import Day, MasterCode, RequestModel
from core.web.api import BINARY, PageQuery, endpoint, path_uid, put_once, read_body, read_query, respond
from core.web.paper_files import paper_answer
from pos import shifts
from pos.api import known_uid
from pos.receipts.papers import payout as papers
from suppliers import payouts
from suppliers.api import narrowed
from suppliers.permits import SuppliersPermit
from suppliers.producer_payments import payments
from suppliers.producer_payments.requests import ProducerPaymentRequest
from suppliers.producer_payments.results import ProducerPaymentResult
from suppliers.requests import AdjustmentRequest, PayoutRequest, ReversalRequest
from suppliers.results import CorrectionResult, PayoutResult
from suppliers.settling import batches
from suppliers.settling.requests import PayoutBatchRequest
from suppliers.settling.results import PayoutBatchResult

bp = Blueprint("paying_api", __name__)
_PAPERS = {format.content_type: BINARY for format in (SlipFormat.PDF, SlipFormat.ESCPOS)}


class PaperQuery(RequestModel):
    """GET /payouts/{uid} and /producer-payments/{uid}."""

    format: Literal["json", "pdf", "escpos"] = "json"


class PaymentsQuery(PageQuery):
    """GET /producer-payments."""

    producer: MasterCode | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@endpoint(bp, "PUT", "/payouts/<uid>", Permit.MANAGE, body=PayoutRequest, answer=PayoutResult, statuses=(200, 201))
def put_payout(uid: str) -> Response:
    """Pays a producer on their newest statement."""
    uid = path_uid(uid)
    document, data = read_body(PayoutRequest)
    actor = current_actor()
    return put_once("payouts", uid, data, lambda: payouts.pay(uid, document, actor, partial(shifts.take_from_drawer, actor)))


@endpoint(
    bp,
    "GET",
    "/payouts/<uid>",
    SuppliersPermit.BOOK_READ,
    query=PaperQuery,
    answer=PayoutResult | ProducerPaymentResult,
    media=_PAPERS,
)
def get_payout(uid: str) -> Response:
    """A payout as it stands, as JSON, as a sheet to sign, or as a slip to sign for a printer.

    Money received from a producer is found here too, under its own number.
    """
    uid, producer = known_uid(uid), current_actor().producer
    try:
        return _shown(payouts.get_payout(uid, producer))
    except NotFound:
        if not payments.is_known(uid):
            raise
    return _shown(payments.get_payment(uid, producer))


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


@endpoint(
    bp, "PUT", "/payout-batches/<uid>", Permit.MANAGE, body=PayoutBatchRequest, answer=PayoutBatchResult, statuses=(200, 201)
)
def put_batch(uid: str) -> Response:
    """Pays all that is payable on each of these statements, in one act each; cash of a drawer as far as it holds."""
    uid = path_uid(uid)
    document, data = read_body(PayoutBatchRequest)
    actor = current_actor()

    def pay() -> None:
        batches.pay(uid, document, data, actor, partial(shifts.take_from_drawer, actor))

    return put_once("payout-batches", uid, data, lambda: batches.show(uid), pay)


@endpoint(bp, "GET", "/payout-batches/<uid>", Permit.MANAGE, answer=PayoutBatchResult)
def get_batch(uid: str) -> Response:
    """What came of a batch of payouts."""
    return respond(batches.show(path_uid(uid)))


@endpoint(
    bp,
    "PUT",
    "/producer-payments/<uid>",
    Permit.MANAGE,
    body=ProducerPaymentRequest,
    answer=ProducerPaymentResult,
    statuses=(200, 201),
)
def put_producer_payment(uid: str) -> Response:
    """Takes money of a producer that owes the outlet."""
    uid = path_uid(uid)
    document, data = read_body(ProducerPaymentRequest)
    actor = current_actor()
    put_into_drawer = partial(shifts.put_into_drawer, actor)
    return put_once("producer-payments", uid, data, lambda: payments.receive(uid, document, actor, put_into_drawer))


@endpoint(
    bp,
    "GET",
    "/producer-payments/<uid>",
    SuppliersPermit.BOOK_READ,
    query=PaperQuery,
    answer=ProducerPaymentResult,
    media=_PAPERS,
)
def get_producer_payment(uid: str) -> Response:
    """Money received as it stands, as JSON, as a sheet to sign, or as a slip to sign for a printer."""
    return _shown(payments.get_payment(known_uid(uid), current_actor().producer))


@endpoint(bp, "GET", "/producer-payments", SuppliersPermit.BOOK_READ, query=PaymentsQuery, answer=Page[ProducerPaymentResult])
def list_producer_payments() -> Response:
    """Money received from producers in the order it came."""
    q = read_query(PaymentsQuery)
    found = payments.list_payments(narrowed(q.producer), q.from_, q.to, after=q.after, limit=q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda payment: payment.uid), result_type=Page[ProducerPaymentResult])


@endpoint(
    bp,
    "POST",
    "/producer-payments/<uid>/reverse",
    Permit.MANAGE,
    body=ReversalRequest,
    answer=ProducerPaymentResult,
    statuses=(200, 201),
)
def reverse_producer_payment(uid: str) -> Response:
    """Takes money received back by a line of the opposite sign."""
    original = known_uid(uid)
    document, data = read_body(ReversalRequest)
    actor = current_actor()
    return put_once(
        "producer-payment-reversals",
        document.uid,
        [original, data],
        lambda: payments.reverse(original, document, actor, partial(shifts.take_back, actor)),
    )


def _shown(money: PayoutResult | ProducerPaymentResult) -> Response:
    """Money paid or received in the format that is asked for."""
    match read_query(PaperQuery).format:
        case "json":
            return respond(money)
        case "pdf":
            return paper_answer(papers.stored_sheet(money), SlipFormat.PDF.content_type, f"{money.number}.pdf")
        case _:
            answer = make_response(papers.printer_job(money))
            answer.content_type = SlipFormat.ESCPOS.content_type
            return answer


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
