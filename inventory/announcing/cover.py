"""How long what may be sold lasts, and how much to ask for. Read-only.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select

from core import clock
from core.db import Row, fetch_all
from core.quantity import ZERO, Milli
from inventory.announcing import reading
from inventory.announcing.results import DAYS, BelowMinimum, CoverRow, ProductCover, Season
from inventory.models import Lot, StockLevel
from suppliers import book
from suppliers.models import Product

WEEK = 7
YEAR = 52 * 7
"""A year ago, on the same day of the week."""


def cover(producer: str | None = None, after: str | None = None, limit: int = 100) -> list[CoverRow]:
    """Products that are not retired by code, of one producer or of all, with what is here of them and what sold lately."""
    query = _products(producer).limit(limit)
    if after is not None:
        query = query.where(Product.code > after)
    products = fetch_all(query)
    return _rows(products, _may_be_sold([r["code"] for r in products]))


def with_hints(producer: str | None = None) -> list[ProductCover]:
    """All products that are not retired, with what is to come of them and what sold a year ago: the first to run out first."""
    products = fetch_all(_products(producer))
    rows = _rows(products, _may_be_sold(None if producer is None else [r["code"] for r in products]))
    to_come = reading.to_come(producer)
    seasons = _seasons({r["producer_code"] for r in products})
    found = [
        ProductCover(
            cover=row,
            producer=r["producer_code"],
            places=r["places"],
            to_come=to_come.get(row.product, ZERO),
            season=seasons.get(row.product),
        )
        for r, row in zip(products, rows, strict=True)
    ]
    return sorted(found, key=_urgency)


def running_low(producer: str) -> list[ProductCover]:
    """What of a producer's goods runs out, the first to run out first; without the season."""
    products = fetch_all(_products(producer))
    rows = _rows(products, _may_be_sold([r["code"] for r in products]))
    to_come = reading.to_come(producer) if any(row.suggested for row in rows) else {}
    found = [
        ProductCover(cover=row, producer=producer, places=r["places"], to_come=to_come.get(row.product, ZERO), season=None)
        for r, row in zip(products, rows, strict=True)
        if row.suggested
    ]
    return sorted(found, key=_urgency)


def below_minimum() -> list[BelowMinimum]:
    """Products of which less may be sold than there should be here, and of which nothing is asked for or announced."""
    products = fetch_all(_products(None).where(Product.minimum.is_not(None)))
    here = _may_be_sold([r["code"] for r in products]) if products else {}
    low = [r for r in products if here.get(r["code"], ZERO) < r["minimum"]]
    to_come = reading.to_come() if low else {}
    return [
        BelowMinimum(product=r["code"], name=r["name"], producer=r["producer_code"]) for r in low if not to_come.get(r["code"])
    ]


def days_of_cover(on_hand: int, sold_28d: int) -> int | None:
    """How many days what is here lasts at the pace of the last four weeks, rounded down; None when nothing sold.

    >>> days_of_cover(10_000, 28_000), days_of_cover(999, 28_000), days_of_cover(10_000, 0)
    (10, 0, None)
    """
    return on_hand * DAYS // sold_28d if sold_28d else None


def suggested(on_hand: int, sold_28d: int, minimum: int, *, places: int) -> Milli:
    """How much to ask for: up to the minimum, and enough for a week, rounded up to the decimals of the product.

    >>> suggested(3_000, 29_000, 5_000, places=0), suggested(3_000, 29_000, 5_000, places=3), suggested(9_000, 0, 5_000, places=0)
    (5000, 4250, 0)
    """
    quarters = max(0, 4 * (minimum - on_hand), sold_28d - 4 * on_hand)
    step = 10 ** (3 - places)
    return Milli(-(-quarters // (4 * step)) * step)


def _products(producer: str | None) -> Select[*tuple[Any, ...]]:
    """The products that are not retired by code, of one producer or of all."""
    query = select(Product.code, Product.producer_code, Product.name, Product.unit, Product.places, Product.minimum)
    query = query.where(Product.retired.is_(False)).order_by(Product.code)
    return query if producer is None else query.where(Product.producer_code == producer)


def _rows(products: Sequence[Row], here: Mapping[str, Milli]) -> list[CoverRow]:
    today, producers = clock.today(), {r["producer_code"] for r in products}
    week, month = book.sold_in(producers, *((today - timedelta(days=days - 1), today) for days in (WEEK, DAYS)))
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


def _seasons(producers: Collection[str]) -> dict[str, Season]:
    """What sold around this day a year ago, of the products that sold then."""
    then = clock.today() - timedelta(days=YEAR)
    past = then - timedelta(days=DAYS), then - timedelta(days=1)
    before, ahead = book.sold_in(producers, past, (then, then + timedelta(days=DAYS - 1)))
    return {
        product: Season(before=before.get(product, ZERO), ahead=ahead.get(product, ZERO))
        for product in before.keys() | ahead.keys()
    }


def _urgency(product: ProductCover) -> tuple[bool, int, int, str]:
    """What runs out first, then what is furthest below its minimum, then by name."""
    days = product.cover.days_of_cover
    return not product.is_low, 10**6 if days is None else days, -product.cover.suggested, product.cover.name


def _may_be_sold(products: Collection[str] | None) -> dict[str, Milli]:
    """What lies at all places together of lots that are neither recalled, expired nor set aside, by product; None: of all."""
    good = Lot.recalled_at.is_(None), or_(Lot.best_before.is_(None), Lot.best_before >= clock.today())
    query = (
        select(StockLevel.product_code, func.sum(StockLevel.on_hand - StockLevel.set_aside).label("quantity"))
        .join(Lot, Lot.code == StockLevel.lot)
        .where(StockLevel.on_hand > 0, *good)
        .group_by(StockLevel.product_code)
    )
    if products is not None:
        query = query.where(StockLevel.product_code.in_(products))
    return {r["product_code"]: Milli(int(r["quantity"])) for r in fetch_all(query)}
