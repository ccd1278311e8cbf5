"""Pictures as bytes for a receipt printer (ESC/POS).

A picture is right on every printer. The code pages of cheap ones lack half of the Vietnamese letters and say so nowhere, so that
text (`escpos_text`) is for printers that passed the truth test.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from core.printing.devices.choices import CutMode, DrawerPin
from core.printing.devices.settings import PrinterSettings

PAPER_DOTS = {58: 384, 80: 576}
"""Dots a head of 203 dpi prints across a roll of so many millimetres."""

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
    """A picture as raster commands of at most `strip_rows` rows, none of a height that a known firmware chokes on."""
    rows = settings.strip_rows - (settings.strip_rows % LOST_PLACE_ROWS == 0)
    bits = _whole_bytes(image, rows)
    row_bytes, data = bits.width // 8, bits.tobytes().translate(_INK)
    parts = []
    for y in range(0, bits.height, rows):
        height = min(rows, bits.height - y)
        size = row_bytes.to_bytes(2, "little") + height.to_bytes(2, "little")
        parts.append(RASTER + b"\x00" + size + data[y * row_bytes : (y + height) * row_bytes])
    return b"".join(parts)


def _whole_bytes(image: Image.Image, rows: int) -> Image.Image:
    """The picture in one bit per dot, as wide as whole bytes, and no last strip of a multiple of LOST_PLACE_ROWS."""
    bits = image if image.mode == "1" else image.convert("L").point(lambda level: 255 if level > 127 else 0, "1")
    width = -(-bits.width // 8) * 8
    last = bits.height % rows
    height = bits.height + (1 if last and last % LOST_PLACE_ROWS == 0 else 0)
    if (width, height) == bits.size:
        return bits
    wider = Image.new("1", (width, height), 1)
    wider.paste(bits, (0, 0))
    return wider


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
