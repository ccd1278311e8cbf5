"""Agreements that end soon: who must sign again, and in how many days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, select

from core import clock
from core.db import Row, advisory_lock, execute, fetch_all, transaction
from core.events import emit
from suppliers.agreements.models import AgreementEndNotice, AgreementVersion
from suppliers.agreements.standing import standing_versions
from suppliers.events import AgreementEnding

FIRST_WARNING, LAST_WARNING = 60, 30
"""Days before its last one when an agreement's end is told, and told again."""
QUEUE = "ends of agreements"


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement whose end is near. `name` is its number as people read it, `days_left` is 0 on its last day."""

    number: str
    name: str
    producer: str
    ends_on: date
    days_left: int
    grace_days: int


def ending(day: date) -> list[Ending]:
    """The agreements that end within the days of the first warning, the soonest first.

    One that another agreement of the same producer follows without a gap is left out: nobody has to do anything.
    """
    query = select(AgreementVersion.__table__).where(AgreementVersion.id.in_(sorted(standing_versions().values())))
    of_producer: dict[str, list[Row]] = defaultdict(list)
    for version in fetch_all(query):
        of_producer[version["producer_code"]].append(version)
    found = [
        Ending(
            number=version["agreement_number"],
            name=version["signed_number"] or version["agreement_number"],
            producer=producer,
            ends_on=version["ends_on"],
            days_left=(version["ends_on"] - day).days,
            grace_days=version["grace_days"],
        )
        for producer, versions in of_producer.items()
        for version in versions
        if version["ends_on"] is not None
        and day <= version["ends_on"] <= day + timedelta(days=FIRST_WARNING)
        and not any(_follows(other, version["ends_on"]) for other in versions)
    ]
    return sorted(found, key=lambda one: (one.ends_on, one.number))


def warn() -> None:
    """Tells producers whose agreements end: once within the days of the first warning, once within those of the last.

    It may be done by two at once, and again: each is told one time.
    """
    if due := _due(clock.today()):
        transaction(lambda: _tell([one.number for one, _days in due]))


def _due(day: date) -> list[tuple[Ending, int]]:
    """The agreements whose producers have not been told yet, and which warning it is."""
    warnings = [(one, LAST_WARNING if one.days_left <= LAST_WARNING else FIRST_WARNING) for one in ending(day)]
    query = select(AgreementEndNotice.__table__).where(
        AgreementEndNotice.agreement_number.in_(sorted(one.number for one, _days in warnings))
    )
    told = {(r["agreement_number"], r["ends_on"], r["days"]) for r in fetch_all(query)} if warnings else set()
    return [(one, days) for one, days in warnings if (one.number, one.ends_on, days) not in told]


def _tell(numbers: Collection[str]) -> None:
    advisory_lock(QUEUE)
    for one, days in _due(clock.today()):
        if one.number in numbers:
            notice = {"agreement_number": one.number, "ends_on": one.ends_on, "days": days, "told_at": clock.now()}
            execute(insert(AgreementEndNotice), notice)
            emit(AgreementEnding(one.producer, one.name, one.days_left, one.ends_on, one.grace_days))


def _follows(other: Row, ends_on: date) -> bool:
    """Whether an agreement goes on after a day without a gap."""
    return other["starts_on"] <= ends_on + timedelta(days=1) and (other["ends_on"] is None or other["ends_on"] > ends_on)
