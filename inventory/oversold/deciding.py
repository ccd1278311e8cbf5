"""Deciding what goods were that a sale found beyond the book."""

from __future__ import annotations

from sqlalchemy import insert, select

from core import clock
from core.db import advisory_lock, audit, execute, fetch_one, on_postgresql
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.quantity import Milli
from inventory import audit_actions, document_queries, goods_documents, stock_ledger
from inventory.choices import MovementKind, MovementSource, OversoldChoice, OversoldState
from inventory.models import Movement
from inventory.oversold import reading
from inventory.oversold.models import OversoldDecision
from inventory.oversold.requests import OversoldRequest
from inventory.oversold.results import OversoldGoods
from inventory.results import DeliveryResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.book import POSTING, BookEntry
from suppliers.choices import BookKind, SourceKind


def decide(movement: str, document: OversoldRequest, actor: Actor) -> OversoldGoods:
    """Leaves found goods as they are, or says which delivery they came with.

    Of a delivery that was recorded after its goods were sold, what the sale found is taken off again, without money: it would
    stand in the book twice, and the next count would call it lost. Taken back, the delivery takes that back too.
    Raises NotFound, `closed` once it is settled, and Invalid for a delivery that is taken back, lies elsewhere or brought too
    little of the product.
    """
    query = select(Movement.id).where(Movement.uid == movement)
    if fetch_one(query.with_for_update() if on_postgresql() else query) is None:
        raise NotFound(N_("Không có lần bán quá sổ này."))
    advisory_lock(POSTING)
    found = reading.get_oversold(movement)
    if found.state is not OversoldState.OPEN:
        raise DomainError("closed", N_("Lần bán quá sổ này đã được xem xét hoặc đã đếm lại."))
    if document.choice is OversoldChoice.DELIVERY:
        _take_off(found, _delivery(document.delivery or ""))
    now = clock.now()
    row = {
        "movement_uid": movement,
        "uid": document.uid,
        "choice": document.choice,
        "delivery_uid": document.delivery,
        "note": document.note,
        "recorded_at": now,
        "recorded_by": actor.name,
    }
    execute(insert(OversoldDecision), row)
    audit.note(actor, audit_actions.OVERSOLD_DECIDED, movement, now, lot=found.lot)
    return reading.get_oversold(movement)


def _delivery(uid: str) -> DeliveryResult:
    """The delivery, as it stands. Raises Invalid."""
    try:
        delivery = document_queries.get_delivery(uid)
    except NotFound:
        raise Invalid(("delivery", N_("Không có phiếu nhận này."))) from None
    if delivery.reversal:
        raise Invalid(("delivery", N_("Phiếu nhận này đã hủy.")))
    return delivery


def _take_off(found: OversoldGoods, delivery: DeliveryResult) -> None:
    """Takes off what a sale found out of the lots that a delivery brought, in their order. Raises Invalid."""
    brought: dict[str, Milli] = {}
    for line in delivery.lines:
        if line.product == found.product:
            brought[line.lot] = Milli(brought.get(line.lot, 0) + line.quantity)
    if not brought or delivery.place != found.place:
        raise Invalid(("delivery", N_("Phiếu nhận này không có hàng đó ở nơi đã bán.")))
    goods_documents.lots_of(brought)
    here = {lot.lot: lot.free for lot in stock_ledger.stocked(found.place, lots=brought)}
    rest, takes = int(found.quantity), {}
    for lot, quantity in brought.items():
        if take := min(rest, quantity, here[lot]):
            takes[lot] = Milli(take)
            rest -= take
    if rest:
        raise Invalid(("delivery", N_("Phiếu nhận này không còn đủ hàng đó.")))
    now = clock.now()
    source = (MovementSource.DELIVERY, delivery.uid)
    stock_ledger.post(
        [
            StockMovement(MovementKind.COUNT, found.product, lot, take, *source, from_place=found.place)
            for lot, take in takes.items()
        ],
        now,
    )
    of_delivery = (SourceKind.DELIVERY, delivery.uid, found.product)
    day = clock.day_of(now)
    book.post(
        [BookEntry(found.producer, day, BookKind.COUNT, *of_delivery, lot, Milli(-take)) for lot, take in takes.items()], now
    )
