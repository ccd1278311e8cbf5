"""What is read of producers that take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import DayOut
from suppliers.choices import ProducerKind
from suppliers.programme.participation.choices import ParticipationKind


@dataclass(frozen=True, slots=True)
class YearOfParticipation:
    """What a year was for the producer."""

    year: int
    kind: ParticipationKind
    note: str | None


@dataclass(frozen=True, slots=True)
class ParticipationResult:
    """A producer that takes part; the years in their order."""

    code: str
    name: str
    kind: ProducerKind
    commune: str
    since: DayOut | None
    members: int | None
    strengthening: str | None
    years: Sequence[YearOfParticipation]
