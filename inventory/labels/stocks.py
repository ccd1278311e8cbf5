"""Label stocks: ready-cut sheets and rolls with their measures. A new stock is one line of LabelStock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from core.choices import Choice
from core.i18n import N_

A4_MM = (210.0, 297.0)
Millimetres = tuple[float, float]
"""Across and down."""


class Feed(StrEnum):
    """How labels come: on sheets for an office printer, on a roll with gaps, or cut off a roll of plain paper."""

    SHEET = "sheet"
    ROLL = "roll"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Measures:
    """`columns` × `rows` labels of `label_mm` on a page, the first one `margin_mm` from its left and upper edge.

    The page of a roll is one row of labels; `gap_mm` is what lies between labels. `trim_mm` is left white inside each label, for
    sheets and rolls never feed exactly straight. `cut_lines` are drawn where scissors are to follow.
    """

    feed: Feed
    page_mm: Millimetres
    label_mm: Millimetres
    columns: int = 1
    rows: int = 1
    margin_mm: Millimetres = (0.0, 0.0)
    gap_mm: Millimetres = (0.0, 0.0)
    trim_mm: float = 1.0
    cut_lines: bool = False

    @property
    def per_page(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows

    def corner_mm(self, place: int) -> Millimetres:
        """The upper left corner of a label on its page; places count from 0, left to right and top to bottom."""
        row, column = divmod(place, self.columns)
        return (
            self.margin_mm[0] + column * (self.label_mm[0] + self.gap_mm[0]),
            self.margin_mm[1] + row * (self.label_mm[1] + self.gap_mm[1]),
        )


def _sheet(label_mm: Millimetres, columns: int, rows: int, margin_mm: Millimetres, gap_mm: Millimetres) -> Measures:
    return Measures(Feed.SHEET, A4_MM, label_mm, columns, rows, margin_mm, gap_mm)


def _roll(width: float, height: float, columns: int = 1, gap: float = 2.0) -> Measures:
    page = columns * width + (columns - 1) * gap, height
    return Measures(Feed.ROLL, page, (width, height), columns, gap_mm=(gap, gap))


class LabelStock(Choice):
    """A stock of labels: its code, what a person reads, its measures."""

    measures: Measures

    def __new__(cls, value: str, label: str = "", measures: Measures | None = None) -> Self:
        """Makes the member; `label` is a message id."""
        assert measures
        member = str.__new__(cls, value)
        member._value_, member.label, member.measures = value, label, measures
        return member

    A4_70X37 = "a4-70x37", N_("Tờ A4, 24 tem 70 × 37 mm, không viền"), Measures(
        Feed.SHEET, A4_MM, (70, 37.125), 3, 8, trim_mm=1.5, cut_lines=True
    )  # fmt: skip
    A4_24 = "a4-24", N_("Tờ A4, 24 tem 63,5 × 33,9 mm"), _sheet((63.5, 33.9), 3, 8, (7.25, 12.9), (2.5, 0))
    A4_40 = "a4-40", N_("Tờ A4, 40 tem 45,7 × 25,4 mm"), _sheet((45.7, 25.4), 4, 10, (9.7, 21.5), (2.6, 0))
    A4_65 = "a4-65", N_("Tờ A4, 65 tem 38,1 × 21,2 mm"), _sheet((38.1, 21.2), 5, 13, (4.75, 10.7), (2.5, 0))
    ROLL_50X30 = "roll-50x30", N_("Cuộn tem 50 × 30 mm"), _roll(50, 30)
    ROLL_40X30 = "roll-40x30", N_("Cuộn tem 40 × 30 mm"), _roll(40, 30)
    ROLL_35X22 = "roll-35x22", N_("Cuộn tem 35 × 22 mm"), _roll(35, 22)
    ROLL_2X35X22 = "roll-2x35x22", N_("Cuộn tem 35 × 22 mm, hai tem một hàng"), _roll(35, 22, columns=2)
    ROLL_80X48 = "roll-80x48", N_("Cuộn tem 80 × 48 mm"), _roll(80, 48)
    RECEIPT_80 = "receipt-80", N_("Cuộn giấy in phiếu 80 mm, cắt từng tem"), Measures(Feed.CUT, (72, 43), (72, 43))
    RECEIPT_58 = "receipt-58", N_("Cuộn giấy in phiếu 58 mm, cắt từng tem"), Measures(Feed.CUT, (48, 38), (48, 38))
