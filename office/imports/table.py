"""The rows of an Excel or CSV file. Pure. A workbook's first sheet with anything on it counts."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.errors import Invalid
from core.i18n import N_
from office.imports.encodings import decode, looks_like_tcvn3

Cell = str | int | float | bool | date | datetime | time | timedelta
MOST_ROWS, MOST_COLUMNS = 20_000, 100
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ";\t,|"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its number as the program that made it counts, and its cells; an empty one is ""."""

    number: int
    cells: Sequence[Cell]

    def cell(self, n: int) -> Cell:
        """The cell of a column; "" beyond the last."""
        return self.cells[n] if n < len(self.cells) else ""


def read_rows(content: bytes) -> list[Row]:
    """The rows that have anything in them. Raises Invalid for what is no table, is empty or too large."""
    rows = _workbook(content) if content.startswith((_ZIP, _OLE)) else _text(content)
    kept = [Row(n, cells) for n, cells in enumerate(rows, 1) if any(cell != "" for cell in cells)]
    if not kept:
        raise Invalid(("file", N_("Tệp không có dòng nào.")))
    if len(kept) > MOST_ROWS or max(len(row.cells) for row in kept) > MOST_COLUMNS:
        raise Invalid(("file", N_("Tệp quá lớn: nhiều nhất 20.000 dòng và 100 cột.")))
    return kept


def _workbook(content: bytes) -> list[list[Cell]]:
    from python_calamine import CalamineError, CalamineWorkbook  # few servers read a workbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = (book.get_sheet_by_name(name).to_python(nrows=MOST_ROWS + 1000) for name in book.sheet_names)
        rows = next((rows for rows in sheets if any(cell != "" for row in rows for cell in row)), [])
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(("file", N_("Không đọc được tệp Excel này. Hãy lưu lại thành .xlsx rồi thử lại."))) from error
    cells = [[_tidy(cell) for cell in row] for row in rows]
    if looks_like_tcvn3("\n".join(cell for row in cells for cell in row if isinstance(cell, str))):
        raise Invalid(("file", N_("Tệp dùng phông chữ cũ (.VnTime, TCVN3). Hãy đổi sang Unicode rồi thử lại.")))
    return cells


def _text(content: bytes) -> list[list[Cell]]:
    text = decode(content)
    if text is None:
        raise Invalid(("file", N_("Không đọc được chữ trong tệp. Hãy lưu lại thành CSV UTF-8 hoặc Excel.")))
    lines = text.splitlines()[:50]
    delimiter = max(_DELIMITERS, key=lambda sign: sorted(line.count(sign) for line in lines)[len(lines) // 2 :])
    try:
        return [[_tidy(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise Invalid(("file", N_("Không đọc được tệp CSV này."))) from error


def _tidy(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return " ".join(unicodedata.normalize("NFC", cell).split())
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
