"""Drawings of a lot as plain numbers: a bar of its parts, and what was left day by day. PURE.

A drawing has a width of its own for a desk and for a phone, so that its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEFT, RIGHT, TOP, BOTTOM = 44, 8, 20, 30
"""Room for the figures and days around the drawing."""
_SMALLEST = 3.0
_DAY_WIDTH = 64
"""Room that a day takes under the drawing."""
_FAR_DAYS = 14
"""A last day that lies further ahead than this, and than twice what lies behind, would leave no room for what was."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar from x, so wide."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A figure or a day at an axis."""

    at: float
    value: int
    day: date | None = None
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Steps:
    """What was left: an area in steps, its axes, and the dotted way to the last day where there is one."""

    width: int
    height: int
    base: float
    area: str
    figures: Sequence[Tick]
    days: Sequence[Tick]
    ahead: str | None
    end_x: float | None


def pieces(quantities: Sequence[int], width: float, gap: float = 3.0) -> list[Piece]:
    """Cuts a bar into pieces as large as the quantities; the smallest can still be seen.

    >>> pieces([3, 1], 103)
    [Piece(x=0.0, width=75.0), Piece(x=78.0, width=25.0)]
    """
    total = sum(quantities)
    room = width - gap * (len(quantities) - 1)
    widths = [max(_SMALLEST, room * quantity / total) if total else 0.0 for quantity in quantities]
    surplus = sum(widths) - room
    if widths and surplus > 0:
        widths[widths.index(max(widths))] -= surplus
    found, x = [], 0.0
    for one in widths:
        found.append(Piece(round(x, 1), round(one, 1)))
        x += one + gap
    return found


def scale(most: int) -> int:
    """The step of an axis in thousandths that needs four steps at most; a whole number of units where one is enough.

    >>> scale(90_000), scale(14_000), scale(800)
    (25000, 5000, 200)
    """
    step = 1
    while True:
        for lead in (1, 2, 5) if step < 10_000 else (1, 2, 2.5, 5):
            if lead * step * 4 >= most:
                return int(lead * step)
        step *= 10


def steps(
    evenings: Sequence[tuple[date, int]], today: date, until: date | None, pace_7d: int, *, width: int, height: int = 190
) -> Steps | None:
    """What was left in the evenings as an area in steps, up to today; None without a day.

    `until` draws the dotted way at the pace of so much in seven days to that day.
    """
    if not evenings:
        return None
    first, last = evenings[0][0], max(today, evenings[-1][0])
    if until and (until - last).days > max(_FAR_DAYS, 2 * (last - first).days):
        until = None
    end = max(last, until) if until else last
    span = max((end - first).days + 1, 1)
    most = max(max(left for _day, left in evenings), 1)
    step = scale(most)
    lines = -(-most // step)
    base, room, wide = height - BOTTOM, height - BOTTOM - TOP, width - LEFT - RIGHT

    def x(day: date) -> float:
        return round(LEFT + wide * (day - first).days / span, 1)

    def y(left: float) -> float:
        return round(base - room * max(left, 0) / (step * lines), 1)

    path = [f"M{x(first)} {base}"]
    for n, (_day, left) in enumerate(evenings):
        following = evenings[n + 1][0] if n + 1 < len(evenings) else last + timedelta(days=1)
        path.append(f"V{y(left)}H{x(following)}")
    path.append(f"V{base}Z")
    ahead, end_x = None, None
    if until and until >= today:
        begin = last + timedelta(days=1)
        left_then = evenings[-1][1] - pace_7d * max((until - today).days, 0) / 7
        end_x = x(until + timedelta(days=1))
        ahead = f"M{x(begin)} {y(evenings[-1][1])}L{end_x} {y(left_then)}" if until > last else None
    return Steps(
        width=width,
        height=height,
        base=base,
        area="".join(path),
        figures=[Tick(y(step * n), step * n) for n in range(lines + 1)],
        days=_days(first, last, x, wide),
        ahead=ahead,
        end_x=end_x,
    )


def _days(first: date, last: date, x: Callable[[date], float], wide: float) -> list[Tick]:
    """Days under the drawing from the first on, as many as there is room for."""
    length = (last - first).days
    stride = max(1, -int(-length * _DAY_WIDTH // max(x(last) - x(first), 1))) if length else 1
    marks = [first + timedelta(days=n) for n in range(0, length + 1, stride)]
    ends = len(marks) > 1 and x(marks[-1]) > LEFT + wide - _DAY_WIDTH / 2
    return [Tick(x(day), 0, day, "start" if day == first else "end" if ends and day == marks[-1] else "middle") for day in marks]
