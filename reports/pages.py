"""Report pages: sales with a chart, shifts, and the plain tables. Files come from the API with the same address."""

from __future__ import annotations

from collections.abc import Mapping
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
from reports.selling import page
from reports.selling import report as selling
from suppliers.producers import producer_names

bp = Blueprint("reports", __name__)

MAIN_KEYS = frozenset(
    {
        SalesKey.PRODUCER,
        SalesKey.PRODUCT,
        SalesKey.SET,
        SalesKey.COMMUNE,
        SalesKey.STARS,
        SalesKey.DAY,
        SalesKey.MONTH,
        SalesKey.METHOD,
        SalesKey.CASHIER,
    }
)
"""The keys that stand as buttons; all stand in the list."""
ROWS_ON_PAGE = 500
"""Rows of a table on a page; the files have all of them."""


@bp.get("/reports")
@bp.get("/reports/sales")
@needs(ReportsPermit.SALES)
def sales() -> str:
    """Sales, grouped one way or crossed with a second one, with a chart."""
    first, last, period = span()
    keys = [key for key in SalesKey if not key.is_internal or current_actor().may(Permit.MANAGE)]
    by = next((key for key in keys if key == request.args.get("by")), SalesKey.PRODUCER)
    across = next((key for key in keys if key == request.args.get("across") and key is not by), None)
    producer = request.args.get("producer", "")
    compare = next((way for way in Compare if way == request.args.get("compare")), None)
    report = selling.sales(by, first, last, producer=producer or None, compare=compare)
    chosen = {"by": by, "across": across or "", "producer": producer, "compare": compare or ""}
    others = {name: value for name, value in chosen.items() if value}
    days = {"from": first.isoformat(), "to": last.isoformat()}
    crossed = selling.sales(by, first, last, across=across, producer=producer or None) if across else None
    return render_template(
        "reports/sales.html",
        report=report,
        rows=page.rows(report, producer or None),
        chart=page.chart(report, producer or None) if report.items else None,
        pivot=page.pivot(crossed) if crossed else None,
        hours=page.hours(first, last, producer or None),
        by=by,
        across=across,
        compare=compare,
        previous_words=page.previous_words(compare),
        main_keys=[(key, _(key.label), _address(others | days | {"by": key})) for key in keys if key in MAIN_KEYS],
        bys=[(key, _(key.label)) for key in keys],
        acrosses=[(key, _(key.label)) for key in keys if key is not by],
        compares=[(way, _(way.label)) for way in Compare],
        first=first,
        last=last,
        periods=periods(period, **others),
        producer=producer,
        producers=producer_names(),
        file=f"/api/v1/reports/sales?{urlencode(others | days)}&format=",
    )


def _address(parameters: Mapping[str, str]) -> str:
    return f"?{urlencode(parameters)}"


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
