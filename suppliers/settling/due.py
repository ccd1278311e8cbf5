"""Who is due: whose book is to be closed, and which statements are to be paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select

from core import clock
from core.db import fetch_all
from core.money import Vnd
from core.values.banks import bank_name
from suppliers import producers
from suppliers.choices import StatementState
from suppliers.models import BookLine, Producer, Statement, StatementLine
from suppliers.settling.charges import cycle_of, is_closed_in_cycle
from suppliers.settling.results import BankTransfer
from suppliers.statement_states import StatementHead, head_of, last_day_to_ask, messages_by_statement, state_of
from suppliers.vietqr import fold_purpose


def producers_to_close(until: date) -> list[str]:
    """Whose book is due to be closed: something is unclaimed, and no statement ends in the cycle that the day lies in."""
    query = (
        select(BookLine.producer_code)
        .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(BookLine.day <= until, StatementLine.book_line_id.is_(None))
        .distinct()
        .order_by(BookLine.producer_code)
    )
    with_lines = [r["producer_code"] for r in fetch_all(query)]
    return [code for code in with_lines if not is_closed_in_cycle(code, cycle_of(code, until), until)]


def statements_to_pay(until: date) -> list[StatementHead]:
    """Each producer's newest statement up to a day, where something is payable and nothing hinders paying it.

    It was accepted, or the days to ask have passed and no question is open.
    """
    newest = select(Statement.producer_code, func.max(Statement.sequence).label("sequence")).group_by(Statement.producer_code)
    last = newest.subquery()
    query = (
        select(Statement.__table__)
        .join(last, (last.c.producer_code == Statement.producer_code) & (last.c.sequence == Statement.sequence))
        .where(Statement.until_day <= until, Statement.payable_vnd > Statement.paid_vnd)
        .order_by(Statement.producer_code)
    )
    heads = [head_of(r) for r in fetch_all(query)]
    messages = messages_by_statement([head.uid for head in heads])
    return [
        head
        for head in heads
        if (state := state_of(head, messages[head.uid])) is StatementState.ACCEPTED
        or (state is StatementState.ISSUED and clock.today() > last_day_to_ask(head))
    ]


def transfers(until: date, only: Collection[str] | None = None) -> list[BankTransfer]:
    """What is due to be paid up to a day to producers with an account, one row each; `only` are statements that were chosen."""
    heads = [head for head in statements_to_pay(until) if only is None or head.uid in only]
    names = _names([head.producer for head in heads])
    rows = []
    for head in heads:
        account = producers.bank_account_of(head.producer)
        if account.is_empty:
            continue
        rows.append(
            BankTransfer(
                producer=head.producer,
                name=names[head.producer],
                statement=head.uid,
                number=head.number,
                amount_vnd=Vnd(head.payable_vnd - head.paid_vnd),
                bank_bin=account.bank_bin or "",
                bank_name=bank_name(account.bank_bin),
                bank_account=account.bank_account or "",
                bank_holder=account.bank_holder or "",
                reference=fold_purpose(f"{head.number} {head.producer}".replace("-", " ")),
            )
        )
    return rows


def _names(codes: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = defaultdict(str)
    query = select(Producer.code, Producer.name).where(Producer.code.in_(sorted(codes)))
    return names | {r["code"]: r["name"] for r in fetch_all(query)}
