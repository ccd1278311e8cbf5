"""Plans of the programme, put under their year as a whole.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, insert, select, update

from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from suppliers.audit_actions import PLAN_RECORDED
from suppliers.programme.plans.choices import TargetKind
from suppliers.programme.plans.models import ProgrammePlan, ProgrammeSalesPoint, ProgrammeTarget
from suppliers.programme.plans.requests import CommuneTargets, GroupTargets, PlanRequest, Targets
from suppliers.programme.plans.results import (
    PlannedForCommune,
    PlannedForGroup,
    PlannedNotes,
    PlannedTargets,
    PlanResult,
)

FIRST_YEAR, LAST_YEAR = 2000, 2999
WHOLE = (0, "")
"""The priority group and commune of a target of the whole."""


def put_plan(year: int, document: PlanRequest, actor: Actor) -> bool:
    """Records the plan of a year as a whole; says whether it is new. Call it in a transaction. Raises Invalid."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(("year", N_("Năm có bốn chữ số, như 2026.")))
    advisory_lock(f"programme_plan/{year}")
    before = find_plan(year)
    if before is None:
        execute(insert(ProgrammePlan), {"year": year, "note": document.note})
    else:
        execute(update(ProgrammePlan).where(ProgrammePlan.year == year).values(note=document.note))
    _replace(year, document)
    audit.record_change(actor, PLAN_RECORDED, str(year), before, find_plan(year))
    return before is None


def _replace(year: int, document: PlanRequest) -> None:
    """Writes the targets and points of a year anew, unless they stand so already."""
    query = select(ProgrammeTarget.__table__).where(ProgrammeTarget.year == year)
    standing = [dict(row) for row in fetch_all(query)]
    wanted = list(_targets(year, document))
    if _sorted(standing) != _sorted(wanted):
        execute(delete(ProgrammeTarget).where(ProgrammeTarget.year == year))
        if wanted:
            execute(insert(ProgrammeTarget), wanted)
    if _points(year) != document.points:
        execute(delete(ProgrammeSalesPoint).where(ProgrammeSalesPoint.year == year))
        points = [{"year": year, "position": n, "name": name} for n, name in enumerate(document.points)]
        if points:
            execute(insert(ProgrammeSalesPoint), points)


def _sorted(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(rows, key=lambda row: (str(row["kind"]), str(row["priority_group"]), str(row["commune"])))


def _targets(year: int, document: PlanRequest) -> Iterator[dict[str, object]]:
    parts: list[tuple[int, str, Targets | GroupTargets | CommuneTargets]] = [(*WHOLE, document.targets)]
    parts += [(part.group, "", part) for part in document.by_group]
    parts += [(0, part.commune, part) for part in document.by_commune]
    for group, commune, part in parts:
        for kind in TargetKind:
            value = getattr(part, kind, None)
            if value is not None:
                worded = getattr(document.notes, kind) if (group, commune) == WHOLE and document.notes else None
                row: dict[str, object] = {"year": year, "kind": kind.value, "priority_group": group, "commune": commune}
                yield row | {"value": value, "note": worded or None}


def find_plan(year: int) -> PlanResult | None:
    """The plan of a year, None where there is none."""
    plan = fetch_one(select(ProgrammePlan.__table__).where(ProgrammePlan.year == year))
    if plan is None:
        return None
    parts: dict[tuple[int, str], dict[str, Row]] = {}
    query = select(ProgrammeTarget.__table__).where(ProgrammeTarget.year == year)
    for row in fetch_all(query.order_by(ProgrammeTarget.priority_group, ProgrammeTarget.commune)):
        parts.setdefault((row["priority_group"], row["commune"]), {})[row["kind"]] = row
    whole = parts.pop(WHOLE, {})
    values = {part: {kind: row["value"] for kind, row in rows.items()} for part, rows in parts.items()}
    return PlanResult(
        year=year,
        targets=PlannedTargets(**{kind: row["value"] for kind, row in whole.items()}),
        notes=PlannedNotes(**{kind: row["note"] for kind, row in whole.items()}),
        by_group=[PlannedForGroup(group=group, **found) for (group, _commune), found in values.items() if group],
        by_commune=[PlannedForCommune(commune=commune, **found) for (_group, commune), found in values.items() if commune],
        points=_points(year),
        note=plan["note"],
    )


def show_plan(year: int) -> PlanResult:
    """The plan of a year. Raises NotFound."""
    plan = find_plan(year)
    if plan is None:
        raise NotFound(N_("Năm này chưa có kế hoạch."))
    return plan


def years_planned(after: int, limit: int) -> list[int]:
    """The years after `after` that have a plan, in their order."""
    query = select(ProgrammePlan.year).where(ProgrammePlan.year > after).order_by(ProgrammePlan.year).limit(limit)
    return [row["year"] for row in fetch_all(query)]


def _points(year: int) -> list[str]:
    query = select(ProgrammeSalesPoint.name).where(ProgrammeSalesPoint.year == year).order_by(ProgrammeSalesPoint.position)
    return [row["name"] for row in fetch_all(query)]
