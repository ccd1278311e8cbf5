"""Reading what was sold beyond the book. Read-only."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource, OversoldChoice, OversoldState
from inventory.models import CountLine, GoodsReversal, Lot, Movement
from inventory.oversold.models import OversoldDecision
from inventory.oversold.results import OversoldGoods
from suppliers.models import Product

_FOUND = and_(
    Movement.kind == MovementKind.COUNT,
    Movement.source_kind == MovementSource.SALE,
    Movement.to_place.is_not(None),
    Movement.reverses.is_(None),
)
_taken_back = exists().where(GoodsReversal.kind == GoodsDocumentKind.COUNT, GoodsReversal.document_uid == CountLine.count_uid)
_COUNTED: ColumnElement[bool] = exists().where(
    CountLine.place_code == Movement.to_place,
    CountLine.lot == Movement.lot,
    CountLine.counted_at >= Movement.moved_at,
    ~_taken_back,
)
"""The lot was counted there after the sale, and that count stands."""
_DECISION = and_(
    OversoldDecision.movement_uid == Movement.uid,
    ~exists().where(
        GoodsReversal.kind == GoodsDocumentKind.DELIVERY, GoodsReversal.document_uid == OversoldDecision.delivery_uid
    ),
)
"""The decision stands."""
_OVERSOLD = (
    select(
        Movement.id,
        Movement.uid,
        Movement.moved_at,
        Movement.to_place,
        Movement.lot,
        Movement.product_code,
        Movement.quantity,
        Movement.source_uid,
        Lot.producer_code,
        Product.name,
        Product.unit,
        Product.price_vnd,
        _COUNTED.label("is_counted"),
        OversoldDecision.choice,
        OversoldDecision.delivery_uid,
        OversoldDecision.note,
        OversoldDecision.recorded_at,
        OversoldDecision.recorded_by,
    )
    .join(Lot, Lot.code == Movement.lot)
    .join(Product, Product.code == Movement.product_code)
    .outerjoin(OversoldDecision, _DECISION)
    .where(_FOUND)
)


def list_oversold(
    *,
    state: OversoldState | None = None,
    place: str | None = None,
    product: str | None = None,
    producer: str | None = None,
    after: int | None = None,
    limit: int = 100,
) -> list[tuple[int, OversoldGoods]]:
    """What sales found, in the order of posting, each with its cursor."""
    query = _OVERSOLD.order_by(Movement.id).limit(limit)
    settled = or_(OversoldDecision.uid.is_not(None), _COUNTED)
    if state is not None:
        query = query.where(~settled if state is OversoldState.OPEN else settled)
    for column, value in ((Movement.to_place, place), (Movement.product_code, product), (Lot.producer_code, producer)):
        if value is not None:
            query = query.where(column == value)
    if after is not None:
        query = query.where(Movement.id > after)
    return [(r["id"], _result(r)) for r in fetch_all(query)]


def open_count() -> int:
    """How many wait for a decision."""
    query = select(func.count().label("n")).select_from(Movement).outerjoin(OversoldDecision, _DECISION)
    found = fetch_one(query.where(_FOUND, OversoldDecision.uid.is_(None), ~_COUNTED))
    return int(found["n"]) if found else 0


def get_oversold(uid: str) -> OversoldGoods:
    """What one movement found. Raises NotFound."""
    found = fetch_one(_OVERSOLD.where(Movement.uid == uid))
    if found is None:
        raise NotFound(N_("Không có lần bán quá sổ này."))
    return _result(found)


def _result(r: Row) -> OversoldGoods:
    state = OversoldState.OPEN
    if r["choice"] is not None:
        state = OversoldState.DECIDED
    elif r["is_counted"]:
        state = OversoldState.COUNTED
    return OversoldGoods(
        uid=r["uid"],
        at=r["moved_at"],
        place=r["to_place"],
        producer=r["producer_code"],
        product=r["product_code"],
        name=r["name"],
        unit=r["unit"],
        lot=r["lot"],
        quantity=r["quantity"],
        price_vnd=r["price_vnd"],
        sale=r["source_uid"],
        state=state,
        choice=OversoldChoice(r["choice"]) if r["choice"] else None,
        delivery=r["delivery_uid"],
        note=r["note"],
        decided_at=r["recorded_at"],
        decided_by=r["recorded_by"],
    )
