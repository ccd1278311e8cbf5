"""Recalls as they stand: what came of each lot, what became of it, and what is left where. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, case, func, select, tuple_

from core.db import Row, fetch_all, fetch_one
from core.db.numbering import parse
from core.errors import NotFound
from core.i18n import N_
from core.quantity import ZERO, Milli
from inventory.choices import MovementKind
from inventory.models import Lot, Movement, StockLevel
from inventory.recalls.models import Recall, RecalledLot
from inventory.recalls.results import RecalledGoods, RecallResult
from inventory.results import LotPlace
from suppliers.choices import LossCause
from suppliers.models import Producer, Product

_SIGNED = case((Movement.from_place.is_(None), Movement.quantity), (Movement.to_place.is_(None), -Movement.quantity), else_=0)


PREFIX = "BBTH-"


def number_of(year: int, sequence: int) -> str:
    """The printed number of a recall: `BBTH-2026-0001`."""
    return f"{PREFIX}{year}-{sequence:04d}"


def get(uid: str) -> RecallResult:
    """A recall. Raises NotFound."""
    found = _results(fetch_all(select(Recall.__table__).where(Recall.uid == uid)))
    if not found:
        raise NotFound(N_("Không có lần thu hồi này."))
    return found[0]


def of_lot(lot: str) -> str | None:
    """The recall that stopped a lot, None while it is sold."""
    row = fetch_one(select(RecalledLot.recall_uid).where(RecalledLot.lot == lot))
    return row["recall_uid"] if row else None


def list_recalls(after: str | None = None, limit: int = 100, *, newest_first: bool = False) -> list[RecallResult]:
    """Recalls in the order of their numbers, or the newest first; `after` is `2026-0001` of the last one that was read."""
    place = (Recall.year, Recall.sequence)
    query = select(Recall.__table__).limit(limit)
    query = query.order_by(*(column.desc() for column in place) if newest_first else place)
    if after is not None:
        last = parse(after)
        query = query.where(tuple_(*place) < last if newest_first else tuple_(*place) > last)
    return _results(fetch_all(query))


def with_goods_left() -> list[RecallResult]:
    """The recalls of which goods still lie here, the newest first."""
    here = select(RecalledLot.recall_uid).join(StockLevel, StockLevel.lot == RecalledLot.lot).where(StockLevel.on_hand > 0)
    query = select(Recall.__table__).where(Recall.uid.in_(here)).order_by(Recall.year.desc(), Recall.sequence.desc())
    return _results(fetch_all(query))


def _results(rows: Sequence[Row]) -> list[RecallResult]:
    uids = [r["uid"] for r in rows]
    of_recall: dict[str | None, list[RecalledGoods]] = defaultdict(list)
    for recall_uid, goods in _goods(uids):
        of_recall[recall_uid].append(goods)
    return [
        RecallResult(
            uid=r["uid"],
            number=number_of(r["year"], r["sequence"]),
            reason=r["reason"],
            at=r["recorded_at"],
            by=r["recorded_by"],
            product=r["product_code"],
            delivery=r["delivery_uid"],
            lots=of_recall[r["uid"]],
            cleared=not any(goods.left for goods in of_recall[r["uid"]]),
        )
        for r in rows
    ]


def goods_of(lots: Collection[str]) -> list[RecalledGoods]:
    """Lots as their recall would tell of them."""
    return [goods for _recall, goods in _described(Lot.code.in_(lots))] if lots else []


def _goods(recalls: Collection[str]) -> list[tuple[str | None, RecalledGoods]]:
    """The lots of recalls."""
    return _described(RecalledLot.recall_uid.in_(recalls)) if recalls else []


def _described(chosen: ColumnElement[bool]) -> list[tuple[str | None, RecalledGoods]]:
    """Lots with their recall and what became of them, by name and code."""
    query = (
        select(
            RecalledLot.recall_uid,
            Lot.code,
            Lot.product_code,
            Lot.producer_code,
            Lot.best_before,
            Product.name,
            Product.unit,
            Producer.name.label("producer_name"),
        )
        .select_from(Lot)
        .outerjoin(RecalledLot, RecalledLot.lot == Lot.code)
        .join(Product, Product.code == Lot.product_code)
        .join(Producer, Producer.code == Lot.producer_code)
        .where(chosen)
        .order_by(Product.name_folded, Lot.code)
    )
    rows = fetch_all(query)
    lots = [r["code"] for r in rows]
    moved, places = _moved(lots), _places(lots)
    return [
        (
            r["recall_uid"],
            RecalledGoods(
                lot=r["code"],
                product=r["product_code"],
                name=r["name"],
                unit=r["unit"],
                producer=r["producer_code"],
                producer_name=r["producer_name"],
                best_before=r["best_before"],
                came=moved[r["code"]].came,
                sold=moved[r["code"]].sold,
                given_back=moved[r["code"]].given_back,
                destroyed=moved[r["code"]].destroyed,
                lost=moved[r["code"]].lost,
                places=places[r["code"]],
            ),
        )
        for r in rows
    ]


class _Moved:
    """What moved of a lot, signed as the shelf sees it, by what the pages call it."""

    def __init__(self) -> None:
        self.came = self.sold = self.given_back = self.destroyed = self.lost = ZERO

    def add(self, kind: MovementKind, cause: str | None, signed: int) -> None:
        """Adds the movements of a kind and cause."""
        if kind is MovementKind.RECEIVED or (kind is MovementKind.COUNT and signed > 0):
            self.came = Milli(self.came + signed)
        elif kind in {MovementKind.SOLD, MovementKind.REFUNDED}:
            self.sold = Milli(self.sold - signed)
        elif kind is MovementKind.RETURNED:
            self.given_back = Milli(self.given_back - signed)
        elif kind is MovementKind.LOST and cause == LossCause.RECALL:
            self.destroyed = Milli(self.destroyed - signed)
        else:
            self.lost = Milli(self.lost - signed)


def _moved(lots: Collection[str]) -> dict[str, _Moved]:
    query = select(Movement.lot, Movement.kind, Movement.cause, func.sum(_SIGNED).label("signed"))
    query = query.where(Movement.lot.in_(lots)).group_by(Movement.lot, Movement.kind, Movement.cause)
    moved: dict[str, _Moved] = defaultdict(_Moved)
    for r in fetch_all(query) if lots else []:
        moved[r["lot"]].add(MovementKind(r["kind"]), r["cause"], int(r["signed"]))
    return moved


def _places(lots: Collection[str]) -> dict[str, list[LotPlace]]:
    query = select(StockLevel.__table__).where(StockLevel.lot.in_(lots), StockLevel.on_hand > 0)
    places: dict[str, list[LotPlace]] = defaultdict(list)
    for r in fetch_all(query.order_by(StockLevel.place_code)) if lots else []:
        places[r["lot"]].append(LotPlace(place=r["place_code"], on_hand=r["on_hand"], set_aside=r["set_aside"]))
    return places
