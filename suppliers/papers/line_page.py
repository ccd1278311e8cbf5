"""The page of a workbook that holds thousands of lines: they are written as the file has them, not cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from core.printing.fonts import clean
from suppliers.papers.statement_sheet import LineRow

DAY_NOUGHT = date(1899, 12, 30)
"""A workbook counts days from here."""


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column of the lines: its head, how wide it is, and how a line's cell is written."""

    head: str
    width: int
    style: str
    value: Callable[[LineRow], Any]


class LinePage(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A page whose rows past its head are given as text."""

    def __init__(self) -> None:
        super().__init__()
        self._below: list[str] = []

    def write_lines(
        self, first: int, columns: Sequence[LineColumn], lines: Sequence[LineRow], formats: Mapping[str, Format]
    ) -> None:
        """Writes the lines from row `first` on, the last that the page gets. None leaves a cell empty."""
        if lines:
            self._check_dimensions(first + len(lines) - 1, len(columns) - 1)
        styles = {name: f'" s="{made._get_xf_index()}"' for name, made in formats.items()}
        columns_of = [(f'<c r="{xl_col_to_name(n)}', column.style, column.value) for n, column in enumerate(columns)]
        numbers: dict[str, int] = {}
        for row, line in enumerate(lines, first + 1):
            cells = [f'<row r="{row}">']
            for begin, style, value_of in columns_of:
                if (value := value_of(line)) is None or value == "":
                    continue
                if style == "wrap":
                    if (number := numbers.get(value)) is None:
                        number = numbers[value] = self.str_table._get_shared_string_index(clean(value))
                    cells.append(f'{begin}{row}{styles[style]} t="s"><v>{number}</v></c>')
                else:
                    style, figure = _figure(style, value)
                    cells.append(f"{begin}{row}{styles[style]}><v>{figure}</v></c>")
            cells.append("</row>")
            self._below.append("".join(cells))

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write("".join(self._below))


def _figure(style: str, value: Any) -> tuple[str, str]:
    """A cell's figure and its format: whole ones without the lonely comma that `#,##0.###` would show."""
    match style:
        case "day":
            return style, str((value - DAY_NOUGHT).days)
        case "quantity":
            return "part" if value % 1000 else "whole", f"{value / 1000:.16G}"
        case "rate":
            return "rate" if value % 100 else "whole rate", f"{value / 10_000:.16G}"
    return style, str(value)
