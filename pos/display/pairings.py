"""Pairing a device with a till: the till shows a code for five minutes, the device that reads it first is paired."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, func, insert, or_, select, update

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one, transaction
from core.db.outbox import hourly
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import SYSTEM, Actor
from pos import audit_actions, shifts
from pos.display.models import DisplayPairing
from pos.display.requests import PairingRequest
from pos.display.results import PairingResult
from pos.models import Till

OFFER_LASTS = timedelta(minutes=5)
MOST = 4
"""Devices of one till; a fifth takes the place of the first."""
ENDED_STAYS = timedelta(days=2)

_TABLE = DisplayPairing.__table__
_PAIRED = (DisplayPairing.paired_at.is_not(None), DisplayPairing.ended_at.is_(None))


def offer(uid: str, document: PairingRequest, actor: Actor) -> PairingResult:
    """Offers a code to one device; an earlier offer of the till that nobody took ends. In a transaction.

    Raises Invalid for an unknown till or a code that was offered before, and `other_till`.
    """
    if fetch_one(select(Till.code).where(Till.code == document.till)) is None:
        raise Invalid(("till", N_("Không có máy bán hàng này.")))
    shifts.enter(document.till, actor)
    advisory_lock(f"display-pairings/{document.till}")
    if fetch_one(select(DisplayPairing.uid).where(DisplayPairing.code_digest == document.code_digest)):
        raise Invalid(("code_digest", N_("Mã ghép này đã dùng rồi.")))
    waiting = (DisplayPairing.till_code == document.till, DisplayPairing.paired_at.is_(None), DisplayPairing.ended_at.is_(None))
    execute(update(DisplayPairing).where(*waiting).values(ended_at=clock.now()))
    values = {"uid": uid, "till_code": document.till, "code_digest": document.code_digest, "offered_at": clock.now()}
    execute(insert(DisplayPairing), {**values, "offered_by": actor.name})
    return get_pairing(uid)


def get_pairing(uid: str) -> PairingResult:
    """A pairing, or the offer of one. Raises NotFound."""
    row = fetch_one(select(_TABLE).where(DisplayPairing.uid == uid))
    if row is None:
        raise NotFound()
    return _result(row)


def list_pairings(till: str) -> list[PairingResult]:
    """The devices that are paired with a till, the first one first."""
    query = select(_TABLE).where(DisplayPairing.till_code == till, *_PAIRED)
    return [_result(row) for row in fetch_all(query.order_by(DisplayPairing.paired_at, DisplayPairing.uid))]


def count(till: str) -> int:
    """How many devices are paired with a till."""
    query = select(func.count().label("n")).where(DisplayPairing.till_code == till, *_PAIRED)
    return int(fetch_all(query)[0]["n"])


def pair(code: str) -> str:
    """Pairs the device that read a code, once; returns what the device shows from now on. In a transaction.

    Raises `code_expired` for a code that is unknown, taken, withdrawn or older than five minutes.
    """
    digest = _digest(code)
    advisory_lock(f"display-codes/{digest}")
    row = fetch_one(select(_TABLE).where(DisplayPairing.code_digest == digest))
    now = clock.now()
    if row is None or row["paired_at"] or row["ended_at"] or row["offered_at"] + OFFER_LASTS < now:
        raise DomainError("code_expired", N_("Mã ghép đã dùng hoặc quá 5 phút. Bấm lấy mã mới ở máy bán hàng."))
    for surplus in list_pairings(row["till_code"])[: -(MOST - 1)]:
        execute(update(DisplayPairing).where(DisplayPairing.uid == surplus.uid).values(ended_at=now))
    secret = secrets.token_urlsafe(32)
    execute(update(DisplayPairing).where(DisplayPairing.uid == row["uid"]).values(device_digest=_digest(secret), paired_at=now))
    audit.note(SYSTEM, audit_actions.DISPLAY_PAIRED, row["uid"], till=row["till_code"])
    return secret


def till_of(secret: str) -> str | None:
    """The till that a device is paired with; None for a stranger, and once the pairing has ended."""
    row = fetch_one(select(DisplayPairing.till_code).where(DisplayPairing.device_digest == _digest(secret), *_PAIRED))
    return row["till_code"] if row else None


def end(uid: str, actor: Actor) -> PairingResult:
    """Ends a pairing or an offer; once more changes nothing. In a transaction. Raises NotFound and `other_till`."""
    found = get_pairing(uid)
    shifts.enter(found.till, actor)
    if found.ended_at is None:
        execute(update(DisplayPairing).where(DisplayPairing.uid == uid).values(ended_at=clock.now()))
        audit.note(actor, audit_actions.DISPLAY_ENDED, uid, till=found.till)
    return get_pairing(uid)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _result(row: Row) -> PairingResult:
    expires_at = row["offered_at"] + OFFER_LASTS
    return PairingResult(row["uid"], row["till_code"], row["offered_at"], expires_at, row["paired_at"], row["ended_at"])


@hourly
def forget_old_pairings() -> int:
    """Deletes offers and pairings that ended days ago, and offers that nobody took, and returns how many."""
    long_ago = clock.now() - ENDED_STAYS
    untaken = DisplayPairing.paired_at.is_(None) & (DisplayPairing.offered_at < long_ago)
    return transaction(lambda: execute(delete(DisplayPairing).where(or_(DisplayPairing.ended_at < long_ago, untaken))))
