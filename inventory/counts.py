"""Counting: the difference is counted minus booked at the moment of counting; what was sold since still applies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from core import clock
from core.db import audit, execute, fetch_all
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import Actor
from core.quantity import Milli
from core.values.device_clock import TOLERANCE, DeviceClock
from inventory import audit_actions, document_queries, goods_documents, stock_ledger
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource
from inventory.goods_documents import LotRecord
from inventory.losses import Loss, owe_for
from inventory.models import CountLine, GoodsReversal
from inventory.requests import CountedLine, CountRequest
from inventory.results import CountResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.book import BookEntry
from suppliers.choices import BookKind, LossCause, SourceKind


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a lot at a moment, and what the book said then."""

    lot: str
    quantity: Milli
    booked: Milli
    at: datetime

    @property
    def difference(self) -> Milli:
        """Above zero when more was there than the book says."""
        return Milli(self.quantity - self.booked)


def count(uid: str, document: CountRequest, actor: Actor) -> CountResult:
    """Records what was counted and brings the shelf in line.

    Raises Invalid for unknown lots and moments to come, and `count_conflict` when sales made since the counting say that
    more was there than was counted.
    """
    goods_documents.require_place(document.place)
    lots = goods_documents.require_lots(((line.lot, line.counted) for line in document.lines), "counted")
    now = clock.now()
    # Whoever sells from these shelves waits: what the book says now must still be so when the difference is posted.
    stock_ledger.stocked(document.place, lots=lots)
    compared = _compared(document.place, document.lines, DeviceClock(now, document.sent_at))
    entries = _entries(compared, lots, uid, now)
    try:
        stock_ledger.post([_movement(c, lots[c.lot].product, uid, document.place) for c in compared if c.difference], now)
    except DomainError as error:
        if error.code != "out_of_stock":
            raise
        raise DomainError("count_conflict", N_("Số đếm không khớp với hàng đã bán sau lúc đếm. Hãy đếm lại.")) from error
    book.post(list(entries.values()), now)
    goods_documents.record(GoodsDocumentKind.COUNT, uid, actor, now, place=document.place)
    rows: list[dict[str, object]] = [
        {
            "count_uid": uid,
            "place_code": document.place,
            "lot": c.lot,
            "counted": c.quantity,
            "booked": c.booked,
            "counted_at": c.at,
        }
        for c in compared
    ]
    execute(insert(CountLine), rows)
    audit.note(actor, audit_actions.COUNTED, uid, now, lines=len(compared))
    return document_queries.get_count(uid)


def counted_since(place: str, lots: Collection[str], moment: datetime) -> set[str]:
    """Those of the lots that were counted at a place at a moment or later. A count that was taken back does not count."""
    of_count = (GoodsReversal.kind == GoodsDocumentKind.COUNT) & (GoodsReversal.document_uid == CountLine.count_uid)
    query = (
        select(CountLine.lot)
        .outerjoin(GoodsReversal, of_count)
        .where(CountLine.place_code == place, CountLine.lot.in_(sorted(lots)), CountLine.counted_at >= moment)
        .where(GoodsReversal.uid.is_(None))
        .distinct()
    )
    return {r["lot"] for r in fetch_all(query)}


def _compared(place: str, lines: Iterable[CountedLine], device: DeviceClock) -> list[Counted]:
    """Each line beside the book at its moment by our clock. Raises Invalid for moments to come."""
    now = device.now
    moments = [device.correct(line.counted_at) if line.counted_at else now for line in lines]
    early = [
        (f"lines.{i}.counted_at", N_("Thời điểm này chưa đến.")) for i, moment in enumerate(moments) if moment > now + TOLERANCE
    ]
    if early:
        raise Invalid(*early)
    # A moment in whole seconds comes after what was posted within its second.
    return [
        Counted(line.lot, line.counted.milli, stock_ledger.booked_at(place, line.lot, min(clock.end_of_second(at), now)), at)
        for line, at in zip(lines, (min(moment, now) for moment in moments), strict=True)
    ]


def _entries(compared: Sequence[Counted], lots: Mapping[str, LotRecord], uid: str, now: datetime) -> dict[str, BookEntry]:
    """What the differences post to the producers' books, by lot: a shortage is a loss, a surplus has no money."""
    short = [Loss(c.lot, Milli(-c.difference), LossCause.COUNT) for c in compared if c.difference < 0]
    owed = {entry.lot: entry for entry in owe_for(short, lots, SourceKind.COUNT, uid, now, kind=BookKind.COUNT)}
    day = clock.day_of(now)
    entries: dict[str, BookEntry] = {}
    for c in compared:
        lot = lots[c.lot]
        if c.difference > 0:
            entries[c.lot] = BookEntry(lot.producer, day, BookKind.COUNT, SourceKind.COUNT, uid, lot.product, c.lot, c.difference)
        elif c.difference < 0:
            entries[c.lot] = owed[c.lot]
    return entries


def _movement(counted: Counted, product: str, uid: str, place: str) -> StockMovement:
    is_surplus = counted.difference > 0
    return StockMovement(
        MovementKind.COUNT,
        product,
        counted.lot,
        Milli(abs(counted.difference)),
        MovementSource.COUNT,
        uid,
        from_place=None if is_surplus else place,
        to_place=place if is_surplus else None,
        cause=None if is_surplus else LossCause.COUNT,
    )
