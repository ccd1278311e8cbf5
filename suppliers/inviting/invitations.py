"""Inviting somebody of a producer: a link that opens once, sets a PIN and signs in on that phone.

The link's secret is stored nowhere: it follows from the outlet's secret key and the invitation's id, and the database holds its
digest. Looking at the link changes nothing, because messengers look at links before people do; setting the PIN uses it up.
"""

from __future__ import annotations

import base64
import itertools
from dataclasses import replace
from datetime import timedelta

from flask import current_app
from sqlalchemy import insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, idempotency
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.models import Person
from core.people import hashing, people
from core.people.actor import SYSTEM, Actor
from core.people.choices import Right
from core.people.own import phone_numbers
from core.people.own.rights import rights_of, withheld_with
from core.people.permits import Role
from core.people.results import PersonSummary
from core.results import from_json
from core.text.search_fold import fold
from suppliers import producers
from suppliers.audit_actions import INVITATION_OPENED, INVITATION_WITHDRAWN, INVITED
from suppliers.inviting.choices import InvitationState
from suppliers.inviting.models import Invitation
from suppliers.inviting.requests import InvitationRequest, stored
from suppliers.inviting.results import InvitationLink, InvitationResult, OpenInvitation

LAST = timedelta(days=7)
"""How long an invitation opens."""
AGAIN = timedelta(minutes=15)
"""For so long after it was opened the same browser gets the answer once more: on a weak network the first is easily lost."""
PATH = "/invitation/"
_BYTES = 18
"""144 bits: nobody's guess, and a QR code that an old phone reads."""
_LONGEST_NAME = 40


def invite(producer: str, document: InvitationRequest, data: object, actor: Actor) -> tuple[InvitationLink, bool]:
    """Invites somebody, once under the document's id; returns what to hand over and whether this was the first time.

    Call it outside a transaction. Raises `uid_reused`, and `producer_role` for the outlet itself. What is stored of the
    answer has no link.
    """
    text, created = idempotency.run_once(
        "invitations", document.uid, [producer, data], lambda: _record(producer, document.uid, document, None, actor)
    )
    answer = from_json(InvitationLink, text)
    return replace(answer, url=_address(answer.uid)), created


def invite_again(uid: str, person: PersonSummary, actor: Actor) -> None:
    """Invites somebody who is known: for a new phone, or for whom the PIN is gone. Call it in a transaction."""
    assert person.producer is not None, "of a producer"
    document = InvitationRequest(uid=uid, name=person.name, rights=rights_of(person.withheld))
    _record(person.producer, uid, document, person, actor)


def _record(producer: str, uid: str, document: InvitationRequest, person: PersonSummary | None, actor: Actor) -> InvitationLink:
    if producer == producers.owner_code():
        raise DomainError("producer_role", N_("Người của chính điểm bán thì thêm ở trang Nhân viên."))
    name, rights, now = people.clean_name(document.name), stored(document.rights), clock.now()
    values = {
        "uid": uid,
        "digest": _digest(_secret(uid)),
        "producer_code": producer,
        "person_id": person.id if person else None,
        "name": name,
        "rights": rights,
        "made_at": now,
        "made_by": actor.name,
        "expires_at": now + LAST,
    }
    execute(insert(Invitation), values)
    audit.note(actor, INVITED, producer, name=name, rights=rights)
    return InvitationLink(uid, producer, name, _read(rights), now + LAST)


def withdraw(producer: str, uid: str, actor: Actor) -> None:
    """Takes an invitation back that nobody has opened. Call it in a transaction. Raises NotFound for what is not open."""
    waiting = Invitation.opened_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > clock.now()
    found = update(Invitation).where(Invitation.uid == uid, Invitation.producer_code == producer, *waiting)
    if not execute(found.values(withdrawn_at=clock.now(), withdrawn_by=actor.name)):
        raise NotFound(N_("Lời mời này không còn chờ mở."))
    audit.note(actor, INVITATION_WITHDRAWN, producer)


def list_invitations(producer: str, after: str | None = None, limit: int | None = None) -> list[InvitationResult]:
    """A producer's invitations, the oldest first; `after` is the id of one."""
    query = select(Invitation.__table__, Person.username).outerjoin(Person, Person.id == Invitation.person_id)
    query = query.where(Invitation.producer_code == producer).order_by(Invitation.made_at, Invitation.uid).limit(limit)
    if after is not None:
        last = fetch_one(select(Invitation.made_at).where(Invitation.uid == after, Invitation.producer_code == producer))
        if last is None:
            return []
        later = Invitation.made_at > last["made_at"]
        query = query.where(later | ((Invitation.made_at == last["made_at"]) & (Invitation.uid > after)))
    return [_shown(row) for row in fetch_all(query)]


def link_of(producer: str, uid: str) -> str | None:
    """The link of an invitation that is still open; None where it no longer follows from the outlet's key. Raises NotFound."""
    row = fetch_one(select(Invitation.__table__).where(Invitation.uid == uid, Invitation.producer_code == producer))
    if row is None or _state(row) is not InvitationState.OPEN:
        raise NotFound(N_("Lời mời này không còn chờ mở."))
    return _address(uid) if _digest(_secret(uid)) == row["digest"] else None


def look_at(secret: str) -> OpenInvitation:
    """An invitation by its link; changes nothing. Raises NotFound for a forged one, `closed` and `too_late`."""
    row = _by_secret(secret)
    _check_open(row)
    person = _of_producer(row)
    if person is None and row["person_id"] is not None:
        raise _closed()
    of = producers.show_producer(row["producer_code"])
    return OpenInvitation(row["uid"], row["name"], of.code, of.name, row["expires_at"], person is not None and person.has_pin)


def opened_here(secret: str, browser: str) -> PersonSummary | None:
    """Who opened an invitation in this browser just now: the reply got lost, they send the form once more."""
    row = _by_secret(secret)
    lately = row["opened_at"] is not None and clock.now() - row["opened_at"] <= AGAIN
    return _of_producer(row) if lately and row["opened_from"] == _browser(browser) else None


def open_with(secret: str, pin: str, phone: str | None, browser: str) -> PersonSummary:
    """Uses an invitation up: its person has this PIN from now on, and this phone number to sign in by. Call it in a transaction.

    Raises NotFound, `closed`, `too_late`, WeakSecret, and what a phone number is refused for; then nothing is used up.
    """
    row = _by_secret(secret, hold=True)
    _check_open(row)
    waiting = Invitation.opened_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > clock.now()
    person_id = _known(row, pin) if row["person_id"] is not None else _new(row, pin)
    opened = {"person_id": person_id, "opened_at": clock.now(), "opened_from": _browser(browser)}
    if not execute(update(Invitation).where(Invitation.uid == row["uid"], *waiting).values(opened)):
        raise _closed()  # another phone was a moment faster
    person = people.by_id(person_id)
    assert person is not None
    own = people.actor_of(person)
    if phone:
        phone_numbers.set_phone(person_id, phone, own)
    audit.note(own, INVITATION_OPENED, row["producer_code"], username=person.username)
    return people.by_id(person_id) or person


def _new(row: Row, pin: str) -> int:
    """Records the person who opens an invitation, with its rights."""
    name = row["name"]
    username = _free_username(name, row["producer_code"])
    person_id = people.add(username, name, Role.PRODUCER, pin=pin, producer=row["producer_code"], actor=SYSTEM)
    people.withhold(person_id, withheld_with((), _read(row["rights"])), SYSTEM)
    return person_id


def _known(row: Row, pin: str) -> int:
    """Sets the PIN of somebody who is known; their own PIN once more leaves their other phones signed in."""
    known = _of_producer(row)
    person = fetch_one(select(Person.id, Person.pin_hash, Person.pin_expired).where(Person.id == row["person_id"]))
    if known is None or person is None:
        raise _closed()
    if person["pin_hash"] is None or person["pin_expired"] or not hashing.matches(person["pin_hash"], pin):
        people.set_secret(person["id"], pin=pin, actor=people.actor_of(known))
    return int(person["id"])


def _of_producer(row: Row) -> PersonSummary | None:
    """Whom an invitation names; None for one who is locked, and for one who is no longer of its producer."""
    person = people.by_id(row["person_id"]) if row["person_id"] is not None else None
    return person if person is not None and person.producer == row["producer_code"] else None


def _free_username(name: str, producer: str) -> str:
    """A username nobody has: what the person is called last, and the producer: `lan.htx-dx`."""
    words = ["".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(name).split()]
    called = next((word for word in reversed(words) if word), "htx")[: 64 - _LONGEST_NAME]
    base = f"{called}.{producer.lower()}"
    taken = {
        row["username"] for row in fetch_all(select(Person.username).where(Person.username.startswith(base, autoescape=True)))
    }
    return next(one for n in itertools.count(1) if (one := base if n == 1 else f"{base}.{n}") not in taken)


def _by_secret(secret: str, *, hold: bool = False) -> Row:
    query = select(Invitation.__table__).where(Invitation.digest == _digest(secret))
    row = fetch_one(query.with_for_update() if hold else query)
    if row is None:
        raise NotFound(N_("Không có lời mời này. Hãy kiểm tra lại đường dẫn, hoặc nhờ điểm bán gửi lời mời mới."))
    return row


def _check_open(row: Row) -> None:
    state = _state(row)
    if state is InvitationState.EXPIRED:
        raise DomainError("too_late", N_("Lời mời này đã hết hạn. Nhờ điểm bán gửi lời mời mới."))
    if state is not InvitationState.OPEN:
        raise _closed()


def _closed() -> DomainError:
    return DomainError("closed", N_("Lời mời này đã được mở hoặc đã thu lại. Nhờ điểm bán gửi lời mời mới."))


def _state(row: Row) -> InvitationState:
    if row["opened_at"] is not None:
        return InvitationState.OPENED
    if row["withdrawn_at"] is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if row["expires_at"] > clock.now() else InvitationState.EXPIRED


def _shown(row: Row) -> InvitationResult:
    return InvitationResult(
        uid=row["uid"],
        producer=row["producer_code"],
        name=row["name"],
        rights=_read(row["rights"]),
        state=_state(row),
        username=row["username"],
        made_at=row["made_at"],
        made_by=row["made_by"],
        expires_at=row["expires_at"],
        opened_at=row["opened_at"],
    )


def _read(rights: str) -> tuple[Right, ...]:
    return tuple(Right(right) for right in rights.split())


def _secret(uid: str) -> str:
    whole = bytes.fromhex(hashing.keyed("invitation", uid))
    return base64.urlsafe_b64encode(whole[:_BYTES]).decode()


def _digest(secret: str) -> str:
    return hashing.keyed("invitation's digest", secret)


def _browser(cookie: str) -> str:
    return hashing.keyed("browser of an invitation", cookie)


def _address(uid: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{PATH}{_secret(uid)}"
