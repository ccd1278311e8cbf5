"""API tokens: a program's keys; only their digests are stored."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sqlalchemy import bindparam, insert, select

from core import audit, clock
from core.db import execute, fetch_one
from core.models import ApiToken, Person
from core.people.actor import Actor
from core.people.permits import Role

TOKEN_ISSUED = "token.issued"  # noqa: S105  # an action's name, not a secret


def issue_token(role: Role, person: Any, till: str | None, producer: str | None, actor: Actor) -> str:
    """Makes a token and returns it; only its digest is kept."""
    token = "ocop_" + secrets.token_urlsafe(32)
    values = {
        "digest": _digest(token),
        "role": role.value,
        "person_id": person["id"] if person else None,
        "till_code": till,
        "producer_code": producer,
        "issued_at": clock.now(),
    }
    execute(insert(ApiToken), values)
    audit.note(actor, TOKEN_ISSUED, role.value, username=person["username"] if person else None, till=till, producer=producer)
    return token


_BY_TOKEN = (
    select(
        ApiToken.id,
        ApiToken.role,
        ApiToken.till_code,
        ApiToken.producer_code,
        Person.id.label("person_id"),
        Person.username,
        Person.name,
        Person.active,
    )
    .outerjoin(Person, Person.id == ApiToken.person_id)
    .where(ApiToken.digest == bindparam("digest"), ApiToken.revoked_at.is_(None))
)


def actor_of_token(token: str) -> Actor | None:
    """The program behind a token, or None for an unknown or revoked one or a person who left."""
    found = fetch_one(_BY_TOKEN, {"digest": _digest(token)})
    if found is None or (found["person_id"] is not None and not found["active"]):
        return None
    return Actor(
        name=found["username"] or f"{found['role']}-{found['id']}",
        role=Role(found["role"]),
        person_id=found["person_id"],
        producer=found["producer_code"],
        till=found["till_code"],
        shown_as=found["name"],
        is_token=True,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
