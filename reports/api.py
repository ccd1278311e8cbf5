"""The API of the reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from flask import Blueprint, Response, make_response
from flask_babel import gettext as _
from pydantic import Field

from core import clock, outlet
from core.errors import Invalid, NotFound
from core.i18n import N_, in_language
from core.people.actor import current_actor
from core.people.permits import Permit
from core.text.formats import day
from core.values.field_types import Day, MasterCode, RequestModel, choice_of
from core.web.api import BINARY, TEXT, endpoint, path_uid, read_query, respond
from core.web.error_responses import Problem
from reports import exports, goods
from reports.choices import Compare, Format, GoodsKey, SalesKey
from reports.columns import Column, Report
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.registry import REPORTS
from reports.results import GoodsMoved, SalesReport, SalesReportOut
from reports.selling import report as selling
from reports.why import telling
from reports.why.results import Why
from suppliers import producers
from suppliers.agreements import visibility
from suppliers.api import XLSX
from suppliers.choices import Visibility

bp = Blueprint("reports_api", __name__)

CSV = "text/csv"
FILES = {CSV: TEXT, XLSX: BINARY}


class SpanQuery(RequestModel):
    """GET /reports/…"""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    format: Annotated[Format, choice_of(Format)] = Format.JSON


class SalesReportQuery(SpanQuery):
    """GET /reports/sales."""

    by: Annotated[SalesKey, choice_of(SalesKey)]
    across: Annotated[SalesKey | None, choice_of(SalesKey)] = None
    compare: Annotated[Compare | None, choice_of(Compare)] = None
    producer: MasterCode | None = None


def _span(q: SpanQuery) -> tuple[date, date]:
    last = q.to or clock.today()
    first = q.from_ or min(last, clock.today())
    if first > last:
        raise Invalid(("from", N_("Ngày đầu sau ngày cuối.")))
    return first, last


def _answer(
    make: Callable[[], Report],
    columns: Sequence[Column],
    name: str,
    file_format: Format,
    result_type: Any = None,
    head: Callable[[], Sequence[str]] = tuple,
) -> Response:
    if file_format is Format.JSON:
        return respond(make(), result_type=result_type)
    with in_language(outlet.show_outlet().paper_language):  # a file is a paper: whoever fetches it reads the same
        report = make()
        data = exports.csv_bytes(columns, report) if file_format is Format.CSV else exports.xlsx_bytes(columns, report, head())
    answer = make_response(data)
    answer.content_type = f"{CSV}; charset=utf-8" if file_format is Format.CSV else XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return answer


@endpoint(bp, "GET", "/book-lines/<uid>/why", ReportsPermit.WHY, answer=Why)
def get_why(uid: str) -> Response:
    """What a line of a producer's book was reckoned from, and the reckoning in sentences."""
    return respond(telling.why(path_uid(uid), current_actor()))


@endpoint(bp, "GET", "/reports/sales", ReportsPermit.OWN_SALES, query=SalesReportQuery, answer=SalesReport, media=FILES)
def report_sales() -> Response:
    """Sales of a span of days, by producer or another key, or by two of them; equal to the ledger."""
    visibility.require(current_actor(), Visibility.BASIC)
    actor = current_actor()
    q = read_query(SalesReportQuery)
    keys = [q.by] if q.across is None else [q.by, q.across]
    if not actor.may(Permit.MANAGE) and any(key.is_internal for key in keys):
        raise Problem(403, "forbidden", N_("Tài khoản này không được xem báo cáo theo thu ngân, máy bán hàng, cách thanh toán."))
    if actor.producer is not None:
        if not all(key.is_for_producers for key in keys):
            raise Problem(403, "forbidden", N_("Nhà sản xuất xem được báo cáo theo sản phẩm, xã, sao và thời gian."))
        if q.producer not in {None, actor.producer}:
            raise NotFound(N_("Không có nhà sản xuất này."))
    if q.producer is not None:
        producers.show_producer(q.producer)
    first, last = _span(q)

    def make() -> SalesReport:
        producer = actor.producer or q.producer
        return selling.sales(q.by, first, last, across=q.across, producer=producer, compare=q.compare)

    name = f"sales-by-{'-and-'.join(keys)}-{first}-{last}"
    return _answer(make, selling.columns(q.across), name, q.format, SalesReportOut)


class GoodsMovedQuery(SpanQuery):
    """GET /reports/stock-movement."""

    by: Annotated[GoodsKey, choice_of(GoodsKey)] = GoodsKey.PRODUCT


@endpoint(bp, "GET", "/reports/stock-movement", ReportsPermit.GOODS_MOVED, query=GoodsMovedQuery, answer=GoodsMoved, media=FILES)
def report_stock_movement() -> Response:
    """What came, went and is left of goods, by product or producer: the goods columns of a statement."""
    visibility.require(current_actor(), Visibility.BASIC)
    q = read_query(GoodsMovedQuery)
    first, last = _span(q)
    producer = current_actor().producer

    def make() -> GoodsMoved:
        return goods.moved(q.by, first, last, producer=producer)

    def head() -> Sequence[str]:
        return [outlet.show_outlet().name, str(_("Nhập, xuất, tồn từ %(first)s đến %(last)s", first=day(first), last=day(last)))]

    return _answer(make, goods.COLUMNS, f"stock-movement-{first}-{last}", q.format, head=head)


def _register(report: Definition) -> None:
    def view() -> Response:
        q = read_query(SpanQuery)
        first, last = _span(q)
        return _answer(lambda: report.make(first, last), report.columns, report.name, q.format)

    view.__name__, view.__doc__ = f"report_{report.name.replace('-', '_')}", report.summary
    endpoint(
        bp, "GET", f"/reports/{report.name}", report.permit, query=SpanQuery, answer=report.result, media=FILES
    )(view)  # fmt: skip


for _report in REPORTS:
    _register(_report)
