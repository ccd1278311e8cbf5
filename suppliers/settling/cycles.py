"""The calendar of statements. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from suppliers.choices import Cycle


def first_day(cycle: Cycle, day: date) -> date:
    """The day a cycle began that a day lies in: its Monday, the 1st or the 16th, the 1st (contract section 14)."""
    match cycle:
        case Cycle.WEEK:
            return day - timedelta(days=day.weekday())
        case Cycle.HALF_MONTH:
            return day.replace(day=16 if day.day >= 16 else 1)
        case Cycle.MONTH:
            return day.replace(day=1)
