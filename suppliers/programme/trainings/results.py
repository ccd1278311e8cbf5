"""What is read of trainings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.results import DayOut, UidOut, alias


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingResult:
    """A training as it was put. `id` counts them in the order they were added, no part of the JSON."""

    uid: UidOut
    on: DayOut
    subject: str
    for_: Annotated[Sequence[str], alias("for")]
    people: int
    id: Annotated[int, Field(exclude=True)]


@dataclass(frozen=True, slots=True)
class Trained:
    """How many people a span of days trained, and how many are to come to trainings of it that lie ahead."""

    people: int
    to_come: int
