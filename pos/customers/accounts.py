"""Accounts as people read them: what a customer owes and how old it is, and who owes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import clock
from core.money import Vnd
from core.people.actor import Actor
from pos import sales
from pos.customers import ledger, registry
from pos.customers.open_items import OpenItem
from pos.customers.results import AccountItem, AccountResult, CustomerResult, Debtor
from pos.models import Sale

UP_TO_DAYS = (30, 60)
"""How old what is open may be for the first and the second group of the list of debtors."""


def account_of(customer: str, actor: Actor) -> AccountResult:
    """A customer's account. Raises NotFound."""
    known = registry.show(customer, actor)
    items = ledger.open_of([customer])[customer]
    numbers = sales.numbers_of(Sale, [item.sale for item in items])
    today = clock.today()
    return AccountResult(
        customer=customer,
        owed_vnd=known.owed_vnd,
        credit_limit_vnd=known.credit_limit_vnd,
        items=[
            AccountItem(
                sale=item.sale,
                number=numbers[item.sale],
                day=item.day,
                amount_vnd=Vnd(item.amount_vnd),
                open_vnd=Vnd(item.open_vnd),
                age_days=(today - item.day).days,
            )
            for item in items
        ],
    )


def debtors() -> list[Debtor]:
    """Everybody who owes, whose debt is the oldest first."""
    owing = ledger.debtors()
    customers = registry.by_uid(owing, whole=True)
    today = clock.today()
    found = [
        _debtor(customers[uid], [item for item in items if item.open_vnd], today) for uid, items in ledger.open_of(owing).items()
    ]
    return sorted(found, key=lambda debtor: (debtor.oldest_day, debtor.customer.uid))


def _debtor(customer: CustomerResult, items: Sequence[OpenItem], today: date) -> Debtor:
    sums = [0, 0, 0]
    for item in items:
        age = (today - item.day).days
        sums[sum(age > days for days in UP_TO_DAYS)] += item.open_vnd
    oldest = min(item.day for item in items)
    return Debtor(customer, Vnd(sums[0]), Vnd(sums[1]), Vnd(sums[2]), oldest, (today - oldest).days)
