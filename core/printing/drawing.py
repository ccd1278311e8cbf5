"""A small drawing in millimetres, and its skins: dots for a printer, outlines for SVG, type for PDF.

One plan for all of them, so that a label looks the same from every printer. The origin is the upper left corner.
"""

from __future__ import annotations

import io
import math
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from core.printing import ean, qr
from core.printing.fonts import BOLD, REGULAR, clean, pil_font, static_font
from core.printing.skins import pictures

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import Image

MM = 72 / 25.4
"""Points of PDF in a millimetre."""
PNG_DOTS_PER_MM = 12

Point = tuple[float, float]


@dataclass(frozen=True)
class TextMark:
    """One line of text; (x, y) is the start of its baseline, `size` its em."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False


@dataclass(frozen=True)
class QrMark:
    """A QR code without the white around it, which the plan has to leave."""

    x: float
    y: float
    side: float
    content: str
    correction: qr.Correction = qr.Correction.MEDIUM


@dataclass(frozen=True)
class EanMark:
    """The bars of an EAN-13 without the white beside them and the digits below, which the plan has to leave and to write."""

    x: float
    y: float
    width: float
    height: float
    digits: str


@dataclass(frozen=True)
class StarMark:
    """A filled star around (x, y): our font has none."""

    x: float
    y: float
    radius: float

    def corners(self) -> list[Point]:
        """The ten corners, the upper tip first."""
        radii = (self.radius, self.radius * 0.4)
        turns = [(radii[i % 2], math.pi * i / 5) for i in range(10)]
        return [(self.x + r * math.sin(turn), self.y - r * math.cos(turn)) for r, turn in turns]


@dataclass(frozen=True)
class PictureMark:
    """A picture of any type that Pillow reads, as large as fits into the room, in its middle; `content` is its file."""

    x: float
    y: float
    width: float
    height: float
    content: bytes

    def placed(self) -> tuple[float, float, float, float]:
        """Where the picture itself lies: left, top, width, height."""
        across, down = pictures.size(self.content)
        scale = min(self.width / across, self.height / down)
        wide, tall = across * scale, down * scale
        return self.x + (self.width - wide) / 2, self.y + (self.height - tall) / 2, wide, tall


@dataclass(frozen=True)
class Drawing:
    """Marks on a white ground."""

    width: float
    height: float
    marks: Sequence[Mark]


Mark = TextMark | QrMark | EanMark | StarMark | PictureMark


def measure(text: str, size: float, bold: bool = False) -> float:
    """How long a text is at that size."""
    return pil_font(100, bold).getlength(clean(text)) * size / 100


def to_image(plan: Drawing, dots_per_mm: float, *, one_bit: bool = False) -> Image.Image:
    """The plan in dots. One bit for print heads, greys for screens and office printers."""
    from PIL import Image, ImageDraw

    k = dots_per_mm
    image = Image.new("1" if one_bit else "L", (round(plan.width * k), round(plan.height * k)), 1 if one_bit else 255)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1" if one_bit else "L"
    for mark in plan.marks:
        match mark:
            case TextMark(x, y, size, text, bold):
                font = pil_font(_burnt_size(text, size * k, bold) if one_bit else size * k, bold)
                pen.text((round(x * k), round(y * k)), clean(text), font=font, fill=0, anchor="ls")
            case StarMark():
                pen.polygon([(cx * k, cy * k) for cx, cy in mark.corners()], fill=0)
            case QrMark(x, y, side, content, correction):
                module = _whole_dots(side * k, len(qr.matrix(content, correction)))
                code = qr.image(content, module=module, border=0, correction=correction)
                rest = round((side * k - code.width) / 2)
                image.paste(code.convert(image.mode), (round(x * k) + rest, round(y * k) + rest))
            case EanMark(x, y, width, height, digits):
                module = _whole_dots(width * k, ean.MODULES)
                left = round(x * k) + round((width * k - module * ean.MODULES) / 2)
                for first, length in ean.bars(digits):
                    start = left + first * module
                    pen.rectangle((start, round(y * k), start + length * module - 1, round((y + height) * k) - 1), fill=0)
            case PictureMark():
                x, y, width, height = mark.placed()
                picture = pictures.dithered(mark.content, *_dots(width, height, k))
                image.paste(picture.convert(image.mode), (round(x * k), round(y * k)))
    return image


def _dots(width: float, height: float, dots_per_mm: float) -> tuple[int, int]:
    return max(round(width * dots_per_mm), 1), max(round(height * dots_per_mm), 1)


def _whole_dots(length: float, modules: int) -> int:
    """Dots of one module: whole ones, or a scanner sees modules of two widths. A length of so many dots may be a hair short."""
    return max(int(length / modules + 1e-6), 1)


@lru_cache(maxsize=1024)
def _burnt_size(text: str, size: float, bold: bool) -> float:
    """Letters of one bit are set on whole dots and so come out wider than planned: a smaller font keeps a line in its room.

    It takes milliseconds to try a size, and the labels of a run repeat their lines.
    """
    room = measure(text, size, bold)
    while size > 8 and pil_font(size, bold).getlength(clean(text), mode="1") > room + 1:
        size -= 0.5
    return size


def to_png(plan: Drawing) -> bytes:
    """A file that knows its size on paper."""
    out = io.BytesIO()
    dpi = PNG_DOTS_PER_MM * 25.4
    to_image(plan, PNG_DOTS_PER_MM).save(out, "PNG", optimize=True, dpi=(dpi, dpi))
    return out.getvalue()


def to_svg(plan: Drawing, *, label: str) -> str:
    """The plan as one SVG file. Letters are outlines: it prints the same where the font is missing."""
    body = "".join(_svg_mark(mark) for mark in plan.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{plan.width:g}mm" height="{plan.height:g}mm" '
        f'viewBox="0 0 {plan.width:g} {plan.height:g}" role="img" aria-label="{escape(clean(label))}">'
        f'<path fill="#fff" d="M0 0h{plan.width:g}v{plan.height:g}H0z"/><g fill="#000">{body}</g></svg>'
    )


def _svg_mark(mark: Mark) -> str:
    match mark:
        case TextMark(x, y, size, text, bold):
            return "".join(_svg_letters(x, y, size, text, BOLD if bold else REGULAR))
        case StarMark():
            return f'<path d="M{" ".join(f"{x:.2f} {y:.2f}" for x, y in mark.corners())}z"/>'
        case EanMark(x, y, width, height, digits):
            place = f"translate({x:.3f} {y:.3f}) scale({width / ean.MODULES:.5f} {height:.3f})"
            path = "".join(f"M{first} 0h{length}v1h-{length}z" for first, length in ean.bars(digits))
            return f'<path shape-rendering="crispEdges" transform="{place}" d="{path}"/>'
        case PictureMark():
            x, y, width, height = mark.placed()
            png = pictures.dithered_png(mark.content, *_dots(width, height, PNG_DOTS_PER_MM))
            href = f"data:image/png;base64,{b64encode(png).decode()}"
            return f'<image x="{x:.3f}" y="{y:.3f}" width="{width:.3f}" height="{height:.3f}" href="{href}"/>'
        case QrMark(x, y, side, content, correction):
            modules = qr.matrix(content, correction)
            place = f"translate({x:.3f} {y:.3f}) scale({side / len(modules):.5f})"
            return f'<path shape-rendering="crispEdges" transform="{place}" d="{qr.svg_path(modules)}"/>'


@dataclass(frozen=True)
class _Face:
    glyphs: Any
    names: dict[int, str]
    em: int


@cache
def _face(style: str) -> _Face:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(static_font(style)))
    return _Face(font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm)


def _svg_letters(x: float, y: float, size: float, text: str, style: str) -> Iterator[str]:
    from fontTools.pens.svgPathPen import SVGPathPen

    face = _face(style)
    along, path = 0.0, []
    for letter in clean(text):
        glyph = face.glyphs[face.names.get(ord(letter), ".notdef")]
        pen = SVGPathPen(face.glyphs)
        glyph.draw(pen)
        if outline := pen.getCommands():
            path.append(f'<path transform="translate({along:g})" d="{outline}"/>')
        along += glyph.width
    scale = size / face.em
    yield f'<g transform="translate({x:.3f} {y:.3f}) scale({scale:.6f} {-scale:.6f})">{"".join(path)}</g>'


def draw_pdf(plan: Drawing, canvas: Any, left: float, top: float) -> None:
    """Draws the plan into a reportlab canvas; (left, top) is its upper left corner in points. Call it within `reportlab_lock`."""
    canvas.setFillGray(0)
    for mark in plan.marks:
        match mark:
            case TextMark(x, y, size, text, bold):
                canvas.setFont(BOLD if bold else REGULAR, size * MM)
                canvas.drawString(left + x * MM, top - y * MM, clean(text))
            case StarMark():
                path = canvas.beginPath()
                first, *others = [(left + x * MM, top - y * MM) for x, y in mark.corners()]
                path.moveTo(*first)
                for corner in others:
                    path.lineTo(*corner)
                path.close()
                canvas.drawPath(path, stroke=0, fill=1)
            case EanMark(x, y, width, height, digits):
                canvas.saveState()
                canvas.translate(left + x * MM, top - (y + height) * MM)
                canvas.scale(width * MM / ean.MODULES, height * MM)
                canvas.addLiteral(" ".join(f"{first} 0 {length} 1 re" for first, length in ean.bars(digits)) + " f")
                canvas.restoreState()
            case PictureMark():
                from reportlab.lib.utils import ImageReader

                x, y, width, height = mark.placed()
                png = pictures.dithered_png(mark.content, *_dots(width, height, PNG_DOTS_PER_MM))
                canvas.drawImage(ImageReader(io.BytesIO(png)), left + x * MM, top - (y + height) * MM, width * MM, height * MM)
            case QrMark(x, y, side, content, correction):
                qr.draw_pdf(canvas, content, left + x * MM, top - (y + side) * MM, side * MM, correction)
