"""Checks of the shelves: against the movements, against the producers' book, and that no goods document is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import case, func, select

from core.db import fetch_all
from core.db.integrity import number_gaps
from core.quantity import ZERO, format_quantity
from inventory import stock_ledger, surpluses
from inventory.announcing.models import AnnouncedDelivery, Announcement
from inventory.choices import GoodsDocumentKind
from inventory.models import GoodsDocument, GoodsReversal, Lot, Movement, SetAsideEnd, SetAsideLine, StockLevel
from inventory.recalls.models import Recall, RecalledLot
from inventory.recalls.recalling import SERIES
from suppliers import book


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    yield from _shelves()
    yield from _book_against_shelf()
    yield from _losses()
    yield from surpluses.gaps()
    yield from _set_aside()
    yield from _announcements()
    for kind in GoodsDocumentKind:
        yield from number_gaps(kind, GoodsDocument.year, GoodsDocument.sequence, GoodsDocument.kind == kind)
    yield from number_gaps(SERIES, Recall.year, Recall.sequence)
    yield from _recalls()


def _shelves() -> list[str]:
    booked = stock_ledger.stock_levels_by_movements()
    on_shelf = {(r["place_code"], r["lot"]): r["on_hand"] for r in fetch_all(select(StockLevel.__table__)) if r["on_hand"]}
    return [
        f"shelf {place} lot {lot}: shelf {format_quantity(on_shelf.get((place, lot), 0))}, "
        f"movements {format_quantity(booked.get((place, lot), ZERO))}"
        for place, lot in sorted(on_shelf.keys() | booked.keys())
        if on_shelf.get((place, lot), 0) != booked.get((place, lot), ZERO)
    ]


def _book_against_shelf() -> list[str]:
    on_shelf: dict[tuple[str, str, str], int] = defaultdict(int)
    for r in fetch_all(
        select(Lot.producer_code, StockLevel.product_code, StockLevel.lot, StockLevel.on_hand).join(
            Lot, Lot.code == StockLevel.lot
        )
    ):
        on_shelf[r["producer_code"], r["product_code"], r["lot"]] += r["on_hand"]
    booked = book.goods_held()
    return [
        f"{key[0]} {key[1]} lot {key[2]}: "
        f"shelf {format_quantity(on_shelf.get(key, ZERO))}, book {format_quantity(booked.get(key, ZERO))}"
        for key in sorted(on_shelf.keys() | booked.keys())
        if on_shelf.get(key, ZERO) != booked.get(key, ZERO)
    ]


def _recalls() -> Iterator[str]:
    """Lots that are stopped without a recall, or named by a recall and sold."""
    stopped = {r["code"] for r in fetch_all(select(Lot.code).where(Lot.recalled_at.is_not(None)))}
    named = {r["lot"] for r in fetch_all(select(RecalledLot.lot))}
    for lot in sorted(stopped - named):
        yield f"lot {lot}: stopped without a recall"
    for lot in sorted(named - stopped):
        yield f"lot {lot}: named by a recall, and sold"


def _set_aside() -> Iterator[str]:
    """What is set aside on each shelf is what returns set aside that have not ended."""
    waiting = select(GoodsDocument.place_code, SetAsideLine.lot, func.sum(SetAsideLine.quantity).label("quantity"))
    waiting = waiting.join(GoodsDocument, (GoodsDocument.kind == "return") & (GoodsDocument.uid == SetAsideLine.return_uid))
    waiting = waiting.outerjoin(SetAsideEnd, SetAsideEnd.return_uid == SetAsideLine.return_uid)
    waiting = waiting.where(SetAsideEnd.uid.is_(None)).group_by(GoodsDocument.place_code, SetAsideLine.lot)
    named = {(r["place_code"], r["lot"]): int(r["quantity"]) for r in fetch_all(waiting)}
    shelves = select(StockLevel.place_code, StockLevel.lot, StockLevel.set_aside).where(StockLevel.set_aside > 0)
    on_shelf = {(r["place_code"], r["lot"]): int(r["set_aside"]) for r in fetch_all(shelves)}
    for place, lot in sorted(named.keys() | on_shelf.keys()):
        here, said = on_shelf.get((place, lot), 0), named.get((place, lot), 0)
        if here != said:
            yield f"shelf {place} lot {lot}: set aside {format_quantity(here)}, by returns {format_quantity(said)}"


def _announcements() -> Iterator[str]:
    """An announcement is received exactly while a delivery that names it is not taken back."""
    reversed_too = (GoodsReversal.kind == GoodsDocumentKind.DELIVERY) & (
        GoodsReversal.document_uid == AnnouncedDelivery.delivery_uid
    )
    standing = select(AnnouncedDelivery.announcement_uid, AnnouncedDelivery.delivery_uid)
    standing = standing.outerjoin(GoodsReversal, reversed_too).where(GoodsReversal.uid.is_(None))
    came = {(r["announcement_uid"], r["delivery_uid"]) for r in fetch_all(standing)}
    received = select(Announcement.uid, Announcement.delivery_uid).where(Announcement.delivery_uid.is_not(None))
    said = {(r["uid"], r["delivery_uid"]) for r in fetch_all(received)}
    for announcement, delivery in sorted(came - said):
        yield f"announcement {announcement}: delivery {delivery} came"
    for announcement, delivery in sorted(said - came):
        yield f"announcement {announcement}: delivery {delivery} does not stand"


def _losses() -> list[str]:
    signed = case((Movement.reverses.is_(None), Movement.quantity), else_=-Movement.quantity)
    lost: dict[str, int] = defaultdict(int)
    for r in fetch_all(
        select(Movement.lot, func.sum(signed).label("quantity")).where(Movement.cause.is_not(None)).group_by(Movement.lot)
    ):
        lost[r["lot"]] = int(r["quantity"])
    brought = {
        r["lot"]: int(r["quantity"])
        for r in fetch_all(
            select(Movement.lot, func.sum(signed).label("quantity")).where(Movement.kind == "received").group_by(Movement.lot)
        )
    }
    return [
        f"lot {r['code']}: lost {format_quantity(r['lost'])}, brought {format_quantity(r['delivered'])} "
        "do not follow from the movements"
        for r in fetch_all(select(Lot.code, Lot.lost, Lot.delivered))
        if r["lost"] != lost.get(r["code"], 0) or r["delivered"] != brought.get(r["code"], 0)
    ]
