"""What is still open of an account. Pure.

A refund lowers the sale it is of first; what is over, and what was paid, goes to the oldest sales first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pos.customers.choices import AccountKind


@dataclass(frozen=True, slots=True)
class AccountFact:
    """A line of an account; `sale` is the sale that was put on it, or whose goods came back."""

    kind: AccountKind
    amount_vnd: int
    day: date
    sale: str | None = None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A sale on account: what it put there, and what of it is open."""

    sale: str
    day: date
    amount_vnd: int
    open_vnd: int


def open_items(facts: Iterable[AccountFact]) -> list[OpenItem]:
    """The sales of an account in the order of their days, on one day as they came. What is open adds up to what is owed."""
    sold: dict[str, int] = {}
    back: dict[str, int] = {}
    days: dict[str, date] = {}
    paid_vnd = 0
    for fact in facts:
        if fact.kind is AccountKind.SOLD and fact.sale:
            sold[fact.sale] = sold.get(fact.sale, 0) + fact.amount_vnd
            days.setdefault(fact.sale, fact.day)
        elif fact.kind is AccountKind.REFUNDED and fact.sale:
            back[fact.sale] = back.get(fact.sale, 0) - fact.amount_vnd
        else:
            paid_vnd -= fact.amount_vnd
    paid_vnd += sum(max(0, amount_vnd - sold.get(sale, 0)) for sale, amount_vnd in back.items())
    items = []
    for sale in sorted(sold, key=lambda sale: days[sale]):
        rest_vnd = max(0, sold[sale] - back.get(sale, 0))
        pays_vnd = min(rest_vnd, paid_vnd)
        paid_vnd -= pays_vnd
        items.append(OpenItem(sale, days[sale], sold[sale], rest_vnd - pays_vnd))
    return items
