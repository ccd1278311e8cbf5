"""Rows of a slip set on a roll: which line of text, rule, code or picture stands where, in dots of a 203 dpi head.

Raster and PDF paint the same places, so both break their lines alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Literal

from core.printing import qr
from core.printing.fonts import clean, pil_font
from core.printing.layout import Big, Gap, Goods, Pair, Picture, Qr, Row, Rule, Text, Title
from core.printing.skins import pictures
from core.printing.units import DOTS_PER_MM

BODY, SMALL, TITLE = 22, 19, 31
LINE, TITLE_LINE = 1.36, 1.25
RULE_ROOM, RULE_HEIGHT = 18, 2
BESIDE, FEW = 14, 0.3
"""Dots between words and their figure; the share of the width under which the words stand above it instead."""
AMOUNT = "9.999.000"
"""The column of amounts is as wide as this, so that the sums before them end on one edge, too."""
LARGE_QR, SMALL_QR = 5, 4
"""Dots of a module: what cameras like best, and the least they should be given."""
WORDS, BETWEEN = 0.5, 6
"""The share of the width that words beside a code need, with less they stand below it; dots between their sentences."""

Anchor = Literal["ls", "ms", "rs"]
"""Whether `x` is the left end, the middle or the right end of a line."""


@dataclass(frozen=True, slots=True)
class TextMark:
    """One line of text, `y` its baseline."""

    x: int
    y: int
    text: str
    size: int
    bold: bool
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A line across the whole width, from `y` downwards."""

    y: int


@dataclass(frozen=True, slots=True)
class QrMark:
    """A code without the white around it, which is left free: upper left corner, dots of a module."""

    x: int
    y: int
    module: int
    content: str


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A picture of that size in dots."""

    x: int
    y: int
    width: int
    height: int
    content: bytes


Mark = TextMark | RuleMark | QrMark | PictureMark


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything on a slip of that size in dots."""

    width: int
    height: int
    marks: Sequence[Mark]


@lru_cache(maxsize=16_384)
def length(text: str, size: int, bold: bool) -> float:
    """How many dots a text takes; letters of one bit are set on whole dots, so they are wider than grey ones."""
    return pil_font(size, bold).getlength(text, mode="1")


@lru_cache(maxsize=64)
def reach(size: int) -> tuple[int, int]:
    """How far letters reach above and below their baseline, the marks of Ẫ and Ỗ and a dot to spare.

    Bold ones and others alike: they stand on one baseline.
    """
    boxes = [pil_font(size, bold).getbbox("ẪẬỂỖỮỳgịợç", mode="1", anchor="ls") for bold in (False, True)]
    return max(ceil(-top) for _left, top, _right, _bottom in boxes) + 1, max(ceil(bottom) for *_, bottom in boxes)


def wrap(text: str, size: int, bold: bool, width: float) -> list[str]:
    """Cuts a text into lines that fit, between words where possible; loses no letter, only a dot at a break."""
    text = clean(text)
    if length(text, size, bold) <= width:
        return [text.removesuffix(" ·")]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if length(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while len(line) > 1 and length(line, size, bold) > width:
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or length(line[:n], size, bold) <= width)
            lines.append(line[:cut])
            line = line[cut:]
    lines += [line] if line or not lines else []
    return [part.removesuffix(" ·").removeprefix("· ") for part in lines]


def balance(text: str, size: int, bold: bool, width: int) -> list[str]:
    """Wraps a centred text into as many lines as it needs, of about one length: no word is left alone in the last."""
    lines = wrap(text, size, bold, width)
    if len(lines) == 1:
        return lines
    low, high = width // 2, width
    while high - low > 8:
        middle = (low + high) // 2
        if len(wrap(text, size, bold, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return wrap(text, size, bold, high)


class Roll:
    """A roll of paper that grows downwards while rows are put on it."""

    def __init__(self, dots: int) -> None:
        self.width = dots
        self.y = 0
        self.marks: list[Mark] = []

    def put(self, row: Row) -> None:
        """Adds one row below the others."""
        match row:
            case Title(text):
                self._lines(balance(text, TITLE, True, self.width), TITLE, True, "ms", TITLE_LINE)
            case Text(text, bold, small, centred):
                size = SMALL if small else BODY
                cut = balance if centred else wrap
                self._lines(cut(text, size, bold, self.width), size, bold, "ms" if centred else "ls")
            case Pair(left, right, bold, small):
                self._pair(left, right, SMALL if small else BODY, bold, row.right_bold)
            case Goods():
                self._goods(row)
            case Big(left, right):
                self._big(left, right)
            case Rule():
                self.marks.append(RuleMark(self.y + (RULE_ROOM - RULE_HEIGHT) // 2))
                self.y += RULE_ROOM
            case Gap(height_mm):
                self.y += height_mm * DOTS_PER_MM
            case Qr():
                self._qr(row)
            case Picture(content, height_mm=height_mm):
                self._picture(content, height_mm)

    def finish(self) -> Flow:
        """The slip, cut below the last row."""
        return Flow(self.width, max(self.y, DOTS_PER_MM), tuple(self.marks))

    def _lines(self, lines: Sequence[str], size: int, bold: bool, anchor: Anchor, line: float = LINE) -> None:
        x = {"ls": 0, "ms": self.width // 2, "rs": self.width}[anchor]
        for text in lines:
            self.y += self._write(x, text, size, bold, anchor, line)

    def _write(self, x: int, text: str, size: int, bold: bool, anchor: Anchor, line: float = LINE) -> int:
        """One line at the pen's height, as high as its letters with all their marks; answers the height of the line."""
        self.marks.append(TextMark(x, self._baseline(size, line), text, size, bold, anchor))
        return self._step(size, line)

    def _baseline(self, size: int, line: float = LINE) -> int:
        return self.y + max(reach(size)[0], self._step(size, line) - round(size * 0.3))

    @staticmethod
    def _step(size: int, line: float = LINE) -> int:
        return max(round(size * line), sum(reach(size)))

    def _big(self, left: str, right: str) -> None:
        """The total shrinks before it breaks: a figure cut in two is no figure, nor is one without its word."""
        size = 36 + (self.width - 384) * 6 // 192
        while size > BODY and sum(length(clean(part), size, True) for part in (left, right)) + BESIDE > self.width:
            size -= 2
        self._pair(left, right, size, True, True)

    def _pair(self, left: str, right: str, size: int, bold: bool, right_bold: bool) -> None:
        """The right part keeps its line; the left one wraps beside it, or stands above when there is no room."""
        right = clean(right)
        beside = self.width - length(right, size, right_bold) - BESIDE
        if beside < min(self.width * FEW, length(clean(left), size, bold)):
            self._lines(wrap(left, size, bold, self.width), size, bold, "ls")
            self._lines(wrap(right, size, right_bold, self.width), size, right_bold, "rs")
            return
        for n, line in enumerate(wrap(left, size, bold, beside)):
            if n == 0:
                self._write(self.width, right, size, right_bold, "rs")
            self.y += self._write(0, line, size, bold, "ls")

    def _goods(self, goods: Goods) -> None:
        """The sum and the amount stand beside the name's last line, else beside the origin, else alone."""
        said, amount, origin = clean(goods.sum), clean(goods.amount), clean(goods.origin)
        edge = int(self.width - BESIDE - max(length(part, BODY, False) for part in (amount, AMOUNT)))
        room = edge - BESIDE - length(said, BODY, False)
        *lines, last = wrap(goods.name, BODY, True, self.width)
        name_fits = length(last, BODY, True) <= room
        origin_fits = not name_fits and length(origin, SMALL, False) <= room
        self._lines(lines if name_fits else [*lines, last], BODY, True, "ls")
        if room < 0:
            self._pair(said, amount, BODY, False, False)
        else:
            step = self._write(self.width, amount, BODY, False, "rs")
            self._write(edge, said, BODY, False, "rs")
            if name_fits:
                self._write(0, last, BODY, True, "ls")
            elif origin_fits:
                self.marks.append(TextMark(0, self._baseline(BODY), origin, SMALL, False, "ls"))
            self.y += step
        if origin and not origin_fits:
            self._lines(wrap(origin, SMALL, False, self.width), SMALL, False, "ls")

    def _qr(self, code: Qr) -> None:
        """Four modules of white on every side, and the words beside the code or below: there its modules may be large."""
        side = len(qr.matrix(code.content)) + 2 * qr.QUIET
        if code.beside and self.width - side * SMALL_QR >= self.width * WORDS:
            self._code_and_words(code, side * SMALL_QR)
            return
        wanted = LARGE_QR if self.width >= 512 else SMALL_QR
        module = max(min(wanted, self.width // side), 1)
        self._code(code, (self.width - side * module) // 2, module)
        self.y += side * module
        for sentence in (code.caption, *code.beside):
            self._lines(balance(sentence, SMALL, False, self.width), SMALL, False, "ms")

    def _code(self, code: Qr, x: int, module: int) -> None:
        """The code, its white included, with its upper left corner at the pen's height."""
        self.marks.append(QrMark(x + qr.QUIET * module, self.y + qr.QUIET * module, module, code.content))

    def _code_and_words(self, code: Qr, side: int) -> None:
        """The code at the left edge, its words in the middle of its height, or the other way round."""
        sentences = [balance(part, SMALL, False, self.width - side) for part in (code.caption, *code.beside)]
        top, height = self.y, sum(map(len, sentences)) * self._step(SMALL) + BETWEEN * (len(sentences) - 1)
        self.y = top + max(height - side, 0) // 2
        self._code(code, 0, SMALL_QR)
        self.y = top + max(side - height, 0) // 2
        for lines in sentences:
            for line in lines:
                self.y += self._write(side, line, SMALL, False, "ls")
            self.y += BETWEEN
        self.y = top + max(side, height)

    def _picture(self, content: bytes, height_mm: int) -> None:
        width, height = pictures.fitted(content, self.width, height_mm * DOTS_PER_MM)
        self.marks.append(PictureMark((self.width - width) // 2, self.y, width, height, content))
        self.y += height + DOTS_PER_MM


def place(rows: Sequence[Row], dots: int) -> Flow:
    """Rows set across a head of so many dots."""
    roll = Roll(dots)
    for row in rows:
        roll.put(row)
    return roll.finish()
