"""Counting: the difference is counted minus booked at the moment of counting; what was sold since still applies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from sqlalchemy import insert, select

from core import clock
from core.db import advisory_lock, audit, execute, fetch_all
from core.errors import DomainError, Invalid
from core.events import emit
from core.i18n import N_
from core.money import times
from core.people.actor import Actor
from core.people.approvals import Approval
from core.quantity import Milli
from core.values.device_clock import TOLERANCE, DeviceClock
from inventory import audit_actions, document_queries, goods_documents, stock_ledger, surpluses
from inventory.allocation import Stocked
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource
from inventory.counting import differences
from inventory.counting.differences import Compared, CountedLot
from inventory.events import CountPosted
from inventory.goods_documents import LotRecord
from inventory.losses import assess, owe_for
from inventory.models import CountLine, GoodsReversal
from inventory.requests import CountRequest
from inventory.results import CountResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.book import POSTING, BookEntry
from suppliers.choices import BookKind, LossCause, SourceKind


def count(uid: str, document: CountRequest, approval: Approval, actor: Actor) -> CountResult:
    """Records what was counted and brings the shelf in line.

    Raises Invalid for unknown lots and moments to come, and what `post` raises.
    """
    goods_documents.require_place(document.place)
    goods_documents.require_lots(((line.lot, line.counted) for line in document.lines), "counted")
    now = clock.now()
    device = DeviceClock(now, document.sent_at)
    moments = [device.correct(line.counted_at) if line.counted_at else None for line in document.lines]
    early = [
        (f"lines.{i}.counted_at", N_("Thời điểm này chưa đến."))
        for i, moment in enumerate(moments)
        if moment and moment > now + TOLERANCE
    ]
    if early:
        raise Invalid(*early)
    counted = [CountedLot(line.lot, line.counted.milli, moment) for line, moment in zip(document.lines, moments, strict=True)]
    return post(uid, document.place, counted, approval, actor)


def post(uid: str, place: str, counted: Sequence[CountedLot], approval: Approval, actor: Actor) -> CountResult:
    """Posts a count of known lots at a known place.

    Raises `approval_refused`, `approval_needed` for one who is no manager when the differences are worth more than the outlet's
    limit, and `count_conflict` when sales made since the counting say that more was there than was counted.
    """
    lots = goods_documents.lots_of(c.lot for c in counted)
    # Whoever sells from these shelves waits: what the book says now must still be so when the difference is posted.
    here = {lot.lot: lot for lot in stock_ledger.stocked(place, lots=lots)}
    # Two counts at two places must not take back the same surplus.
    advisory_lock(POSTING)
    now = clock.now()
    compared = differences.compare(place, counted, {lot: stocked.on_hand for lot, stocked in here.items()}, now)
    for c in compared:
        if c.difference < 0 and c.difference < -here[c.lot].free:
            _refuse_conflict(here[c.lot])
    approval.raise_if_refused()
    surpluses.require_within_limit(sum(times(lots[c.lot].price_vnd, abs(c.difference)) for c in compared), approval)
    settlements = differences.settle(compared, lots)
    lost = differences.lost_by_lot(settlements)
    stock_ledger.post([m for c in compared for m in _movements(c, lots[c.lot].product, lost, uid, place)], now)
    book.post(_entries(compared, lots, lost, uid, now), now)
    goods_documents.record(GoodsDocumentKind.COUNT, uid, actor, now, place=place, approval=approval)
    rows: list[dict[str, object]] = [
        {
            "count_uid": uid,
            "place_code": place,
            "lot": c.lot,
            "counted": c.quantity,
            "booked": c.booked,
            "counted_at": c.at,
        }
        for c in compared
    ]
    execute(insert(CountLine), rows)
    surpluses.record(uid, settlements)
    audit.note(actor, audit_actions.COUNTED, uid, now, lines=len(compared))
    emit(CountPosted(uid, place))
    return document_queries.get_count(uid)


def _refuse_conflict(lot: Stocked) -> NoReturn:
    """Refuses a count by which less would be left than what is set aside, or than nothing."""
    if lot.set_aside:
        sentence = N_("Lô %(lot)s: số đếm ít hơn hàng đang để riêng cho nhà sản xuất. Hãy bỏ để riêng rồi ghi lại.")
        raise DomainError("count_conflict", sentence, lot=lot.lot)
    raise DomainError("count_conflict", N_("Số đếm không khớp với hàng đã bán sau lúc đếm. Hãy đếm lại."))


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


def _entries(
    compared: Sequence[Compared], lots: Mapping[str, LotRecord], lost: Mapping[str, Milli], uid: str, now: datetime
) -> list[BookEntry]:
    """What the differences post to the producers' books: what is lost with its money, everything else without."""
    day = clock.day_of(now)
    assessed = assess(differences.losses_of(compared, lost), lots, day)
    owed = {entry.lot: entry for entry in owe_for(assessed, lots, SourceKind.COUNT, uid, now, kind=BookKind.COUNT)}
    entries = []
    for c in compared:
        lot, free = lots[c.lot], Milli(c.difference + lost.get(c.lot, 0))
        if free:
            entries.append(BookEntry(lot.producer, day, BookKind.COUNT, SourceKind.COUNT, uid, lot.product, c.lot, free))
        if c.lot in lost:
            entries.append(owed[c.lot])
    return entries


def _movements(counted: Compared, product: str, lost: Mapping[str, Milli], uid: str, place: str) -> list[StockMovement]:
    """The movements of one difference; what is lost has its cause, what only undoes a surplus has none."""
    loss = lost.get(counted.lot, Milli(0))
    free = Milli(counted.difference + loss)
    common = (MovementSource.COUNT, uid)
    movements = []
    if free > 0:
        movements.append(StockMovement(MovementKind.COUNT, product, counted.lot, free, *common, to_place=place))
    elif free < 0:
        movements.append(StockMovement(MovementKind.COUNT, product, counted.lot, Milli(-free), *common, from_place=place))
    if loss:
        cause = LossCause.COUNT
        movements.append(StockMovement(MovementKind.COUNT, product, counted.lot, loss, *common, from_place=place, cause=cause))
    return movements
