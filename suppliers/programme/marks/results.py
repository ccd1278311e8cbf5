"""What is read of marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.results import DayOut, TimestampOut, UidOut, alias
from suppliers.programme.marks.choices import MarkPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRuleResult:
    """A version of a mark's rule; the newest counts. Versions with other files are the brand set as it was."""

    code: str
    version: int
    name: str
    files: Sequence[UidOut]
    producers: Sequence[str]
    products: Sequence[str]
    where: Sequence[MarkPlace]
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    recorded_at: TimestampOut
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkUseResult:
    """A product bore the mark: on the labels of the run `document`, or on pages of a day, which count once."""

    mark: str
    version: int
    product: str
    where: MarkPlace
    document: str | None
    on: DayOut
    by: str | None
    id: Annotated[int, Field(exclude=True)] = 0


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark that goods may bear, with the picture of it."""

    code: str
    version: int
    name: str
    file: str
