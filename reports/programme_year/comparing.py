"""A plan of the programme beside what came of it. Read-only.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import distinct, func, select

from core import clock
from core.db import fetch_all
from pos.models import Sale
from reports.programme_year.net_sales import net_sales
from reports.programme_year.recognised import recognised
from reports.programme_year.results import PlanReached, TargetReached
from suppliers.programme.communes.history import land_on
from suppliers.programme.files.choices import FileState
from suppliers.programme.files.reading import FileFilter, list_files
from suppliers.programme.participation import registry
from suppliers.programme.participation.choices import ParticipationKind
from suppliers.programme.plans.choices import TargetKind
from suppliers.programme.plans.plans import show_plan
from suppliers.programme.plans.results import PlanResult
from suppliers.programme.trainings.trainings import trained


@dataclass(frozen=True)
class _Figures:
    """What a year brought up to its last day, to today or to `last`, whichever comes first."""

    year: int
    last: date

    @property
    def first(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    @property
    def until(self) -> date:
        """The last day that counts: of the year, or today."""
        return max(self.first, min(self.end, clock.today(), self.last))

    @cached_property
    def _products(self) -> list[tuple[int, str, bool]]:
        found = {p.product: (p.group or 0, p.commune, p.waits) for p in recognised(self.first, self.until)}
        waiting = [file for file in list_files(FileFilter(year=self.year)) if file.state is FileState.AWAITING]
        for file in waiting:
            found.setdefault(file.product or file.uid, (file.group, file.commune or "", True))
        return list(found.values())

    @cached_property
    def _producers(self) -> dict[ParticipationKind, list[str]]:
        return {kind: [p.commune for p in registry.of_year(self.year, kind)] for kind in ParticipationKind}

    @cached_property
    def _sales(self) -> dict[tuple[int, str], int]:
        return dict(net_sales(self.first, self.until))

    def _is_of(self, commune: str, wanted: str) -> bool:
        return not wanted or land_on(commune, self.until) == land_on(wanted, self.until)

    def of(self, kind: TargetKind, group: int, commune: str, points: int) -> tuple[int, int]:
        """The result of a target and what waits."""
        match kind:
            case TargetKind.PRODUCTS:
                waits = [w for g, c, w in self._products if group in {0, g} and self._is_of(c, commune)]
                return waits.count(False), waits.count(True)
            case TargetKind.COOPERATIVES_NEW | TargetKind.COOPERATIVES_STRENGTHENED:
                is_new = kind is TargetKind.COOPERATIVES_NEW
                communes = self._producers[ParticipationKind.NEW if is_new else ParticipationKind.STRENGTHENED]
                return sum(self._is_of(c, commune) for c in communes), 0
            case TargetKind.SALES_POINTS:
                return points or self._places_sold_at(), 0
            case TargetKind.TRAINED:
                people = trained(self.first, self.end, self.until)
                return people.people, people.to_come
            case TargetKind.SALES_VND:
                return sum(v for (g, c), v in self._sales.items() if group in {0, g} and self._is_of(c, commune)), 0

    def _places_sold_at(self) -> int:
        places = select(func.count(distinct(Sale.place_code)).label("places"))
        query = places.where(Sale.business_day >= self.first, Sale.business_day <= self.until)
        return int(fetch_all(query)[0]["places"])


def year_reached(year: int, last: date = date.max) -> PlanReached:
    """The plan of a year beside its results up to today, or to `last`. Raises NotFound where there is no plan."""
    plan = show_plan(year)
    figures = _Figures(year, last)
    return PlanReached(
        year=year,
        targets=plan.targets,
        notes=plan.notes,
        by_group=plan.by_group,
        by_commune=plan.by_commune,
        points=plan.points,
        note=plan.note,
        until=figures.until,
        results=list(_results(plan, figures)),
    )


def _results(plan: PlanResult, figures: _Figures) -> Iterator[TargetReached]:
    parts: list[tuple[int, str, object]] = [(0, "", plan.targets)]
    parts += [(part.group, "", part) for part in plan.by_group]
    parts += [(0, part.commune, part) for part in plan.by_commune]
    for group, commune, part in parts:
        for kind in TargetKind:
            planned = getattr(part, kind, None)
            if planned is None:
                continue
            result, waiting = figures.of(kind, group, commune, len(plan.points))
            yield TargetReached(
                target=kind,
                group=group or None,
                commune=commune or None,
                planned=planned,
                result=result,
                waiting=waiting,
                share_bp=result * 10_000 // planned if planned else None,
                met=result >= planned,
                note=getattr(plan.notes, kind) if not (group or commune) else None,
            )
