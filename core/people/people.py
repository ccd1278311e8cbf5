"""People: who they are, and how they prove it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import g, has_request_context
from sqlalchemy import insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, transaction
from core.errors import DomainError, NotFound, TooMany
from core.i18n import N_
from core.models import Person
from core.outlet import outlet_name
from core.people import hashing, rate_limits, secret_rules, sessions, tokens, withheld
from core.people.actor import SYSTEM, Actor, withheld_permits
from core.people.choices import SessionEnd
from core.people.permits import Role
from core.people.rate_limits import Kind
from core.people.results import PersonName, PersonResult, PersonSummary
from core.text.letters import clean_text, has_visible, is_readable
from core.values.phones import plain_phone

_room, _strangers_room = threading.BoundedSemaphore(2), threading.BoundedSemaphore(2)
"""Secrets checked at once: a storm of sign-ins must not take the processor from the tills."""
PATIENCE_S, STRANGERS_PATIENCE_S = 3.0, 0.3
PERSON_RECORDED = "person.recorded"
SECRET_SET = "person.secret_set"  # noqa: S105  # an action's name, not a secret
PERSON_RENAMED = "person.renamed"
ROLE_CHANGED = "person.role_changed"
PERMITS_CHANGED = "person.permits_changed"
PERSON_LOCKED, PERSON_UNLOCKED = "person.locked", "person.unlocked"


_WRONG_PASSWORD = N_("Mật khẩu đang dùng chưa đúng.")


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
        secret_rules.check_password(password, (outlet_name(), username, name))
    if pin is not None:
        secret_rules.check_pin(pin, role)
    _check_producer(role, producer)
    if fetch_one(select(Person.id).where((Person.username == username) | (Person.phone == plain_phone(username)))):
        raise DomainError("username_taken", N_("Tên đăng nhập này đã có."))
    values = {
        "username": username,
        "name": name,
        "role": role.value,
        "password_hash": hashing.hash_password(password) if password is not None else None,
        "pin_hash": hashing.hash_pin(pin) if pin is not None else None,
        "producer_code": producer,
        "active": True,
        "created_at": clock.now(),
        "password_expired": password is not None and _of_another(None, actor),
        "pin_expired": pin is not None and _of_another(None, actor),
    }
    (person,) = fetch_all(insert(Person).values(values).returning(Person.id))
    audit.record_change(actor, PERSON_RECORDED, username, None, _recorded(person["id"]))
    return int(person["id"])


def _recorded(person_id: int) -> PersonSummary:
    """A person as they are recorded, active or not. Raises NotFound."""
    person = fetch_one(select(Person.__table__).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    return _summary(person)


def put(
    username: str,
    name: str,
    role: Role,
    *,
    locked: bool,
    producer: str | None = None,
    password: str | None = None,
    pin: str | None = None,
    permits: Mapping[str, bool] | None = None,
    actor: Actor,
) -> bool:
    """Records a person as a whole; a password or PIN that is left out stays. Returns whether the person is new.

    `permits` may withhold what the role has. Raises what adding refuses, Invalid for permits that cannot be, DomainError
    `own_account` for a lock of oneself, `own_secret`, and `last_manager`.
    """
    without = withheld.read(role, permits or {})
    person = fetch_one(select(Person.__table__).where(Person.username == username).with_for_update())
    created = person is None
    if person is None:
        person_id = add(username, name, role, password=password, pin=pin, producer=producer, actor=actor)
    else:
        person_id = person["id"]
        rename(person_id, name, actor)
        change_role(person_id, role, producer, actor)
        set_anothers_secret(person_id, password=password, pin=pin, actor=actor)
    withhold(person_id, without, actor)
    if locked != (person is not None and not person["active"]):
        if locked and person_id == actor.person_id:
            raise DomainError("own_account", N_("Bạn không thể tự khóa tài khoản của mình."))
        set_active(person_id, not locked, actor)
    return created


def withhold(person_id: int, without: frozenset[str], actor: Actor) -> None:
    """Withholds these permits of the role, by name, from a person, and no others. Call it in a transaction. Raises NotFound."""
    before = _recorded(person_id)
    column = withheld.column_of(without)
    if column != withheld.column_of(before.withheld):
        execute(update(Person).where(Person.id == person_id).values(withheld=column))
        audit.record_change(actor, PERMITS_CHANGED, before.username, before, _recorded(person_id))


def change_role(person_id: int, role: Role, producer: str | None, actor: Actor) -> None:
    """Gives a person another role; their sessions and tokens were of the old one and end. Call it in a transaction.

    Raises NotFound, `producer_role` and `last_manager`.
    """
    _check_producer(role, producer)
    person = fetch_one(select(Person.__table__).where(Person.id == person_id).with_for_update())
    if person is None:
        raise NotFound()
    if (person["role"], person["producer_code"]) == (role.value, producer):
        return
    _keep_a_manager(person)
    values: dict[str, object] = {"role": role.value, "producer_code": producer}
    if role is Role.MANAGER and person["pin_hash"] is not None:
        values["pin_expired"] = True  # it may be shorter than a manager's
    execute(update(Person).where(Person.id == person["id"]).values(values))
    sessions.end_all(person["id"], actor, SessionEnd.ROLE_CHANGED)
    tokens.revoke_all(person["id"], actor)
    audit.record_change(actor, ROLE_CHANGED, person["username"], _summary(person), _recorded(person["id"]))


def _keep_a_manager(person: Row) -> None:
    """Raises DomainError `last_manager` when no other manager would be left."""
    if person["role"] != Role.MANAGER.value or not person["active"]:
        return
    managers = fetch_all(select(Person.id).where(Person.role == Role.MANAGER.value, Person.active).with_for_update())
    if [row["id"] for row in managers] == [person["id"]]:
        raise DomainError("last_manager", N_("Đây là quản lý cuối cùng. Hãy thêm một quản lý khác trước."))


def _check_producer(role: Role, producer: str | None) -> None:
    if (role is Role.PRODUCER) != (producer is not None):
        raise DomainError("producer_role", N_("Vai trò nhà sản xuất cần mã nhà sản xuất; các vai trò khác thì không có mã này."))


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


def _of_another(person_id: int | None, actor: Actor) -> bool:
    """Whether a secret comes from somebody else than its owner: it ends at first use. The command line's does not."""
    return actor != SYSTEM and (person_id is None or actor.person_id != person_id)


def set_anothers_secret(person_id: int, *, password: str | None, pin: str | None, actor: Actor) -> None:
    """Sets a new password or PIN of somebody else, None leaving it. Raises what `set_secret` does, and DomainError `own_secret`.

    One's own asks for the one in use, so it goes another way.
    """
    if person_id == actor.person_id and not (password is None and pin is None):
        raise DomainError("own_secret", N_("Mật khẩu và PIN của mình thì đổi ở trang Tài khoản của tôi."))
    set_secret(person_id, password=password, pin=pin, actor=actor)


def set_secret(
    person_id: int, *, password: str | None = None, pin: str | None = None, actor: Actor, field: str | None = None
) -> None:
    """Sets a new password or PIN, and lets a person try again who was stopped for failing too often.

    It ends every session of this person; what somebody else sets ends at first use. `field` is the field of a refusal.
    Raises NotFound and WeakSecret.
    """
    person = fetch_one(select(Person.__table__).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    values: dict[str, object] = {}
    if password is not None:
        _check_renewed(person, Kind.PASSWORD, password, actor, field or "password")
        secret_rules.check_password(password, (outlet_name(), person["username"], person["name"]), field=field or "password")
        values["password_hash"] = hashing.hash_password(password)
        values["password_expired"] = _of_another(person_id, actor)
    if pin is not None:
        _check_renewed(person, Kind.PIN, pin, actor, field or "pin")
        secret_rules.check_pin(pin, Role(person["role"]), field=field or "pin")
        values["pin_hash"] = hashing.hash_pin(pin)
        values["pin_expired"] = _of_another(person_id, actor)
    if values:
        execute(update(Person).where(Person.id == person_id).values(values))
        rate_limits.forget(person_id, person["username"])
        sessions.end_all(person_id, actor, SessionEnd.SECRET_CHANGED)
        audit.note(actor, SECRET_SET, person["username"], password=password is not None, pin=pin is not None)


def _check_renewed(person: Row, kind: Kind, secret: str, actor: Actor, field: str) -> None:
    """Raises WeakSecret where a person goes on with a secret that somebody else set: who set it still knows it."""
    stored = person[f"{kind}_hash"] if person[f"{kind}_expired"] and actor.person_id == person["id"] else None
    if stored is not None and hashing.matches(stored, secret):
        raise secret_rules.WeakSecret(f"weak_{kind}", field, N_("Người đặt hộ đã biết mật khẩu hoặc PIN này. Hãy chọn cái khác."))


def prove_own(person_id: int, secret: str) -> PersonSummary:
    """The person, whose password this must be; whoever has only a PIN proves themselves by it. Call it outside a transaction.

    Raises DomainError `wrong_secret` and TooMany.
    """
    person = by_id(person_id)
    if person is None:
        raise NotFound()
    proven = sign_in(person.username, secret) if person.has_password else sign_in_by_pin(person.username, secret)
    if proven is None:
        raise DomainError("wrong_secret", _WRONG_PASSWORD if person.has_password else N_("PIN đang dùng chưa đúng."))
    return proven


def rename(person_id: int, name: str, actor: Actor) -> None:
    """Calls a person by another name from now on; the sign-in name stays. Raises NotFound and DomainError for a bad name."""
    person = _recorded(person_id)
    name = clean_name(name)
    execute(update(Person).where(Person.id == person_id).values(name=name))
    audit.record_change(actor, PERSON_RENAMED, person.username, person, _recorded(person_id))


def set_active(person_id: int, active: bool, actor: Actor) -> None:
    """Lets a person in again, or no more; old sessions do not come back to life. Raises NotFound."""
    person = fetch_one(select(Person.__table__).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    if not active:
        _keep_a_manager(person)
    sessions.end_all(person_id, actor, SessionEnd.LOCKED)
    execute(update(Person).where(Person.id == person_id).values(active=active))
    action = PERSON_UNLOCKED if active else PERSON_LOCKED
    audit.record_change(actor, action, person["username"], _summary(person), _recorded(person_id))


def everybody() -> list[PersonSummary]:
    """All people, also those who are locked, by role and name."""
    return [_summary(r) for r in fetch_all(select(Person.__table__).order_by(Person.role, Person.name))]


def list_people(after: str | None, limit: int, username: str | None = None) -> list[PersonResult]:
    """People as the API shows them, by username; with a `username` that one alone."""
    query = select(Person.__table__).where(Person.username > (after or "")).order_by(Person.username).limit(limit)
    rows = fetch_all(query if username is None else query.where(Person.username == username))
    return [
        PersonResult(
            username=row["username"],
            name=row["name"],
            role=Role(row["role"]),
            producer=row["producer_code"],
            locked=not row["active"],
            has_password=row["password_hash"] is not None,
            has_pin=row["pin_hash"] is not None,
            password_expired=row["password_expired"],
            pin_expired=row["pin_expired"],
            has_second_factor=row["totp_secret"] is not None,
            permits=withheld.shown(Role(row["role"]), withheld_permits(row["withheld"])),
            phone=row["phone"],
        )
        for row in rows
    ]


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
        password_expired=person["password_expired"],
        pin_expired=person["pin_expired"],
        has_second_factor=person["totp_secret"] is not None,
        withheld=tuple((person["withheld"] or "").split()),
        phone=person["phone"],
    )


def with_pin(role: Role) -> list[PersonName]:
    """Active people of a role who have a PIN, by name."""
    query = select(Person.username, Person.name).where(Person.role == role.value, Person.active, Person.pin_hash.is_not(None))
    return [PersonName(r["username"], r["name"]) for r in fetch_all(query.order_by(Person.name))]


def sign_in(username: str, password: str) -> PersonSummary | None:
    """The person whose password this is, or None. Call it outside a transaction. Raises TooMany after too many failures."""
    return _prove(Kind.PASSWORD, username, _active(username), password)


def sign_in_by_pin(username: str, pin: str, role: Role | None = None) -> PersonSummary | None:
    """The person whose PIN this is, or None. Call it outside a transaction.

    With a `role` another role's right PIN is answered, and counted, as a wrong one: whoever tries learns nothing of it.
    Raises TooMany after too many failures, also over a whole day.
    """
    person = _active(username)
    if role is not None and person is not None and person["role"] != role:
        person = None
    return _prove(Kind.PIN, username, person, pin)


def _prove(kind: Kind, username: str, person: Row | None, secret: str) -> PersonSummary | None:
    column = "pin_hash" if kind is Kind.PIN else "password_hash"
    stored = person[column] if person else None
    with rate_limits.attempt(kind, username) as answer, _one_of_few():
        # A stranger's name costs the same time as a known one.
        is_right = hashing.matches(stored or hashing.nobodys(), secret)
        if is_right and stored:
            answer.append(True)
    if not answer or person is None or stored is None:
        return None
    if hashing.is_outdated(stored, kind is Kind.PIN):
        renewed = hashing.hash_pin(secret) if kind is Kind.PIN else hashing.hash_password(secret)
        renewal = update(Person).where(Person.id == person["id"], Person.__table__.c[column] == stored).values({column: renewed})
        transaction(lambda: execute(renewal))
    return _summary(person)


@contextmanager
def _one_of_few() -> Iterator[None]:
    is_stranger = not (has_request_context() and g.get("actor"))
    room, patience_s = (_strangers_room, STRANGERS_PATIENCE_S) if is_stranger else (_room, PATIENCE_S)
    if not room.acquire(timeout=patience_s):
        raise TooMany(N_("Đang có quá nhiều người đăng nhập. Hãy thử lại sau ít giây."))
    try:
        yield
    finally:
        room.release()


def actor_of(person: PersonSummary) -> Actor:
    """A person as the one who acts."""
    return Actor(
        name=person.username,
        role=person.role,
        person_id=person.id,
        producer=person.producer,
        shown_as=person.name,
        withheld=withheld_permits(" ".join(person.withheld)),
    )
