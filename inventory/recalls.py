"""Lots that may no longer be sold."""

from __future__ import annotations

from sqlalchemy import select, update

from core import clock
from core.db import audit, execute, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from inventory import audit_actions
from inventory.models import Lot
from inventory.requests import RecallRequest
from inventory.results import RecallResult
from suppliers import products


def recall(lot: str, document: RecallRequest, actor: Actor) -> RecallResult:
    """Stops a lot: it is not sold any more, whoever approves it. The first reason stands. Raises NotFound."""
    stop = update(Lot).where(Lot.code == lot, Lot.recalled_at.is_(None))
    execute(stop.values(recalled_at=clock.now(), recall_reason=document.reason))
    row = fetch_one(select(Lot.recall_reason, Lot.product_code).where(Lot.code == lot))
    if row is None:
        raise NotFound(N_("Không có lô này."))
    products.show_tills_again([row["product_code"]])
    audit.note(actor, audit_actions.RECALLED, lot, reason=document.reason)
    return RecallResult(uid=document.uid, lot=lot, recalled=True, reason=row["recall_reason"])
