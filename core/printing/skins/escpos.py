"""Pictures as bytes for a receipt printer (ESC/POS).

Text mode is not used: the code pages of cheap printers lack half of the Vietnamese letters and say so nowhere. A picture is
right on every printer.
"""

from __future__ import annotations

from PIL import Image

PAPER_DOTS = {58: 384, 80: 576}
"""Dots a head of 203 dpi prints across a roll of so many millimetres."""

STRIP_ROWS = 248
"""Rows of one raster command: at most 255, as some printers read one byte of the height;
and no multiple of 24, after which some lose their place."""

ANY_WIDTH = 4096
"""The driver's profiles guess a paper's width or refuse ours; all threads share one, so it never holds a single job's width."""


def drawer_kick() -> bytes:
    """One job that opens the cash drawer and prints nothing."""
    from escpos.printer import Dummy

    printer = Dummy()
    printer.hw("INIT")
    printer.cashdraw(2)
    return bytes(printer.output)


def encode(image: Image.Image) -> bytes:
    """One job: reset, the picture in strips, feed, cut."""
    from escpos.printer import Dummy  # slow to import, so only where something is printed

    bits = _whole_bytes(image)
    printer = Dummy()
    printer.profile.profile_data["media"]["width"]["pixels"] = ANY_WIDTH
    printer.hw("INIT")
    printer.image(bits, impl="bitImageRaster", fragment_height=STRIP_ROWS)
    printer.cut(mode="PART")
    return bytes(printer.output)


def _whole_bytes(image: Image.Image) -> Image.Image:
    """The picture in one bit per dot, as wide as whole bytes, and no last strip of a multiple of 24 rows."""
    bits = image if image.mode == "1" else image.convert("L").point(lambda level: 255 if level > 127 else 0, "1")
    width = -(-bits.width // 8) * 8
    last = bits.height % STRIP_ROWS
    height = bits.height + (1 if last and last % 24 == 0 else 0)
    if (width, height) == bits.size:
        return bits
    wider = Image.new("1", (width, height), 1)
    wider.paste(bits, (0, 0))
    return wider
