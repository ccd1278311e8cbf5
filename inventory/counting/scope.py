"""What a count session may count: lots that are or were at its place, and products to narrow it to. Read-only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import fetch_all
from core.quantity import Milli
from inventory.counting.results import CountSessionHeader
from inventory.models import Lot, StockLevel
from suppliers.models import Producer, Product

MOST_LOTS = 3000
"""Lots that a page brings along for scanning without a connection; the others are asked of the server."""


@dataclass(frozen=True, slots=True)
class CountableLot:
    """A lot that lies, or once lay, at the place of a session. `places` is how many decimals its quantities have."""

    lot: str
    product: str
    name: str
    unit: str
    places: int
    producer_name: str
    best_before: date | None
    on_hand: Milli


def countable(session: CountSessionHeader, only: Collection[str] | None = None) -> list[CountableLot]:
    """The lots of a session's place that it counts, by name and date, also those that the book says are gone."""
    columns = (
        Product.code,
        Product.name,
        Product.unit,
        Product.places,
        Product.name_folded,
        Producer.name.label("producer_name"),
    )
    query = (
        select(StockLevel.lot, StockLevel.on_hand, Lot.best_before, *columns)
        .join(Lot, Lot.code == StockLevel.lot)
        .join(Product, Product.code == Lot.product_code)
        .join(Producer, Producer.code == Lot.producer_code)
        .where(StockLevel.place_code == session.place)
    )
    if session.producer is not None:
        query = query.where(Lot.producer_code == session.producer)
    if session.products:
        query = query.where(StockLevel.product_code.in_(session.products))
    if only is not None:
        query = query.where(StockLevel.lot.in_(sorted(only)))
    in_order = query.order_by(Product.name_folded, Lot.best_before.is_(None), Lot.best_before, StockLevel.lot)
    return [
        CountableLot(r["lot"], r["code"], r["name"], r["unit"], r["places"], r["producer_name"], r["best_before"], r["on_hand"])
        for r in fetch_all(in_order.limit(MOST_LOTS))
    ]


def products_here() -> list[tuple[str, list[tuple[str, str]]]]:
    """Products of which something lies anywhere, code and name, by the name of their producer."""
    query = select(Product.code, Product.name, Producer.name.label("producer_name"))
    query = query.join(Producer, Producer.code == Product.producer_code)
    query = query.where(Product.code.in_(select(StockLevel.product_code).where(StockLevel.on_hand > 0)))
    found: dict[str, list[tuple[str, str]]] = {}
    for r in fetch_all(query.order_by(Producer.name_folded, Product.name_folded)):
        found.setdefault(r["producer_name"], []).append((r["code"], r["name"]))
    return list(found.items())
