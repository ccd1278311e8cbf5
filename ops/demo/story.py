"""The list of what happens, and the clock that is set to each event before its verb is called."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from core import clock
from core.db import idempotency, transaction
from core.errors import DomainError
from core.people.actor import Actor
from core.values.uid import derived_uid
from pos.results import SaleResult

Act = Callable[[], object]
Result = TypeVar("Result")


@dataclass
class Story:
    """Seven weeks up to now."""

    now: datetime
    today: date
    first: date
    actors: dict[str, Actor] = field(default_factory=dict)
    sold: list[SaleResult] = field(default_factory=list)
    drawers: dict[str, str] = field(default_factory=dict)
    cashiers: dict[str, str] = field(default_factory=dict)
    _events: list[tuple[datetime, Act]] = field(default_factory=list)

    def days(self) -> Iterator[date]:
        """The days of the story."""
        return (self.first + timedelta(days=n) for n in range((self.today - self.first).days + 1))

    def day(self, before: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=before)

    def dice(self, *parts: object) -> random.Random:
        """Dice that fall the same way for the same parts of the same story."""
        return random.Random("/".join(str(part) for part in (self.today, *parts)))  # noqa: S311  # repeatable, not secret

    def uid(self, *parts: object) -> str:
        """The identity of a document of this story."""
        return derived_uid("demo", self.today, *parts)

    def at(self, day: date, clock_time: str, act: Act) -> None:
        """Plans an act at a time of day, `07:30` or `07:30:15`; one that lies ahead of now is left out."""
        hours, minutes, *seconds = (int(part) for part in clock_time.split(":"))
        self.when(clock.midnight(day) + timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0), act)

    def when(self, moment: datetime, act: Act) -> None:
        """Plans an act at a moment."""
        if moment <= self.now:
            self._events.append((moment, act))

    def happen(self) -> None:
        """Lets everything happen in order, a day in one transaction. Acts may not plan others of a day gone by."""
        self._events.sort(key=lambda event: event[0])
        for _day, events in groupby(self._events, key=lambda event: clock.day_of(event[0])):
            self._live(list(events))

    def _live(self, events: list[tuple[datetime, Act]]) -> None:
        def one_day() -> None:
            for moment, act in events:
                with clock.time_travel(moment):
                    act()

        transaction(one_day)

    def put(self, scope: str, uid: str, act: Callable[[], Result]) -> Result:
        """Lets a document happen under its id, which no client may use again."""
        result = act()
        idempotency.reserve(scope, [uid])
        return result


def unless(code: str, act: Callable[[], Result]) -> Result | None:
    """What an act answers, or None when it is refused with one of these codes (`a|b`)."""
    try:
        return act()
    except DomainError as error:
        if error.code not in code.split("|"):
            raise
        return None
