"""What was sold of a producer's goods, as the lines of sales were asked for, with what came back of them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import func, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.quantity import Milli
from pos.models import RefundLine, Sale, SaleLine, SaleLineAdjustment
from pos.pricing.lines import Adjustment, AdjustmentKind
from suppliers.choices import Bearer
from suppliers.models import Product

DAYS_AT_ONCE = 31
"""So many days are in memory at a time."""


@dataclass(frozen=True, slots=True)
class SoldPart:
    """What one lot gave to a line, and how much of it came back."""

    quantity: Milli
    returned: Milli
    net_vnd: int
    owed_vnd: int


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a sale as it was asked for, over all lots that gave to it; `known_at` is the moment whose terms it was sold by.

    Each adjustment has the bearer that it had.
    """

    product: str
    product_set: int | None
    day: date
    known_at: datetime
    term_id: int | None
    gross_vnd: int
    vat_percent: int | None
    adjustments: Sequence[Adjustment]
    parts: Sequence[SoldPart]


def sold_lines(producer: str, first: date, last: date) -> Iterator[SoldLine]:
    """The lines of a producer's goods that were sold from a day to a day."""
    for begin, end in _spans(producer, first, last):
        lines = _lines(producer, begin, end)
        adjustments = _adjustments(producer, begin, end)
        returned = _returned(producer, begin, end)
        for _key, rows in groupby(lines, key=lambda r: (r["sale_uid"], r["request_line"], r["product_code"])):
            yield _line(list(rows), adjustments, returned)


def _spans(producer: str, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days in pieces, from the first on which anything was sold."""
    query = select(func.min(SaleLine.business_day).label("first"), func.max(SaleLine.business_day).label("last"))
    found = fetch_one(query.where(SaleLine.producer_code == producer, SaleLine.business_day.between(first, last)))
    if found is None or found["first"] is None:
        return
    begin: date = found["first"]
    while begin <= found["last"]:
        end = min(begin + timedelta(days=DAYS_AT_ONCE - 1), found["last"])
        yield begin, end
        begin = end + timedelta(days=1)


def _lines(producer: str, first: date, last: date) -> Sequence[Row]:
    columns = (
        "sale_uid", "line", "request_line", "business_day", "product_code", "quantity", "gross_vnd", "net_vnd", "vat_percent",
        "owed_vnd", "term_id",
    )  # fmt: skip
    query = (
        select(*(getattr(SaleLine, name) for name in columns), Sale.sold_at, Sale.received_at, Sale.offline, Product.product_set)
        .join(Sale, Sale.uid == SaleLine.sale_uid)
        .join(Product, Product.code == SaleLine.product_code)
        .where(SaleLine.producer_code == producer, SaleLine.business_day.between(first, last))
        .order_by(SaleLine.sale_uid, SaleLine.request_line, SaleLine.product_code, SaleLine.line)
    )
    return fetch_all(query)


def _adjustments(producer: str, first: date, last: date) -> dict[tuple[str, int], list[Row]]:
    query = (
        select(SaleLineAdjustment.__table__)
        .join(SaleLine, (SaleLine.sale_uid == SaleLineAdjustment.sale_uid) & (SaleLine.line == SaleLineAdjustment.line))
        .where(SaleLine.producer_code == producer, SaleLine.business_day.between(first, last))
        .order_by(SaleLineAdjustment.sale_uid, SaleLineAdjustment.line, SaleLineAdjustment.n)
    )
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for r in fetch_all(query):
        found[r["sale_uid"], r["line"]].append(r)
    return found


def _returned(producer: str, first: date, last: date) -> dict[tuple[str, int], int]:
    """How much came back of each line that was sold on these days, whenever it came."""
    query = (
        select(RefundLine.sale_uid, RefundLine.line, func.sum(RefundLine.quantity).label("quantity"))
        .join(SaleLine, (SaleLine.sale_uid == RefundLine.sale_uid) & (SaleLine.line == RefundLine.line))
        .where(SaleLine.producer_code == producer, SaleLine.business_day.between(first, last))
        .group_by(RefundLine.sale_uid, RefundLine.line)
    )
    return {(r["sale_uid"], r["line"]): int(r["quantity"]) for r in fetch_all(query)}


def _line(rows: Sequence[Row], adjustments: dict[tuple[str, int], list[Row]], returned: dict[tuple[str, int], int]) -> SoldLine:
    head = rows[0]
    sums: dict[tuple[str, str | None, str], int] = {}
    for r in rows:
        for one in adjustments.get((r["sale_uid"], r["line"]), ()):
            key = one["kind"], one["code"], one["bearer"]
            sums[key] = sums.get(key, 0) + one["amount_vnd"]
    return SoldLine(
        product=head["product_code"],
        product_set=head["product_set"],
        day=head["business_day"],
        known_at=clock.end_of_second(head["sold_at"]) if head["offline"] else head["received_at"],
        term_id=head["term_id"],
        gross_vnd=sum(r["gross_vnd"] for r in rows),
        vat_percent=head["vat_percent"],
        adjustments=[
            Adjustment(AdjustmentKind(kind), amount_vnd, code, Bearer(bearer))
            for (kind, code, bearer), amount_vnd in sums.items()
        ],
        parts=[
            SoldPart(r["quantity"], Milli(returned.get((r["sale_uid"], r["line"]), 0)), r["net_vnd"], r["owed_vnd"]) for r in rows
        ],
    )
