"""The ledger of goods: every movement has a from and a to, and the shelf follows in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, Executable, bindparam, func, select, update

from core import clock
from core.db import Prepared, advisory_lock, execute, fetch_all, fetch_one, on_postgresql, prepared_insert
from core.errors import DomainError
from core.i18n import N_
from core.quantity import Milli
from core.values.uid import new_uid
from inventory.allocation import Stocked
from inventory.choices import MovementKind, MovementSource
from inventory.models import Lot, Movement, StockLevel
from suppliers.book import POSTING
from suppliers.choices import LossCause


@dataclass(frozen=True, slots=True)
class StockMovement:
    """A movement to post. `source_kind` and `source_uid` name its document; `moved_at` defaults to the posting."""

    kind: MovementKind
    product: str
    lot: str
    quantity: Milli
    source_kind: MovementSource
    source_uid: str
    from_place: str | None = None
    to_place: str | None = None
    cause: LossCause | None = None
    moved_at: datetime | None = None
    reverses: str | None = None
    """The uid of the movement it takes back."""


_MOVE = prepared_insert(Movement)


def post(movements: list[StockMovement], at: datetime | None = None) -> None:
    """Posts movements and changes the shelves. Raises `out_of_stock` when a shelf would go below nothing."""
    at = at or clock.now()
    post_each([(movement, at) for movement in movements])


def post_each(movements: Sequence[tuple[StockMovement, datetime]]) -> None:
    """Posts movements, each at its own moment of posting, in their order. Raises what `post` does."""
    changes: dict[tuple[str, str], int] = defaultdict(int)
    products = {movement.lot: movement.product for movement, _at in movements}
    for movement, _at in movements:
        if movement.from_place:
            changes[movement.from_place, movement.lot] -= movement.quantity
        if movement.to_place:
            changes[movement.to_place, movement.lot] += movement.quantity
    _shelve({key: change for key, change in changes.items() if change}, products)
    advisory_lock(POSTING)
    execute(_MOVE, [_as_row(movement, at) for movement, at in movements])


def _as_row(movement: StockMovement, at: datetime) -> dict[str, object]:
    """A movement as the columns of its row."""
    return {
        "uid": new_uid(),
        "kind": movement.kind,
        "product_code": movement.product,
        "lot": movement.lot,
        "quantity": movement.quantity,
        "from_place": movement.from_place,
        "to_place": movement.to_place,
        "cause": movement.cause,
        "moved_at": min(movement.moved_at, at) if movement.moved_at else at,
        "posted_at": at,
        "source_kind": movement.source_kind,
        "source_uid": movement.source_uid,
        "reverses": movement.reverses,
    }


_CHANGE = Prepared(
    update(StockLevel.__table__)  # type: ignore[arg-type]
    .where(
        StockLevel.place_code == bindparam("at_place"),
        StockLevel.lot == bindparam("of_lot"),
        StockLevel.on_hand + bindparam("change") >= StockLevel.set_aside,
    )
    .values(on_hand=StockLevel.on_hand + bindparam("change"))
)


def _shelve(changes: Mapping[tuple[str, str], int], products: Mapping[str, str]) -> None:
    """Changes shelves in one fixed order, each in one guarded statement: two tills may want the last jar."""
    ordered = sorted(changes.items())
    taking = [_change(place, lot, change) for (place, lot), change in ordered if change < 0]
    adding = [_change(place, lot, change) for (place, lot), change in ordered if change > 0]
    missing: list[dict[str, object]] = [
        {"place_code": place, "lot": lot, "product_code": products[lot], "on_hand": 0, "set_aside": 0}
        for (place, lot), change in ordered
        if change > 0
    ]
    if missing:
        execute(_insert_missing(), missing)
    # executemany counts the rows of all its statements together; a guard that passed everywhere changes them all.
    if execute(_CHANGE, taking + adding) != len(ordered):
        raise DomainError("out_of_stock", N_("Số tồn kho không đủ."))


def _change(place: str, lot: str, change: int) -> dict[str, object]:
    """The parameters of `_CHANGE`."""
    return {"at_place": place, "of_lot": lot, "change": change}


_SET_ASIDE = (
    update(StockLevel.__table__)  # type: ignore[arg-type]
    .where(
        StockLevel.place_code == bindparam("at_place"),
        StockLevel.lot == bindparam("of_lot"),
        StockLevel.set_aside + bindparam("change") >= 0,
        StockLevel.set_aside + bindparam("change") <= StockLevel.on_hand,
    )
    .values(set_aside=StockLevel.set_aside + bindparam("change"))
)


def set_aside(place: str, goods: Iterable[tuple[str, Milli]]) -> None:
    """Sets goods aside, or (below zero) no longer; lots in one fixed order. Raises `out_of_stock` where too little is free."""
    changes: dict[str, int] = defaultdict(int)
    for lot, quantity in goods:
        changes[lot] += quantity
    ordered = [_change(place, lot, change) for lot, change in sorted(changes.items())]
    if execute(_SET_ASIDE, ordered) != len(ordered):
        raise DomainError("out_of_stock", N_("Số tồn kho không đủ."))


def _insert_missing() -> Executable:
    if on_postgresql():
        from sqlalchemy.dialects.postgresql import insert as insert_pg

        return insert_pg(StockLevel).on_conflict_do_nothing()
    from sqlalchemy.dialects.sqlite import insert as insert_lite

    return insert_lite(StockLevel).on_conflict_do_nothing()


_OF_PRODUCTS = StockLevel.product_code.in_(bindparam("products", expanding=True))
_NAMED_LOTS: BindParameter[str] = bindparam("lots", expanding=True)
_LOCK = (
    select(StockLevel.lot)
    .where(
        StockLevel.place_code == bindparam("place"),
        (_OF_PRODUCTS & (StockLevel.on_hand > 0)) | StockLevel.lot.in_(_NAMED_LOTS),
    )
    .order_by(StockLevel.lot)
    .with_for_update()
)
_LOT = (Lot.id, Lot.code, Lot.product_code, Lot.best_before, Lot.delivered_on, Lot.recalled_at)
_HERE = StockLevel.place_code == bindparam("place")
# Two statements: a database that looks for one or the other in one reads several times as long.
_STOCKED = Prepared(
    select(*_LOT, StockLevel.on_hand, StockLevel.set_aside)
    .join(StockLevel, (StockLevel.lot == Lot.code) & _HERE)
    .where(_OF_PRODUCTS, StockLevel.on_hand > 0)
)
_NAMED = Prepared(
    select(
        *_LOT,
        func.coalesce(StockLevel.on_hand, 0).label("on_hand"),
        func.coalesce(StockLevel.set_aside, 0).label("set_aside"),
    )
    .outerjoin(StockLevel, (StockLevel.lot == Lot.code) & _HERE)
    .where(Lot.code.in_(_NAMED_LOTS))
)


def stocked(place: str, products: Collection[str] = (), lots: Collection[str] = (), *, lock: bool = True) -> list[Stocked]:
    """The lots of these products with goods at a place, and the named lots even without, by code; locked on PostgreSQL.

    Locking in one order (product, lot) lets two sales of the same goods queue instead of deadlocking. Who only reads locks
    nothing.
    """
    if lock and on_postgresql() and (products or lots):
        fetch_all(_LOCK, {"place": place, "products": sorted(products), "lots": sorted(lots)})
    rows = [
        *(fetch_all(_STOCKED, {"place": place, "products": sorted(products)}) if products else ()),
        *(fetch_all(_NAMED, {"place": place, "lots": sorted(lots)}) if lots else ()),
    ]
    by_code = {
        r["code"]: Stocked(
            r["code"],
            r["product_code"],
            r["on_hand"],
            r["best_before"],
            r["delivered_on"],
            r["id"],
            r["recalled_at"] is not None,
            r["set_aside"],
        )
        for r in rows
    }
    return [by_code[code] for code in sorted(by_code)]


CLOCK_STEP = timedelta(minutes=1)
"""A clock set back by more than this is known by the order of postings; less may be one act that waited for another."""


def moved_since(place: str, moments: Mapping[str, datetime], now: datetime) -> dict[str, Milli]:
    """By lot, how much came to a place, less what left it, after the lot's moment; lots of which nothing moved are left out.

    The order of postings decides where the clock was set back. What was posted before another posting of that moment had
    happened by then, and so had what bears a time to come.
    """
    m = Movement.__table__.c
    here = (m.from_place == place) | (m.to_place == place)
    query = select(m.id, m.lot, m.moved_at, m.to_place, m.quantity).where(
        m.lot.in_(sorted(moments)), m.moved_at > min(moments.values(), default=now), m.posted_at <= now, here
    )
    changes: dict[str, int] = defaultdict(int)
    last_earlier: dict[datetime, int] = {}
    for r in fetch_all(query):
        moment = moments[r["lot"]]
        if r["moved_at"] <= moment:
            continue
        if moment not in last_earlier:
            earlier = fetch_one(select(m.id).where(m.posted_at <= moment - CLOCK_STEP).order_by(m.id.desc()).limit(1))
            last_earlier[moment] = earlier["id"] if earlier else 0
        if r["id"] > last_earlier[moment]:
            changes[r["lot"]] += r["quantity"] if r["to_place"] == place else -r["quantity"]
    return {lot: Milli(change) for lot, change in changes.items()}


def stock_levels_by_movements() -> dict[tuple[str, str], Milli]:
    """Every shelf recomputed from the movements alone: (place, lot) to quantity, zeros left out."""
    m = Movement.__table__.c
    levels: dict[tuple[str, str], int] = defaultdict(int)
    for r in fetch_all(
        select(m.from_place, m.to_place, m.lot, func.sum(m.quantity).label("quantity")).group_by(m.from_place, m.to_place, m.lot)
    ):
        if r["from_place"]:
            levels[r["from_place"], r["lot"]] -= int(r["quantity"])
        if r["to_place"]:
            levels[r["to_place"], r["lot"]] += int(r["quantity"])
    return {key: Milli(quantity) for key, quantity in levels.items() if quantity}


def expired_before(lots: Iterable[Stocked], day: date) -> Milli:
    """How much lies there that may no longer be sold because of its date."""
    return Milli(sum(lot.free for lot in lots if lot.expired(day) and not lot.recalled))
