"""Customers: put under their own id, found by phone or name, erased on their wish."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, false, func, insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Permit
from core.text.search_fold import fold, search_words
from core.values.phones import SHOWN_DIGITS, mask, plain_phone, whole_phone
from pos.customers import audit_actions, ledger
from pos.customers.models import Customer
from pos.customers.requests import CustomerRequest
from pos.customers.results import CustomerResult, CustomerTrail

UNKNOWN = N_("Không có khách hàng này.")
ERASED = N_("Khách hàng này đã được xóa.")
_WHO = ("phone", "name", "company", "tax_code", "address", "email", "note")
"""What says who a customer is, or was written about them."""
_LEAST_DIGITS = 8
"""A search of so many digits asks for a whole number."""


def put_customer(uid: str, document: CustomerRequest, actor: Actor) -> bool:
    """Records a customer; says whether the id is new.

    A masked phone leaves the number as it is; what is not a manager's to set (`note`, `credit_limit_vnd`) stays for others.
    Raises Invalid for a mask of another number, `phone_used` for a phone of another customer, `closed` for an erased one.
    """
    old = fetch_one(select(Customer.__table__).where(Customer.uid == uid).with_for_update())
    if old is not None and old["erased_at"] is not None:
        raise DomainError("closed", ERASED)
    phone = whole_phone(document.phone, old["phone"] if old else None)
    values = document.model_dump() | {"name_folded": fold(document.name or "") or None, "phone": phone}
    if not actor.may(Permit.MANAGE):
        values |= (
            {"note": old["note"], "credit_limit_vnd": old["credit_limit_vnd"]} if old else {"note": None, "credit_limit_vnd": 0}
        )
    if fetch_one(select(Customer.uid).where(Customer.phone == phone, Customer.uid != uid)):
        raise DomainError("phone_used", N_("Số điện thoại này là của khách hàng khác."))
    if old is None:
        new = {"uid": uid, "salt": secrets.token_hex(16), "recorded_at": clock.now(), "recorded_by": actor.name}
        execute(insert(Customer), new | values)
    else:
        execute(update(Customer).where(Customer.uid == uid).values(values))
    now = fetch_one(select(Customer.__table__).where(Customer.uid == uid))
    assert now is not None
    audit.record_change(actor, audit_actions.CUSTOMER_RECORDED, uid, _trail(old) if old else None, _trail(now))
    return old is None


def _trail(customer: Row) -> CustomerTrail:
    marks = {name: _mark(customer["salt"], name, customer[name]) for name in _WHO}
    return CustomerTrail(**marks, consent=customer["consent"], credit_limit_vnd=customer["credit_limit_vnd"])


def _mark(salt: str, name: str, value: str | None) -> str | None:
    return None if value is None else f"•••{hashlib.sha256(f'{salt} {name} {value}'.encode()).hexdigest()[:4]}"


def erase(uid: str, actor: Actor) -> CustomerResult:
    """Blanks a customer; sales and payments stay, without a name.

    Raises NotFound, `closed` for one who is erased already, and `account_open` while something is owed.
    """
    customer = lock(uid)
    if customer is None:
        raise NotFound(UNKNOWN)
    if customer["erased_at"] is not None:
        raise DomainError("closed", ERASED)
    if ledger.owed(uid):
        raise DomainError("account_open", N_("Khách hàng này còn nợ. Hãy thu hết nợ rồi xóa."))
    blank = dict.fromkeys((*_WHO, "name_folded", "salt"))
    gone = {"consent": False, "credit_limit_vnd": 0, "erased_at": clock.now()}
    execute(update(Customer).where(Customer.uid == uid).values(blank | gone))
    audit.note(actor, audit_actions.CUSTOMER_ERASED, uid)
    return show(uid, actor)


def lock(uid: str) -> Row | None:
    """A customer, locked for this transaction: one act at a time changes an account."""
    return fetch_one(select(Customer.__table__).where(Customer.uid == uid).with_for_update())


def show(uid: str, actor: Actor) -> CustomerResult:
    """A customer. Raises NotFound."""
    customer = fetch_one(select(Customer.__table__).where(Customer.uid == uid))
    if customer is None:
        raise NotFound(UNKNOWN)
    return results([customer], whole=actor.may(Permit.MANAGE))[0]


def find(query: str, actor: Actor, *, after: str | None = None, limit: int = 100, by_name: bool = False) -> list[CustomerResult]:
    """Customers by id, or by name, who are not erased: all, those with this phone, those with every word of it in their name.

    Part of a number finds customers for managers; for others only the last three digits do, which a mask shows anyway.
    """
    may_see = actor.may(Permit.MANAGE)
    phone = plain_phone(query)
    digits = phone.removeprefix("+")
    is_number = digits.isascii() and digits.isdigit()
    whole = is_number and len(digits) >= _LEAST_DIGITS
    matching = select(Customer.__table__).where(Customer.erased_at.is_(None)).limit(limit)
    if whole and not may_see:
        matching = matching.where(Customer.phone == phone)
    elif is_number and not may_see:
        matching = matching.where(Customer.phone.endswith(digits) if len(digits) == SHOWN_DIGITS else false())
    elif is_number:
        matching = matching.where(Customer.phone.contains(digits, autoescape=True))
    else:
        matching = matching.where(*_named(query))
    if after is not None:
        matching = matching.where(Customer.uid > after)
    order = (func.coalesce(Customer.name_folded, ""), Customer.phone) if by_name else (Customer.uid,)
    return results(fetch_all(matching.order_by(*order)), whole=may_see or whole)


def _named(query: str) -> list[ColumnElement[bool]]:
    return [Customer.name_folded.contains(word, autoescape=True) for word in search_words(query)]


def count() -> int:
    """How many customers there are."""
    counted = fetch_one(select(func.count().label("n")).select_from(Customer).where(Customer.erased_at.is_(None)))
    return int(counted["n"]) if counted else 0


def by_uid(uids: Iterable[str], *, whole: bool) -> dict[str, CustomerResult]:
    """Customers by their ids, erased ones too; phones whole or masked."""
    rows = fetch_all(select(Customer.__table__).where(Customer.uid.in_(sorted(set(uids)))))
    return {customer.uid: customer for customer in results(rows, whole=whole)}


def results(customers: Sequence[Row], *, whole: bool) -> list[CustomerResult]:
    """Rows of customers as results, with whole or masked phones."""
    owed = ledger.owed_by([customer["uid"] for customer in customers])
    return [
        CustomerResult(
            uid=customer["uid"],
            phone=customer["phone"] if whole or customer["phone"] is None else mask(customer["phone"]),
            name=customer["name"],
            company=customer["company"],
            tax_code=customer["tax_code"],
            address=customer["address"],
            email=customer["email"],
            consent=customer["consent"],
            note=customer["note"],
            credit_limit_vnd=customer["credit_limit_vnd"],
            owed_vnd=owed[customer["uid"]],
            erased=customer["erased_at"] is not None,
        )
        for customer in customers
    ]
