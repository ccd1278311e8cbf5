"""What was taken back since a backup stays taken back when it is restored: tokens, people who were locked, recovery codes.

Codes that approve while a till is cut off end altogether.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, update

from core import clock
from core.db import Row, execute, fetch_all
from core.errors import DomainError
from core.models import ApiToken, OfflineCode, Person, RecoveryCode
from core.people import people, sessions, tokens
from core.people.actor import Actor


@dataclass(frozen=True, slots=True)
class AccessBefore:
    """Who could come in before a restore: digests of revoked tokens and used recovery codes, locked people, secrets and roles."""

    revoked: frozenset[str] = frozenset()
    used_codes: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    secrets: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccessAfter:
    """What a restore did: how many tokens stay revoked, how many work, who stays locked, whose secrets and role are old."""

    revoked: int
    working: int
    locked: tuple[str, ...]
    as_of_backup: tuple[str, ...]


def read() -> AccessBefore:
    """Who can come in now. Call it before the tables are replaced."""
    people_now = fetch_all(select(Person.__table__))
    return AccessBefore(
        frozenset(r["digest"] for r in fetch_all(select(ApiToken.digest).where(ApiToken.revoked_at.is_not(None)))),
        frozenset(r["digest"] for r in fetch_all(select(RecoveryCode.digest).where(RecoveryCode.used_at.is_not(None)))),
        frozenset(person["username"] for person in people_now if not person["active"]),
        {person["username"]: _secrets(person) for person in people_now},
    )


def end_again(before: AccessBefore, actor: Actor) -> AccessAfter:
    """Ends every session, and what had been ended before the tables were replaced. Call it in a transaction.

    The last manager is not locked again: somebody must be able to come in.
    """
    sessions.end_everybodys(actor)
    live = fetch_all(select(ApiToken.id, ApiToken.digest).where(ApiToken.revoked_at.is_(None)))
    again = [token["id"] for token in live if token["digest"] in before.revoked]
    for token_id in again:
        tokens.revoke(token_id, actor)
    unused = fetch_all(select(RecoveryCode.digest).where(RecoveryCode.used_at.is_(None)))
    for code in unused:
        if code["digest"] in before.used_codes:
            execute(update(RecoveryCode).where(RecoveryCode.digest == code["digest"]).values(used_at=clock.now()))
    # Which of them were used since, only the tables that are gone could say.
    execute(
        update(OfflineCode)
        .where(OfflineCode.withdrawn_at.is_(None), OfflineCode.used_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
    restored = fetch_all(select(Person.__table__).order_by(Person.username))
    locked = [person["username"] for person in restored if person["active"] and _lock(person, before, actor)]
    changed = (
        name for person in restored if before.secrets.get(name := person["username"], _secrets(person)) != _secrets(person)
    )
    return AccessAfter(len(again), tokens.count_working(), tuple(locked), tuple(changed))


def _lock(person: Row, before: AccessBefore, actor: Actor) -> bool:
    """Locks a person who was locked before; returns whether that was done."""
    if person["username"] not in before.locked:
        return False
    try:
        people.set_active(person["id"], False, actor)
    except DomainError as error:
        if error.code != "last_manager":
            raise
        return False
    return True


def _secrets(person: Row) -> tuple[object, ...]:
    return tuple(person[name] for name in ("role", "producer_code", "password_hash", "pin_hash", "totp_secret", "withheld"))
