"""Slips as pictures of one bit: what the thermal head burns, dot for dot."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from core.printing import qr
from core.printing.fonts import pil_font
from core.printing.layout import Row
from core.printing.skins import pictures
from core.printing.skins.flow import RULE_HEIGHT, Flow, PictureMark, QrMark, RuleMark, TextMark, length, place

MARGIN = 28
"""White dots that a picture for screens has on each side, as the cut paper has."""
BLACK, WHITE = 0, 1


def to_image(rows: Sequence[Row], *, dots: int) -> Image.Image:
    """A slip as a head of so many dots prints it."""
    return paint(place(rows, dots))


def paint(flow: Flow) -> Image.Image:
    """What was placed, in black on white."""
    image = Image.new("1", (flow.width, flow.height), WHITE)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"  # no grey edges: the head knows only black
    for mark in flow.marks:
        match mark:
            case TextMark(x, y, text, size, bold, anchor):
                start = x if anchor == "ls" else x - length(text, size, bold) / (2 if anchor == "ms" else 1)
                pen.text((int(start), y), text, font=pil_font(size, bold), fill=BLACK, anchor="ls")
            case RuleMark(y):
                pen.rectangle((0, y, flow.width - 1, y + RULE_HEIGHT - 1), fill=BLACK)
            case QrMark(x, y, module, content):
                image.paste(qr.image(content, module=module, border=0), (x, y))
            case PictureMark(x, y, width, height, content):
                image.paste(pictures.dithered(content, width, height), (x, y))
    return image


def to_png(rows: Sequence[Row], *, dots: int) -> bytes:
    """The same dots as a file for the screen, with the white a cut slip has around it."""
    slip = to_image(rows, dots=dots)
    sheet = Image.new("1", (slip.width + 2 * MARGIN, slip.height + 2 * MARGIN), WHITE)
    sheet.paste(slip, (MARGIN, MARGIN))
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
