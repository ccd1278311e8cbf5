"""Phone numbers that sign in as usernames do: one number, one person."""

from __future__ import annotations

from sqlalchemy import select, update

from core.db import audit, execute, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.models import Person
from core.people.actor import Actor
from core.values.phones import is_phone, plain_phone

PHONE_CHANGED = "person.phone_changed"


def username_of(typed: str) -> str:
    """The username behind what was typed to sign in: that of the phone number, if it is somebody's, else the text itself.

    A username goes before a number that reads like it: nobody shuts another out by taking it for a phone number.
    """
    phone = plain_phone(typed)
    if is_phone(phone) and fetch_one(select(Person.id).where(Person.username == typed, Person.active)):
        return typed
    person = fetch_one(select(Person.username).where(Person.phone == phone, Person.active)) if is_phone(phone) else None
    return str(person["username"]) if person else typed


def set_phone(person_id: int, typed: str | None, actor: Actor) -> None:
    """Records a person's phone number, or that there is none. Call it in a transaction.

    Raises NotFound, Invalid for what is no number, and `phone_used` for another person's.
    """
    phone = plain_phone(typed or "") or None
    if phone is not None and not is_phone(phone):
        raise Invalid(("phone", N_("Số điện thoại gồm 8 đến 15 chữ số.")))
    person = fetch_one(select(Person.username, Person.phone).where(Person.id == person_id).with_for_update())
    if person is None:
        raise NotFound()
    if person["phone"] == phone:
        return
    if phone is not None and fetch_one(select(Person.id).where((Person.phone == phone) | (Person.username == phone))):
        raise DomainError("phone_used", N_("Số điện thoại này đã có người dùng để đăng nhập."))
    execute(update(Person).where(Person.id == person_id).values(phone=phone))
    audit.note(actor, PHONE_CHANGED, person["username"], phone=phone is not None)
