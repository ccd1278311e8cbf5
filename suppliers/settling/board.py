"""The month's end at a glance: where each producer's statement up to a day stands, and what is to be done next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core.db import fetch_all
from core.money import Vnd
from suppliers import producers
from suppliers.choices import StatementState
from suppliers.choices import StatementStep as Step
from suppliers.models import Statement
from suppliers.results import StatementPayment
from suppliers.settling.charges import cycle_of
from suppliers.settling.cycles import first_day
from suppliers.settling.due import statements_to_pay
from suppliers.settling.previews import Draft, drafts
from suppliers.statement_queries import payments_by_statement
from suppliers.statement_states import (
    Message,
    StatementHead,
    head_of,
    last_day_to_ask,
    messages_by_statement,
    open_questions,
    state_of,
)

_STEPS = {
    StatementState.QUERIED: Step.QUERIED,
    StatementState.ISSUED: Step.ISSUED,
    StatementState.ACCEPTED: Step.ACCEPTED,
    StatementState.PAID: Step.PAID,
}


NOTHING = Vnd(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A producer on the board. `due_vnd` is what may be paid, of a draft what could be once it is closed.

    `statement` and `number` are None for a draft. `question` is the oldest of `questions` that wait, `ask_until` the last day to
    ask. `is_due` says whether it may be paid now, `has_account` whether by bank. `payment` is the newest payout that stands.
    """

    producer: str
    name: str
    step: Step
    statement: str | None = None
    number: str | None = None
    issued_at: datetime | None = None
    accepted_at: datetime | None = None
    closing_vnd: Vnd = NOTHING
    due_vnd: Vnd = NOTHING
    held_vnd: Vnd = NOTHING
    paid_vnd: Vnd = NOTHING
    lines: int = 0
    question: str | None = None
    questions: int = 0
    accepted_by: str | None = None
    ask_until: date | None = None
    is_due: bool = False
    has_account: bool = False
    payment: StatementPayment | None = None

    @property
    def is_payable(self) -> bool:
        """Whether it may be paid by bank now."""
        return self.is_due and self.has_account

    @property
    def owes_vnd(self) -> Vnd:
        """What the producer owes the outlet."""
        return Vnd(max(0, -self.closing_vnd))


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

    @property
    def due(self) -> list[BoardRow]:
        """Those who may be paid now, by bank or in cash."""
        return [row for row in self.rows if row.is_due]

    @property
    def closed(self) -> list[BoardRow]:
        """Those whose books are closed."""
        return [row for row in self.rows if row.statement]

    @property
    def left_vnd(self) -> Vnd:
        """What is still to be paid of all, drafts too."""
        return Vnd(sum(row.due_vnd for row in self.rows))

    @property
    def held_vnd(self) -> Vnd:
        """What stays with the outlet for now."""
        return Vnd(sum(row.held_vnd for row in self.rows))


def board(until: date) -> Board:
    """Where each producer's statement of the cycle that a day lies in stands."""
    names = dict(producers.producer_names(consigning=True))
    newest = _newest()
    closed = {
        code: head for code, head in newest.items() if code in names and head.until >= first_day(cycle_of(code, until), until)
    }
    open_books = drafts(until, names.keys() - closed.keys())
    about = _About(
        messages=messages_by_statement([head.uid for head in closed.values()]),
        due={head.uid for head in statements_to_pay(until)},
        with_account=producers.with_account(),
        payments=_payments([head.uid for head in closed.values()]),
    )
    rows = []
    for code, name in names.items():
        if code in closed:
            rows.append(_closed(code, name, closed[code], about))
        elif code in open_books:
            rows.append(_draft(code, name, open_books[code], code in about.with_account))
        else:
            rows.append(BoardRow(producer=code, name=name, step=Step.NOTHING))
    order = list(Step)
    return Board(until, sorted(rows, key=lambda row: (order.index(row.step), -row.owes_vnd, -row.due_vnd, row.name)))


@dataclass(frozen=True, slots=True)
class _About:
    """What is known of the statements on a board: their messages, which are due, their newest payouts; and who has an account."""

    messages: Mapping[str, Sequence[Message]]
    due: Collection[str]
    with_account: Collection[str]
    payments: Mapping[str, StatementPayment]


def _draft(code: str, name: str, draft: Draft, has_account: bool) -> BoardRow:
    return BoardRow(
        producer=code,
        name=name,
        step=Step.DRAFT,
        closing_vnd=draft.money.closing_vnd,
        due_vnd=draft.money.payable_vnd,
        held_vnd=draft.held_vnd,
        lines=draft.lines,
        has_account=has_account,
    )


def _closed(code: str, name: str, head: StatementHead, about: _About) -> BoardRow:
    messages = about.messages[head.uid]
    waiting = open_questions(messages)
    step = _STEPS[state_of(head, messages)]
    return BoardRow(
        producer=code,
        name=name,
        step=step,
        statement=head.uid,
        number=head.number,
        issued_at=head.issued_at,
        accepted_at=head.accepted_at,
        closing_vnd=head.closing_vnd,
        due_vnd=Vnd(head.payable_vnd - head.paid_vnd),
        held_vnd=Vnd(max(0, head.closing_vnd - head.payable_vnd)),
        paid_vnd=head.paid_vnd,
        question=next((message.text for message in messages if message.about in waiting), None),
        questions=len(waiting),
        accepted_by=head.accepted_by,
        ask_until=last_day_to_ask(head) if step is Step.ISSUED else None,
        is_due=head.uid in about.due,
        has_account=code in about.with_account,
        payment=about.payments.get(head.uid),
    )


def _payments(statements: Collection[str]) -> dict[str, StatementPayment]:
    """The newest payout of each statement that was not taken back."""
    made = payments_by_statement(statements).items()
    return {uid: standing[-1] for uid, payments in made if (standing := [p for p in payments if not p.reversed])}


def _newest() -> dict[str, StatementHead]:
    last = select(Statement.producer_code, func.max(Statement.sequence).label("n")).group_by(Statement.producer_code).subquery()
    query = select(Statement.__table__).join(
        last, (last.c.producer_code == Statement.producer_code) & (last.c.n == Statement.sequence)
    )
    return {r["producer_code"]: head_of(r) for r in fetch_all(query)}
