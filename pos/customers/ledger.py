"""The account of a customer: the one place that adds lines to it, and what its lines say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select

from core.db import Row, execute, fetch_all, fetch_one
from core.money import Vnd
from pos.customers.choices import AccountKind
from pos.customers.models import AccountEntry
from pos.customers.open_items import AccountFact, OpenItem, open_items


@dataclass(frozen=True, slots=True)
class AccountPosting:
    """A line to add. Above zero the customer owes more; `sale`, `refund` and `payment` name its documents."""

    kind: AccountKind
    amount_vnd: int
    day: date
    sale: str | None = None
    refund: str | None = None
    payment: str | None = None


def post(customer: str, posting: AccountPosting, at: datetime) -> Vnd:
    """Adds a line and returns what is owed after it. Call it with the customer locked; the database refuses less than 0."""
    last = fetch_one(_LAST.where(AccountEntry.customer_uid == customer))
    n, owed_vnd = (last["n"] + 1, last["owed_vnd"]) if last else (1, 0)
    line = {
        "customer_uid": customer,
        "n": n,
        "kind": posting.kind,
        "amount_vnd": posting.amount_vnd,
        "owed_vnd": owed_vnd + posting.amount_vnd,
        "day": posting.day,
        "posted_at": at,
        "sale_uid": posting.sale,
        "refund_uid": posting.refund,
        "payment_uid": posting.payment,
    }
    execute(insert(AccountEntry), line)
    return Vnd(owed_vnd + posting.amount_vnd)


_LAST = select(AccountEntry.n, AccountEntry.owed_vnd).order_by(AccountEntry.n.desc()).limit(1)


def put_by(sale: str) -> int:
    """What a sale has put on its customer's account."""
    of_sale = (AccountEntry.sale_uid == sale) & (AccountEntry.kind == AccountKind.SOLD)
    put = fetch_one(select(func.coalesce(func.sum(AccountEntry.amount_vnd), 0).label("vnd")).where(of_sale))
    return int(put["vnd"]) if put else 0


def owed(customer: str) -> Vnd:
    """What a customer owes."""
    last = fetch_one(_LAST.where(AccountEntry.customer_uid == customer))
    return Vnd(last["owed_vnd"] if last else 0)


def owed_by(customers: Collection[str]) -> dict[str, Vnd]:
    """What each of these customers owes."""
    owed_vnd = dict.fromkeys(customers, Vnd(0))
    if customers:
        owed_vnd |= {r["customer_uid"]: Vnd(r["owed_vnd"]) for r in _lasts(customers)}
    return owed_vnd


def debtors() -> list[str]:
    """Everybody who owes something."""
    return [r["customer_uid"] for r in _lasts(None) if r["owed_vnd"]]


def _lasts(customers: Collection[str] | None) -> Sequence[Row]:
    """The last line of each account, of these customers if any are named."""
    newest = select(AccountEntry.customer_uid, func.max(AccountEntry.n).label("n")).group_by(AccountEntry.customer_uid)
    if customers is not None:
        newest = newest.where(AccountEntry.customer_uid.in_(customers))
    last = newest.subquery()
    of_last = (last.c.customer_uid == AccountEntry.customer_uid) & (last.c.n == AccountEntry.n)
    return fetch_all(select(AccountEntry.customer_uid, AccountEntry.owed_vnd).join(last, of_last))


def open_of(customers: Collection[str]) -> dict[str, list[OpenItem]]:
    """The sales on account of each of these customers, and what of each is open."""
    facts: dict[str, list[AccountFact]] = {customer: [] for customer in customers}
    query = select(AccountEntry.__table__).where(AccountEntry.customer_uid.in_(customers))
    for r in fetch_all(query.order_by(AccountEntry.customer_uid, AccountEntry.n)):
        facts[r["customer_uid"]].append(AccountFact(AccountKind(r["kind"]), r["amount_vnd"], r["day"], r["sale_uid"]))
    return {customer: open_items(lines) for customer, lines in facts.items()}
