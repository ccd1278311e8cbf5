"""Goods that move between the outlet's own places."""

from __future__ import annotations

from typing import Any

from core import audit, clock
from core.people.actor import Actor
from core.quantity import format_quantity
from inventory import audit_actions, goods_documents, stock_ledger
from inventory.requests import TransferRequest
from inventory.stock_ledger import StockMovement


def transfer(uid: str, document: TransferRequest, actor: Actor) -> dict[str, Any]:
    """Moves goods between places. The producers' books do not change. Raises Invalid and `out_of_stock`."""
    goods_documents.require_place(document.from_, "from")
    goods_documents.require_place(document.to, "to")
    lots = goods_documents.require_lots(document.lines)
    now = clock.now()
    goods_documents.record("transfer", uid, actor, now, place=document.from_)
    movements = [
        StockMovement(
            "transfer", lots[x.lot]["product_code"], x.lot, x.quantity.milli, f"transfer/{uid}", document.from_, document.to
        )
        for x in document.lines
    ]
    stock_ledger.post(movements, now)
    audit.note(actor, audit_actions.MOVED, uid, now, lines=len(movements))
    return {
        "uid": uid,
        "from": document.from_,
        "to": document.to,
        "lines": [{"lot": m.lot, "product": m.product, "quantity": format_quantity(m.quantity)} for m in movements],
    }
