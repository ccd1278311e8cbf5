"""Goods that go back to their producer."""

from __future__ import annotations

from core import clock
from core.db import audit
from core.people.actor import Actor
from core.quantity import Milli
from inventory import audit_actions, document_queries, goods_documents, stock_ledger
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource
from inventory.requests import ReturnRequest
from inventory.results import ReturnResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.book import BookEntry
from suppliers.choices import BookKind, SourceKind


def give_back(uid: str, document: ReturnRequest, actor: Actor) -> ReturnResult:
    """Gives goods back to their producer. Raises Invalid for unknown or foreign lots and `out_of_stock`."""
    goods_documents.require_producer(document.producer)
    goods_documents.require_place(document.place)
    lots = goods_documents.require_lots(((line.lot, line.quantity) for line in document.lines), producer=document.producer)
    now = clock.now()
    movements = [
        StockMovement(
            MovementKind.RETURNED,
            lots[line.lot].product,
            line.lot,
            line.quantity.milli,
            MovementSource.RETURN,
            uid,
            from_place=document.place,
        )
        for line in document.lines
    ]
    stock_ledger.post(movements, now)
    day = clock.day_of(now)
    book.post(
        [
            BookEntry(
                document.producer,
                day,
                BookKind.RETURNED,
                SourceKind.RETURN,
                uid,
                m.product,
                m.lot,
                Milli(-m.quantity),
                memo=document.reason,
            )
            for m in movements
        ],
        now,
    )
    goods_documents.record(
        GoodsDocumentKind.RETURN, uid, actor, now, place=document.place, producer=document.producer, note=document.reason
    )
    audit.note(actor, audit_actions.RETURNED, uid, now, producer=document.producer)
    return document_queries.get_return(uid)
