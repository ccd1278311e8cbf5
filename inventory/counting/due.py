"""What has not been counted longest, the most valuable first: what to count next. Read-only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from core import clock
from core.db import fetch_all
from core.money import times
from inventory.choices import GoodsDocumentKind
from inventory.counting.results import CountDueLot
from inventory.models import CountLine, GoodsReversal, Lot, StockLevel
from suppliers.models import Product

Key = tuple[date, int, str, str]
"""Where a lot stands in the list: the day since which nobody counted it, its value from above, its code and its place."""


def due(*, place: str | None = None, producer: str | None = None, after: Key | None = None) -> list[CountDueLot]:
    """Lots with goods, those first that nobody has counted longest; of one day the most valuable first.

    A lot that was never counted counts from the day it came; a count that was taken back is none. `after` is the key of a lot.
    """
    of_count = (GoodsReversal.kind == GoodsDocumentKind.COUNT) & (GoodsReversal.document_uid == CountLine.count_uid)
    counted = (
        select(CountLine.place_code, CountLine.lot, func.max(CountLine.counted_at).label("counted_at"))
        .outerjoin(GoodsReversal, of_count)
        .where(GoodsReversal.uid.is_(None))
        .group_by(CountLine.place_code, CountLine.lot)
        .subquery()
    )
    columns = (Lot.producer_code, Lot.best_before, Lot.delivered_on, Product.name, Product.unit, Product.price_vnd)
    query = (
        select(StockLevel.place_code, StockLevel.lot, StockLevel.product_code, StockLevel.on_hand, counted.c.counted_at, *columns)
        .join(Lot, Lot.code == StockLevel.lot)
        .join(Product, Product.code == StockLevel.product_code)
        .outerjoin(counted, (counted.c.place_code == StockLevel.place_code) & (counted.c.lot == StockLevel.lot))
        .where(StockLevel.on_hand > 0)
    )
    if place is not None:
        query = query.where(StockLevel.place_code == place)
    if producer is not None:
        query = query.where(Lot.producer_code == producer)
    today = clock.today()
    lots = []
    for r in fetch_all(query):
        counted_on = clock.day_of(r["counted_at"]) if r["counted_at"] else None
        lot = CountDueLot(
            lot=r["lot"],
            place=r["place_code"],
            product=r["product_code"],
            name=r["name"],
            unit=r["unit"],
            producer=r["producer_code"],
            best_before=r["best_before"],
            on_hand=r["on_hand"],
            value_vnd=times(r["price_vnd"], r["on_hand"]),
            counted_on=counted_on,
            days=max(0, (today - (counted_on or r["delivered_on"])).days),
            since=counted_on or r["delivered_on"],
        )
        lots.append(lot)
    lots.sort(key=key_of)
    return lots if after is None else [lot for lot in lots if key_of(lot) > after]


def key_of(lot: CountDueLot) -> Key:
    """Where a lot stands in the list."""
    return lot.since, -lot.value_vnd, lot.lot, lot.place
