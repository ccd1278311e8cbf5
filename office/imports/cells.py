"""Days, times and amounts as files write them. Pure. A None says that the cell is none of it."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from core.text.typed_figures import Ambiguous, read_money
from office.imports.table import Cell

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_DECIMAL_ZEROS = re.compile(r"[.,]0{1,2}$", re.ASCII)
CENTURY = 2000


def day_of(cell: Cell) -> date | None:
    """A day: 30/11/2026, 30-11-26, 2026-11-30, or a day of Excel; the day stands before the month."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell)
    try:
        if found := _ISO_DAY.search(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY.search(text):
            year = int(found[3])
            return date(year if year >= 100 else CENTURY + year, int(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def time_of(cell: Cell) -> time | None:
    """A time of the day, alone or after a day."""
    if isinstance(cell, datetime):
        return cell.time() if cell.time() != time() else None
    if isinstance(cell, time):
        return cell
    found = _TIME.search(str(cell))
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
    except ValueError:
        return None


def amount_of(cell: Cell) -> int | None:
    """An amount in whole đồng: 1500000, 1.500.000, 1,500,000.00; None for other text, and for what has two readings."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return None
    text = _DECIMAL_ZEROS.sub("", str(cell).strip().lstrip("+"))
    read = read_money(text)
    return None if read is None or isinstance(read, Ambiguous) else int(read)
