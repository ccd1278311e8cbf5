"""Slips as pictures of one bit: what the thermal head burns, dot for dot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from core.printing import qr
from core.printing.fonts import clean, pil_font
from core.printing.layout import Big, Gap, Pair, Qr, Row, Rule, Text, Title
from core.printing.skins.escpos import PAPER_DOTS

BODY, SMALL, TITLE = 24, 21, 31
LINE = 1.36
BIG = {58: 36, 80: 46}
QR_MODULE = {58: 4, 80: 5}
MARGIN = 28
BLACK, WHITE = 0, 1


def length(text: str, font: ImageFont.FreeTypeFont) -> float:
    """How many dots a text takes; letters of one bit are set on whole dots, so they are wider than grey ones."""
    return font.getlength(text, mode="1")


def wrap(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Cuts a text into lines that fit, between words where possible; loses no letter, only a dot at an end."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        longer = f"{line} {word}" if line else word
        if length(longer, font) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while length(line, font) > width and len(line) > 1:
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or length(line[:n], font) <= width)
            lines.append(line[:cut])
            line = line[cut:]
    lines += [line] if line or not lines else []
    return [part.removesuffix(" ·") for part in lines]


@dataclass
class Strip:
    """A roll of paper that grows downwards while rows are put on it."""

    paper_mm: int

    def __post_init__(self) -> None:
        self.width = PAPER_DOTS[self.paper_mm]
        self.y = 0
        self._image = Image.new("1", (self.width, 1200), WHITE)
        self._pen = self._new_pen()

    def _new_pen(self) -> ImageDraw.ImageDraw:
        pen = ImageDraw.Draw(self._image)
        pen.fontmode = "1"  # no grey edges: the head knows only black
        return pen

    def _room(self, height: int) -> None:
        if self.y + height > self._image.height:
            longer = Image.new("1", (self.width, 2 * self._image.height + height), WHITE)
            longer.paste(self._image, (0, 0))
            self._image = longer
            self._pen = self._new_pen()

    def put(self, row: Row) -> None:
        """Adds one row below the others."""
        match row:
            case Title(text):
                self._lines(text, pil_font(TITLE, bold=True), place=0.5, line=1.25)
            case Text(text, bold, small, centred):
                self._lines(text, pil_font(SMALL if small else BODY, bold), place=0.5 if centred else 0)
            case Pair(left, right, bold, small):
                size = SMALL if small else BODY
                self._pair(left, right, pil_font(size, bold), pil_font(size, bold and not right[:1].isdigit()))
            case Big(left, right):
                self._big(left, right)
            case Rule():
                self._room(20)
                self._pen.rectangle((0, self.y + 9, self.width - 1, self.y + 10), fill=BLACK)
                self.y += 20
            case Gap():
                self._room(8)
                self.y += 8
            case Qr(content):
                self._qr(content)

    def _big(self, left: str, right: str) -> None:
        """The total shrinks before it breaks: a figure cut in two is no figure."""
        size = BIG[self.paper_mm]
        while size > BODY and sum(length(clean(part), pil_font(size, bold=True)) for part in (left, right)) + 16 > self.width:
            size -= 2
        self._pair(left, right, pil_font(size, bold=True), pil_font(size, bold=True))

    def _pair(self, left: str, right: str, left_font: ImageFont.FreeTypeFont, right_font: ImageFont.FreeTypeFont) -> None:
        """The right part keeps its line; the left one wraps beside it, or stands above when there is no room."""
        right = clean(right)
        beside = self.width - length(right, right_font) - 14
        if beside < min(self.width * 0.3, length(clean(left), left_font)):
            self._lines(left, left_font)
            self._lines(right, right_font, place=1)
            return
        step = round(left_font.size * LINE)
        for n, line in enumerate(wrap(left, left_font, beside)):
            self._room(step)
            self._write(0, line, left_font, step)
            if n == 0:
                self._write(self.width - length(right, right_font), right, right_font, step)
            self.y += step

    def _lines(self, text: str, font: ImageFont.FreeTypeFont, *, place: float = 0, line: float = LINE) -> None:
        """Wrapped text; `place` is 0 for the left edge, 0.5 for the middle, 1 for the right edge."""
        step = round(font.size * line)
        for part in wrap(text, font, self.width):
            self._room(step)
            self._write((self.width - length(part, font)) * place, part, font, step)
            self.y += step

    def _write(self, x: float, text: str, font: ImageFont.FreeTypeFont, step: int) -> None:
        """One line at the pen's height; its marks above capitals keep free of the line before."""
        self._pen.text((int(x), self.y + round(step - font.size * 0.3)), text, font=font, fill=BLACK, anchor="ls")

    def _qr(self, content: str) -> None:
        module = QR_MODULE[self.paper_mm]
        code = qr.image(content, module=module, border=3)
        self._room(code.height + 2 * module)
        self._image.paste(code, ((self.width - code.width) // 2, self.y + module))
        self.y += code.height + 2 * module

    def finish(self) -> Image.Image:
        """The strip, cut below the last row."""
        return self._image.crop((0, 0, self.width, max(self.y, 8)))


def to_image(rows: Sequence[Row], paper_mm: int) -> Image.Image:
    """A slip as the printer of that paper prints it."""
    strip = Strip(paper_mm)
    for row in rows:
        strip.put(row)
    return strip.finish()


def to_png(rows: Sequence[Row], paper_mm: int) -> bytes:
    """The same dots as a file for the screen, with the white a cut slip has around it."""
    slip = to_image(rows, paper_mm)
    sheet = Image.new("1", (slip.width + 2 * MARGIN, slip.height + 2 * MARGIN), WHITE)
    sheet.paste(slip, (MARGIN, MARGIN))
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
