"""What the goods' verbs share: the record of a document, and the checks that its lines name what exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, insert, select

from core import clock
from core.audit_actions import APPROVED
from core.db import audit, execute, fetch_all, fetch_one, numbering, on_postgresql
from core.errors import DomainError, FieldError, Invalid
from core.i18n import N_, gettext
from core.machine import clock_check
from core.money import Vnd
from core.people.actor import Actor
from core.people.approvals import Approval
from core.quantity import Milli
from core.text.formats import qty
from core.values.field_types import Qty
from inventory import stock_ledger
from inventory.choices import GoodsDocumentKind
from inventory.models import GoodsDocument, Lot, Place
from suppliers.models import Producer, Product

Document = TypeVar("Document")
Result = TypeVar("Result")
MOST_NAMED = 10
"""Goods named in a refusal. It travels in the session's cookie, and browsers drop one above 4 KB."""


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
    approval: Approval | None = None,
) -> None:
    """Writes a goods document under the next number of its year; its day is that of `now` unless it has its own.

    Call it after the movements are posted: from there on, one act at a time gets a number and its place in the order.
    """
    clock_check.require()
    day = day or clock.day_of(now)
    approved_by = approval.by if approval else None
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
            "approved_by": approved_by,
        },
    )
    if approved_by:
        audit.note(actor, APPROVED, uid, now, by=approved_by)


def without_approval(
    verb: Callable[[str, Document, Actor], Result],
) -> Callable[[str, Document, Approval, Actor], Result]:
    """A verb that nobody has to approve, called like one that a manager may have to."""
    return lambda uid, document, _approval, actor: verb(uid, document, actor)


def require_place(code: str, field: str = "place") -> None:
    """Raises Invalid for an unknown place."""
    if fetch_one(select(Place.code).where(Place.code == code)) is None:
        raise Invalid((field, N_("Không có nơi để hàng này.")))


def require_producer(code: str) -> None:
    """Raises Invalid for an unknown producer."""
    if fetch_one(select(Producer.code).where(Producer.code == code)) is None:
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRecord:
    """What the goods' verbs need to know of a product; `places` is how many decimals its quantities have."""

    code: str
    name: str
    producer: str
    places: int
    product_set: int | None
    shelf_life_days: int | None
    needs_best_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRecord:
    """What the goods' verbs need to know of a lot and its product; `price_vnd` is today's price of a unit."""

    code: str
    product: str
    producer: str
    delivered: Milli
    best_before: date | None
    name: str
    unit: str
    places: int
    price_vnd: Vnd
    product_set: int | None
    vat: str


def products_of(codes: Iterable[str], *, lock: bool = False) -> dict[str, ProductRecord]:
    """Products by code; with `lock` nobody else changes them until this transaction ends."""
    query = select(Product.__table__).where(Product.code.in_(sorted(set(codes))))
    return {
        r["code"]: ProductRecord(
            code=r["code"],
            name=r["name"],
            producer=r["producer_code"],
            places=r["places"],
            product_set=r["product_set"],
            shelf_life_days=r["shelf_life_days"],
            needs_best_before=r["needs_best_before"],
        )
        for r in fetch_all(_locked(query, Product) if lock else query)
    }


def _locked(query: Select[*tuple[Any, ...]], table: type[Product | Lot]) -> Select[*tuple[Any, ...]]:
    """Locks the rows of a table on PostgreSQL, in one order for all: two acts queue instead of deadlocking.

    Rows that merely point at them may come meanwhile.
    """
    if not on_postgresql():
        return query
    return query.order_by(table.code.collate("C")).with_for_update(of=table, key_share=True)


def lots_of(codes: Iterable[str], *, lock: bool = True) -> dict[str, LotRecord]:
    """Lots by code, with `lock` locked until this transaction ends."""
    query = (
        select(
            Lot.code,
            Lot.product_code,
            Lot.producer_code,
            Lot.delivered,
            Lot.best_before,
            Product.name,
            Product.unit,
            Product.places,
            Product.price_vnd,
            Product.product_set,
            Product.vat,
        )
        .join(Product, Product.code == Lot.product_code)
        .where(Lot.code.in_(sorted(set(codes))))
    )
    return {
        r["code"]: LotRecord(
            code=r["code"],
            product=r["product_code"],
            producer=r["producer_code"],
            delivered=r["delivered"],
            best_before=r["best_before"],
            name=r["name"],
            unit=r["unit"],
            places=r["places"],
            price_vnd=r["price_vnd"],
            product_set=r["product_set"],
            vat=r["vat"],
        )
        for r in fetch_all(_locked(query, Lot) if lock else query)
    }


def require_lots(
    lines: Iterable[tuple[str, Qty]], field: str = "quantity", producer: str | None = None, *, lock: bool = True
) -> dict[str, LotRecord]:
    """The lots that lines of a lot and a quantity name. `field` is the quantity's; who only reads locks nothing.

    Raises Invalid naming each unknown or foreign lot and each quantity with too many places.
    """
    lines = list(lines)
    lots = lots_of((lot for lot, _quantity in lines), lock=lock)
    errors: list[FieldError] = []
    for i, (code, quantity) in enumerate(lines):
        lot = lots.get(code)
        if lot is None or producer not in {None, lot.producer}:
            errors.append((f"lines.{i}.lot", N_("Không có lô này.")))
        else:
            errors += decimal_places_errors(f"lines.{i}.{field}", quantity, lot.places)
    if errors:
        raise Invalid(*errors)
    return lots


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that asks for more than is free; `line` counts from 0, `set_aside` is here, but waits for its producer."""

    line: int
    lot: LotRecord
    free: Milli
    set_aside: Milli

    @property
    def message(self) -> str:
        """What is there, in the reader's language."""
        values = {"free": qty(self.free), "unit": self.lot.unit, "aside": qty(self.set_aside)}
        if self.set_aside:
            return gettext("Ở đây chỉ còn %(free)s %(unit)s, và %(aside)s %(unit)s đang để riêng.", **values)
        return gettext("Ở đây chỉ còn %(free)s %(unit)s.", **values) if self.free else gettext("Lô này ở đây đã hết.")

    @property
    def named(self) -> str:
        """What is there of which goods."""
        return gettext("%(name)s còn %(free)s %(unit)s", name=self.lot.name, free=qty(self.free), unit=self.lot.unit)


class OutOfStock(DomainError):
    """Lines ask for more than is free at their place; names each with its goods."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__("out_of_stock", N_("Số tồn kho không đủ: %(goods)s."), goods="")
        self.shortages = shortages
        named = list(dict.fromkeys(shortage.named for shortage in shortages))
        self.values = {"goods": ", ".join(named[:MOST_NAMED] + ["…"] * (len(named) > MOST_NAMED))}

    @property
    def errors(self) -> list[dict[str, str]]:
        """`[{"field", "message"}]` in the reader's language."""
        return [{"field": f"lines.{each.line}.quantity", "message": each.message} for each in self.shortages]


def shortages_at(
    place: str, goods: Sequence[tuple[str, Milli]], lots: Mapping[str, LotRecord], *, lock: bool = True
) -> list[Shortage]:
    """The lines (a lot and a quantity each) that ask for more than is free at a place, counting those before them."""
    here = {lot.lot: lot for lot in stock_ledger.stocked(place, lots={lot for lot, _quantity in goods}, lock=lock)}
    left = {code: int(lot.free) for code, lot in here.items()}
    shortages = []
    for line, (code, quantity) in enumerate(goods):
        left[code] -= quantity
        if left[code] < 0:
            shortages.append(Shortage(line, lots[code], here[code].free, here[code].set_aside))
    return shortages


def require_free(place: str, goods: Sequence[tuple[str, Milli]], lots: Mapping[str, LotRecord]) -> None:
    """Raises OutOfStock naming each line that asks for more than is free at a place; what lies there is locked."""
    if shortages := shortages_at(place, goods, lots):
        raise OutOfStock(shortages)


def decimal_places_errors(field: str, quantity: Qty, places: int) -> list[FieldError]:
    """A message when a quantity was written with more decimal places than the product has."""
    if quantity.places > places:
        if places == 0:
            return [(field, N_("Sản phẩm này bán theo số nguyên, không có số lẻ."))]
        return [(field, N_("Sản phẩm này chỉ có %(places)s số lẻ."), {"places": places})]
    return []
