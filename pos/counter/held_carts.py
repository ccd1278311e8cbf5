"""Carts that wait: held at one till, taken at the same or another one, once. They move neither goods nor money."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import and_, delete, insert, or_, select, update

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one, transaction
from core.db.outbox import hourly
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from pos import audit_actions, shifts
from pos.counter.models import HeldCart
from pos.counter.requests import HeldCartRequest
from pos.counter.results import HeldCartResult
from pos.models import Till

TAKEN_STAYS = timedelta(days=2)
"""How long a till that lost the answer may take its cart again."""
HELD_STAYS = timedelta(days=60)
_GONE = N_("Đơn giữ này không còn nữa.")


def hold(uid: str, document: HeldCartRequest, actor: Actor) -> bool:
    """Lets a cart wait, or replaces it; returns whether it is new. In a transaction.

    Raises Invalid for an unknown till, `other_till`, and `closed` for a cart that a till has taken.
    """
    advisory_lock(f"held-carts/{uid}")
    if fetch_one(select(Till.code).where(Till.code == document.till)) is None:
        raise Invalid(("till", N_("Không có máy bán hàng này.")))
    shifts.enter(document.till, actor)
    before = fetch_one(select(HeldCart.__table__).where(HeldCart.uid == uid))
    if before is not None and before["taken_at"] is not None:
        raise DomainError("closed", _GONE)
    cart = json.dumps(document.cart, ensure_ascii=False, separators=(",", ":"))
    values = {
        "till_code": document.till,
        "name": document.name,
        "cart": cart,
        "held_at": clock.now(),
        "held_by": actor.name,
    }
    if before is not None and all(before[name] == values[name] for name in ("till_code", "name", "cart")):
        return False
    if before is None:
        execute(insert(HeldCart), {"uid": uid, **values})
    else:
        execute(update(HeldCart).where(HeldCart.uid == uid).values(values))
    audit.record_change(actor, audit_actions.CART_HELD, uid, _result(before) if before else None, get_cart(uid))
    return before is None


def get_cart(uid: str) -> HeldCartResult:
    """A cart that waits. Raises NotFound, also once a till has taken it."""
    row = fetch_one(select(HeldCart.__table__).where(HeldCart.uid == uid, HeldCart.taken_at.is_(None)))
    if row is None:
        raise NotFound(_GONE)
    return _result(row)


def list_carts(till: str | None, after: str | None, limit: int) -> list[HeldCartResult]:
    """The outlet's carts that wait, the longest first; `after` is a cart's id."""
    query = select(HeldCart.__table__).where(HeldCart.taken_at.is_(None)).order_by(HeldCart.held_at, HeldCart.uid).limit(limit)
    if till is not None:
        query = query.where(HeldCart.till_code == till)
    if after is not None and (last := fetch_one(select(HeldCart.held_at).where(HeldCart.uid == after))) is not None:
        later = and_(HeldCart.held_at == last["held_at"], HeldCart.uid > after)
        query = query.where(or_(HeldCart.held_at > last["held_at"], later))
    return [_result(row) for row in fetch_all(query)]


def take(uid: str, till: str, actor: Actor) -> HeldCartResult:
    """Takes a cart to a till: the first that asks gets it, and gets it again. In a transaction.

    Raises Invalid for an unknown till, `other_till`, and NotFound for a cart that is gone.
    """
    advisory_lock(f"held-carts/{uid}")
    if fetch_one(select(Till.code).where(Till.code == till)) is None:
        raise Invalid(("till", N_("Không có máy bán hàng này.")))
    shifts.enter(till, actor)
    row = fetch_one(select(HeldCart.__table__).where(HeldCart.uid == uid))
    if row is None or row["taken_by_till"] not in (None, till):
        raise NotFound(_GONE)
    if row["taken_at"] is None:
        execute(update(HeldCart).where(HeldCart.uid == uid).values(taken_by_till=till, taken_at=clock.now()))
        audit.note(actor, audit_actions.CART_TAKEN, uid, till=till, name=row["name"])
    return _result(row)


def _result(row: Row) -> HeldCartResult:
    return HeldCartResult(row["uid"], row["till_code"], row["name"], json.loads(row["cart"]), row["held_at"], row["held_by"])


@hourly
def forget_old_carts() -> int:
    """Deletes carts that were taken days ago or wait for months, and returns how many."""
    now = clock.now()
    old = or_(HeldCart.taken_at < now - TAKEN_STAYS, HeldCart.held_at < now - HELD_STAYS)
    return transaction(lambda: execute(delete(HeldCart).where(old)))
