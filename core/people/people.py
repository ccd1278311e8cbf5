"""People: who they are, and how they prove it."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import insert, select, update

from core import clock
from core.db import Row, audit, db, execute, fetch_all, fetch_one
from core.errors import DomainError, NotFound, TooMany
from core.i18n import N_
from core.models import Person
from core.people import rate_limits, sessions
from core.people.actor import Actor
from core.people.choices import SessionEnd
from core.people.permits import Role
from core.people.results import PersonName, PersonSummary
from core.text.letters import clean_text, has_visible, is_readable

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's floor for argon2id: 19 MiB, two passes; a shop's box signs people in all morning."""

_room = threading.BoundedSemaphore(4)
"""Secrets checked at once: a storm of sign-ins must not take the processor from the tills."""
_PATIENCE_S = 3

PASSWORD_MIN, PASSWORD_MAX = 8, 200
PERSON_RECORDED = "person.recorded"
SECRET_SET = "person.secret_set"  # noqa: S105  # an action's name, not a secret
PERSON_RENAMED = "person.renamed"
PERSON_LOCKED, PERSON_UNLOCKED = "person.locked", "person.unlocked"


def add(
    username: str,
    name: str,
    role: Role,
    *,
    password: str | None = None,
    pin: str | None = None,
    producer: str | None = None,
    actor: Actor,
) -> int:
    """Adds a person and returns their id. Raises DomainError for a bad name, password, PIN or producer, or a taken username."""
    if not (1 <= len(username) <= 64 and username.isascii() and all(c.isalnum() or c in "._-" for c in username)):
        raise DomainError("bad_username", N_("Tên đăng nhập chỉ gồm chữ không dấu, số, dấu chấm, gạch, tối đa 64 ký tự."))
    name = clean_name(name)
    if password is not None:
        check_password_shape(password)
    if pin is not None:
        check_pin_shape(pin)
    if (role is Role.PRODUCER) != (producer is not None):
        raise DomainError("producer_role", N_("Vai trò nhà sản xuất cần mã nhà sản xuất; các vai trò khác thì không có mã này."))
    if fetch_one(select(Person.id).where(Person.username == username)):
        raise DomainError("username_taken", N_("Tên đăng nhập này đã có."))
    values = {
        "username": username,
        "name": name,
        "role": role.value,
        "password_hash": _hash(password) if password is not None else None,
        "pin_hash": _hash(pin) if pin is not None else None,
        "producer_code": producer,
        "active": True,
        "created_at": clock.now(),
        "password_expired": False,
        "pin_expired": False,
    }
    person_id: int = db.session.execute(insert(Person).values(values).returning(Person.id)).scalar_one()
    audit.note(actor, PERSON_RECORDED, username, role=role.value)
    return person_id


def clean_name(name: str) -> str:
    """A person's name as it is recorded. Raises DomainError unless it shows something and has at most 200 characters."""
    name = clean_text(name)
    if not has_visible(name):
        raise DomainError("bad_name", N_("Chưa điền họ tên."))
    if len(name) > 200:
        raise DomainError("bad_name", N_("Quá dài."))
    if not is_readable(name):
        raise DomainError("bad_name", N_("Có ký tự điều khiển không đọc được."))
    return name


def check_password_shape(password: str) -> None:
    """Raises DomainError for a password that is soon guessed, or longer than the sign-in page takes."""
    if len(password) < PASSWORD_MIN:
        raise DomainError("weak_password", N_("Mật khẩu cần ít nhất %(n)s ký tự."), n=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        raise DomainError("weak_password", N_("Mật khẩu dài tối đa %(n)s ký tự."), n=PASSWORD_MAX)


def check_pin_shape(pin: str) -> None:
    """Raises DomainError unless a PIN is four to eight digits."""
    if not (4 <= len(pin) <= 8 and pin.isascii() and pin.isdigit()):
        raise DomainError("bad_pin", N_("PIN gồm 4 đến 8 chữ số."))


def set_secret(person_id: int, *, password: str | None = None, pin: str | None = None, actor: Actor) -> None:
    """Sets a new password or PIN, and lets a person try again who was stopped for failing too often.

    It ends every session of this person. Raises NotFound and DomainError for a bad password or PIN.
    """
    person = fetch_one(select(Person.username).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    values: dict[str, object] = {}
    if password is not None:
        check_password_shape(password)
        values["password_hash"] = _hash(password)
        rate_limits.forget(_password_of(person["username"]))
    if pin is not None:
        check_pin_shape(pin)
        values["pin_hash"] = _hash(pin)
        rate_limits.forget(_pin_of(person["username"]))
    if values:
        execute(update(Person).where(Person.id == person_id).values(values))
        sessions.end_all(person_id, actor, SessionEnd.SECRET_CHANGED)
        audit.note(actor, SECRET_SET, person["username"], password=password is not None, pin=pin is not None)


def rename(person_id: int, name: str, actor: Actor) -> None:
    """Calls a person by another name from now on; the sign-in name stays. Raises NotFound and DomainError for a bad name."""
    person = fetch_one(select(Person.username, Person.name).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    name = clean_name(name)
    if name != person["name"]:
        execute(update(Person).where(Person.id == person_id).values(name=name))
        audit.note(actor, PERSON_RENAMED, person["username"], before=person["name"], after=name)


def set_active(person_id: int, active: bool, actor: Actor) -> None:
    """Lets a person in again, or no more; old sessions do not come back to life. Raises NotFound."""
    person = fetch_one(select(Person.username).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    sessions.end_all(person_id, actor, SessionEnd.LOCKED)
    execute(update(Person).where(Person.id == person_id).values(active=active))
    audit.note(actor, PERSON_UNLOCKED if active else PERSON_LOCKED, person["username"])


def everybody() -> list[PersonSummary]:
    """All people, also those who are locked, by role and name."""
    return [_summary(r) for r in fetch_all(select(Person.__table__).order_by(Person.role, Person.name))]


def names() -> dict[str, str]:
    """What everybody is called, by username; also those who are locked, for what they once did."""
    return {r["username"]: r["name"] for r in fetch_all(select(Person.username, Person.name))}


def of_producer(producer: str) -> list[str]:
    """The names of the active people who sign in for a producer."""
    query = select(Person.name).where(Person.producer_code == producer, Person.active).order_by(Person.name)
    return [r["name"] for r in fetch_all(query)]


def by_id(person_id: int) -> PersonSummary | None:
    """An active person, or None."""
    person = fetch_one(select(Person.__table__).where(Person.id == person_id, Person.active))
    return _summary(person) if person else None


def by_username(username: str) -> PersonSummary | None:
    """An active person, or None."""
    person = _active(username)
    return _summary(person) if person else None


def _active(username: str) -> Row | None:
    return fetch_one(select(Person.__table__).where(Person.username == username, Person.active))


def _summary(person: Row) -> PersonSummary:
    return PersonSummary(
        id=person["id"],
        username=person["username"],
        name=person["name"],
        role=Role(person["role"]),
        producer=person["producer_code"],
        active=person["active"],
        has_password=person["password_hash"] is not None,
        has_pin=person["pin_hash"] is not None,
    )


def with_pin(role: Role) -> list[PersonName]:
    """Active people of a role who have a PIN, by name."""
    query = select(Person.username, Person.name).where(Person.role == role.value, Person.active, Person.pin_hash.is_not(None))
    return [PersonName(r["username"], r["name"]) for r in fetch_all(query.order_by(Person.name))]


def sign_in(username: str, password: str) -> PersonSummary | None:
    """The person whose password this is, or None. Call it outside a transaction. Raises TooMany after too many failures."""
    return _prove(_password_of(username), _active(username), "password_hash", password)


def sign_in_by_pin(username: str, pin: str) -> PersonSummary | None:
    """The person whose PIN this is, or None. Call it outside a transaction.

    Raises TooMany after too many failures, also over a whole day.
    """
    return _prove(_pin_of(username), _active(username), "pin_hash", pin, rate_limits.MOST_A_DAY)


def _password_of(username: str) -> str:
    return f"password:{username}"


def _pin_of(username: str) -> str:
    return f"pin:{username}"


def _prove(subject: str, person: Row | None, column: str, secret: str, most_a_day: int | None = None) -> PersonSummary | None:
    with _one_of_few():
        # While this one waited others may have failed; a snapshot from before would not show it.
        db.session.rollback()
        rate_limits.check(subject, most_a_day)
        secret_hash = person[column] if person else None
        # A stranger's name costs the same time as a known one.
        if _matches(secret_hash or _nobody(), secret) and person and secret_hash:
            return _summary(person)
        rate_limits.failed(subject)
        return None


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _room.acquire(timeout=_PATIENCE_S):
        raise TooMany(N_("Đang có quá nhiều người đăng nhập. Hãy thử lại sau ít giây."))
    try:
        yield
    finally:
        _room.release()


@cache
def _nobody() -> str:
    return _hash(secrets.token_hex(16))


def _hash(secret: str) -> str:
    """Keyboards spell `ậ` in one, two or three characters; a secret is the same in all of them."""
    return _hasher.hash(unicodedata.normalize("NFC", secret))


def _matches(secret_hash: str, secret: str) -> bool:
    try:
        return _hasher.verify(secret_hash, unicodedata.normalize("NFC", secret))
    except (VerificationError, InvalidHashError):
        return False


def actor_of(person: PersonSummary) -> Actor:
    """A person as the one who acts."""
    return Actor(name=person.username, role=person.role, person_id=person.id, producer=person.producer, shown_as=person.name)
