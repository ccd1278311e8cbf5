"""The stock by product: what is here, how fast it sells, how long it lasts, what needs doing. Read-only.

Source: contract of the outlet, section 13 (days of cover and what to ask for).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import Row, fetch_all
from core.money import Vnd, times
from core.outlet import show_outlet
from core.quantity import ZERO, Milli
from core.text.search_fold import fold, search_words
from inventory.announcing.cover import days_of_cover, suggested
from inventory.announcing.results import DAYS
from inventory.models import Lot, StockLevel
from inventory.stock_view.choices import Need, StockOrder
from inventory.stock_view.results import LotStock, ProductStock, StockList, StockTotals
from suppliers import book
from suppliers.models import Producer, Product

LONG_DAYS = 60
"""Goods that came so many days ago and are still here have been here long."""
_NEVER = 10**9

_LEVELS = select(
    StockLevel.product_code,
    StockLevel.lot,
    StockLevel.place_code,
    StockLevel.on_hand,
    StockLevel.set_aside,
    Lot.best_before,
    Lot.delivered_on,
    Lot.recalled_at,
).join(Lot, Lot.code == StockLevel.lot)
_GOODS = select(
    Product.code,
    Product.name,
    Product.name_folded,
    Product.unit,
    Product.places,
    Product.product_set,
    Product.photo,
    Product.price_vnd,
    Product.minimum,
    Product.retired,
    Product.producer_code,
    Producer.name.label("producer_name"),
).join(Producer, Producer.code == Product.producer_code)


@dataclass(slots=True)
class _Sums:
    """What lies of a product at the places looked at; `free` is what may be sold of it anywhere."""

    on_hand: int = 0
    set_aside: int = 0
    value_vnd: int = 0
    free: int = 0
    has_recalled: bool = False
    best_before: date | None = None
    oldest_on: date | None = None
    lots: set[str] = field(default_factory=set)


def stock_list(
    *,
    producer: str | None = None,
    place: str | None = None,
    q: str = "",
    need: Need | None = None,
    order: StockOrder = StockOrder.URGENT,
    descending: bool = False,
) -> StockList:
    """The products with goods here, and without a place those that are sold out and should not be.

    `q` finds names, codes, producers and lots without accents. Names are sorted from a to z and figures from the largest; where
    `descending` is set, the other way round. What has no figure stands last.
    """
    levels = _levels(producer)
    words = search_words(q)
    rows = _products(levels, producer, place)
    by_lot = _products_of_lots(levels, words, place)
    found = [row for row in rows if _matches(row, words, by_lot)]
    counts: dict[Need | None, int] = {None: len(found)}
    counts |= {each: sum(each in row.needs for row in found) for each in Need}
    shown = [row for row in found if need is None or need in row.needs]
    shown.sort(key=lambda row: row.name_folded)
    shown = _sorted(shown, order, descending)
    totals = StockTotals(
        products=len(shown), lots=sum(row.lots for row in shown), value_vnd=Vnd(sum(row.value_vnd for row in shown))
    )
    names = frozenset(row.product for row in found if not all(word in _text(row) for word in words))
    return StockList(items=shown, totals=totals, counts=counts, by_lot=names)


def lots_of(product: str, *, place: str | None = None, q: str = "") -> list[LotStock]:
    """The lots of a product that are here, the nearest day first; of a search for lots those that were meant."""
    rows = [r for r in _levels(None, product) if place in {None, r["place_code"]}]
    price = fetch_all(select(Product.price_vnd).where(Product.code == product))
    by_lot: dict[str, list[Row]] = defaultdict(list)
    for r in rows:
        by_lot[r["lot"]].append(r)
    words = search_words(q)
    meant = {lot: of for lot, of in by_lot.items() if any(word in lot.lower() for word in words)}
    lots = [_lot(lot, product, of, price[0]["price_vnd"]) for lot, of in (meant or by_lot).items()]
    return sorted(lots, key=lambda lot: (lot.best_before or date.max, lot.delivered_on, lot.lot))


def _lot(lot: str, product: str, rows: Sequence[Row], price_vnd: int) -> LotStock:
    return LotStock(
        lot=lot,
        product=product,
        on_hand=Milli(sum(r["on_hand"] for r in rows)),
        set_aside=Milli(sum(r["set_aside"] for r in rows)),
        best_before=rows[0]["best_before"],
        delivered_on=rows[0]["delivered_on"],
        recalled=rows[0]["recalled_at"] is not None,
        value_vnd=Vnd(sum(times(price_vnd, r["on_hand"]) for r in rows)),
        where=[(r["place_code"], r["on_hand"]) for r in sorted(rows, key=lambda r: r["place_code"])],
    )


def _levels(producer: str | None, product: str | None = None) -> Sequence[Row]:
    query = _LEVELS.where(StockLevel.on_hand > 0)
    if producer is not None:
        query = query.where(Lot.producer_code == producer)
    if product is not None:
        query = query.where(StockLevel.product_code == product)
    return fetch_all(query)


def _products(levels: Iterable[Row], producer: str | None, place: str | None) -> list[ProductStock]:
    today = clock.today()
    query = _GOODS.where(Product.producer_code == producer) if producer is not None else _GOODS
    goods = {r["code"]: r for r in fetch_all(query)}
    sums: dict[str, _Sums] = defaultdict(_Sums)
    for r in levels:
        _add(sums[r["product_code"]], r, goods[r["product_code"]]["price_vnd"], today, place)
    producers = {r["producer_code"] for r in goods.values()}
    (sold,) = book.sold_in(producers, (today - timedelta(days=DAYS - 1), today))
    near = today + timedelta(days=show_outlet().near_expiry_days)
    rows = [_product(r, sums.get(code) or _Sums(), sold.get(code, ZERO), today, near) for code, r in goods.items()]
    return [row for row in rows if row.on_hand or (place is None and Need.LOW in row.needs)]


def _add(of: _Sums, level: Row, price_vnd: int, today: date, place: str | None) -> None:
    """Adds a shelf to what lies of its product."""
    recalled, best_before = level["recalled_at"] is not None, level["best_before"]
    if not recalled and (best_before is None or best_before >= today):
        of.free += level["on_hand"] - level["set_aside"]
    if place is not None and level["place_code"] != place:
        return
    of.on_hand += level["on_hand"]
    of.set_aside += level["set_aside"]
    of.value_vnd += times(price_vnd, level["on_hand"])
    of.has_recalled = of.has_recalled or recalled
    of.lots.add(level["lot"])
    if best_before is not None and not recalled and (of.best_before is None or best_before < of.best_before):
        of.best_before = best_before
    if of.oldest_on is None or level["delivered_on"] < of.oldest_on:
        of.oldest_on = level["delivered_on"]


def _product(goods: Row, of: _Sums, sold: Milli, today: date, near: date) -> ProductStock:
    asked = suggested(of.free, sold, goods["minimum"] or ZERO, places=goods["places"])
    needs = {
        Need.LOW: bool(asked) and not goods["retired"],
        Need.EXPIRING: of.best_before is not None and of.best_before <= near,
        Need.OLD: of.oldest_on is not None and of.oldest_on <= today - timedelta(days=LONG_DAYS),
    }
    return ProductStock(
        product=goods["code"],
        name=goods["name"],
        name_folded=goods["name_folded"],
        unit=goods["unit"],
        product_set=goods["product_set"],
        photo=goods["photo"],
        producer=goods["producer_code"],
        producer_name=goods["producer_name"],
        on_hand=Milli(of.on_hand),
        set_aside=Milli(of.set_aside),
        sold_28d=sold,
        days_of_cover=days_of_cover(of.free, sold),
        best_before=of.best_before,
        oldest_on=of.oldest_on,
        lots=len(of.lots),
        has_recalled=of.has_recalled,
        value_vnd=Vnd(of.value_vnd),
        needs=frozenset(need for need, holds in needs.items() if holds),
    )


def _text(row: ProductStock) -> str:
    """What a search looks through."""
    return f"{row.name_folded} {fold(row.product)} {fold(row.producer_name)}"


def _products_of_lots(levels: Iterable[Row], words: Sequence[str], place: str | None) -> Mapping[str, Collection[str]]:
    """By word of a search, the products with a lot whose code has it."""
    found: dict[str, set[str]] = {word: set() for word in words}
    if not words:
        return found
    for r in levels:
        if place in {None, r["place_code"]}:
            code = r["lot"].lower()
            for word in words:
                if word in code:
                    found[word].add(r["product_code"])
    return found


def _matches(row: ProductStock, words: Sequence[str], by_lot: Mapping[str, Collection[str]]) -> bool:
    text = _text(row) if words else ""
    return all(word in text or row.product in by_lot[word] for word in words)


def _urgency(row: ProductStock) -> int:
    """Days until something must be done about goods: until they are past their day, or sold out."""
    today = clock.today()
    days_left = (row.best_before - today).days if row.best_before and Need.EXPIRING in row.needs else _NEVER
    return min(days_left, row.days_of_cover if row.days_of_cover is not None else _NEVER)


_KEYS: dict[StockOrder, Callable[[ProductStock], Any]] = {
    StockOrder.URGENT: _urgency,
    StockOrder.NAME: lambda row: row.name_folded,
    StockOrder.ON_HAND: lambda row: -row.on_hand,
    StockOrder.SOLD: lambda row: -row.sold_28d,
    StockOrder.COVER: lambda row: row.days_of_cover,
    StockOrder.BEST_BEFORE: lambda row: row.best_before,
    StockOrder.LOTS: lambda row: -row.lots,
    StockOrder.VALUE: lambda row: -row.value_vnd,
}


def _sorted(rows: Sequence[ProductStock], order: StockOrder, descending: bool) -> list[ProductStock]:
    key = _KEYS[order]
    known = sorted((row for row in rows if key(row) is not None), key=key, reverse=descending)
    return known + [row for row in rows if key(row) is None]
