"""How long what may be sold lasts, and how much to ask for. Read-only.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, or_, select

from core import clock
from core.db import fetch_all
from core.quantity import ZERO, Milli
from inventory.announcing.results import CoverRow
from inventory.models import Lot, StockLevel
from suppliers import book
from suppliers.models import Product

WEEK, MONTH = 7, 28
"""The days that are looked back on, today included."""


def cover(producer: str | None = None, after: str | None = None, limit: int = 100) -> list[CoverRow]:
    """Products that are not retired by code, of one producer or of all, with what is here of them and what sold lately."""
    query = select(Product.code, Product.producer_code, Product.name, Product.unit, Product.places, Product.minimum)
    query = query.where(Product.retired.is_(False)).order_by(Product.code).limit(limit)
    if producer is not None:
        query = query.where(Product.producer_code == producer)
    if after is not None:
        query = query.where(Product.code > after)
    products = fetch_all(query)
    here = _may_be_sold([r["code"] for r in products])
    today, producers = clock.today(), {r["producer_code"] for r in products}
    week, month = (book.sold_since(producers, today - timedelta(days=days - 1)) for days in (WEEK, MONTH))
    return [
        CoverRow(
            product=r["code"],
            name=r["name"],
            unit=r["unit"],
            on_hand=here.get(r["code"], ZERO),
            sold_7d=week.get(r["code"], ZERO),
            sold_28d=month.get(r["code"], ZERO),
            days_of_cover=days_of_cover(here.get(r["code"], ZERO), month.get(r["code"], ZERO)),
            minimum=r["minimum"],
            suggested=suggested(here.get(r["code"], ZERO), month.get(r["code"], ZERO), r["minimum"] or ZERO, places=r["places"]),
        )
        for r in products
    ]


def days_of_cover(on_hand: int, sold_28d: int) -> int | None:
    """How many days what is here lasts at the pace of the last four weeks, rounded down; None when nothing sold.

    >>> days_of_cover(10_000, 28_000), days_of_cover(999, 28_000), days_of_cover(10_000, 0)
    (10, 0, None)
    """
    return on_hand * MONTH // sold_28d if sold_28d else None


def suggested(on_hand: int, sold_28d: int, minimum: int, *, places: int) -> Milli:
    """How much to ask for: up to the minimum, and enough for a week, rounded up to the decimals of the product.

    >>> suggested(3_000, 29_000, 5_000, places=0), suggested(3_000, 29_000, 5_000, places=3), suggested(9_000, 0, 5_000, places=0)
    (5000, 4250, 0)
    """
    quarters = max(0, 4 * (minimum - on_hand), sold_28d - 4 * on_hand)
    step = 10 ** (3 - places)
    return Milli(-(-quarters // (4 * step)) * step)


def _may_be_sold(products: list[str]) -> dict[str, Milli]:
    """What lies at all places together of lots that are neither recalled, expired nor set aside, by product."""
    good = Lot.recalled_at.is_(None), or_(Lot.best_before.is_(None), Lot.best_before >= clock.today())
    query = (
        select(StockLevel.product_code, func.sum(StockLevel.on_hand - StockLevel.set_aside).label("quantity"))
        .join(Lot, Lot.code == StockLevel.lot)
        .where(StockLevel.product_code.in_(products), StockLevel.on_hand > 0, *good)
        .group_by(StockLevel.product_code)
    )
    return {r["product_code"]: Milli(int(r["quantity"])) for r in fetch_all(query)}
