"""The counter's part of the API: what happens at a till beside its sales. Thin: read, ask, answer."""

from __future__ import annotations

from flask import Blueprint, Response

from core.people import approvals
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.results import Page
from core.values.field_types import Uid
from core.web.api import PageQuery, endpoint, path_uid, put_once, read_body, read_query, respond
from pos.api import known_uid
from pos.counter import corrections, drawer, exchanges, recounts
from pos.counter.requests import CartVoidRequest, CorrectionRequest, DrawerOpeningRequest, ExchangeRequest, RecountRequest
from pos.counter.results import CartVoid, DrawerOpening, ExchangeResult, ShiftReport
from pos.permits import SalesPermit
from pos.results import SaleResult

bp = Blueprint("counter_api", __name__)


@endpoint(
    bp,
    "POST",
    "/shifts/<uid>/drawer-openings",
    SalesPermit.SELL,
    body=DrawerOpeningRequest,
    answer=DrawerOpening,
    statuses=(200, 201),
)
def post_drawer_opening(uid: str) -> Response:
    """Opens the drawer without a sale, with a reason; counted in the Z report."""
    shift = known_uid(uid)
    document, data = read_body(DrawerOpeningRequest)
    actor = current_actor()
    return put_once("drawer-openings", document.uid, [shift, data], lambda: drawer.open_drawer(shift, document, actor))


@endpoint(bp, "POST", "/shifts/<uid>/voids", SalesPermit.SELL, body=CartVoidRequest, answer=CartVoid, statuses=(200, 201))
def post_void(uid: str) -> Response:
    """Writes down goods that left a cart before it was paid."""
    shift = known_uid(uid)
    document, data = read_body(CartVoidRequest)
    actor = current_actor()
    return put_once("voids", document.uid, [shift, data], lambda: drawer.void(shift, document, actor))


@endpoint(
    bp, "POST", "/sales/<uid>/payments/correct", SalesPermit.SELL, body=CorrectionRequest, answer=SaleResult, statuses=(200, 201)
)
def correct_payments(uid: str) -> Response:
    """Says how a sale was paid after all, before its shift closes; the payments are numbered on."""
    sale = known_uid(uid)
    document, data = read_body(CorrectionRequest)
    actor = current_actor()
    approval: list[Approval] = []
    return put_once(
        "payment-corrections",
        document.uid,
        [sale, data],
        lambda: corrections.correct(sale, document, approval[0], actor),
        lambda: approval.append(approvals.check(document.approval, actor)),
    )


@endpoint(bp, "PUT", "/exchanges/<uid>", SalesPermit.SELL, body=ExchangeRequest, answer=ExchangeResult, statuses=(200, 201))
def put_exchange(uid: str) -> Response:
    """Takes goods back and sells others in one act; the smaller of both totals pays for the other."""
    uid = path_uid(uid)
    document, data = read_body(ExchangeRequest)
    actor = current_actor()
    approval: list[Approval] = []
    forgive = document.sale.offline and document.refund.offline
    return put_once(
        "exchanges",
        uid,
        data,
        lambda: exchanges.exchange(uid, document, approval[0], actor),
        lambda: approval.append(approvals.check(document.approval, actor, forgive=forgive)),
    )


@endpoint(bp, "GET", "/exchanges/<uid>", SalesPermit.SELL, answer=ExchangeResult)
def get_exchange(uid: str) -> Response:
    """An exchange, with its refund and its sale as they stand."""
    return respond(exchanges.get_exchange(known_uid(uid)))


class ExchangesQuery(PageQuery):
    """GET /exchanges."""

    shift: Uid | None = None


@endpoint(bp, "GET", "/exchanges", SalesPermit.SELL, query=ExchangesQuery, answer=Page[ExchangeResult])
def list_exchanges() -> Response:
    """Exchanges in the order of their sales' numbers."""
    q = read_query(ExchangesQuery)
    found = exchanges.list_exchanges(q.shift, q.after, q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda exchange: exchange.sale.number), result_type=Page[ExchangeResult])


@endpoint(bp, "POST", "/shifts/<uid>/recount", SalesPermit.SELL, body=RecountRequest, answer=ShiftReport, statuses=(200, 201))
def recount_shift(uid: str) -> Response:
    """Counts the drawer of a closed shift once more, before the till's next shift."""
    shift = known_uid(uid)
    document, data = read_body(RecountRequest)
    actor = current_actor()
    approval: list[Approval] = []
    return put_once(
        "recounts",
        document.uid,
        [shift, data],
        lambda: recounts.recount(shift, document, approval[0], actor),
        lambda: approval.append(approvals.check(document.approval, actor)),
    )
