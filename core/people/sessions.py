"""Sessions of people: rows that end by sign-out, by a new secret, by a lock, by hand, and by time where no phone keeps them.

The cookie carries a random id, of which only the digest is stored; a copied cookie is worth nothing once its session has ended.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, insert, select, update

from core import clock
from core.db import Prepared, Row, audit, execute, fetch_all, fetch_one, transaction
from core.db.trouble import DatabaseTrouble
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.models import Person, PersonLook, Session
from core.people.actor import USUAL_LOOK, Actor, OwnLook, withheld_permits
from core.people.choices import Proof, SessionEnd, Theme, TypeSize
from core.people.permits import Permit, Role
from core.results import TimestampOut

IDLE, IDLE_AT_TILL = timedelta(minutes=30), timedelta(hours=12)
"""How long a session lives without a request."""
LONGEST, LONGEST_AT_TILL = timedelta(hours=12), timedelta(hours=16)
"""How long a session lives at most, whatever it does."""
AWAY = timedelta(days=2)
"""After so long without a request a phone that stays signed in asks for the PIN: who looks every day is never asked."""
PROVEN = timedelta(minutes=5)
"""For so long after the PIN nobody is asked for it before they accept something."""
RECENT = timedelta(minutes=15)
"""For so long after signing in nobody is asked again who they are."""
COOKIE_KEY = "_user_id"
"""Where flask-login puts the random id into the signed cookie."""
SESSION_STARTED, SESSION_ENDED = "session.started", "session.ended"

_AGENTS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "CrOS", "Mac OS", "Linux")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A session as a person may see it; `current` is the one that asks. `till` is where its person sells, `phone` what the phone
    is called that stays signed in.
    """

    id: int
    username: str
    name: str
    role: Role
    till: str | None
    started_at: TimestampOut
    last_seen_at: TimestampOut
    address: str | None
    browser: str | None
    current: bool
    phone: str | None = None


_COLUMNS = (
    Session.id,
    Session.person_id,
    Session.till_code,
    Session.started_at,
    Session.seen_at,
    Session.address,
    Session.browser,
    Session.phone,
    Session.proven_at,
    Person.username,
    Person.name,
    Person.role,
    Person.producer_code,
    Person.password_expired,
    Person.withheld,
    PersonLook.theme,
    PersonLook.type_size,
    PersonLook.language,
)
_OPEN = (
    select(*_COLUMNS)
    .join(Person, Person.id == Session.person_id)
    .outerjoin(PersonLook, PersonLook.person_id == Session.person_id)
    .where(Session.ended_at.is_(None), Person.active)
)
_BY_DIGEST = Prepared(_OPEN.where(Session.digest == bindparam("digest")))


def start(
    actor: Actor,
    *,
    address: str | None,
    agent: str | None,
    till: str | None = None,
    replaces: str | None = None,
    proof: Proof = Proof.PASSWORD,
    phone: str | None = None,
) -> str:
    """Starts a session of `actor`, a person, and returns what the cookie carries. Call it in a transaction.

    `replaces` is what the same browser's cookie carried so far; that session ends. `proof` is how they proved themselves. A
    `phone`, by its name, stays signed in until it is taken back.
    """
    if replaces is not None and (old := fetch_one(_BY_DIGEST, {"digest": _digest(replaces)})):
        _end((old["id"],), actor, SessionEnd.REPLACED)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    values = {
        "digest": _digest(token),
        "person_id": actor.person_id,
        "till_code": till,
        "started_at": now,
        "seen_at": now,
        "address": address,
        "browser": browser_of(agent),
        "phone": phone,
        "proven_at": now if phone else None,
    }
    (session,) = fetch_all(insert(Session).values(values).returning(Session.id))
    audit.note(actor, SESSION_STARTED, actor.name, session=session["id"], address=address, till=till, proof=proof)
    return token


def find(token: object) -> Actor | None:
    """The person whose session a cookie carries; None when it is unknown, has ended, has been idle or has lasted too long."""
    session = fetch_one(_BY_DIGEST, {"digest": _digest(token)}) if isinstance(token, str) else None
    if session is None or _is_over(session):
        return None
    return Actor(
        name=session["username"],
        role=Role(session["role"]),
        person_id=session["person_id"],
        producer=session["producer_code"],
        shown_as=session["name"],
        session_id=session["id"],
        must_renew=session["password_expired"],
        withheld=withheld_permits(session["withheld"]),
        on_phone=session["phone"] is not None,
        was_away=session["phone"] is not None and clock.now() - max(session["seen_at"], session["proven_at"]) > AWAY,
        just_proven=session["proven_at"] is not None and clock.now() - session["proven_at"] <= PROVEN,
        look=OwnLook(Theme(session["theme"]), TypeSize(session["type_size"]), session["language"])
        if session["theme"]
        else USUAL_LOOK,
    )


def _is_over(session: Row) -> bool:
    if session["phone"] is not None:
        return False
    at_till = session["till_code"] is not None
    now = clock.now()
    idle, longest = (IDLE_AT_TILL, LONGEST_AT_TILL) if at_till else (IDLE, LONGEST)
    return bool(now - session["seen_at"] > idle or now - session["started_at"] > longest)


def choose_till(session_id: int, till: str) -> None:
    """Records at which till a session sells. Call it in a transaction."""
    execute(update(Session).where(Session.id == session_id).values(till_code=till))


def record_proof(session_id: int) -> None:
    """Records that the person of a phone that stays signed in has just typed the PIN there. Call it in a transaction."""
    now = clock.now()
    kept = update(Session).where(Session.id == session_id, Session.phone.is_not(None))
    execute(kept.values(proven_at=now, seen_at=now), chained=False)


def phone_of(session_id: int) -> str | None:
    """What the phone is called that a session stays signed in on."""
    row = fetch_one(select(Session.phone).where(Session.id == session_id))
    return row["phone"] if row else None


def till_of(session_id: int) -> str | None:
    """At which till a session sells or sold."""
    row = fetch_one(select(Session.till_code).where(Session.id == session_id))
    return row["till_code"] if row else None


def of_person(person_id: int | None, current: int | None) -> list[SessionInfo]:
    """The open sessions of one person, or of everybody (None), the newest first."""
    query = _OPEN if person_id is None else _OPEN.where(Session.person_id == person_id)
    return [_info(row, current) for row in fetch_all(query.order_by(Session.id.desc())) if not _is_over(row)]


def visible_to(actor: Actor) -> list[SessionInfo]:
    """The open sessions `actor` may see and end: a manager everybody's, others their own; none for a program of nobody."""
    if actor.may(Permit.MANAGE):
        return of_person(None, actor.session_id)
    return of_person(actor.person_id, actor.session_id) if actor.person_id is not None else []


def end(session_id: int, actor: Actor, why: SessionEnd) -> None:
    """Ends a session that `actor` may end. Raises NotFound for another's, an unknown one and one that has ended."""
    row = fetch_one(_OPEN.where(Session.id == session_id))
    if row is None or _is_over(row) or not (actor.may(Permit.MANAGE) or row["person_id"] == actor.person_id):
        raise NotFound(N_("Không có phiên đăng nhập này, hoặc phiên đã kết thúc."))
    _end((session_id,), actor, why)


def check_recent(session_id: int, actor: Actor) -> None:
    """Raises DomainError `sign_in_again` unless a person who ends another session of their own signed in lately.

    Without it whoever finds a tablet open shuts its person out elsewhere.
    """
    if actor.session_id in {None, session_id}:
        return
    own = of_person(actor.person_id, actor.session_id)
    asked, current = any(one.id == session_id for one in own), next((one for one in own if one.current), None)
    if asked and current is not None and clock.now() - current.started_at > RECENT:
        raise DomainError("sign_in_again", N_("Đăng nhập đã lâu. Đăng nhập lại rồi kết thúc phiên khác của mình."))


def end_all(person_id: int, actor: Actor, why: SessionEnd) -> None:
    """Ends every open session of a person. Call it in a transaction."""
    open_ids = [row["id"] for row in fetch_all(_OPEN.where(Session.person_id == person_id))]
    if open_ids:
        _end(tuple(open_ids), actor, why)


def end_everybodys(actor: Actor) -> int:
    """Ends every session that has no end yet, and returns how many; the line of the audit trail is that of the act behind it."""
    values = {"ended_at": clock.now(), "ended_by": actor.name, "ended_why": SessionEnd.ENDED.value}
    return execute(update(Session).where(Session.ended_at.is_(None)).values(values))


def _end(session_ids: tuple[int, ...], actor: Actor, why: SessionEnd) -> None:
    names = fetch_all(select(Session.id, Person.username).join(Person).where(Session.id.in_(session_ids)).order_by(Session.id))
    values = {"ended_at": clock.now(), "ended_by": actor.name, "ended_why": why.value}
    execute(update(Session).where(Session.id.in_(session_ids), Session.ended_at.is_(None)).values(values))
    for session in names:
        audit.note(actor, SESSION_ENDED, session["username"], session=session["id"], why=why.value)


def record_seen(session_id: int) -> None:
    """Writes that a session is in use; a busy database only makes the time less exact."""
    seen = update(Session).where(Session.id == session_id).values(seen_at=clock.now())
    try:
        transaction(lambda: execute(seen, chained=False))
    except DatabaseTrouble as error:
        _log.warning("when session %s was last seen is not recorded: %s", session_id, error.code)


def browser_of(agent: str | None) -> str | None:
    """A browser's own description, shortened to its name and its system: `Chrome, Android`."""
    if not agent:
        return None
    names = [next((name for mark, name in _AGENTS if mark in agent), None), next((s for s in _SYSTEMS if s in agent), None)]
    return ", ".join(name for name in names if name) or agent[:40]


def _info(row: Row, current: int | None) -> SessionInfo:
    return SessionInfo(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        role=Role(row["role"]),
        till=row["till_code"],
        started_at=row["started_at"],
        last_seen_at=row["seen_at"],
        address=row["address"],
        browser=row["browser"],
        current=row["id"] == current,
        phone=row["phone"],
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
