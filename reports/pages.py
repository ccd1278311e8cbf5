"""Report pages: sales with a chart, shifts, and the plain tables. Files come from the API with the same address."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.formats import vnd
from inventory.pages.periods import periods, span
from inventory.places import place_names
from pos import shifts
from reports import cash
from reports.choices import Compare, SalesKey
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.registry import REPORTS
from reports.results import ChartPoint, SalesRow
from reports.selling import report as report_sales
from suppliers.producers import producer_names

bp = Blueprint("reports", __name__)

CHARTED = 31
"""Bars of the chart: as many as a month has days."""
ROWS_ON_PAGE = 500
"""Rows of a table on a page; the files have all of them."""


@bp.get("/reports")
@bp.get("/reports/sales")
@needs(ReportsPermit.SALES)
def sales() -> str:
    """Sales, grouped one way, with a chart."""
    first, last, period = span()
    keys = [key for key in SalesKey if not key.is_internal or current_actor().may(Permit.MANAGE)]
    by = next((key for key in keys if key == request.args.get("by")), SalesKey.PRODUCER)
    producer = request.args.get("producer", "")
    compare = next((way for way in Compare if way == request.args.get("compare")), None)
    report = report_sales.sales(by, first, last, producer=producer or None, compare=compare)
    earlier = {_same(by, item.key, first, last): item.net_vnd for item in report.previous.items} if report.previous else {}
    points = [ChartPoint(_short(by, item), max(0, item.net_vnd), earlier.get(item.key)) for item in report.items[-CHARTED:]]
    compared = "previous" if compare else ""
    parameters = {"by": by, "from": first.isoformat(), "to": last.isoformat(), "producer": producer, "compare": compared}
    query = urlencode({name: value for name, value in parameters.items() if value})
    return render_template(
        "reports/sales.html",
        items=report.items,
        totals=report.totals,
        earlier=earlier,
        earlier_vnd=report.previous.totals.net_vnd if report.previous else None,
        compare=compare,
        points=points if by.is_time else [],
        charted=CHARTED if len(report.items) > CHARTED else None,
        by=by,
        bys=[(key, _(key.label)) for key in keys],
        by_label=_(by.label),
        first=first,
        last=last,
        periods=periods(period, by=by, producer=producer, compare=compared),
        producer=producer,
        producers=producer_names(),
        file=f"/api/v1/reports/sales?{query}&format=",
    )


def _same(by: SalesKey, key: str, first: date, last: date) -> str:
    """The key in this span that a key of the span before stands beside: for days, the day as far into it."""
    if by is not SalesKey.DAY:
        return key
    return (date.fromisoformat(key) + (last - first) + timedelta(days=1)).isoformat()


def _short(by: SalesKey, item: SalesRow) -> str:
    if by is SalesKey.DAY:
        return f"{item.key[8:10]}/{item.key[5:7]}"
    return f"{int(item.key)}h" if by is SalesKey.HOUR else item.label


@bp.get("/reports/shifts", endpoint="shifts")
@needs(ReportsPermit.CASH_AND_DEBTS)
def shifts_list() -> str:
    """The shifts of a span of days."""
    first, last, period = span()
    report = cash.shifts(first, last)
    return render_template("reports/shifts.html", report=report, first=first, last=last, periods=periods(period))


@bp.get("/reports/shifts/<uid>")
@needs(Permit.MANAGE)
def shift(uid: str) -> str:
    """A shift's X or Z report."""
    report = shifts.report(uid.lower())
    notes = [(vnd(note.value_vnd), f"× {pieces}") for note, pieces in (report.counted or {}).items()]
    return render_template("reports/shift.html", shift=report, counted_notes=notes)


def _register(report: Definition) -> None:
    """Makes the page of a report from its columns."""

    def view() -> str:
        first, last, period = span("month")
        result = report.make(first, last)
        days = {"from": first.isoformat(), "to": last.isoformat()} if report.dated else {}
        return render_template(
            "reports/table.html",
            report=report,
            columns=[column for column in report.columns if column.on_page],
            items=result.items[:ROWS_ON_PAGE],
            rows=len(result.items),
            totals=result.totals,
            places=place_names(),
            first=first.isoformat(),
            last=last.isoformat(),
            periods=periods(period) if report.dated else [],
            file=f"/api/v1/reports/{report.name}?{urlencode({**days, 'format': ''})}",
        )

    view.__doc__ = report.summary
    bp.get(f"/reports/{report.name}", endpoint=report.endpoint)(needs(report.permit)(view))


for _report in REPORTS:
    if not _report.own_page:
        _register(_report)
