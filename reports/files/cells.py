"""The cells of a report's files as text. What people wrote never becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from core import clock
from core.quantity import format_quantity
from reports.columns import Column, Kind

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe_text(text: str) -> str:
    """A text that no spreadsheet reads as a formula: what might be one gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_RISKY) else text


def cell(column: Column, value: Any) -> str | int:
    """A cell as CSV has it."""
    if value is None:
        return ""
    text = text_of(column, value)
    if column.kind in {Kind.COUNT, Kind.MONEY} and isinstance(value, int):
        return value
    return text if _NUMBER.fullmatch(text) else safe_text(text)


def text_of(column: Column, value: Any) -> str:
    """A cell as the API writes it. The word of the totals may stand in a column of any kind."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return clock.rfc3339(value)
    return format_quantity(value) if column.kind is Kind.QUANTITY and isinstance(value, int) else str(value)


def totals_of(columns: Sequence[Column], totals: object) -> list[Any]:
    """The cells of the row of totals; its first says what it is."""
    cells = [column.total(totals) for column in columns]
    if cells[0] is None:
        cells[0] = str(_("Cộng"))
    return cells
