"""Pictures as bytes for a receipt printer (ESC/POS).

A picture is right on every printer. The code pages of cheap ones lack half of the Vietnamese letters and say so nowhere, so that
text (`escpos_text`) is for printers that passed the truth test.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.printing.devices.choices import CutMode, DrawerPin
from core.printing.devices.settings import PrinterSettings
from core.printing.skins.strips import cut

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import Image

RESET, LINE_FEED = b"\x1b@", b"\n"
RASTER = b"\x1dv0"
LINES_BEFORE_CUT = 6
"""Lines between the head and the knife, or the edge to tear at."""
LOST_PLACE_ROWS = 24
"""After a raster of a multiple of so many rows the POS-5890K and its likes lose their place."""
USUAL = PrinterSettings()
_INK = bytes(255 - byte for byte in range(256))
"""A picture's 1 is white, a print head's 1 burns."""
_CUTS = {CutMode.NONE: b"", CutMode.PARTIAL: b"\x1dV\x01", CutMode.FULL: b"\x1dV\x00"}
_DRAWERS = {DrawerPin.PIN_2: b"\x1bp\x0022", DrawerPin.PIN_5: b"\x1bp\x0122"}


def drawer_kick(settings: PrinterSettings = USUAL) -> bytes:
    """One job that opens the cash drawer and prints nothing; no bytes where no drawer hangs on the printer."""
    return b"" if settings.drawer_pin is None else RESET + _DRAWERS[DrawerPin(settings.drawer_pin)]


def encode(image: Image.Image, settings: PrinterSettings = USUAL) -> bytes:
    """One job: reset, the picture in strips, feed, cut."""
    return begin(settings) + strips(image, settings) + end(settings)


def begin(settings: PrinterSettings) -> bytes:
    """How a job begins: reset, and the density where it is not the printer's own.

    Printers that do not know the density command print its letters, so the usual density says nothing.
    """
    density = b"\x1d(K\x02\x00\x31" + settings.density.to_bytes(1, "little", signed=True) if settings.density else b""
    return RESET + density


def end(settings: PrinterSettings) -> bytes:
    """How a paper ends: fed beyond the knife, and cut."""
    return b"\x1bd" + bytes([LINES_BEFORE_CUT]) + _CUTS[settings.cut]


def strips(image: Image.Image, settings: PrinterSettings) -> bytes:
    """A picture as raster commands of at most `strip_rows` rows, none of a height that a known firmware chokes on.

    Each is only as wide as its ink (`core.printing.skins.strips`). A printer that needs a rest after each command gets few of
    them, of one height.
    """
    rows = _ink_rows(image)
    most = settings.strip_rows - (settings.strip_rows % LOST_PLACE_ROWS == 0)
    spans = [(0, len(rows))] if settings.pause_ms else cut([len(row) for row in rows])
    return b"".join(_raster(rows[start:end]) for span in spans for start, end in _low(*span, most))


def _ink_rows(image: Image.Image) -> list[bytes]:
    """The rows of a picture as a head takes them, without the white at their ends."""
    from PIL import Image

    bits = image if image.mode == "1" else image.convert("L").point(lambda level: 255 if level > 127 else 0, "1")
    row_bytes = -(-bits.width // 8)
    if bits.width % 8:
        wider = Image.new("1", (row_bytes * 8, bits.height), 1)
        wider.paste(bits, (0, 0))
        bits = wider
    data = bits.tobytes().translate(_INK)
    return [data[at : at + row_bytes].rstrip(b"\0") for at in range(0, len(data), row_bytes)]


def _low(start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """A strip in parts of heights that every firmware takes."""
    while start < end:
        rows = min(most, end - start)
        rows -= rows % LOST_PLACE_ROWS == 0
        yield start, start + rows
        start += rows


def _raster(rows: list[bytes]) -> bytes:
    width = max(1, *map(len, rows))
    size = width.to_bytes(2, "little") + len(rows).to_bytes(2, "little")
    return RASTER + b"\x00" + size + b"".join(row.ljust(width, b"\0") for row in rows)


def commands(data: bytes) -> Iterator[bytes]:
    """A job cut behind each raster command; joined, the parts are the job. What `begin`, `strips` and `end` make, and text.

    In our jobs no byte of another command reads like the head of a raster: text has no control characters, and after the number
    of a code page another command follows.
    """
    start = at = 0
    while (at := data.find(RASTER, at)) >= 0:
        row_bytes, height = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (4, 6))
        at += 8 + row_bytes * height
        yield data[start:at]
        start = at
    if start < len(data):
        yield data[start:]
