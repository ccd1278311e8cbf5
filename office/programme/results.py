"""What the pages of the programme's files show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from suppliers.certificates.results import PaperResult
from suppliers.programme.councils.results import ScoreResult
from suppliers.programme.files.results import ProgrammeFileResult, StepResult


class StepState(StrEnum):
    """How a step of the strip looks."""

    DONE = "on"
    NOW = "now"
    AHEAD = ""


@dataclass(frozen=True, slots=True)
class StepCell:
    """One of the six steps in a row of the list, or on a file's page; `words` is what its cell says."""

    number: int
    state: StepState
    words: str
    step: StepResult | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file with its names: what it is about and whose, why it is evaluated, its six cells, its points and what they led to.

    `rises_from` are the stars it has while it hopes for more.
    """

    file: ProgrammeFileResult
    title: str
    owner_name: str
    photo: str | None
    why: str
    rises_from: int | None
    cells: Sequence[StepCell]
    score: ScoreResult | None
    paper: PaperResult | None
    standing: str


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a score as a piece of its bar."""

    name: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A score as a bar of three parts, its sum behind it."""

    label: str
    y: int
    parts: Sequence[BarPart]
    end: float
    points: str


@dataclass(frozen=True, slots=True)
class BandLine:
    """Where so many stars begin; the one that the newest score reached `is_reached`."""

    x: float
    stars: int
    begins: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """A drawing of scores over the bands of their rules, in units of its own."""

    width: int
    height: int
    left: float
    top: int
    bars: Sequence[ScoreBar]
    bands: Sequence[BandLine]
    words_above: bool
    says: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the scores in the table under the drawing, as people write it."""

    name: str
    label: str
    most: str
    own: str
    given: str
    difference: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The parts, their sums, and the rules they follow."""

    rows: Sequence[PartRow]
    total: PartRow
    rules: str
    given_by: str
    on: date
