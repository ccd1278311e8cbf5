"""Goods that move between the outlet's own places."""

from __future__ import annotations

from core import clock
from core.db import audit
from core.people.actor import Actor
from inventory import audit_actions, document_queries, goods_documents, stock_ledger
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource
from inventory.requests import TransferRequest
from inventory.results import TransferResult
from inventory.stock_ledger import StockMovement


def transfer(uid: str, document: TransferRequest, actor: Actor) -> TransferResult:
    """Moves goods between places. The producers' books do not change. Raises Invalid and `out_of_stock`."""
    goods_documents.require_place(document.from_, "from")
    goods_documents.require_place(document.to, "to")
    lots = goods_documents.require_lots((line.lot, line.quantity) for line in document.lines)
    goods_documents.require_free(document.from_, [(line.lot, line.quantity.milli) for line in document.lines], lots)
    now = clock.now()
    movements = [
        StockMovement(
            MovementKind.TRANSFER,
            lots[line.lot].product,
            line.lot,
            line.quantity.milli,
            MovementSource.TRANSFER,
            uid,
            from_place=document.from_,
            to_place=document.to,
        )
        for line in document.lines
    ]
    stock_ledger.post(movements, now)
    goods_documents.record(GoodsDocumentKind.TRANSFER, uid, actor, now, place=document.from_, to_place=document.to)
    audit.note(actor, audit_actions.MOVED, uid, now, lines=len(movements))
    return document_queries.get_transfer(uid)
