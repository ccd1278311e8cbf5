"""Codes by which a manager approves once while a till is cut off: on the phone or on paper, for a week.

A till holds argon2 hashes of them, so that it checks a code without the server; the server looks a code up by its keyed digest.
A code itself is stored nowhere: it follows from the outlet's secret and the id under which it was asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from argon2.low_level import Type, hash_secret
from sqlalchemy import ColumnElement, func, insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, idempotency
from core.models import OfflineCode, Person
from core.people.actor import Actor
from core.people.approvals import Approval
from core.people.hashing import keyed
from core.people.permits import Role
from core.results import TimestampOut, UidOut, from_json

CODES, LETTERS = 20, 8
LAST = timedelta(days=7)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, 40 bits a code: no letter looks like a digit."""
_LOOKS_LIKE = str.maketrans("OIL", "011")
MEMORY_KIB, PASSES, LANES, HASH_BYTES, SALT_BYTES = 8192, 2, 1, 32, 16
"""What one guess costs, on a cheap till's browser and on a thief's machine: docs/decisions/0010."""
ISSUED, WITHDRAWN = "offline_codes.issued", "offline_codes.withdrawn"


@dataclass(frozen=True, slots=True)
class OfflineCodes:
    """A person's twenty codes, to write down."""

    uid: UidOut
    codes: Sequence[str]
    issued_at: TimestampOut
    expires_at: TimestampOut


@dataclass(frozen=True, slots=True)
class OfflineSheet:
    """Twenty codes that were asked for at once: how many may still be used."""

    uid: UidOut
    issued_at: TimestampOut
    expires_at: TimestampOut
    left: int


@dataclass(frozen=True, slots=True)
class Approver:
    """What a till holds of a manager's codes: their hashes, all of one sheet with one salt, and when they end."""

    by: str
    name: str
    issued_at: TimestampOut
    expires_at: TimestampOut
    hashes: Sequence[str]


def codes_of(uid: str, person_id: int) -> list[str]:
    """The codes of a sheet: the same whenever they are asked for, and nobody's guess without the outlet's secret."""
    return [_code(keyed(f"offline code {person_id} {n}", uid)) for n in range(CODES)]


def _code(digest: str) -> str:
    bits = int(digest, 16)
    return "".join(ALPHABET[(bits >> 5 * n) & 31] for n in range(LETTERS))


def hashes_of(codes: Sequence[str]) -> list[str]:
    """What tills hold of codes, with one salt: a till makes one hash to find one of twenty. Slow: done outside a transaction."""
    salt = secrets.token_bytes(SALT_BYTES)
    return [hash_secret(code.encode(), salt, PASSES, MEMORY_KIB, LANES, HASH_BYTES, Type.ID).decode() for code in codes]


def give_out(uid: str, person_id: int, body: object, actor: Actor) -> tuple[OfflineCodes, bool]:
    """The codes of a sheet, issued the first time it is asked for, and whether this was the first. Call it outside a transaction.

    Raises `uid_reused`. What is stored of the answer holds no code: they are made anew each time.
    """
    codes = codes_of(uid, person_id)
    hashes: list[str] = []
    text, created = idempotency.run_once(
        "offline-codes",
        uid,
        [person_id, body],
        lambda: issue(uid, person_id, hashes, actor),
        lambda: hashes.extend(hashes_of(codes)),
    )
    sheet = from_json(OfflineSheet, text)
    return OfflineCodes(sheet.uid, codes, sheet.issued_at, sheet.expires_at), created


def issue(uid: str, person_id: int, hashes: Sequence[str], actor: Actor) -> OfflineSheet:
    """Lets a sheet's codes approve for a week, beside those of sheets before it. Call it in a transaction."""
    now = clock.now()
    expires_at = now + LAST
    rows = [
        {"digest": _digest(person_id, code), "person_id": person_id, "sheet_uid": uid, "hash": hash_, "issued_at": now,
         "expires_at": expires_at}
        for code, hash_ in zip(codes_of(uid, person_id), hashes, strict=True)
    ]  # fmt: skip
    execute(insert(OfflineCode), rows)
    audit.note(actor, ISSUED, actor.name, expires_at=expires_at)
    return OfflineSheet(uid, now, expires_at, len(rows))


def withdraw(person_id: int, actor: Actor) -> None:
    """Ends all of a person's codes that are not used. Call it in a transaction."""
    if execute(update(OfflineCode).where(OfflineCode.person_id == person_id, *_open()).values(withdrawn_at=clock.now())):
        audit.note(actor, WITHDRAWN, actor.name)


def sheets_of(person_id: int) -> list[OfflineSheet]:
    """A person's sheets with codes that may still be used, the newest first."""
    query = select(OfflineCode.sheet_uid, OfflineCode.issued_at, OfflineCode.expires_at, func.count().label("left"))
    query = query.where(OfflineCode.person_id == person_id, OfflineCode.expires_at > clock.now(), *_open())
    query = query.group_by(OfflineCode.sheet_uid, OfflineCode.issued_at, OfflineCode.expires_at)
    found = fetch_all(query.order_by(OfflineCode.issued_at.desc()))
    return [OfflineSheet(r["sheet_uid"], r["issued_at"], r["expires_at"], r["left"]) for r in found]


def approvers() -> list[Approver]:
    """What a till holds: the hashes of every active manager's codes that may still be used."""
    query = select(OfflineCode.__table__, Person.username, Person.name).join(Person, Person.id == OfflineCode.person_id)
    query = query.where(Person.active, Person.role == Role.MANAGER, OfflineCode.expires_at > clock.now(), *_open())
    sheets: dict[str, list[Row]] = {}
    for row in fetch_all(query.order_by(Person.username, OfflineCode.issued_at, OfflineCode.hash)):
        sheets.setdefault(row["sheet_uid"], []).append(row)
    return [
        Approver(rows[0]["username"], rows[0]["name"], rows[0]["issued_at"], rows[0]["expires_at"], [row["hash"] for row in rows])
        for rows in sheets.values()
    ]


def redeem(approval: Approval, document: str, at: datetime) -> Approval:
    """Uses the one-time code of an approval, if it has one, for a document that was made at this moment. In its transaction.

    A code that is unknown, used, withdrawn or not of that moment approves nothing.
    """
    if approval.code is None:
        return approval
    spent = replace(approval, code=None, code_failed=True)
    person = fetch_one(
        select(Person.id, Person.username).where(Person.username == approval.code.by, Person.role == Role.MANAGER, Person.active)
    )
    if person is None:
        return spent
    code = OfflineCode.digest == _digest(person["id"], typed(approval.code.text))
    usable = code, OfflineCode.issued_at <= at, OfflineCode.expires_at > at
    if not execute(update(OfflineCode).where(*usable, *_open()).values(used_at=clock.now(), used_for=document)):
        return spent
    return replace(approval, code=None, by=person["username"])


def typed(text: str) -> str:
    """A code as it was meant: small letters, blanks and strokes between, O for 0, I and L for 1."""
    return "".join(c for c in text.upper() if c.isalnum()).translate(_LOOKS_LIKE)


def _open() -> tuple[ColumnElement[bool], ...]:
    return OfflineCode.used_at.is_(None), OfflineCode.withdrawn_at.is_(None)


def _digest(person_id: int, code: str) -> str:
    return keyed(f"offline code of {person_id}", code)
