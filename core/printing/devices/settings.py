"""How a printer prints: what it can do and how it likes its bytes."""

from __future__ import annotations

from dataclasses import dataclass

from core.printing.devices.choices import CutMode, DrawerPin, HeadDots, PrinterUse, PrintMode

STRIP_ROWS = 248
"""Rows of one raster command: at most 255, as some printers read one byte of the height; and no multiple of 24, after which
some lose their place."""
WIDE_ROLL_MM, NARROW_ROLL_MM = 80, 58
"""Rolls of receipt printers."""
NARROW_MM = 60
"""Rolls up to this width have a head of 384 dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """Settings of a printer: a roll of `paper_mm`, a head of `dots`.

    In text mode `code_page` is a name of `core.printing.skins.code_pages` and `code_page_number` what the printer calls it.
    No `drawer_pin`: no drawer hangs on it. `density` goes from −4 (light) to 4 (dark). `strip_rows` is the height of one raster
    command, `pause_ms` the rest after each. `header` and `footer` stand above and below each paper.
    """

    use: PrinterUse = PrinterUse.RECEIPT
    paper_mm: int = 80
    dots: int = HeadDots.DOTS_576
    mode: PrintMode = PrintMode.RASTER
    code_page: str | None = None
    code_page_number: int | None = None
    cut: CutMode = CutMode.PARTIAL
    drawer_pin: int | None = DrawerPin.PIN_2
    density: int = 0
    strip_rows: int = STRIP_ROWS
    pause_ms: int = 0
    shows_logo: bool = True
    header: str | None = None
    footer: str | None = None


def usual_dots(paper_mm: int) -> HeadDots:
    """How many dots a head usually has on a roll of that width."""
    return HeadDots.DOTS_384 if paper_mm <= NARROW_MM else HeadDots.DOTS_576


def usual_settings(paper_mm: int) -> PrinterSettings:
    """Settings of a printer of which nothing but its roll is known."""
    return PrinterSettings(paper_mm=paper_mm, dots=usual_dots(paper_mm))
