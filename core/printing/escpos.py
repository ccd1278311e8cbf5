"""Pictures as bytes for a receipt printer (ESC/POS).

Text mode is not used: the code pages of cheap printers lack half of the Vietnamese letters and say so nowhere. A picture is
right on every printer.
"""

from __future__ import annotations

from PIL import Image

PAPER_DOTS = {58: 384, 80: 576}
"""Dots a head of 203 dpi prints across a roll of so many millimetres."""

ANY_WIDTH = 4096
"""The driver's profiles guess a paper's width or refuse ours; all threads share one, so it never holds a single job's width."""


def encode(image: Image.Image, *, drawer: bool = False) -> bytes:
    """One job: reset, open the drawer, the picture in strips, feed, cut."""
    from escpos.printer import Dummy  # slow to import, so only where something is printed

    bits = _whole_bytes(image)
    printer = Dummy()
    printer.profile.profile_data["media"]["width"]["pixels"] = ANY_WIDTH
    printer.hw("INIT")
    if drawer:
        printer.cashdraw(2)
    printer.image(bits, impl="bitImageRaster", fragment_height=480)
    printer.cut(mode="PART")
    return bytes(printer.output)


def _whole_bytes(image: Image.Image) -> Image.Image:
    """The picture in one bit per dot, as wide as whole bytes."""
    bits = image if image.mode == "1" else image.convert("L").point(lambda level: 255 if level > 127 else 0, "1")
    width = -(-bits.width // 8) * 8
    if width == bits.width:
        return bits
    wider = Image.new("1", (width, bits.height), 1)
    wider.paste(bits, (0, 0))
    return wider
