"""Reading the stock: shelves, movements, lots. Read-only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select, tuple_

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.quantity import Milli
from inventory.choices import MovementKind, Outside
from inventory.codes.links import FIRST_GTIN, lot_link
from inventory.models import Lot, Movement, StockLevel
from inventory.results import ExpiringLot, LotPlace, LotResult, MovementResult, NamedStockRow, StockRow
from suppliers import book
from suppliers.choices import LossCause
from suppliers.members.registry import members_of
from suppliers.models import Producer, Product

_STOCK = (
    select(
        StockLevel.place_code,
        StockLevel.lot,
        StockLevel.on_hand,
        StockLevel.set_aside,
        Lot.product_code,
        Lot.producer_code,
        Lot.best_before,
        Lot.recalled_at,
    )
    .join(Lot, Lot.code == StockLevel.lot)
    .where(StockLevel.on_hand > 0)
    .order_by(StockLevel.lot, StockLevel.place_code)
)
_NAMES = (Product.name, Product.unit, Product.price_vnd, Producer.name.label("producer_name"))


def stock(
    *,
    product: str | None = None,
    producer: str | None = None,
    place: str | None = None,
    lot: str | None = None,
    after: tuple[str, str] | None = None,
    limit: int | None = None,
) -> list[StockRow]:
    """What lies where, by lot and place; nothing where nothing lies. `after` is a (lot, place)."""
    query = _narrowed(_STOCK, product=product, producer=producer, place=place, lot=lot).limit(limit)
    if after is not None:
        query = query.where(tuple_(StockLevel.lot, StockLevel.place_code) > after)
    return [
        StockRow(
            producer=r["producer_code"],
            product=r["product_code"],
            lot=r["lot"],
            place=r["place_code"],
            on_hand=r["on_hand"],
            set_aside=r["set_aside"],
            best_before=r["best_before"],
            recalled=r["recalled_at"] is not None,
        )
        for r in fetch_all(query)
    ]


def named_stock(*, producer: str | None = None, place: str | None = None, lot: str | None = None) -> list[NamedStockRow]:
    """What lies where with the names of the goods, by name, date and lot."""
    query = _narrowed(_STOCK, producer=producer, place=place, lot=lot).add_columns(*_NAMES, Product.name_folded, Product.photo)
    query = query.join(Product, Product.code == Lot.product_code).join(Producer, Producer.code == Lot.producer_code)
    rows = sorted(fetch_all(query), key=lambda r: (r["name_folded"], r["best_before"] or date.max, r["lot"]))
    return [_named(r) for r in rows]


def _narrowed(
    query: Select[*tuple[Any, ...]],
    *,
    product: str | None = None,
    producer: str | None = None,
    place: str | None = None,
    lot: str | None = None,
) -> Select[*tuple[Any, ...]]:
    """The stock of what is named."""
    for column, value in (
        (StockLevel.product_code, product),
        (Lot.producer_code, producer),
        (StockLevel.place_code, place),
        (StockLevel.lot, lot),
    ):
        if value is not None:
            query = query.where(column == value)
    return query


def empty_lot(code: str, place: str) -> NamedStockRow | None:
    """A lot as a stock row of a place where nothing of it lies; None for an unknown lot."""
    r = fetch_one(
        select(
            Lot.code.label("lot"),
            literal(place).label("place_code"),
            literal(0).label("on_hand"),
            literal(0).label("set_aside"),
            Lot.product_code,
            Lot.producer_code,
            Lot.best_before,
            Lot.recalled_at,
            *_NAMES,
            Product.photo,
        )
        .join(Product, Product.code == Lot.product_code)
        .join(Producer, Producer.code == Lot.producer_code)
        .where(Lot.code == code)
    )
    return _named(r) if r else None


def _named(r: Row) -> NamedStockRow:
    return NamedStockRow(
        producer=r["producer_code"],
        product=r["product_code"],
        lot=r["lot"],
        place=r["place_code"],
        on_hand=r["on_hand"],
        set_aside=r["set_aside"],
        best_before=r["best_before"],
        recalled=r["recalled_at"] is not None,
        name=r["name"],
        unit=r["unit"],
        price_vnd=r["price_vnd"],
        producer_name=r["producer_name"],
        photo=r["photo"],
    )


def movements(
    *,
    lot: str | None = None,
    product: str | None = None,
    producer: str | None = None,
    first: date | None = None,
    last: date | None = None,
    after: int | None = None,
    limit: int = 100,
    newest_first: bool = False,
) -> list[tuple[int, MovementResult]]:
    """Movements with their cursors, oldest posting first or newest first; the days are those of `moved_at`."""
    query = select(Movement.__table__).order_by(Movement.id.desc() if newest_first else Movement.id).limit(limit)
    if producer is not None:
        query = query.join(Lot, Lot.code == Movement.lot).where(Lot.producer_code == producer)
    if lot is not None:
        query = query.where(Movement.lot == lot)
    if product is not None:
        query = query.where(Movement.product_code == product)
    if first is not None:
        query = query.where(Movement.moved_at >= clock.midnight(first))
    if last is not None:
        query = query.where(Movement.moved_at < clock.day_bounds(last, last)[1])
    if after is not None:
        query = query.where(Movement.id > after)
    return [(r["id"], _movement(r)) for r in fetch_all(query)]


def _movement(r: Row) -> MovementResult:
    return MovementResult(
        uid=r["uid"],
        at=r["moved_at"],
        posted_at=r["posted_at"],
        kind=MovementKind(r["kind"]),
        product=r["product_code"],
        lot=r["lot"],
        quantity=r["quantity"],
        from_=r["from_place"] or _outside(r),
        to=r["to_place"] or _outside(r),
        cause=LossCause(r["cause"]) if r["cause"] else None,
        document=f"{r['source_kind']}/{r['source_uid']}",
        reverses=r["reverses"],
    )


def as_seen_by(actor: Actor, movement: MovementResult) -> MovementResult:
    """A movement as this person may see it: which sale it was is not the producer's business, its id opens the receipt."""
    if actor.producer is None:
        return movement
    return replace(movement, document=book.hide_sale(movement.document))


_OUTSIDE = {
    MovementKind.RECEIVED: Outside.PRODUCER,
    MovementKind.RETURNED: Outside.PRODUCER,
    MovementKind.SOLD: Outside.CUSTOMER,
    MovementKind.REFUNDED: Outside.CUSTOMER,
    MovementKind.LOST: Outside.LOSS,
}


def _outside(movement: Row) -> str:
    """The end of a movement that is no place. A count's is a surplus or a shortage, the same for its reversal."""
    is_surplus = (movement["from_place"] is None) == (movement["reverses"] is None)
    return _OUTSIDE.get(movement["kind"], Outside.FOUND if is_surplus else Outside.LOSS)


def lot(code: str, producer: str | None = None) -> LotResult:
    """A lot with where it lies. Raises NotFound, also when it is not this producer's."""
    r = fetch_one(
        select(Lot.__table__, Product.name, Product.unit, FIRST_GTIN)
        .join(Product, Product.code == Lot.product_code)
        .where(Lot.code == code)
    )
    if r is None or (producer is not None and r["producer_code"] != producer):
        raise NotFound(N_("Không có lô này."))
    return LotResult(
        lot=code,
        product=r["product_code"],
        name=r["name"],
        unit=r["unit"],
        producer=r["producer_code"],
        made_on=r["made_on"],
        best_before=r["best_before"],
        delivered_on=r["delivered_on"],
        delivered=r["delivered"],
        lost=r["lost"],
        recalled=r["recalled_at"] is not None,
        recall_reason=r["recall_reason"],
        places=[
            LotPlace(place=level["place_code"], on_hand=level["on_hand"], set_aside=level["set_aside"])
            for level in fetch_all(_LIES_AT, {"lot": code})
        ],
        link=lot_link(code, r["gtin"]),
        member=members_of([code]).get(code),
    )


_LIES_AT = (
    select(StockLevel.place_code, StockLevel.on_hand, StockLevel.set_aside)
    .where(StockLevel.lot == bindparam("lot"), StockLevel.on_hand > 0)
    .order_by(StockLevel.place_code)
)


def places_of_lots(codes: Collection[str]) -> dict[str, int]:
    """How many decimals the quantities of these lots have."""
    query = select(Lot.code, Product.places).join(Product, Product.code == Lot.product_code).where(Lot.code.in_(codes))
    return {r["code"]: r["places"] for r in fetch_all(query)}


def producers_of_lots(codes: Collection[str]) -> dict[str, str]:
    """Whose these lots are."""
    return {r["code"]: r["producer_code"] for r in fetch_all(select(Lot.code, Lot.producer_code).where(Lot.code.in_(codes)))}


def expiring(until: date, producer: str | None = None) -> list[ExpiringLot]:
    """Lots with goods whose date is on or before a day, the oldest first."""
    columns = (Lot.code, Lot.product_code, Lot.producer_code, Lot.best_before, *_NAMES)
    query = (
        select(*columns, func.sum(StockLevel.on_hand).label("on_hand"))
        .join(StockLevel, StockLevel.lot == Lot.code)
        .join(Product, Product.code == Lot.product_code)
        .join(Producer, Producer.code == Lot.producer_code)
        .where(StockLevel.on_hand > 0, Lot.best_before.is_not(None), Lot.best_before <= until)
        .group_by(Lot.code, Lot.product_code, Lot.producer_code, Lot.best_before)
        .group_by(Product.name, Product.unit, Product.price_vnd, Producer.name)
        .order_by(Lot.best_before, Lot.code)
    )
    if producer is not None:
        query = query.where(Lot.producer_code == producer)
    return [
        ExpiringLot(
            lot=r["code"],
            product=r["product_code"],
            name=r["name"],
            unit=r["unit"],
            producer=r["producer_code"],
            producer_name=r["producer_name"],
            best_before=r["best_before"],
            on_hand=Milli(int(r["on_hand"])),
            price_vnd=r["price_vnd"],
        )
        for r in fetch_all(query)
    ]
