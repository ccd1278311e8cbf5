"""What is read of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import DayOut
from suppliers.programme.communes.choices import UnitLevel


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as another one names it; a code alone would not say which, for codes are used again."""

    code: str
    name: str
    level: UnitLevel
    valid_from: DayOut


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """A unit while it had one level and one parent; `valid_to` is its last day, None while it stands.

    `made_of` and `successors` are the units just before and after it; `today` is where its land lies today.
    """

    code: str
    name: str
    level: UnitLevel
    full_name: str
    parent: str
    valid_from: DayOut
    valid_to: DayOut | None
    source: str
    made_of: Sequence[UnitName]
    successors: Sequence[UnitName]
    today: UnitName | None
