"""The tills' part of the API: master data, catalogue, shifts, sales, refunds, papers. Thin: read, ask, answer."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal, cast

from flask import Blueprint, Response, make_response, request
from pydantic import Field

from core.db import transaction
from core.db.idempotency import run_once
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people import approvals
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.people.permits import Permit
from core.printing.papers import SlipFormat
from core.results import Page
from core.values.field_types import Day, MasterCode, QueryAmount, RequestModel, Uid, choice_of
from core.values.phones import Phone
from core.values.uid import is_uid
from core.web.api import BINARY, PageQuery, endpoint, json_text, path_uid, put_once, read_body, read_master, read_query, respond
from pos import catalogue, checkout, flags, refunds, sales, shifts, tills
from pos.choices import FlagCode
from pos.counter.results import CashMoveResult, FullShiftReport, ShiftReport
from pos.flags import Flagged
from pos.permits import SalesPermit
from pos.receipts import shift_report, slips, spool
from pos.receipts.papers.shift_report import shift_file
from pos.receipts.slips import SlipKind
from pos.requests import (
    CashMoveRequest,
    CloseRequest,
    RefundRequest,
    ReviewRequest,
    SaleRequest,
    ShiftRequest,
    TillRequest,
)
from pos.results import Catalogue, PrintResult, RecallCount, RefundResult, SaleResult, TillResult
from pos.trust import presence

bp = Blueprint("pos_api", __name__)
bp.after_app_request(presence.record)


class CatalogueQuery(RequestModel):
    """GET /catalogue."""

    since: str | None = None
    till: MasterCode | None = None


class SalesQuery(PageQuery):
    """GET /sales. `phone`: a customer's whole number; `goods`: words of a name or a code; `order`: by number; `unconfirmed`: with
    a transfer that nobody has seen arrive.
    """

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    till: str | None = None
    cashier: str | None = None
    number: str | None = None
    customer_uid: Uid | None = None
    phone: Phone | None = None
    total_vnd: QueryAmount | None = None
    product: MasterCode | None = None
    goods: Annotated[str, Field(max_length=200)] = ""
    order: Literal["oldest", "newest"] = "oldest"
    flag: Annotated[FlagCode | None, choice_of(FlagCode)] = None
    reviewed: Literal["true", "false"] | None = None
    unconfirmed: Literal["true"] | None = None


class ReceiptQuery(RequestModel):
    """GET /sales/{uid}/receipt, GET /refunds/{uid}/receipt."""

    format: Literal["text", "html", "png", "escpos"] = "text"


class ShiftReportQuery(RequestModel):
    """GET /shifts/{uid}/report."""

    format: Literal["json", "html", "pdf", "escpos"] = "json"


def known_uid(uid: str) -> str:
    """A document's id in the path of anything but a PUT. Raises NotFound."""
    if not is_uid(uid):
        raise NotFound()
    return uid.lower()


@endpoint(bp, "PUT", "/tills/<code>", Permit.MANAGE, body=TillRequest, answer=TillResult, statuses=(200, 201))
def put_till(code: str) -> Response:
    """Records a till."""
    document = read_master(TillRequest, TillResult, code)
    actor = current_actor()

    def act() -> tuple[TillResult, bool]:
        created = tills.put_till(code, document, actor)
        return tills.get_till(code), created

    till, created = transaction(act)
    return respond(till, 201 if created else 200)


@endpoint(bp, "GET", "/tills/<code>", SalesPermit.TILLS_READ, answer=TillResult)
def get_till(code: str) -> Response:
    """A till."""
    return respond(tills.get_till(code))


@endpoint(bp, "GET", "/tills", SalesPermit.TILLS_READ, query=PageQuery, answer=Page[TillResult])
def list_tills() -> Response:
    """Tills by code."""
    q = read_query(PageQuery)
    page = Page.cut(tills.list_tills(q.after, q.limit + 1), q.limit, lambda till: till.code)
    return respond(page, result_type=Page[TillResult])


@endpoint(bp, "POST", "/tills/<code>/try-printer", SalesPermit.SELL, answer=PrintResult, statuses=(202,))
def try_printer(code: str) -> Response:
    """Prints what waits for a till's printer, else a test slip."""
    actor = current_actor()
    transaction(lambda: spool.try_now(code, actor))
    return respond(PrintResult(queued=True), 202)


@endpoint(bp, "GET", "/catalogue", SalesPermit.CATALOGUE, query=CatalogueQuery, answer=Catalogue, statuses=(200, 304))
def get_catalogue() -> Response:
    """The till's snapshot, or what changed since a version."""
    q = read_query(CatalogueQuery)
    answer = respond(catalogue.snapshot(q.till or current_actor().till, q.since))
    # Of the whole text: the printer's state and the outlet's settings change without the version.
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    return cast(Response, answer.make_conditional(request))


@endpoint(bp, "GET", "/catalogue/recalls", SalesPermit.CATALOGUE, answer=RecallCount)
def get_recall_count() -> Response:
    """How many lots are recalled: a till asks every few seconds whether it must read its snapshot anew."""
    return respond(RecallCount(catalogue.recall_count()))


@endpoint(bp, "PUT", "/shifts/<uid>", SalesPermit.SELL, body=ShiftRequest, answer=ShiftReport, statuses=(200, 201))
def put_shift(uid: str) -> Response:
    """Opens a shift on a till."""
    uid = path_uid(uid)
    document, data = read_body(ShiftRequest)
    actor = current_actor()
    return put_once("shifts", uid, data, lambda: shifts.open_shift(uid, document, actor))


@endpoint(bp, "GET", "/shifts/<uid>", SalesPermit.SELL, answer=ShiftReport)
def get_shift(uid: str) -> Response:
    """The X report of an open shift, the Z report of a closed one."""
    return respond(shifts.report(known_uid(uid)))


@endpoint(
    bp,
    "GET",
    "/shifts/<uid>/report",
    SalesPermit.SELL,
    query=ShiftReportQuery,
    answer=FullShiftReport,
    media={format.content_type.partition(";")[0]: BINARY for format in (SlipFormat.HTML, SlipFormat.PDF, SlipFormat.ESCPOS)},
)
def get_shift_report(uid: str) -> Response:
    """The report with all that happened at the till, as JSON, page, file or printer job."""
    format = read_query(ShiftReportQuery).format
    if format == "json":
        return respond(shift_report.full_report(known_uid(uid)))
    return _file(shift_file(known_uid(uid), SlipFormat(format)), SlipFormat(format))


@endpoint(
    bp,
    "POST",
    "/shifts/<uid>/cash-moves",
    SalesPermit.SELL,
    body=CashMoveRequest,
    answer=CashMoveResult,
    statuses=(200, 201),
)
def post_cash_move(uid: str) -> Response:
    """Puts cash into a drawer or takes it out, with a reason."""
    shift = known_uid(uid)
    document, data = read_body(CashMoveRequest)
    actor = current_actor()
    approval: list[Approval] = []
    return put_once(
        "cash-moves",
        document.uid,
        [shift, data],
        lambda: shifts.move_cash(shift, document, approval[0], actor),
        lambda: approval.append(approvals.check(document.approval, actor)),
    )


@endpoint(bp, "POST", "/shifts/<uid>/close", SalesPermit.SELL, body=CloseRequest, answer=ShiftReport)
def close_shift(uid: str) -> Response:
    """Counts the drawer and closes the shift."""
    shift = known_uid(uid)
    document, _ = read_body(CloseRequest)
    actor = current_actor()
    counted = {note: pieces for note, pieces in document.counted.items() if pieces}
    approval: list[Approval] = []
    try:
        text, _ = run_once(
            "shift-closes",
            shift,
            counted,
            lambda: shifts.close(shift, document, approval[0], actor),
            lambda: approval.append(approvals.check(document.approval, actor)),
        )
    except DomainError as error:
        if error.code != "uid_reused":
            raise
        raise DomainError("shift_closed", N_("Ca này đã đóng với số đếm khác.")) from None
    return json_text(text)


@endpoint(bp, "PUT", "/sales/<uid>", SalesPermit.SELL, body=SaleRequest, answer=SaleResult, statuses=(200, 201))
def put_sale(uid: str) -> Response:
    """Records a sale, online or as it happened offline."""
    uid = path_uid(uid)
    document, data = read_body(SaleRequest)
    actor = current_actor()
    approval: list[Approval] = []

    def approve() -> None:
        approval.append(approvals.check(document.approval, actor, forgive=document.offline))

    return put_once("sales", uid, data, lambda: checkout.sell(uid, document, approval[0], actor), approve)


@endpoint(bp, "GET", "/sales/<uid>", SalesPermit.SELL, answer=SaleResult)
def get_sale(uid: str) -> Response:
    """A sale as it stands."""
    return respond(sales.get_sale(known_uid(uid)))


@endpoint(bp, "GET", "/sales", SalesPermit.SELL, query=SalesQuery, answer=Page[SaleResult])
def list_sales() -> Response:
    """Sales by number."""
    q = read_query(SalesQuery)
    page = sales.list_sales(
        first=q.from_,
        last=q.to,
        till=q.till,
        cashier=q.cashier,
        number=q.number,
        customer=q.customer_uid,
        phone=q.phone,
        total_vnd=q.total_vnd,
        product=q.product,
        goods=q.goods,
        flag=q.flag,
        reviewed=None if q.reviewed is None else q.reviewed == "true",
        to_do="unconfirmed" if q.unconfirmed else None,
        after=q.after,
        limit=q.limit + 1,
        newest_first=q.order == "newest",
    )
    return respond(Page.cut(page, q.limit, lambda sale: sale.number), result_type=Page[SaleResult])


PAPER = {format.content_type.partition(";")[0]: BINARY for format in SlipFormat if format is not SlipFormat.PDF}


@endpoint(
    bp,
    "GET",
    "/sales/<uid>/receipt",
    SalesPermit.SELL,
    query=ReceiptQuery,
    answer=None,
    media=PAPER,
)
def get_receipt(uid: str) -> Response:
    """A sale's receipt as text, page, picture or printer job."""
    return _paper("sale", uid)


def _paper(slip: SlipKind, uid: str) -> Response:
    format = SlipFormat(read_query(ReceiptQuery).format)
    return _file(slips.paper(slip, known_uid(uid), format), format)


def _file(content: bytes, format: SlipFormat) -> Response:
    answer = make_response(content)
    answer.content_type = format.content_type
    return answer


@endpoint(bp, "POST", "/sales/<uid>/print", SalesPermit.SELL, answer=PrintResult, statuses=(202,))
def print_sale(uid: str) -> Response:
    """Puts a copy of a receipt in the print queue."""
    actor = current_actor()
    transaction(lambda: spool.again("sale", known_uid(uid), actor))
    return respond(PrintResult(queued=True), 202)


@endpoint(bp, "PUT", "/refunds/<uid>", SalesPermit.SELL, body=RefundRequest, answer=RefundResult, statuses=(200, 201))
def put_refund(uid: str) -> Response:
    """Takes goods back and gives money back."""
    uid = path_uid(uid)
    document, data = read_body(RefundRequest)
    actor = current_actor()
    approval: list[Approval] = []
    return put_once(
        "refunds",
        uid,
        data,
        lambda: refunds.refund(uid, document, approval[0], actor),
        lambda: approval.append(approvals.check(document.approval, actor, forgive=document.offline)),
    )


@endpoint(bp, "GET", "/refunds/<uid>", SalesPermit.SELL, answer=RefundResult)
def get_refund(uid: str) -> Response:
    """A refund."""
    return respond(refunds.get_refund(known_uid(uid)))


def _review(flagged: Flagged, uid: str, n: int) -> Response:
    document, data = read_body(ReviewRequest)
    actor = current_actor()

    def act() -> SaleResult | RefundResult:
        flags.review(flagged, uid, n, document.note, actor)
        return sales.get_sale(uid) if flagged is Flagged.SALE else refunds.get_refund(uid)

    return put_once("flag-reviews", document.uid, [flagged, uid, n, data], act)


@endpoint(
    bp,
    "POST",
    "/sales/<uid>/flags/<int:n>/reviewed",
    Permit.MANAGE,
    body=ReviewRequest,
    answer=SaleResult,
    statuses=(200, 201),
)
def review_sale_flag(uid: str, n: int) -> Response:
    """A manager has seen to a flag of a sale; flags are counted from 1."""
    return _review(Flagged.SALE, known_uid(uid), n)


@endpoint(
    bp,
    "POST",
    "/refunds/<uid>/flags/<int:n>/reviewed",
    Permit.MANAGE,
    body=ReviewRequest,
    answer=RefundResult,
    statuses=(200, 201),
)
def review_refund_flag(uid: str, n: int) -> Response:
    """A manager has seen to a flag of a refund; flags are counted from 1."""
    return _review(Flagged.REFUND, known_uid(uid), n)


@endpoint(bp, "GET", "/refunds/<uid>/receipt", SalesPermit.SELL, query=ReceiptQuery, answer=None, media=PAPER)
def get_refund_receipt(uid: str) -> Response:
    """A refund's slip as text, page, picture or printer job; its code leads to the sale's receipt."""
    return _paper("refund", uid)


@endpoint(bp, "POST", "/refunds/<uid>/print", SalesPermit.SELL, answer=PrintResult, statuses=(202,))
def print_refund(uid: str) -> Response:
    """Puts a copy of a refund's slip in the print queue."""
    actor = current_actor()
    transaction(lambda: spool.again("refund", known_uid(uid), actor))
    return respond(PrintResult(queued=True), 202)
