"""What is read of a year of the programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import DayOut
from suppliers.programme.plans.choices import TargetKind
from suppliers.programme.plans.results import PlanResult


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetReached:
    """One target beside its result up to `until`: of the whole, of a priority group or of a commune.

    `waiting` waits for a decision or a day and is no part of `result`; `share_bp` is result ÷ planned, None where 0 was planned.
    """

    target: TargetKind
    group: int | None
    commune: str | None
    planned: int
    result: int
    waiting: int
    share_bp: int | None
    met: bool
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReached(PlanResult):
    """The plan of a year with what came of it up to a day, the whole first."""

    until: DayOut
    results: Sequence[TargetReached]
