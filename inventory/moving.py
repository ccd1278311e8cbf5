"""Goods between the outlet's own places, and lots that must stop."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from core import audit, clock
from core.actor import Actor
from core.db import row, rows, write
from core.errors import NotFound
from core.i18n import N_
from core.quantity import format_quantity
from inventory import actions, heads, ledger
from inventory.documents import PlaceDocument, RecallDocument, TransferDocument
from inventory.ledger import Move
from inventory.models import Lot, Place


def put_place(code: str, document: PlaceDocument, actor: Actor) -> bool:
    """Records a place; says whether the code is new."""
    is_new = row(select(Place.code).where(Place.code == code)) is None
    if is_new:
        write(insert(Place), {"code": code, **document.model_dump()})
    else:
        write(update(Place).where(Place.code == code).values(document.model_dump()))
    audit.note(actor, actions.PLACE_RECORDED, code)
    return is_new


def show_place(code: str) -> dict[str, Any]:
    """A place. Raises NotFound."""
    found = row(select(Place.__table__).where(Place.code == code))
    if found is None:
        raise NotFound(N_("Không có nơi để hàng này."))
    return dict(found)


def list_places(after: str | None, limit: int) -> list[dict[str, Any]]:
    """Places by code."""
    query = select(Place.__table__).order_by(Place.code).limit(limit)
    if after is not None:
        query = query.where(Place.code > after)
    return [dict(r) for r in rows(query)]


def transfer(uid: str, document: TransferDocument, actor: Actor) -> dict[str, Any]:
    """Moves goods between places. The producers' books do not change. Raises Invalid and `out_of_stock`."""
    heads.need_place(document.from_, "from")
    heads.need_place(document.to, "to")
    lots = heads.need_lots(document.lines)
    now = clock.now()
    heads.record("transfer", uid, actor, now, place=document.from_)
    moves = [
        Move("transfer", lots[x.lot]["product_code"], x.lot, x.quantity, f"transfer/{uid}", document.from_, document.to)
        for x in document.lines
    ]
    ledger.post(moves, now)
    audit.note(actor, actions.MOVED, uid, now, lines=len(moves))
    return {
        "uid": uid,
        "from": document.from_,
        "to": document.to,
        "lines": [{"lot": m.lot, "product": m.product, "quantity": format_quantity(m.quantity)} for m in moves],
    }


def recall(lot: str, document: RecallDocument, actor: Actor) -> dict[str, Any]:
    """Stops a lot: it is not sold any more, by nobody's leave. The first reason stands. Raises NotFound."""
    stop = update(Lot).where(Lot.code == lot, Lot.recalled_at.is_(None))
    write(stop.values(recalled_at=clock.now(), recall_reason=document.reason))
    found = row(select(Lot.recall_reason).where(Lot.code == lot))
    if found is None:
        raise NotFound(N_("Không có lô này."))
    audit.note(actor, actions.RECALLED, lot, reason=document.reason)
    return {"uid": document.uid, "lot": lot, "recalled": True, "reason": found["recall_reason"]}
