"""Which days of a stall's goods belong to which fair. Pure.

Fairs at one stall follow each other. What comes to the stall is for the next one: from the day after the fair before it ended,
the days of setting up included, to its own last day. What leaves the stall, and is sold, lost or counted there, is of the fair
that began last: from its own first day until the next one begins, the days of taking down included. The first fair takes all
that left before it, the last one all that leaves after it, so nothing belongs to two fairs, and nothing to none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a fair, each span with both its ends; None: no end on that side.

    `came_to` is the last day of what comes; of a stall's last fair, what comes later is told apart.
    """

    came_from: date | None
    came_to: date
    left_from: date | None
    left_to: date | None


def window(first: date, last: date, before: date | None, following: date | None) -> Window:
    """The window of a fair from `first` to `last`; `before` is when the one before it ended, `following` when the next begins."""
    day = timedelta(days=1)
    return Window(
        came_from=before + day if before else None,
        came_to=last,
        left_from=first if before else None,
        left_to=following - day if following else None,
    )
