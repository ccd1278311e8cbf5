"""Columns of a report: one list from which its table on a page, its CSV and its workbook derive."""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Kind(StrEnum):
    """What the cells of a column hold, which decides how each is written."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    LOT = "lot"
    PLACE = "place"
    DAY = "day"
    MOMENT = "moment"
    COUNT = "count"
    QUANTITY = "quantity"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is the field of the rows, by its JSON name, and heads the CSV; `label` (a message id) heads the rest.

    A page heads it with `page_label` where that is not empty, and leaves it out where `on_page` is false.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    page_label: str = ""
    on_page: bool = True
    wide: bool = False

    @property
    def heading(self) -> str:
        """The heading on a page, a message id."""
        return self.page_label or self.label

    @property
    def is_figure(self) -> bool:
        """Whether the cells stand to the right."""
        return self.kind in {Kind.COUNT, Kind.QUANTITY, Kind.MONEY}

    @property
    def attribute(self) -> str:
        """The name of the field in Python."""
        return f"{self.key}_" if keyword.iskeyword(self.key) else self.key

    def value(self, row: object) -> Any:
        """The cell of a row. Raises AttributeError where the rows have no such field."""
        return getattr(row, self.attribute)

    def total(self, totals: object) -> Any:
        """The cell of the totals, None where nothing is summed."""
        return getattr(totals, self.attribute, None)


class Report(Protocol):
    """What every report answers: its rows, and their totals if anything is summed."""

    @property
    def items(self) -> Sequence[object]:
        """The rows."""

    @property
    def totals(self) -> object | None:
        """The sums, under the names of the columns."""
