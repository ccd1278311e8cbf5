"""The papers of the product: each area registers its own (`Area.papers`), and printing knows them by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.printing.layout import Row

SHORT, LONG = timedelta(minutes=15), timedelta(hours=12)
"""How long a paper may wait for its printer: one that a customer waits for, and one that somebody still wants at night."""


class SheetFormat(StrEnum):
    """Files that a paper on sheets is made as."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a paper on a roll says, top to bottom, in `language`; `title` names its page on a screen."""

    title: str
    rows: Sequence[Row]
    language: str = "vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPaper:
    """A paper on a roll.

    `name` is what print jobs keep, `label` a message id. `lasts` is how long a job waits for its printer before it is not
    printed by itself any more. `make` gives what the paper of a document says; its second argument counts reprints, 0 is the
    first print; it raises NotFound. `example` says the same of example data.
    """

    name: str
    label: str
    lasts: timedelta
    make: Callable[[str, int], Slip] | None
    example: Callable[[], Slip]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPaper:
    """A paper on sheets of A4 or A5. `example` makes each of its formats from example data."""

    name: str
    label: str
    example: Mapping[SheetFormat, Callable[[], bytes]]


Paper = SlipPaper | SheetPaper
