"""Report pages: sales with a chart, shifts, and the plain tables. Files come from the API with the same address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.formats import vnd
from core.i18n import N_
from core.people.permits import Permit, needs
from core.web.form_parsing import read_day
from inventory.pages.stock import place_names
from pos import shifts
from reports import exports as report_files
from reports import sales as report_sales
from reports import tables as reports
from suppliers.models import Producer

bp = Blueprint("reports", __name__)

PERIODS = (
    ("today", N_("Hôm nay")),
    ("week", N_("7 ngày")),
    ("month", N_("Tháng này")),
    ("last-month", N_("Tháng trước")),
)
BY_LABELS = {
    "producer": N_("Nhà sản xuất"),
    "product": N_("Sản phẩm"),
    "set": N_("Bộ sản phẩm"),
    "commune": N_("Xã, phường"),
    "stars": N_("Hạng sao"),
    "hour": N_("Giờ"),
    "day": N_("Ngày"),
    "week": N_("Tuần"),
    "month": N_("Tháng"),
    "method": N_("Cách thanh toán"),
    "cashier": N_("Thu ngân"),
    "till": N_("Máy bán hàng"),
}
CHARTED = 31


def span(default: str = "week") -> tuple[date, date, str]:
    """The days a report is about: a named period, or from and to."""
    today = clock.today()
    first, last = read_day(request.args.get("from")), read_day(request.args.get("to"))
    if first or last:
        last = last or today
        return min(first or last, last), last, "other"
    period = request.args.get("period", default)
    if period == "today":
        return today, today, period
    if period == "month":
        return today.replace(day=1), today, period
    if period == "last-month":
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end, period
    return today - timedelta(days=6), today, "week"


def periods(current: str, **keep: str) -> list[tuple[str, str, bool]]:
    """The period chooser's links."""
    kept = {name: value for name, value in keep.items() if value}
    return [(f"{request.path}?{urlencode({'period': key, **kept})}", _(label), key == current) for key, label in PERIODS]


@bp.get("/reports")
@bp.get("/reports/sales")
@needs(Permit.REPORTS)
def sales() -> str:
    """Sales, grouped one way, with a chart."""
    first, last, period = span()
    by = request.args.get("by", "producer")
    by = by if by in BY_LABELS else "producer"
    producer = request.args.get("producer", "")
    compare = request.args.get("compare") == "previous"
    found = report_sales.sales(by, first, last, producer=producer or None, compare=compare)
    items = found["items"] if by in report_sales.IN_TIME else sorted(found["items"], key=lambda item: -item["net_vnd"])
    previous = found.get("previous") or {}
    earlier = {_same(by, item["key"], first, last): item["net_vnd"] for item in previous.get("items", [])}
    points = [
        {"label": _short(by, item), "value": max(0, item["net_vnd"]), "before": earlier.get(item["key"])}
        for item in items[:CHARTED]
    ]
    compared = "previous" if compare else ""
    wanted = {"by": by, "from": first.isoformat(), "to": last.isoformat(), "producer": producer, "compare": compared}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return render_template(
        "reports/sales.html",
        items=items,
        totals=found["totals"],
        earlier=earlier,
        earlier_vnd=(previous.get("totals") or {}).get("net_vnd"),
        compare=compare,
        points=points if by in report_sales.IN_TIME else [],
        by=by,
        bys=[(key, _(label)) for key, label in BY_LABELS.items()],
        by_label=_(BY_LABELS[by]),
        first=first,
        last=last,
        periods=periods(period, by=by, producer=producer, compare=compared),
        producer=producer,
        producers=[
            (r["code"], r["name"]) for r in fetch_all(select(Producer.code, Producer.name).order_by(Producer.name_folded))
        ],
        file=f"/api/v1/reports/sales?{query}&format=",
    )


def _same(by: str, key: Any, first: date, last: date) -> Any:
    """The key in this span that a key of the span before stands beside: for days, the day as far into it."""
    if by != "day":
        return key
    return (date.fromisoformat(str(key)) + (last - first) + timedelta(days=1)).isoformat()


def _short(by: str, item: dict[str, Any]) -> str:
    key = str(item["key"])
    if by == "day":
        return f"{key[8:10]}/{key[5:7]}"
    return f"{int(key)}h" if by == "hour" else str(item["label"])


@bp.get("/reports/shifts")
@needs(Permit.REPORTS)
def shifts_list() -> str:
    """The shifts of a span of days."""
    first, last, period = span()
    found = reports.shifts(first, last)
    return render_template("reports/shifts.html", report=found, first=first, last=last, periods=periods(period))


@bp.get("/reports/shifts/<uid>")
@needs(Permit.MANAGE)
def shift(uid: str) -> str:
    """A shift's X or Z report."""
    report = shifts.report(uid.lower())
    notes = [(vnd(note.value_vnd), f"× {pieces}") for note, pieces in (report.counted or {}).items()]
    return render_template("reports/shift.html", shift=report, counted_notes=notes)


def _table(name: str, title: str, lead: str, found: dict[str, Any], dated: bool, period: str = "") -> str:
    query = urlencode({"from": found["from"], "to": found["to"]}) + "&" if dated else ""
    return render_template(
        "reports/table.html",
        title=title,
        lead=lead,
        items=found["items"],
        columns=_columns(found),
        nothing=_(_NOTHING.get(name, N_("Không có dòng nào"))),
        places=dict(place_names()),
        totals=found.get("totals") or {},
        dated=dated,
        tab=_TABS.get(name),
        first=found.get("from"),
        last=found.get("to"),
        periods=periods(period) if dated else [],
        file=f"/api/v1/reports/{name}?{query}format=",
    )


_NOTHING = {
    "expiring": N_("Không có lô nào sắp hết hạn"),
    "stock-age": N_("Chưa có hàng trong kho"),
    "statements": N_("Chưa có bảng thanh toán nào"),
}
_TABS = {"approvals": "money", "expiring": "stock", "losses": "stock", "stock-age": "stock"}
_SHADOWED = {"producer": "producer_name", "product": "name", "kind": "kind_label", "stars": "stars_label", "cause": "label",
             "asked_by": "asked_by_name", "by": "by_name", "state": "label"}  # fmt: skip
_HIDDEN = {"uid", "document", "retired"}


def _columns(found: dict[str, Any]) -> list[tuple[str, str]]:
    """The columns people want to see: names instead of codes, no ids."""
    titles = report_files.headers(found)
    headed = {**titles, **{_SHADOWED[code]: titles[code] for code in ("state", "cause", "kind") if code in titles}}
    return [(n, headed[n]) for n in titles if n not in _HIDDEN and not (n in _SHADOWED and _SHADOWED[n] in titles)]


@bp.get("/reports/programme")
@needs(Permit.REPORTS)
def programme() -> str:
    """Sales by commune, stars and kind of producer."""
    first, last, period = span("month")
    lead = _("Tiền bán theo xã, hạng sao và loại hình nhà sản xuất, cho chương trình OCOP.")
    return _table("programme", _("Chương trình OCOP"), lead, reports.programme(first, last), True, period)


@bp.get("/reports/losses")
@needs(Permit.REPORTS_STOCK)
def losses() -> str:
    """What was lost, why, and who bears it."""
    first, last, period = span("month")
    lead = _("Hàng hỏng, hết hạn, mất, thiếu khi kiểm kê, và số tiền điểm bán chịu.")
    return _table("losses", _("Hao hụt"), lead, reports.losses(first, last), True, period)


@bp.get("/reports/approvals")
@needs(Permit.REPORTS)
def approvals() -> str:
    """What managers approved."""
    first, last, period = span("month")
    lead = _("Giảm giá quá mức, đổi giá, trả hàng không có phiếu: ai đề nghị, ai duyệt.")
    return _table("approvals", _("Các lần duyệt"), lead, reports.approvals(first, last), True, period)


@bp.get("/reports/stock-age")
@needs(Permit.REPORTS_STOCK)
def stock_age() -> str:
    """What lies here longest."""
    return _table("stock-age", _("Hàng tồn lâu"), _("Lô tồn lâu nhất đứng đầu."), reports.stock_age(), False)


@bp.get("/reports/expiring")
@needs(Permit.REPORTS_STOCK)
def expiring() -> str:
    """Lots near or past their date."""
    lead = _("Lô sắp hết hạn hoặc đã quá hạn sử dụng, gấp nhất đứng đầu.")
    return _table("expiring", _("Sắp hết hạn"), lead, reports.expiring(), False)


@bp.get("/reports/statements")
@needs(Permit.REPORTS)
def statements() -> str:
    """Every statement and what is left to pay."""
    return _table("statements", _("Đối soát"), _("Các bảng thanh toán, mới nhất đứng đầu."), reports.statements(), False)
