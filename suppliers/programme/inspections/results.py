"""What is read of inspections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.results import DayOut, UidOut
from suppliers.programme.inspections.choices import InspectionOutcome, InspectionState, InspectionSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionResult:
    """An inspection as it was put. `followed_by` is the next one of the same producer and subject, which closes it.

    `days_left` counts to `mend_by` while it is open, below 0 once that has passed. `id` counts inspections in the order they
    were added, no part of the JSON.
    """

    uid: UidOut
    producer: str
    on: DayOut
    by: str
    subject: InspectionSubject
    result: InspectionOutcome
    mend_by: DayOut | None
    note: str
    state: InspectionState
    days_left: int | None
    followed_by: UidOut | None
    added_by: str
    id: Annotated[int, Field(exclude=True)] = 0
