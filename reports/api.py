"""The API of the reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from core.text.formats import uncapitalized
from core.values.field_types import Day, MasterCode, RequestModel, choice_of
from core.web.api import BINARY, TEXT, endpoint, path_uid, read_query, respond
from core.web.error_responses import Problem
from reports import goods
from reports.choices import Compare, Format, GoodsKey, SalesKey
from reports.columns import Column, Report
from reports.definition import Definition
from reports.files.csv_file import csv_bytes
from reports.files.heading import heading
from reports.files.xlsx_file import Drawn, xlsx_bytes
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
PDF = "application/pdf"
FILES = {CSV: TEXT, XLSX: BINARY, PDF: BINARY}


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


@dataclass(frozen=True)
class _File:
    """What a report's file is besides its rows. `title` and `details` are said in the language of the outlet's papers."""

    name: str
    columns: Sequence[Column]
    title: Callable[[], str]
    days: tuple[date, date] | None
    details: Callable[[], Sequence[str]] = tuple
    drawn: Drawn | None = None

    def answer(self, file_format: Format, report: Report) -> Response:
        """The file of a report; raises nothing."""
        first, last = self.days or (None, None)
        head = heading(self.title(), first, last, self.details())
        if file_format is Format.CSV:
            data, content_type = csv_bytes(self.columns, report), f"{CSV}; charset=utf-8"
        elif file_format is Format.XLSX:
            data, content_type = xlsx_bytes(self.columns, report, head.lines, self.drawn), XLSX
        else:
            from reports.files.pdf_file import pdf_bytes  # takes up room in every server, and few ask for paper

            data, content_type = pdf_bytes(self.columns, report, head), PDF
        answer = make_response(data)
        answer.content_type = content_type
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.name}.{file_format}"'
        return answer


def _answer(make: Callable[[], Report], file_format: Format, file: _File, result_type: Any = None) -> Response:
    if file_format is Format.JSON:
        return respond(make(), result_type=result_type)
    with in_language(outlet.show_outlet().paper_language):  # a file is a paper: whoever fetches it reads the same
        return file.answer(file_format, make())


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

    producer = actor.producer or q.producer

    def make() -> SalesReport:
        return selling.sales(q.by, first, last, across=q.across, producer=producer, compare=q.compare)

    def details() -> Sequence[str]:
        return [str(_("Chỉ hàng của %(producer)s", producer=producers.show_producer(producer).name))] if producer else []

    def title() -> str:
        if q.across is None:
            return str(_("Bán hàng theo %(key)s", key=uncapitalized(_(q.by.label))))
        keys = {"key": uncapitalized(_(q.by.label)), "across": uncapitalized(_(q.across.label))}
        return str(_("Bán hàng theo %(key)s và %(across)s", **keys))

    drawn = Drawn("label", "net_vnd", q.by.is_time) if q.across is None else None
    name = f"sales-by-{'-and-'.join(keys)}-{first}-{last}"
    file = _File(name, selling.columns(q.across), title, (first, last), details, drawn)
    return _answer(make, q.format, file, SalesReportOut)


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

    def title() -> str:
        return str(_("Nhập, xuất, tồn"))

    file = _File(f"stock-movement-{first}-{last}", goods.COLUMNS, title, (first, last))
    return _answer(make, q.format, file)


def _register(report: Definition) -> None:
    def view() -> Response:
        q = read_query(SpanQuery)
        first, last = _span(q)
        days = (first, last) if report.dated else None
        file = _File(report.name, report.columns, lambda: str(_(report.title)), days)
        return _answer(lambda: report.make(first, last), q.format, file)

    view.__name__, view.__doc__ = f"report_{report.name.replace('-', '_')}", report.summary
    endpoint(
        bp, "GET", f"/reports/{report.name}", report.permit, query=SpanQuery, answer=report.result, media=FILES
    )(view)  # fmt: skip


for _report in REPORTS:
    _register(_report)
