"""Slips as pictures of one bit: what the thermal head burns, dot for dot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from core.printing import qr
from core.printing.fonts import pil_font
from core.printing.layout import Row
from core.printing.skins import pictures
from core.printing.skins.flow import RULE_HEIGHT, Flow, PictureMark, QrMark, RuleMark, TextMark, length, place, reach

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import Image

MARGIN = 28
"""White dots that a picture for screens has on each side, as the cut paper has."""
BLACK, WHITE = 0, 1
_TALL = "Ẫợ    "
"""Stands before a word while it is drawn, and is cut off: the highest and lowest letter of a text move its baseline."""


def to_image(rows: Sequence[Row], *, dots: int) -> Image.Image:
    """A slip as a head of so many dots prints it."""
    return paint(place(rows, dots))


def paint(flow: Flow) -> Image.Image:
    """What was placed, in black on white."""
    from PIL import Image, ImageDraw

    image = Image.new("1", (flow.width, flow.height), WHITE)
    pen = ImageDraw.Draw(image)
    for mark in flow.marks:
        match mark:
            case TextMark(x, y, text, size, bold, anchor):
                start = x if anchor == "ls" else x - length(text, size, bold) / (2 if anchor == "ms" else 1)
                _write(image, int(start), y, text, size, bold)
            case RuleMark(y):
                pen.rectangle((0, y, flow.width - 1, y + RULE_HEIGHT - 1), fill=BLACK)
            case QrMark(x, y, module, content):
                image.paste(qr.image(content, module=module, border=0), (x, y))
            case PictureMark(x, y, width, height, content):
                image.paste(pictures.dithered(content, width, height), (x, y))
    return image


def _write(image: Image.Image, x: int, y: int, text: str, size: int, bold: bool) -> None:
    """A line word by word: letters of one bit are whole dots apart, so words stand as they would in one piece."""
    blank = round(length(" ", size, bold))
    for word in text.split(" "):
        ink, above = _word(word, size, bold)
        image.paste(BLACK, (x - _side(size), y - above), ink)
        x += round(length(word, size, bold)) + blank


def _side(size: int) -> int:
    """Dots left of a word's start and right of its end, for letters that reach beyond their own width."""
    return size // 4


@lru_cache(maxsize=4096)
def _word(word: str, size: int, bold: bool) -> tuple[Image.Image, int]:
    """A word's dots, and how many rows of them stand above the baseline. Words come again on every slip, and the font is slow."""
    from PIL import Image, ImageDraw

    above, below = reach(size)
    before, side = round(length(_TALL, size, bold)), _side(size)
    line = Image.new("1", (before + round(length(word, size, bold)) + side, above + below), 0)
    pen = ImageDraw.Draw(line)
    pen.fontmode = "1"  # no grey edges: the head knows only black
    pen.text((0, above), _TALL + word, font=pil_font(size, bold), fill=1, anchor="ls")
    return line.crop((before - side, 0, line.width, line.height)), above


def to_png(rows: Sequence[Row], *, dots: int) -> bytes:
    """The same dots as a file for the screen, with the white a cut slip has around it."""
    from PIL import Image

    slip = to_image(rows, dots=dots)
    sheet = Image.new("1", (slip.width + 2 * MARGIN, slip.height + 2 * MARGIN), WHITE)
    sheet.paste(slip, (MARGIN, MARGIN))
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
