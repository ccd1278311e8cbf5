"""API tokens: a program's keys; only their digests are stored."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, insert, or_, select, update

from core import clock
from core.area import registered
from core.db import Prepared, Row, audit, execute, fetch_all, fetch_one, transaction
from core.db.trouble import DatabaseTrouble
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.models import ApiToken, Person
from core.people.actor import Actor, withheld_permits
from core.people.permits import Role, is_granted
from core.people.results import PersonSummary
from core.results import DayOut, TimestampOut

TOKEN_ISSUED = "token.issued"  # noqa: S105  # an action's name, not a secret
TOKEN_REVOKED = "token.revoked"  # noqa: S105  # an action's name, not a secret
LIFE = timedelta(days=365)
"""How long a token works that is issued on the page, unless another day is chosen."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token as a person may see it. `ends` is the last day it works; `revoked_at` is when it was revoked."""

    id: int
    role: Role
    username: str | None
    till: str | None
    producer: str | None
    only: str | None
    issued_at: TimestampOut
    last_used_at: TimestampOut | None
    ends: DayOut | None
    revoked_at: TimestampOut | None


def issue_token(
    role: Role,
    person: PersonSummary | None,
    till: str | None,
    producer: str | None,
    actor: Actor,
    *,
    expires_on: date | None = None,
    only: str | None = None,
) -> str:
    """Makes a token and returns it; only its digest is stored.

    `expires_on` is the last day it works; `only` names a use that an area registered. Raises DomainError `expired` for a
    day that has passed, and `bad_use` for a use that is unknown or that the role does not have.
    """
    if expires_on is not None and expires_on < clock.today():
        raise DomainError("expired", N_("Ngày hết hạn của mã truy cập đã qua."))
    uses = registered().token_uses
    if only is not None and (only not in uses or not is_granted(role, uses[only])):
        raise DomainError("bad_use", N_("Vai trò này không có việc %(only)s."), only=only)
    token = "ocop_" + secrets.token_urlsafe(32)
    values = {
        "digest": _digest(token),
        "role": role.value,
        "person_id": person.id if person else None,
        "till_code": till,
        "producer_code": producer,
        "only": only,
        "issued_at": clock.now(),
        "expires_on": expires_on,
    }
    (issued,) = fetch_all(insert(ApiToken).values(values).returning(ApiToken.id))
    audit.record_change(actor, TOKEN_ISSUED, str(issued["id"]), None, _recorded(issued["id"]))
    return token


def _recorded(token_id: int) -> TokenInfo:
    """A token as people may see it. Raises NotFound."""
    token = fetch_one(_ISSUED.where(ApiToken.id == token_id))
    if token is None:
        raise NotFound(N_("Không có mã truy cập này."))
    return _info(token)


_ISSUED = select(
    ApiToken.id,
    ApiToken.role,
    ApiToken.till_code,
    ApiToken.producer_code,
    ApiToken.only,
    ApiToken.issued_at,
    ApiToken.expires_on,
    ApiToken.last_used_at,
    ApiToken.revoked_at,
    Person.id.label("person_id"),
    Person.username,
    Person.name,
    Person.active,
    Person.withheld,
).outerjoin(Person, Person.id == ApiToken.person_id)
_BY_DIGEST = Prepared(_ISSUED.where(ApiToken.digest == bindparam("digest"), ApiToken.revoked_at.is_(None)))


def list_tokens(after: int | None = None, limit: int | None = None) -> list[TokenInfo]:
    """Every token there ever was, oldest first."""
    return [_info(token) for token in fetch_all(_ISSUED.where(ApiToken.id > (after or 0)).order_by(ApiToken.id).limit(limit))]


def count_working() -> int:
    """How many tokens open something now: not revoked, not expired, of nobody who is locked."""
    working = _ISSUED.where(
        ApiToken.revoked_at.is_(None),
        or_(ApiToken.expires_on.is_(None), ApiToken.expires_on >= clock.today()),
        or_(Person.id.is_(None), Person.active),
    )
    return len(fetch_all(working))


def _info(token: Row) -> TokenInfo:
    return TokenInfo(
        id=token["id"],
        role=Role(token["role"]),
        username=token["username"],
        till=token["till_code"],
        producer=token["producer_code"],
        only=token["only"],
        issued_at=token["issued_at"],
        last_used_at=token["last_used_at"],
        ends=token["expires_on"],
        revoked_at=token["revoked_at"],
    )


def revoke(token_id: int, actor: Actor) -> None:
    """Ends a token at once; a second time changes nothing. Raises NotFound."""
    before = _recorded(token_id)
    valid = update(ApiToken).where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
    if execute(valid.values(revoked_at=clock.now())):
        audit.record_change(actor, TOKEN_REVOKED, str(token_id), before, _recorded(token_id))


def revoke_all(person_id: int, actor: Actor) -> None:
    """Ends every token of a person. Call it in a transaction."""
    live = fetch_all(select(ApiToken.id).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None)))
    for token in live:
        revoke(token["id"], actor)


def actor_of_token(token: str) -> Actor | None:
    """The program behind a token; None for an unknown, revoked or expired one, and for a person who left."""
    issued = fetch_one(_BY_DIGEST, {"digest": _digest(token)})
    if issued is None or (issued["person_id"] is not None and not issued["active"]):
        return None
    if issued["expires_on"] is not None and issued["expires_on"] < clock.today():
        return None
    return Actor(
        name=issued["username"] or f"{issued['role']}-{issued['id']}",
        role=Role(issued["role"]),
        person_id=issued["person_id"],
        producer=issued["producer_code"],
        till=issued["till_code"],
        shown_as=issued["name"],
        token_id=issued["id"],
        only=registered().token_uses[issued["only"]] if issued["only"] else None,
        withheld=withheld_permits(issued["withheld"]),
    )


def record_use(token_id: int) -> None:
    """Writes that a token is in use; a busy database only makes the time less exact."""
    used = update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=clock.now())
    try:
        transaction(lambda: execute(used, chained=False))
    except DatabaseTrouble as error:
        _log.warning("the last use of token %s is not recorded: %s", token_id, error.code)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
