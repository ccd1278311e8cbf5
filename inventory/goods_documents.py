"""What the goods' verbs share: the record of a document, and the checks that its lines name what exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from core import clock
from core.db import Row, execute, fetch_all, fetch_one, numbering, on_postgresql
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import Actor
from core.values.field_types import Qty
from inventory.choices import GoodsDocumentKind
from inventory.models import GoodsDocument, Lot, Place
from suppliers.models import Producer, Product


def record(
    kind: GoodsDocumentKind,
    uid: str,
    actor: Actor,
    now: datetime,
    *,
    place: str,
    to_place: str | None = None,
    producer: str | None = None,
    day: date | None = None,
    note: str | None = None,
) -> None:
    """Writes a goods document under the next number of its year; its day is that of `now` unless it has its own.

    Call it after the movements are posted: from there on, one act at a time gets a number and its place in the order.
    """
    day = day or clock.day_of(now)
    execute(
        insert(GoodsDocument),
        {
            "kind": kind,
            "uid": uid,
            "year": day.year,
            "sequence": numbering.take(kind, day.year),
            "place_code": place,
            "to_place_code": to_place,
            "producer_code": producer,
            "day": day,
            "note": note or None,
            "recorded_at": now,
            "recorded_by": actor.name,
        },
    )


def require_place(code: str, field: str = "place") -> None:
    """Raises Invalid for an unknown place."""
    if fetch_one(select(Place.code).where(Place.code == code)) is None:
        raise Invalid((field, N_("Không có nơi để hàng này.")))


def require_producer(code: str) -> None:
    """Raises Invalid for an unknown producer."""
    if fetch_one(select(Producer.code).where(Producer.code == code)) is None:
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))


def products_of(codes: Iterable[str], *, held: bool = False) -> dict[str, Row]:
    """Products by code; `held` keeps others from changing them until this transaction ends."""
    query = select(Product.__table__).where(Product.code.in_(sorted(set(codes))))
    return {r["code"]: r for r in fetch_all(_held(query, Product) if held else query)}


def _held(query: Any, table: Any) -> Any:
    """Locks the rows of a table on PostgreSQL, in one order for all: two acts queue instead of deadlocking.

    Rows that merely point at them may come meanwhile.
    """
    if not on_postgresql():
        return query
    return query.order_by(table.code.collate("C")).with_for_update(of=table, key_share=True)


def lots_of(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Lots by code, held until this transaction ends, each with its product's unit, places, price, set and VAT class."""
    query = (
        select(Lot.__table__, Product.name, Product.unit, Product.places, Product.price_vnd, Product.product_set, Product.vat)
        .join(Product, Product.code == Lot.product_code)
        .where(Lot.code.in_(sorted(set(codes))))
    )
    return {r["code"]: dict(r) for r in fetch_all(_held(query, Lot))}


def require_lots(
    lines: Sequence[Any], quantity_field: str = "quantity", producer: str | None = None
) -> dict[str, dict[str, Any]]:
    """The lots the lines name. Raises Invalid naming each unknown or foreign lot and each quantity with too many places."""
    lots = lots_of(line.lot for line in lines)
    wrong: list[Any] = []
    for i, line in enumerate(lines):
        lot = lots.get(line.lot)
        if lot is None or (producer is not None and lot["producer_code"] != producer):
            wrong.append((f"lines.{i}.lot", N_("Không có lô này.")))
        else:
            wrong += decimal_places_errors(f"lines.{i}.{quantity_field}", getattr(line, quantity_field), lot["places"])
    if wrong:
        raise Invalid(*wrong)
    return lots


def decimal_places_errors(field: str, quantity: Qty, places: int) -> list[Any]:
    """A message when a quantity was written with more decimal places than the product has."""
    if quantity.places > places:
        if places == 0:
            return [(field, N_("Sản phẩm này bán theo số nguyên, không có số lẻ."))]
        return [(field, N_("Sản phẩm này chỉ có %(places)s số lẻ."), {"places": places})]
    return []
