"""Goods that go back to their producer: at once, or set aside first and handed over when somebody comes for them.

Source: contract of the outlet, sections 5 and 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from core import clock
from core.db import audit, execute, fetch_one, on_postgresql
from core.errors import DomainError, NotFound
from core.events import emit
from core.i18n import N_
from core.people.actor import Actor
from core.quantity import Milli
from inventory import audit_actions, document_queries, goods_documents, stock_ledger
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource, ReturnState
from inventory.events import GoodsReturned, GoodsSetAside
from inventory.models import GoodsDocument, SetAsideEnd, SetAsideLine
from inventory.requests import ActRequest, HandOverRequest, ReturnRequest
from inventory.results import ReturnResult
from inventory.stock_ledger import StockMovement
from suppliers import book, products
from suppliers.book import BookEntry
from suppliers.choices import BookKind, SourceKind


@dataclass(frozen=True, slots=True)
class _Goods:
    """So much of a lot that goes back."""

    lot: str
    product: str
    quantity: Milli


def give_back(uid: str, document: ReturnRequest, actor: Actor) -> ReturnResult:
    """Gives goods back to their producer, or sets them aside for it: those are here, but not sold, moved or lost.

    Raises Invalid for unknown or foreign lots and `out_of_stock`.
    """
    goods_documents.require_producer(document.producer)
    goods_documents.require_place(document.place)
    lots = goods_documents.require_lots(((line.lot, line.quantity) for line in document.lines), producer=document.producer)
    goods = [_Goods(line.lot, lots[line.lot].product, line.quantity.milli) for line in document.lines]
    goods_documents.require_free(document.place, [(each.lot, each.quantity) for each in goods], lots)
    now = clock.now()
    if document.handed_over:
        _post(uid, document.producer, document.place, goods, document.reason, now)
    else:
        stock_ledger.set_aside(document.place, [(each.lot, each.quantity) for each in goods])
    goods_documents.record(
        GoodsDocumentKind.RETURN, uid, actor, now, place=document.place, producer=document.producer, note=document.reason
    )
    if document.handed_over:
        audit.note(actor, audit_actions.RETURNED, uid, now, producer=document.producer)
        emit(GoodsReturned(uid, document.producer))
    else:
        rows: list[dict[str, object]] = [
            {"return_uid": uid, "n": n, "lot": each.lot, "quantity": each.quantity} for n, each in enumerate(goods, 1)
        ]
        execute(insert(SetAsideLine), rows)
        products.show_tills_again({each.product for each in goods})
        audit.note(actor, audit_actions.SET_ASIDE, uid, now, producer=document.producer)
        emit(GoodsSetAside(uid, document.producer))
    return document_queries.get_return(uid)


def hand_over(uid: str, document: HandOverRequest, actor: Actor) -> ReturnResult:
    """Posts the return of goods that were set aside, today. Raises NotFound, and `closed` unless they still are."""
    standing = _set_aside(uid)
    now = clock.now()
    goods = [_Goods(line.lot, line.product, line.quantity) for line in standing.lines]
    stock_ledger.set_aside(standing.place, [(each.lot, Milli(-each.quantity)) for each in goods])
    _post(uid, standing.producer, standing.place, goods, standing.reason, now)
    _end(uid, document.uid, ReturnState.HANDED_OVER, actor, now, document.by)
    audit.note(actor, audit_actions.RETURNED, uid, now, producer=standing.producer)
    emit(GoodsReturned(uid, standing.producer))
    return document_queries.get_return(uid)


def cancel(uid: str, document: ActRequest, actor: Actor) -> ReturnResult:
    """Puts goods that were set aside on sale again. Raises NotFound, and `closed` unless they still are."""
    standing = _set_aside(uid)
    now = clock.now()
    stock_ledger.set_aside(standing.place, [(line.lot, Milli(-line.quantity)) for line in standing.lines])
    products.show_tills_again({line.product for line in standing.lines})
    _end(uid, document.uid, ReturnState.CANCELLED, actor, now)
    audit.note(actor, audit_actions.SET_ASIDE_CANCELLED, uid, now, producer=standing.producer)
    return document_queries.get_return(uid)


def _post(uid: str, producer: str, place: str, goods: Sequence[_Goods], reason: str | None, now: datetime) -> None:
    """The movements and book lines of goods that leave."""
    movements = [
        StockMovement(MovementKind.RETURNED, each.product, each.lot, each.quantity, MovementSource.RETURN, uid, from_place=place)
        for each in goods
    ]
    stock_ledger.post(movements, now)
    day = clock.day_of(now)
    entries = [
        BookEntry(
            producer,
            day,
            BookKind.RETURNED,
            SourceKind.RETURN,
            uid,
            each.product,
            each.lot,
            Milli(-each.quantity),
            memo=reason,
        )
        for each in goods
    ]
    book.post(entries, now)


def _set_aside(uid: str) -> ReturnResult:
    """A return whose goods are set aside, held until this act is over. Raises NotFound and `closed`."""
    query = select(GoodsDocument.id).where(GoodsDocument.kind == GoodsDocumentKind.RETURN, GoodsDocument.uid == uid)
    if fetch_one(query.with_for_update() if on_postgresql() else query) is None:
        raise NotFound(N_("Không có chứng từ này."))
    standing = document_queries.get_return(uid)
    if standing.state is not ReturnState.SET_ASIDE:
        raise DomainError("closed", N_("Hàng của phiếu này đã giao hoặc không còn để riêng."))
    return standing


def _end(uid: str, act: str, outcome: ReturnState, actor: Actor, now: datetime, handed_to: str | None = None) -> None:
    row = {
        "return_uid": uid,
        "uid": act,
        "outcome": outcome,
        "handed_to": handed_to,
        "day": clock.day_of(now),
        "recorded_at": now,
        "recorded_by": actor.name,
    }
    execute(insert(SetAsideEnd), row)
