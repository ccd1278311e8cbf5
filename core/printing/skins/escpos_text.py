"""Slips in the printer's own letters, for printers that passed the truth test: fast, and sharp on old heads.

A row with a letter that the code page lacks is printed as a picture, so that no letter is ever lost or replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.printing.devices.choices import CodePageName, PrintMode
from core.printing.devices.settings import PrinterSettings
from core.printing.fonts import clean
from core.printing.layout import Big, Gap, Goods, Pair, Picture, Qr, Row, Rule, Text, Title
from core.printing.skins import escpos, raster
from core.printing.skins.code_pages import CODE_PAGES, SIGNS, CodePage
from core.printing.skins.text import columns_of, to_text, width
from core.printing.units import DOTS_PER_MM

NO_CHINESE = b"\x1c."
"""Printers made for China take two bytes above 0x7F for one Chinese character until they are told not to."""
BOLD = {False: b"\x1bE\x00", True: b"\x1bE\x01"}
USUAL_SIZE, HIGH, HIGH_AND_WIDE = b"\x1d!\x00", b"\x1d!\x01", b"\x1d!\x11"
FEED_DOTS, MOST_FEED = b"\x1bJ", 255


def to_job(rows: Sequence[Row], settings: PrinterSettings) -> bytes:
    """One job of a slip as its printer takes it: pictures, or its own letters where it is set to them."""
    shown = [row for row in rows if settings.shows_logo or not isinstance(row, Picture)]
    rows = [*_own_lines(settings.header), *shown, *_own_lines(settings.footer)]
    if settings.mode is PrintMode.TEXT:
        return escpos.begin(settings) + body(rows, settings) + escpos.end(settings)
    return escpos.encode(raster.to_image(rows, dots=settings.dots), settings)


def body(rows: Iterable[Row], settings: PrinterSettings) -> bytes:
    """Rows in the printer's letters without the beginning and the end of a job. Settings must name a code page."""
    assert settings.code_page is not None and settings.code_page_number is not None
    page = _Page(CODE_PAGES[CodePageName(settings.code_page)], settings.code_page_number)
    return NO_CHINESE + b"".join(_row(row, page, settings) for row in rows)


@dataclass(frozen=True, slots=True)
class _Page:
    page: CodePage
    number: int

    def line(self, text: str) -> bytes | None:
        """A line in bytes, None where a letter is missing; what stands for missing signs is as long as they."""
        return self.page.encode("".join(map(self._sign, text)), self.number)

    def has(self, letter: str) -> bool:
        return self.page.encode(letter, self.number) is not None

    def written(self, row: Row) -> Row:
        """A row with what stands for signs that the page lacks, where it is longer than they: lines are broken after that."""
        match row:
            case Title(text) | Text(text):
                return replace(row, text=self._with_signs(text))
            case Pair(left, right) | Big(left, right):
                return replace(row, left=self._with_signs(left), right=self._with_signs(right))
            case Goods(name, said, amount, origin):
                signs = (self._with_signs(part) for part in (name, said, amount, origin))
                return Goods(*signs)
        return row

    def _with_signs(self, text: str) -> str:
        return "".join(self._sign(letter) if len(SIGNS.get(letter, "")) > 1 else letter for letter in clean(text))

    def _sign(self, letter: str) -> str:
        return SIGNS[letter] if letter in SIGNS and not self.has(letter) else letter


def _row(row: Row, page: _Page, settings: PrinterSettings) -> bytes:
    """A row in letters; as a picture, where it is one or has a letter that the page lacks."""
    if isinstance(row, Gap):
        return FEED_DOTS + bytes([min(row.height_mm * DOTS_PER_MM, MOST_FEED)])
    if isinstance(row, Qr) and row.beside:
        parts: list[Row] = [replace(row, beside=()), *row.sentences]
        return b"".join(_row(part, page, settings) for part in parts)
    if isinstance(row, Title | Text | Pair | Goods | Big | Rule):
        printed = _lines(page.written(row), page, columns_of(settings.dots))
        if printed is not None:
            return printed
    return escpos.strips(raster.to_image([row], dots=settings.dots), settings)


def _lines(row: Row, page: _Page, columns: int) -> bytes | None:
    size, across = _size(row, columns)
    encoded = [page.line(line) for line in to_text([row], across).splitlines()]
    if None in encoded:
        return None
    # The number of a code page is followed by a command, so that the two never read like another command.
    head = page.page.select(page.number) + BOLD[isinstance(row, Title | Big) or getattr(row, "bold", False)] + size
    return head + b"".join(line + escpos.LINE_FEED for line in encoded if line is not None) + BOLD[False] + USUAL_SIZE


def _size(row: Row, columns: int) -> tuple[bytes, int]:
    """The size of a row's letters, and how many of them stand beside each other. A total shrinks before it breaks."""
    match row:
        case Title():
            return HIGH_AND_WIDE, columns // 2
        case Big(left, right):
            is_short = width(clean(left)) + 1 + width(clean(right)) <= columns // 2
            return (HIGH_AND_WIDE, columns // 2) if is_short else (HIGH, columns)
    return USUAL_SIZE, columns


def _own_lines(text: str | None) -> list[Row]:
    return [Text(line, small=True, centred=True) for line in (text or "").splitlines()]
