"""What is read of fairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.results import DayOut, alias
from inventory.choices import FairState


@dataclass(frozen=True, slots=True, kw_only=True)
class FairResult:
    """A fair as it was put, and whether it is to come, goes on today or is over."""

    code: str
    name: str
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    where: str
    place: str
    note: str | None
    state: FairState
