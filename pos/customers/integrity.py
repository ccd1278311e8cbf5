"""Checks of customers' accounts: every line follows from the one before, and all documents are in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select

from core.db import fetch_all
from core.db.integrity import missing_records
from pos.choices import PaymentMethod
from pos.counter.models import EXCHANGED_VND, IN_FORCE, Exchange
from pos.customers import ledger
from pos.customers.choices import AccountKind
from pos.customers.models import AccountEntry, CustomerPayment, CustomerSale
from pos.models import Payment, Refund

Line = tuple[str, str, str]
"""Kind, customer and document of a line."""


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    yield from _balances()
    yield from _documents()
    yield from missing_records("customer-payments", CustomerPayment.uid, CustomerPayment.reverses.is_(None))
    yield from missing_records("customer-payment-reversals", CustomerPayment.uid, CustomerPayment.reverses.is_not(None))


def _balances() -> Iterator[str]:
    """What is owed after each line is the sum so far, the lines count up, and what is open of the sales adds up to it."""
    sums: dict[str, tuple[int, int]] = {}
    query = select(AccountEntry.customer_uid, AccountEntry.n, AccountEntry.amount_vnd, AccountEntry.owed_vnd)
    for r in fetch_all(query.order_by(AccountEntry.customer_uid, AccountEntry.n)):
        n, owed_vnd = sums.get(r["customer_uid"], (0, 0))
        sums[r["customer_uid"]] = r["n"], r["owed_vnd"]
        if r["n"] != n + 1 or r["owed_vnd"] != owed_vnd + r["amount_vnd"]:
            due_vnd = owed_vnd + r["amount_vnd"]
            yield f"account of {r['customer_uid']}, line {r['n']}: owed {r['owed_vnd']}, by its lines {due_vnd}"
    for customer, items in ledger.open_of(sums).items():
        open_vnd = sum(item.open_vnd for item in items)
        if open_vnd != sums[customer][1]:
            yield f"account of {customer}: owed {sums[customer][1]}, open {open_vnd}"


def _documents() -> Iterator[str]:
    """Sales on account, refunds by account and payments stand in the account once, with their amounts."""
    recorded: dict[Line, int] = {}
    amount = func.sum(Payment.amount_vnd).label("vnd")
    sold = (
        select(CustomerSale.customer_uid, Payment.sale_uid, amount)
        .outerjoin_from(Payment, CustomerSale, CustomerSale.sale_uid == Payment.sale_uid)
        .where(Payment.method == PaymentMethod.ACCOUNT, IN_FORCE)
        .group_by(CustomerSale.customer_uid, Payment.sale_uid)
    )
    for r in fetch_all(sold):
        recorded[AccountKind.SOLD, str(r["customer_uid"]), r["sale_uid"]] = int(r["vnd"])
    back = (
        select(CustomerSale.customer_uid, Refund.uid, (Refund.total_vnd - EXCHANGED_VND).label("left_vnd"))
        .outerjoin_from(Refund, CustomerSale, CustomerSale.sale_uid == Refund.sale_uid)
        .outerjoin(Exchange, Exchange.refund_uid == Refund.uid)
        .where(Refund.method == PaymentMethod.ACCOUNT)
    )
    for r in fetch_all(back):
        recorded[AccountKind.REFUNDED, str(r["customer_uid"]), r["uid"]] = -int(r["left_vnd"])
    for r in fetch_all(select(CustomerPayment.__table__)):
        kind = AccountKind.REVERSED if r["reverses"] else AccountKind.PAID
        recorded[kind, r["customer_uid"], r["uid"]] = -r["amount_vnd"]
    posted: dict[Line, int] = defaultdict(int)
    for r in fetch_all(select(AccountEntry.__table__)):
        posted[r["kind"], r["customer_uid"], r["refund_uid"] or r["sale_uid"] or r["payment_uid"]] += r["amount_vnd"]
    for line in sorted(recorded.keys() | posted.keys()):
        if recorded.get(line, 0) != posted.get(line, 0):
            yield f"account of {line[1]}: {line[0]}/{line[2]} is {recorded.get(line, 0)}, in the account {posted.get(line, 0)}"
