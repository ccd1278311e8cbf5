"""What the page of a year draws and says of its targets and papers. Figures in, words and measures out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from core.quantity import Milli
from core.text.formats import amount, qty, vnd
from core.text.labels import say
from reports.programme_year.results import TargetReached
from suppliers.programme.plans.choices import TargetKind

WIDTH = 300
"""Points that a bar and its ground are wide."""
MILLION = 1_000_000
ROOM = 1.08
"""How much longer the ground is than the longest of plan and result, so that the mark of the plan stands inside it."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A target as a bar: how far it is done, how far with what waits, and where the plan's mark stands; all in points."""

    name: str
    under: str
    figures: str
    done: float
    waiting: float
    mark: float
    waiting_words: str
    is_met: bool


def goals(results: Iterable[TargetReached]) -> list[Goal]:
    """The bars of the whole of a year, in the order of the targets."""
    return [_goal(r) for r in results if r.group is None and r.commune is None]


def parts(results: Iterable[TargetReached]) -> list[Goal]:
    """The bars of priority groups and communes."""
    return [_goal(r) for r in results if r.group is not None or r.commune is not None]


def _goal(r: TargetReached) -> Goal:
    ground = max(r.planned, r.result + r.waiting, 1) * ROOM
    part = r.commune or (_("nhóm %(n)s", n=r.group) if r.group else "")
    is_money = r.target is TargetKind.SALES_VND
    write = _millions if is_money else amount
    under = _("kế hoạch %(worded)s", worded=r.note) if r.note else ""
    return Goal(
        name=say(r.target, "programme_target"),
        under=part or under,
        figures=_("%(result)s trên %(planned)s", result=write(r.result), planned=write(r.planned)),
        done=max(r.result, 0) / ground * WIDTH,
        waiting=max(r.waiting, 0) / ground * WIDTH,
        mark=r.planned / ground * WIDTH,
        waiting_words=_("thêm %(n)s đang chờ", n=amount(r.waiting)) if r.waiting else "",
        is_met=r.met,
    )


def _millions(amount_vnd: int) -> str:
    """An amount as short as a bar's figures have room for: "392,9 triệu"; whole đồng below a million."""
    if amount_vnd < MILLION:
        return vnd(amount_vnd)
    tenths = (amount_vnd + MILLION // 20) // (MILLION // 10)
    return str(_("%(n)s triệu", n=qty(Milli(tenths * 100))))


@dataclass(frozen=True, slots=True)
class PackPart:
    """A part of the report for the office above, and what it lacks."""

    name: str
    lacks: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks


def whole_parts(found: Sequence[PackPart]) -> int:
    """How many parts lack nothing."""
    return sum(part.is_whole for part in found)
