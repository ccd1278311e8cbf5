"""What the outlet owes a producer now: what of it is due, what comes later, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from core.money import Vnd
from suppliers import book, statement_queries, statements
from suppliers.choices import Cycle
from suppliers.portal import sums
from suppliers.results import StatementSummary
from suppliers.settling.charges import cycle_of
from suppliers.settling.cycles import first_day


@dataclass(frozen=True, slots=True)
class OwedNow:
    """`balance_vnd` = `due_vnd` + `later_vnd`. Due is what the newest statement lets be paid and nobody has paid.

    `held_days` is how many days more the last of what is held waits (None when nothing is), `closes_on` the last day of the
    present cycle, on which what was sold since the newest statement is closed.
    """

    balance_vnd: Vnd
    due_vnd: Vnd
    newest: StatementSummary | None
    held_days: int | None
    closes_on: date

    @property
    def later_vnd(self) -> Vnd:
        """What is not due yet."""
        return Vnd(self.balance_vnd - self.due_vnd)

    @property
    def due_share(self) -> int:
        """How much of what is owed is due, in percent."""
        return min(100, max(0, self.due_vnd * 100 // self.balance_vnd)) if self.balance_vnd > 0 else 0


def owed_now(producer: str) -> OwedNow:
    """What is owed now."""
    today = clock.today()
    head = statements.newest(producer)
    newest = statement_queries.summaries([head.uid])[0] if head else None
    due_vnd = newest.payable_vnd - newest.paid_on_this_vnd if newest else 0
    waiting = [each.free_on for each in sums.held(producer, today)]
    return OwedNow(
        balance_vnd=Vnd(book.balance(producer)),
        due_vnd=Vnd(due_vnd),
        newest=newest,
        held_days=(max(waiting) - today).days if waiting else None,
        closes_on=last_day(cycle_of(producer, today), today),
    )


def last_day(cycle: Cycle, day: date) -> date:
    """The last day of the cycle that a day lies in."""
    first = first_day(cycle, day)
    if cycle is Cycle.WEEK:
        return first + timedelta(days=6)
    if cycle is Cycle.HALF_MONTH and first.day == 1:
        return first.replace(day=15)
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
