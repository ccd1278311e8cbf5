"""The API of the reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify, make_response
from pydantic import Field

from core import clock, outlet
from core.errors import Invalid, NotFound
from core.field_types import Day, MasterCode, RequestModel
from core.i18n import N_, in_language
from core.people.actor import current_actor
from core.people.permits import Permit
from core.web.answers import ANY, INT, SIGNED_QTY, TEXT, VND, Schema, items, obj
from core.web.api import endpoint, read_query
from core.web.request_guard import Problem
from reports import exports as report_files
from reports import sales as report_of_sales
from reports import tables as reports
from suppliers import producers
from suppliers.api import BINARY, XLSX

bp = Blueprint("reports_api", __name__)

FIGURES = ("gross", "discount", "net", "vat", "owed", "kept", "refunds")


ROW: Schema = obj(key=TEXT, label=TEXT, sales=INT, quantity=SIGNED_QTY, **{f"{name}_vnd": VND for name in FIGURES})


TOTALS: Schema = obj(sales=INT, quantity=SIGNED_QTY, **{f"{name}_vnd": VND for name in FIGURES})


CSV = "text/csv"


FILES: dict[str, Schema] = {CSV: TEXT, XLSX: BINARY}


By = Literal["producer", "product", "set", "commune", "stars", "hour", "day", "week", "month", "method", "cashier", "till"]
OF_THE_OUTLET = frozenset({"method", "cashier", "till"})
"""Keys that show how the outlet works rather than what is sold: not for producers and officers."""


class SalesReportQuery(RequestModel):
    """GET /reports/sales."""

    by: By
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    compare: Literal["previous"] | None = None
    producer: MasterCode | None = None
    format: Literal["json", "csv", "xlsx"] = "json"


class SpanQuery(RequestModel):
    """GET /reports/…"""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    format: Literal["json", "csv", "xlsx"] = "json"


def _span(q: SalesReportQuery | SpanQuery) -> tuple[date, date]:
    last = q.to or clock.today()
    first = q.from_ or min(last, clock.today())
    if first > last:
        raise Invalid(("from", N_("Ngày đầu sau ngày cuối.")))
    return first, last


def _answer(make: Callable[[], dict[str, Any]], name: str, wanted: str) -> Response:
    if wanted == "json":
        return jsonify(make())
    with in_language(outlet.show_outlet()["paper_language"]):  # a file is a paper: whoever fetches it, it says the same
        found = make()
        data = report_files.csv_bytes(found) if wanted == "csv" else report_files.xlsx_bytes(found)
    answer = make_response(data)
    answer.content_type = f"{CSV}; charset=utf-8" if wanted == "csv" else XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return answer


@endpoint(
    bp,
    "GET",
    "/reports/sales",
    Permit.REPORTS_SALES,
    query=SalesReportQuery,
    answer=obj(items=items(ROW), totals=TOTALS),
    media=FILES,
)
def report_sales() -> Response:
    """Sales of a span of days, by producer or another key; equal to the ledger."""
    q = read_query(SalesReportQuery)
    actor = current_actor()
    if q.by in OF_THE_OUTLET and not actor.may(Permit.MANAGE):
        raise Problem(403, "forbidden", N_("Tài khoản này không được xem báo cáo theo thu ngân, máy bán hàng, cách thanh toán."))
    own = actor.producer
    if own is not None and q.producer not in {None, own}:
        raise NotFound(N_("Không có nhà sản xuất này."))
    if q.producer is not None:
        producers.show_producer(q.producer)
    first, last = _span(q)

    def make() -> dict[str, Any]:
        return report_of_sales.sales(q.by, first, last, producer=own or q.producer, compare=q.compare is not None)

    return _answer(make, f"sales-by-{q.by}-{first}-{last}", q.format)


def _report(name: str, permit: Permit, make: Any, what: str, *, spanned: bool) -> None:
    def view() -> Response:
        q = read_query(SpanQuery)
        first, last = _span(q)
        return _answer((lambda: make(first, last)) if spanned else make, name, q.format)

    view.__name__, view.__doc__ = f"report_{name.replace('-', '_')}", what
    endpoint(bp, "GET", f"/reports/{name}", permit, query=SpanQuery, answer=obj(items=items(ANY)), media=FILES)(view)


_report("stock-age", Permit.REPORTS_STOCK, reports.stock_age, "How long goods have lain.", spanned=False)
_report("expiring", Permit.REPORTS_STOCK, reports.expiring, "Lots near or past their date.", spanned=False)
_report("losses", Permit.REPORTS_STOCK, reports.losses, "What was lost, by cause, and who bore it.", spanned=True)
_report("statements", Permit.REPORTS, reports.statements, "Statements and what is still to pay.", spanned=False)
_report("shifts", Permit.REPORTS, reports.shifts, "Shifts and their differences.", spanned=True)
_report("approvals", Permit.REPORTS, reports.approvals, "Who approved what.", spanned=True)
_report("programme", Permit.REPORTS, reports.programme, "Sales by commune, stars and producer kind.", spanned=True)
