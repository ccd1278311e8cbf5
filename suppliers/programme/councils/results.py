"""What is read of councils and scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.results import DayOut, TimestampOut, UidOut
from suppliers.programme.councils.choices import CouncilLevel
from suppliers.programme.councils.points import PointsOut


@dataclass(frozen=True, slots=True)
class TakenBack:
    """That something was recorded by mistake, why, and who took it back."""

    uid: UidOut
    reason: str
    at: TimestampOut
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilResult:
    """A council as it was put. `id` counts councils in the order they were recorded, no part of the JSON."""

    uid: UidOut
    level: CouncilLevel
    name: str
    decision: str
    on: DayOut
    recorded_at: TimestampOut
    recorded_by: str
    taken_back: TakenBack | None
    id: Annotated[int, Field(exclude=True)] = 0


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why the parts of a score have the points they have."""

    a: str | None = None
    b: str | None = None
    c: str | None = None


@dataclass(frozen=True, slots=True)
class PartPoints:
    """The most that each part of a score may have."""

    a: PointsOut
    b: PointsOut
    c: PointsOut


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfScoreResult:
    """Points, and the stars that the rules of their day (`rules`) give for them; `points` is their sum.

    The stars of a score are shown to nobody as a product's: a product has those of its paper.
    """

    file: UidOut
    a: PointsOut
    b: PointsOut
    c: PointsOut
    on: DayOut
    reasons: Reasons
    points: PointsOut
    most: PartPoints
    stars: int
    rules: str
    recorded_at: TimestampOut
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreResult(SelfScoreResult):
    """A council's points. `decided_by` is the level that recognises such stars by the rules of the day, `decides` whether it is
    this council's; both say nothing (None, false) below three stars. `id` is no part of the JSON.
    """

    uid: UidOut
    council: UidOut
    level: CouncilLevel
    decided_by: CouncilLevel | None
    decides: bool
    taken_back: TakenBack | None
    id: Annotated[int, Field(exclude=True)] = 0
