"""Reports over all areas besides the sales report: read-only, each a dict with `items` whose figures equal the books."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import distinct, func, select

from core import clock
from core.db import Row, fetch_all
from core.i18n import N_
from core.labels import say
from core.models import AuditLine, Outlet
from core.money import times
from core.people import people
from core.quantity import format_quantity, unformat_quantity
from inventory import queries
from inventory.models import Lot, StockLevel
from pos import audit_actions
from pos import shifts as shift_reports
from pos.models import Refund, RefundLine, Sale, SaleLine
from reports.sales import goods_key, label_of
from suppliers import book, statement_queries
from suppliers.models import BookLine, Producer, Product

Report = dict[str, Any]
MOST_STATEMENTS = 1000

CAUSE_LABELS = {
    "damage": N_("Hỏng, vỡ"),
    "expiry": N_("Hết hạn"),
    "theft": N_("Mất"),
    "count": N_("Thiếu khi kiểm kê"),
    "sampling": N_("Lấy mẫu, dùng thử"),
    "recall": N_("Thu hồi"),
    "found": N_("Thừa khi kiểm kê"),
}


def stock_age() -> Report:
    """What lies here by lot and place, the oldest first, with what it is worth at today's price."""
    today = clock.today()
    found = fetch_all(
        select(
            Lot.code, Lot.product_code, Lot.producer_code, Lot.delivered_on, Lot.best_before, Lot.recalled_at,
            StockLevel.place_code, StockLevel.on_hand, Product.name, Product.unit, Product.price_vnd,
            Producer.name.label("producer_name"),
        )
        .join(StockLevel, StockLevel.lot == Lot.code)
        .join(Product, Product.code == Lot.product_code)
        .join(Producer, Producer.code == Lot.producer_code)
        .where(StockLevel.on_hand > 0)
        .order_by(Lot.delivered_on, Lot.id, StockLevel.place_code)
    )  # fmt: skip
    items = [
        {
            "producer": r["producer_code"],
            "producer_name": r["producer_name"],
            "product": r["product_code"],
            "name": r["name"],
            "lot": r["code"],
            "place": r["place_code"],
            "on_hand": format_quantity(r["on_hand"]),
            "unit": r["unit"],
            "delivered_on": r["delivered_on"].isoformat(),
            "age_days": (today - r["delivered_on"]).days,
            "best_before": r["best_before"].isoformat() if r["best_before"] else None,
            "days_left": (r["best_before"] - today).days if r["best_before"] else None,
            "recalled": r["recalled_at"] is not None,
            "value_vnd": times(r["price_vnd"], r["on_hand"]),
        }
        for r in found
    ]
    return {"items": items, "totals": {"value_vnd": sum(item["value_vnd"] for item in items)}}


def expiring() -> Report:
    """Lots with goods that expire within the outlet's warning days, or have expired; the most urgent first."""
    today = clock.today()
    days = fetch_all(select(Outlet.near_expiry_days))
    until = today + timedelta(days=days[0]["near_expiry_days"] if days else 7)
    found = queries.expiring(until)
    priced = select(Product.code, Product.price_vnd).where(Product.code.in_(sorted({r["product"] for r in found})))
    prices = {r["code"]: r["price_vnd"] for r in fetch_all(priced)}
    items = [
        {
            "producer": r["producer"],
            "producer_name": r["producer_name"],
            "product": r["product"],
            "name": r["name"],
            "lot": r["lot"],
            "on_hand": r["on_hand"],
            "unit": r["unit"],
            "best_before": r["best_before"].isoformat(),
            "days_left": (r["best_before"] - today).days,
            "state": "expired" if r["best_before"] < today else "near_expiry",
            "value_vnd": times(prices[r["product"]], unformat_quantity(r["on_hand"])),
        }
        for r in found
    ]
    return {"until": until.isoformat(), "items": items, "totals": {"value_vnd": sum(item["value_vnd"] for item in items)}}


def losses(first: date, last: date) -> Report:
    """Goods lost (and found by counts) in a span of days, by cause and product: at price, and what the producers are owed."""
    found = fetch_all(
        select(
            BookLine.producer_code, BookLine.product_code, BookLine.kind, BookLine.quantity, BookLine.unit_price_vnd,
            BookLine.owed_vnd, BookLine.cause, BookLine.reverses, Product.name, Product.unit, Product.price_vnd,
            Producer.name.label("producer_name"),
        )
        .join(Product, Product.code == BookLine.product_code)
        .join(Producer, Producer.code == BookLine.producer_code)
        .where(BookLine.kind.in_(("lost", "count")), BookLine.day >= first, BookLine.day <= last)
        .order_by(BookLine.id)
    )  # fmt: skip
    table: dict[tuple[str, str], dict[str, Any]] = {}
    for r in found:
        cause = "found" if (r["quantity"] > 0) == (r["reverses"] is None) else r["cause"] or r["kind"]
        item = table.setdefault(
            (cause, r["product_code"]),
            {
                "cause": cause,
                "label": str(_(CAUSE_LABELS[cause])) if cause in CAUSE_LABELS else cause,
                "producer": r["producer_code"],
                "producer_name": r["producer_name"],
                "product": r["product_code"],
                "name": r["name"],
                "unit": r["unit"],
                "quantity": 0,
                "value_vnd": 0,
                "owed_vnd": 0,
            },
        )
        price_vnd = r["unit_price_vnd"] if r["unit_price_vnd"] is not None else r["price_vnd"]
        item["quantity"] += abs(r["quantity"])
        item["value_vnd"] += times(price_vnd, abs(r["quantity"]))
        item["owed_vnd"] += r["owed_vnd"]
    items = [{**item, "quantity": format_quantity(item["quantity"])} for item in table.values()]
    items.sort(key=lambda item: (item["cause"] == "found", -item["value_vnd"], item["cause"], item["product"]))
    gone = [item for item in items if item["cause"] != "found"]
    totals = {"value_vnd": sum(item["value_vnd"] for item in gone), "owed_vnd": sum(item["owed_vnd"] for item in items)}
    return {**_span(first, last), "items": items, "totals": totals}


def statements() -> Report:
    """The newest statements, at most MOST_STATEMENTS, and what we owe each producer besides."""
    names = {r["code"]: r["name"] for r in fetch_all(select(Producer.code, Producer.name))}
    balances = book.balances()
    items = [
        {
            "number": r.number,
            "uid": r.uid,
            "producer": r.producer,
            "producer_name": names[r.producer],
            "from": r.from_.isoformat(),
            "until": r.until.isoformat(),
            "state": r.state.value,
            "label": str(_(r.state.label)),
            "opening_vnd": r.opening_vnd,
            "closing_vnd": r.closing_vnd,
            "payable_vnd": r.payable_vnd,
            "paid_vnd": r.paid_on_this_vnd,
            "left_vnd": r.payable_vnd - r.paid_on_this_vnd,
        }
        for r in statement_queries.list_statements(None, None, MOST_STATEMENTS)
    ]
    owed = [{"producer": code, "producer_name": names[code], "balance_vnd": owed_vnd} for code, owed_vnd in balances.items()]
    return {"items": items, "balances": owed}


def shifts(first: date, last: date) -> Report:
    """The shifts opened in a span of days, the newest first, with their drawers and differences."""
    names = people.names()
    items = [
        {
            "uid": r.uid,
            "till": r.till,
            "till_name": r.till_name,
            "state": r.state,
            "opened_at": clock.rfc3339(r.opened_at),
            "opened_by": r.opened_by,
            "cashier_name": names.get(r.opened_by, r.opened_by),
            "closed_at": clock.rfc3339(r.closed_at) if r.closed_at else None,
            "sales": r.sales,
            "sales_vnd": r.sales_vnd,
            "opening_float_vnd": r.opening_float_vnd,
            "cash_in_vnd": r.cash_in_vnd,
            "cash_out_vnd": r.cash_out_vnd,
            "payouts_vnd": r.payouts_vnd,
            "expected_vnd": r.expected_vnd,
            "counted_vnd": r.counted_vnd,
            "difference_vnd": r.difference_vnd,
            "unconfirmed_vnd": r.unconfirmed_vnd,
        }
        for r in shift_reports.list_shifts(first, last)
    ]
    summed = ("sales", "sales_vnd", "difference_vnd")
    return {**_span(first, last), "items": items, "totals": {key: sum(item[key] or 0 for item in items) for key in summed}}


def approvals(first: date, last: date) -> Report:
    """What managers approved in a span of days, the newest first: who asked, who said yes, for which sale or refund."""
    begin, end = clock.day_bounds(first, last)
    found = fetch_all(
        select(AuditLine.__table__)
        .where(AuditLine.action == audit_actions.APPROVED, AuditLine.at >= begin, AuditLine.at < end)
        .order_by(AuditLine.id.desc())
    )
    documents: dict[str, tuple[str, str, int]] = {}
    for start in range(0, len(found), 500):
        uids = [r["subject"] for r in found[start : start + 500]]
        for kind, table in (("sale", Sale), ("refund", Refund)):
            for d in fetch_all(select(table.uid, table.number, table.total_vnd).where(table.uid.in_(uids))):
                documents[d["uid"]] = (kind, d["number"], d["total_vnd"])
    names = people.names()
    items = []
    for r in found:
        kind, number, total_vnd = documents.get(r["subject"], ("", "", 0))
        by = json.loads(r["detail"] or "{}").get("by", "")
        items.append(
            {
                "at": clock.rfc3339(r["at"]),
                "by": by,
                "by_name": names.get(by, by),
                "asked_by": r["actor"],
                "asked_by_name": names.get(r["actor"], r["actor"]),
                "kind": kind,
                "document": r["subject"],
                "number": number,
                "total_vnd": total_vnd,
            }
        )
    return {**_span(first, last), "items": items}


def programme(first: date, last: date) -> Report:
    """Sales by commune, stars and kind of producer, for the programme's office.

    As in the sales report gross is before refunds, which count on their own day; net and owed are after them.
    """
    sold = _of_programme(
        SaleLine,
        first,
        last,
        func.count(distinct(SaleLine.producer_code)).label("producers"),
        func.count(distinct(SaleLine.product_code)).label("products"),
        func.count(distinct(SaleLine.sale_uid)).label("sales"),
        func.sum(SaleLine.gross_vnd).label("gross_vnd"),
        func.sum(SaleLine.net_vnd).label("net_vnd"),
        func.sum(SaleLine.owed_vnd).label("owed_vnd"),
    )
    back = _of_programme(
        RefundLine, first, last, func.sum(RefundLine.net_vnd).label("net_vnd"), func.sum(RefundLine.owed_vnd).label("owed_vnd")
    )
    items: list[dict[str, Any]] = []
    for key in sold.keys() | back.keys():
        commune, stars, kind = key
        of_sold, of_back = sold.get(key, {}), back.get(key, {})
        figures = {
            name: int(of_sold.get(name, 0)) for name in ("producers", "products", "sales", "gross_vnd", "net_vnd", "owed_vnd")
        }
        items.append(
            {
                "commune": commune,
                "stars": stars,
                "stars_label": label_of("stars", str(stars or "")),
                "kind": kind,
                "kind_label": say(kind, "producer_kind"),
                **figures,
                "net_vnd": figures["net_vnd"] - int(of_back.get("net_vnd", 0)),
                "owed_vnd": figures["owed_vnd"] - int(of_back.get("owed_vnd", 0)),
                "refunds_vnd": int(of_back.get("net_vnd", 0)),
            }
        )
    items.sort(key=lambda item: (item["commune"], -(item["stars"] or 0), item["kind"]))
    totals = {key: sum(item[key] for item in items) for key in ("gross_vnd", "net_vnd", "owed_vnd", "refunds_vnd")}
    return {**_span(first, last), "items": items, "totals": totals}


def _of_programme(line: Any, first: date, last: date, *figures: Any) -> dict[tuple[str, int | None, str], Row]:
    """Sums of sold or refunded lines by commune, stars on the day, and kind of producer."""
    commune, stars = goods_key("commune", line), goods_key("stars", line)
    found = fetch_all(
        select(commune.label("commune"), stars.label("stars"), Producer.kind, *figures)
        .join(Product, Product.code == line.product_code)
        .join(Producer, Producer.code == line.producer_code)
        .where(line.business_day >= first, line.business_day <= last)
        .group_by(commune, stars, Producer.kind)
    )
    return {(r["commune"] or "", r["stars"], r["kind"]): r for r in found}


def _span(first: date, last: date) -> dict[str, str]:
    return {"from": first.isoformat(), "to": last.isoformat()}
