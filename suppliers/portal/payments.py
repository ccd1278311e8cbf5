"""What a producer was paid, over all its statements."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.db import fetch_all
from suppliers import statement_queries
from suppliers.models import Payout, Statement
from suppliers.results import StatementPayment


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """A payment, the statement that it was made on and its printed number, and the last digits of the account it went to."""

    payment: StatementPayment
    statement: str
    statement_number: str
    account: str | None


def payments_of(producer: str, *, after: int = 0, limit: int) -> list[PaymentMade]:
    """A producer's payments, the newest first, past the first `after` of them."""
    reversal = aliased(Payout)
    query = (
        select(Payout.__table__, Statement.number, reversal.uid.label("reversed_by"), reversal.reason.label("why"))
        .join(Statement, Statement.uid == Payout.statement_uid)
        .outerjoin(reversal, reversal.reverses == Payout.uid)
        .where(Payout.producer_code == producer, Payout.reverses.is_(None))
        .order_by(Payout.paid_at.desc(), Payout.uid)
        .offset(after)
        .limit(limit)
    )
    return [
        PaymentMade(
            payment=statement_queries.payment_of(r, is_reversed=r["reversed_by"] is not None, reason=r["why"]),
            statement=r["statement_uid"],
            statement_number=r["number"],
            account=r["bank_account"][-4:] if r["bank_account"] else None,
        )
        for r in fetch_all(query)
    ]
