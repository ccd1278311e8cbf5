"""What came, went and is left of goods in a span of days: the goods columns of a statement, from the producers' books. Read-only.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import case, func, select

from core.db import fetch_all
from core.i18n import N_
from core.money import Vnd, times
from core.quantity import Milli
from reports.choices import GoodsKey
from reports.columns import Column, Kind
from reports.results import GoodsMoved, GoodsMovedRow, ValueTotals
from suppliers.choices import BookKind
from suppliers.models import BookLine, Producer, Product

COLUMNS = (
    Column("key", N_("Mã")),
    Column("label", N_("Tên"), wide=True),
    Column("unit", N_("Đơn vị tính")),
    Column("opening", N_("Tồn đầu"), Kind.QUANTITY),
    Column("received", N_("Nhận"), Kind.QUANTITY),
    Column("sold", N_("Bán"), Kind.QUANTITY),
    Column("refunded", N_("Khách trả hàng"), Kind.QUANTITY),
    Column("returned", N_("Trả hàng nhà sản xuất"), Kind.QUANTITY),
    Column("lost", N_("Hao hụt"), Kind.QUANTITY),
    Column("counted", N_("Kiểm kê"), Kind.QUANTITY),
    Column("closing", N_("Tồn cuối"), Kind.QUANTITY),
    Column("value_vnd", N_("Trị giá"), Kind.MONEY),
)
_OPENING = "opening"
_SIGNS = {
    "received": (BookKind.RECEIVED, 1),
    "sold": (BookKind.SOLD, -1),
    "refunded": (BookKind.REFUNDED, 1),
    "returned": (BookKind.RETURNED, -1),
    "lost": (BookKind.LOST, -1),
    "counted": (BookKind.COUNT, 1),
}
"""The columns of a statement: which lines of the book, and with which sign."""


def moved(by: GoodsKey, first: date, last: date, *, producer: str | None = None) -> GoodsMoved:
    """Goods in and out by product or producer; `value_vnd` is the closing at today's price."""
    kind = case((BookLine.day < first, _OPENING), else_=BookLine.kind).label("of")
    query = (
        select(BookLine.product_code, kind, func.sum(BookLine.quantity).label("quantity"))
        .where(BookLine.product_code.is_not(None), BookLine.day <= last)
        .group_by(BookLine.product_code, kind)
    )
    if producer is not None:
        query = query.where(BookLine.producer_code == producer)
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for r in fetch_all(query):
        sums[r["product_code"]][r["of"]] += int(r["quantity"])
    goods = select(Product.code, Product.name, Product.unit, Product.price_vnd, Product.producer_code, Producer.name.label("of"))
    goods = goods.join(Producer, Producer.code == Product.producer_code).where(Product.code.in_(sorted(sums)))
    rows: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[str, tuple[str, set[str]]] = {}
    for r in fetch_all(goods.order_by(Product.producer_code, Product.code)):
        key, label = (r["code"], r["name"]) if by is GoodsKey.PRODUCT else (r["producer_code"], r["of"])
        names.setdefault(key, (label, set()))[1].add(r["unit"])
        of = sums[r["code"]]
        for name, quantity in of.items():
            rows[key][name] += quantity
        rows[key]["value_vnd"] += times(r["price_vnd"], sum(of.values()))
    items = [_row(key, label, units, rows[key]) for key, (label, units) in names.items()]
    value_vnd = Vnd(sum(row.value_vnd for row in items))
    return GoodsMoved(by=by, from_=first, to=last, items=items, totals=ValueTotals(value_vnd=value_vnd))


def _row(key: str, label: str, units: set[str], of: dict[str, int]) -> GoodsMovedRow:
    columns = {name: Milli(sign * of.get(kind, 0)) for name, (kind, sign) in _SIGNS.items()}
    closing = of.get(_OPENING, 0) + sum(of.get(kind, 0) for kind, _sign in _SIGNS.values())
    return GoodsMovedRow(
        key=key,
        label=label,
        unit=next(iter(units)) if len(units) == 1 else "",
        opening=Milli(of.get(_OPENING, 0)),
        closing=Milli(closing),
        value_vnd=Vnd(of["value_vnd"]),
        **columns,
    )
