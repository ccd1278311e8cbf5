"""The month's end at a glance: where each producer's statement up to a day stands, and what is to be done next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core.db import fetch_all
from core.money import Vnd
from suppliers import producers
from suppliers.choices import StatementState
from suppliers.choices import StatementStep as Step
from suppliers.models import BookLine, Statement, StatementLine
from suppliers.settling.charges import cycle_of
from suppliers.settling.cycles import first_day
from suppliers.settling.due import statements_to_pay
from suppliers.statement_states import Message, StatementHead, head_of, messages_by_statement, open_questions, state_of

_STEPS = {
    StatementState.QUERIED: Step.QUERIED,
    StatementState.ISSUED: Step.ISSUED,
    StatementState.ACCEPTED: Step.ACCEPTED,
    StatementState.PAID: Step.PAID,
}


NOTHING = Vnd(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A producer on the board. `due_vnd` is what may be paid, of a draft what its book would close with.

    `statement` and `number` are None for a draft. `question` is the oldest one that waits. `is_payable` says whether it may be
    paid by bank now.
    """

    producer: str
    name: str
    step: Step
    statement: str | None = None
    number: str | None = None
    issued_at: datetime | None = None
    accepted_at: datetime | None = None
    due_vnd: Vnd = NOTHING
    held_vnd: Vnd = NOTHING
    paid_vnd: Vnd = NOTHING
    lines: int = 0
    question: str | None = None
    is_payable: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Every producer whose book moved, the most urgent first, and how much stands at each step."""

    until: date
    rows: Sequence[BoardRow]

    def of(self, step: Step) -> list[BoardRow]:
        """The producers at a step."""
        return [row for row in self.rows if row.step is step]

    def sum_of(self, step: Step) -> Vnd:
        """What stands at a step, đồng."""
        return Vnd(sum(row.paid_vnd if step is Step.PAID else row.due_vnd for row in self.of(step)))

    @property
    def payable(self) -> list[BoardRow]:
        """Those who may be paid by bank now."""
        return [row for row in self.rows if row.is_payable]


def board(until: date) -> Board:
    """Where each producer's statement of the cycle that a day lies in stands."""
    names = dict(producers.producer_names(consigning=True))
    open_books, newest = _open_books(until), _newest()
    messages = messages_by_statement([head.uid for head in newest.values()])
    payable = {head.uid for head in statements_to_pay(until) if not producers.bank_account_of(head.producer).is_empty}
    rows = []
    for code, name in names.items():
        head = newest.get(code)
        if head is not None and head.until >= first_day(cycle_of(code, until), until):
            rows.append(_closed(code, name, head, messages[head.uid], payable))
        elif code in open_books:
            owed_vnd, lines = open_books[code]
            closing_vnd = Vnd(owed_vnd + (head.closing_vnd if head else 0))
            rows.append(BoardRow(producer=code, name=name, step=Step.DRAFT, due_vnd=closing_vnd, lines=lines))
        else:
            rows.append(BoardRow(producer=code, name=name, step=Step.NOTHING))
    order = list(Step)
    return Board(until, sorted(rows, key=lambda row: (order.index(row.step), -row.due_vnd, row.name)))


def _closed(code: str, name: str, head: StatementHead, messages: Sequence[Message], payable: set[str]) -> BoardRow:
    waiting = open_questions(messages)
    return BoardRow(
        producer=code,
        name=name,
        step=_STEPS[state_of(head, messages)],
        statement=head.uid,
        number=head.number,
        issued_at=head.issued_at,
        accepted_at=head.accepted_at,
        due_vnd=Vnd(head.payable_vnd - head.paid_vnd),
        held_vnd=Vnd(max(0, head.closing_vnd - head.payable_vnd)),
        paid_vnd=head.paid_vnd,
        question=next((message.text for message in messages if message.line in waiting), None),
        is_payable=head.uid in payable,
    )


def _open_books(until: date) -> Mapping[str, tuple[int, int]]:
    """What no statement has claimed up to a day: đồng and lines, by producer."""
    query = (
        select(BookLine.producer_code, func.sum(BookLine.owed_vnd).label("owed_vnd"), func.count().label("lines"))
        .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(BookLine.day <= until, StatementLine.book_line_id.is_(None))
        .group_by(BookLine.producer_code)
    )
    return {r["producer_code"]: (int(r["owed_vnd"]), int(r["lines"])) for r in fetch_all(query)}


def _newest() -> dict[str, StatementHead]:
    last = select(Statement.producer_code, func.max(Statement.sequence).label("n")).group_by(Statement.producer_code).subquery()
    query = select(Statement.__table__).join(
        last, (last.c.producer_code == Statement.producer_code) & (last.c.n == Statement.sequence)
    )
    return {r["producer_code"]: head_of(r) for r in fetch_all(query)}
