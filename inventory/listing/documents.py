"""Lists of goods documents in the order of posting. Read-only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from core.db import fetch_all
from core.quantity import Milli
from inventory import document_queries
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.counting import posted
from inventory.models import DeliveryLine, GoodsDocument, GoodsReversal, Lot, Movement, SetAsideEnd, SetAsideLine
from inventory.results import GoodsDocumentResult

_NUMBER = re.compile(r"(?:([A-Z]{2})-?)?(?:(\d{4})-)?(\d{1,9})", re.ASCII)
"""`PN-2026-0231` and what people type of it: `PN-231`, `2026-231`, `231`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which documents are listed; what is None does not matter.

    `first` and `last` are days of the documents, `by` is who recorded them. `number` may be a part of one: its last figures with
    or without the letters and the year. `state` is that of returns.
    """

    kind: GoodsDocumentKind | None = None
    first: date | None = None
    last: date | None = None
    producer: str | None = None
    place: str | None = None
    by: str | None = None
    number: str | None = None
    state: ReturnState | None = None


def list_documents(
    wanted: Wanted, *, after: int | None = None, limit: int = 100, newest_first: bool = False
) -> list[tuple[int, GoodsDocumentResult]]:
    """The documents in the order of posting, each with its cursor."""
    d = GoodsDocument
    query = document_queries.DOCUMENTS.limit(limit).order_by(d.id.desc() if newest_first else d.id)
    conditions: list[ColumnElement[bool] | None] = [
        d.kind == wanted.kind if wanted.kind else None,
        d.day >= wanted.first if wanted.first else None,
        d.day <= wanted.last if wanted.last else None,
        or_(d.place_code == wanted.place, d.to_place_code == wanted.place) if wanted.place is not None else None,
        _is_about(wanted.producer) if wanted.producer is not None else None,
        d.recorded_by == wanted.by if wanted.by is not None else None,
        _has_number(wanted.number) if wanted.number is not None else None,
        _stands(wanted.state) if wanted.state else None,
        (d.id < after if newest_first else d.id > after) if after is not None else None,
    ]
    rows = fetch_all(query.where(*(condition for condition in conditions if condition is not None)))
    return list(zip((r["id"] for r in rows), document_queries.read(rows), strict=True))


def recorders() -> list[str]:
    """Who has recorded goods documents, by username."""
    query = select(GoodsDocument.recorded_by).distinct().order_by(GoodsDocument.recorded_by)
    return [r["recorded_by"] for r in fetch_all(query)]


def _is_about(producer: str) -> ColumnElement[bool]:
    """The condition that a document names goods of a producer."""
    moved = exists().where(
        Movement.source_kind == GoodsDocument.kind,
        Movement.source_uid == GoodsDocument.uid,
        Lot.code == Movement.lot,
        Lot.producer_code == producer,
    )
    return or_(
        GoodsDocument.producer_code == producer,
        and_(GoodsDocument.kind == GoodsDocumentKind.COUNT, posted.names_goods_of(producer)),
        and_(GoodsDocument.kind.in_((GoodsDocumentKind.LOSS, GoodsDocumentKind.TRANSFER)), moved),
    )


def _has_number(typed: str) -> ColumnElement[bool]:
    """The condition that a document's number is, or ends like, what was typed."""
    match = _NUMBER.fullmatch(typed.strip().upper())
    if match is None:
        return false()
    letters, year, sequence = match.groups()
    conditions = [GoodsDocument.sequence == int(sequence)]
    if letters:
        conditions.append(GoodsDocument.kind.in_([kind for kind in GoodsDocumentKind if kind.prefix == letters]))
    if year:
        conditions.append(GoodsDocument.year == int(year))
    return and_(*conditions)


def _stands(state: ReturnState) -> ColumnElement[bool]:
    """The condition that a document is a return that stands so."""
    ended = exists().where(SetAsideEnd.return_uid == GoodsDocument.uid)
    set_aside = exists().where(SetAsideLine.return_uid == GoodsDocument.uid)
    is_return = GoodsDocument.kind == GoodsDocumentKind.RETURN
    handed_over = exists().where(SetAsideEnd.return_uid == GoodsDocument.uid, SetAsideEnd.outcome == ReturnState.HANDED_OVER)
    match state:
        case ReturnState.SET_ASIDE:
            return and_(is_return, set_aside, ~ended)
        case ReturnState.CANCELLED:
            return and_(is_return, ended, ~handed_over)
        case ReturnState.HANDED_OVER:
            return and_(is_return, or_(~set_aside, handed_over))


MOST_DELIVERIES = 10
"""Deliveries of a product that are offered where one is to be chosen, the newest."""


@dataclass(frozen=True, slots=True)
class DeliveredHere:
    """A delivery that brought a product to a place."""

    uid: str
    number: str
    day: date
    quantity: Milli


def deliveries_of(products: Collection[str], at: Collection[str]) -> dict[tuple[str, str], list[DeliveredHere]]:
    """The newest deliveries that stand, by product and place."""
    query = (
        select(
            GoodsDocument.uid,
            GoodsDocument.year,
            GoodsDocument.sequence,
            GoodsDocument.day,
            GoodsDocument.place_code,
            DeliveryLine.product_code,
            func.sum(DeliveryLine.quantity).label("quantity"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_uid == GoodsDocument.uid)
        .outerjoin(GoodsReversal, (GoodsReversal.kind == GoodsDocument.kind) & (GoodsReversal.document_uid == GoodsDocument.uid))
        .where(GoodsDocument.kind == GoodsDocumentKind.DELIVERY, GoodsReversal.uid.is_(None))
        .where(DeliveryLine.product_code.in_(sorted(products)), GoodsDocument.place_code.in_(sorted(at)))
        .group_by(GoodsDocument.id, DeliveryLine.product_code)
        .order_by(GoodsDocument.id.desc())
    )
    found: dict[tuple[str, str], list[DeliveredHere]] = defaultdict(list)
    for r in fetch_all(query):
        number = document_queries.number_of(GoodsDocumentKind.DELIVERY, r["year"], r["sequence"])
        if len(found[r["product_code"], r["place_code"]]) < MOST_DELIVERIES:
            delivered = DeliveredHere(r["uid"], number, r["day"], Milli(int(r["quantity"])))
            found[r["product_code"], r["place_code"]].append(delivered)
    return found
