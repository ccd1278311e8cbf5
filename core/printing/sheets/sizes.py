"""The sheets that papers are made for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

mm = 72 / 25.4
"""Points in a millimetre."""


class SheetSize(StrEnum):
    """The sheets that papers are made for; those `across` lie on their side."""

    A4 = "a4"
    A4_ACROSS = "a4_across"
    A5 = "a5"
    A5_ACROSS = "a5_across"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's size and margins, in points."""

    width: float
    height: float
    side: float
    top: float
    bottom: float

    @property
    def text_width(self) -> float:
        """What is between the side margins."""
        return self.width - 2 * self.side

    @property
    def text_height(self) -> float:
        """What is between the upper margin and the line at the foot."""
        return self.height - self.top - self.bottom


SHEETS = {
    SheetSize.A4: Sheet(210 * mm, 297 * mm, 13.8 * mm, 11 * mm, 13.5 * mm),
    SheetSize.A4_ACROSS: Sheet(297 * mm, 210 * mm, 13.8 * mm, 11 * mm, 13.5 * mm),
    SheetSize.A5: Sheet(148 * mm, 210 * mm, 10 * mm, 10 * mm, 13 * mm),
    SheetSize.A5_ACROSS: Sheet(210 * mm, 148 * mm, 11.6 * mm, 9 * mm, 10.5 * mm),
}
