"""What is read of files, their steps, and of papers that end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.results import DayOut, TimestampOut, UidOut
from suppliers.programme.councils.results import SelfScoreResult, TakenBack
from suppliers.programme.files.choices import FileState


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """One of the six steps, done on a day; `document` is the id of the file that shows it."""

    uid: UidOut
    step: int
    done_on: DayOut
    note: str | None
    document: UidOut | None
    recorded_at: TimestampOut
    recorded_by: str
    taken_back: TakenBack | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFileResult:
    """A file of the programme. `producer` is the product's, or who had the idea.

    `steps` stand, in order; `next_step` is the one that may be recorded, None after the sixth; `mistakes` were taken back.
    `score` is the newest council's, `paper` the OCOP paper that followed from the scores. `id` is no part of the JSON.
    """

    uid: UidOut
    product: str | None
    idea: str | None
    producer: str | None
    commune: str | None
    year: int
    group: int
    aim: int | None
    waits_for: str | None
    state: FileState
    steps: Sequence[StepResult]
    next_step: int | None
    mistakes: Sequence[StepResult]
    self_score: SelfScoreResult | None
    score: UidOut | None
    paper: UidOut | None
    added_at: TimestampOut
    added_by: str
    id: Annotated[int, Field(exclude=True)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReEvaluation:
    """A product whose OCOP paper ends: from `due_on` on it is evaluated anew; `days_left` is below 0 once the paper has ended.

    `file` is the one under way, if there is one.
    """

    product: str
    name: str
    producer: str
    paper: UidOut
    number: str
    stars: int
    valid_until: DayOut
    days_left: int
    due_on: DayOut
    file: UidOut | None
