"""Numbers of pad sheets: taken before they are printed, so that no two sheets of paper ever have the same one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from core import clock
from core.db import audit, fetch_one, numbering
from core.errors import NotFound
from core.i18n import N_
from core.models import Counter
from core.people.actor import Actor
from core.values.field_types import WHOLE, RequestModel
from pos import audit_actions

SERIES = "pad_sheet"
_SHEET = re.compile(r"VT-(?P<year>[0-9]{4})-(?P<sequence>[0-9]{4,9})")
MOST_SHEETS = 200
"""A pad of more is a slip of the hand."""


class PadRequest(RequestModel):
    """How many sheets a pad gets."""

    sheets: Annotated[int, WHOLE, Field(ge=1, le=MOST_SHEETS)]


@dataclass(frozen=True, slots=True)
class Pad:
    """Sheets with consecutive numbers of a year: `count` of them from `first` on."""

    year: int
    first: int
    count: int

    @property
    def numbers(self) -> list[str]:
        """The printed numbers."""
        return [sheet_number(self.year, self.first + n) for n in range(self.count)]


def sheet_number(year: int, sequence: int) -> str:
    """`VT-2026-0001`: viết tay, written by hand."""
    return f"VT-{year}-{sequence:04d}"


def printed_form(number: str) -> tuple[str, bool]:
    """A sheet's number as it is printed, whatever the case it was typed in, and whether a sheet of that number was printed."""
    upper = number.upper()
    found = _SHEET.fullmatch(upper)
    if found is None:
        return number, False
    year, sequence = int(found["year"]), int(found["sequence"])
    taken = fetch_one(select(Counter.value).where(Counter.series == SERIES, Counter.year == year))
    return sheet_number(year, sequence), bool(taken and 1 <= sequence <= taken["value"])


def year_of(number: str) -> int | None:
    """The year of a printed number; None for a text that is none."""
    found = _SHEET.fullmatch(number)
    return int(found["year"]) if found else None


def printed_in(year: int) -> int:
    """How many sheets were numbered in a year."""
    taken = fetch_one(select(Counter.value).where(Counter.series == SERIES, Counter.year == year))
    return int(taken["value"]) if taken else 0


def number_pad(document: PadRequest, actor: Actor) -> Pad:
    """Takes the next numbers for a pad."""
    year = clock.today().year
    first = numbering.take(SERIES, year, document.sheets)
    pad = Pad(year, first, document.sheets)
    audit.note(actor, audit_actions.PAD_NUMBERED, pad.numbers[0], sheets=document.sheets)
    return pad


def numbered_pad(year: int, first: int, count: int) -> Pad:
    """A pad whose numbers were taken, to be printed (again). Raises NotFound."""
    taken = fetch_one(select(Counter.value).where(Counter.series == SERIES, Counter.year == year))
    if not (taken and first >= 1 and 1 <= count <= MOST_SHEETS and first + count - 1 <= taken["value"]):
        raise NotFound(N_("Chưa có tờ nào mang những số này."))
    return Pad(year, first, count)


def last_number() -> str | None:
    """The number taken last, this year; None before the first."""
    year = clock.today().year
    taken = fetch_one(select(Counter.value).where(Counter.series == SERIES, Counter.year == year))
    return sheet_number(year, taken["value"]) if taken and taken["value"] else None
