"""What is read of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTargets:
    """What a year is to reach; None where there is no target."""

    products: int | None = None
    cooperatives_new: int | None = None
    cooperatives_strengthened: int | None = None
    sales_points: int | None = None
    trained: int | None = None
    sales_vnd: MoneyOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNotes:
    """How the plan words its targets."""

    products: str | None = None
    cooperatives_new: str | None = None
    cooperatives_strengthened: str | None = None
    sales_points: str | None = None
    trained: str | None = None
    sales_vnd: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedForGroup:
    """The part of a priority group."""

    group: int
    products: int | None = None
    sales_vnd: MoneyOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedForCommune:
    """The part of a commune or ward."""

    commune: str
    products: int | None = None
    cooperatives_new: int | None = None
    cooperatives_strengthened: int | None = None
    sales_vnd: MoneyOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """The plan of a year as it was put."""

    year: int
    targets: PlannedTargets
    notes: PlannedNotes
    by_group: Sequence[PlannedForGroup]
    by_commune: Sequence[PlannedForCommune]
    points: Sequence[str]
    note: str | None
