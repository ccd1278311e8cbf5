"""Slips as plain text, in columns. Also how changes to a slip are reviewed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from core.printing.fonts import clean
from core.printing.layout import Big, Gap, Goods, Pair, Picture, Qr, Row, Rule, Text, Title

DOTS_PER_COLUMN = 12
"""The width of a letter in the printer's own first font."""
MM_PER_LINE = 4
AMOUNT = 9
"""Columns of the amounts of goods, so that the sums before them end in one column, too."""


def columns_of(dots: int) -> int:
    """Letters of a printer's own font that a head of so many dots prints in a line: 32 on 58 mm paper, 48 on 80 mm."""
    return dots // DOTS_PER_COLUMN


def width(text: str) -> int:
    """Columns a text takes: marks take none, East Asian letters two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, columns: int) -> list[str]:
    """Cuts a text into lines of at most so many columns, between words where possible; loses no letter, only a dot at a break."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer) <= columns:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if line and width(line + letter) > columns:
                lines.append(line)
                line = ""
            line += letter
    lines += [line] if line or not lines else []
    return [part.removesuffix(" ·").removeprefix("· ") for part in lines]


def balance(text: str, columns: int) -> list[str]:
    """Wraps a centred text into as many lines as it needs, of about one length: no word is left alone in the last."""
    lines = wrap(text, columns)
    while len(lines) > 1 and len(narrower := wrap(text, columns - 1)) == len(lines):
        lines, columns = narrower, columns - 1
    return lines


def to_text(rows: Sequence[Row], columns: int) -> str:
    """The rows as lines of text, none wider than `columns`."""
    lines = [line.replace("\u00a0", " ").rstrip() for row in rows for line in _lines(row, columns)]
    return "\n".join(lines) + "\n"


def _lines(row: Row, columns: int) -> Iterator[str]:
    match row:
        case Title(text) | Text(text, centred=True):
            yield from (_centred(line, columns) for line in balance(text, columns))
        case Text(text):
            yield from wrap(text, columns)
        case Pair(left, right) | Big(left, right):
            yield from _pair(left, right, columns)
        case Goods():
            yield from _goods(row, columns)
        case Rule():
            yield "-" * columns
        case Gap(height_mm):
            yield from [""] * (height_mm // MM_PER_LINE)
        case Qr():
            for sentence in row.sentences:
                yield from _lines(sentence, columns)
        case Picture():
            pass


def _centred(line: str, columns: int) -> str:
    return " " * ((columns - width(line)) // 2) + line


def _pair(left: str, right: str, columns: int) -> Iterator[str]:
    """The right part keeps its line; the left one wraps beside it, or stands above when there is no room."""
    right = clean(right)
    beside = columns - width(right) - 1
    if beside < columns * 0.3:
        yield from wrap(left, columns)
        yield from (" " * max(columns - width(line), 0) + line for line in wrap(right, columns))
        return
    first, *rest = wrap(left, beside)
    yield first + " " * (columns - width(first) - width(right)) + right
    yield from rest


def _goods(goods: Goods, columns: int) -> Iterator[str]:
    """The sum and the amount stand beside the name's last line, else beside the origin, else alone."""
    amount, said, origin = clean(goods.amount), clean(goods.sum), clean(goods.origin)
    figures = said + " " * (1 + max(AMOUNT - width(amount), 0)) + amount
    room = columns - width(figures) - 1
    lines = wrap(goods.name, columns)
    beside = lines.pop() if width(lines[-1]) <= room else ""
    yield from lines
    if not beside and width(origin) <= room:
        beside, origin = origin, ""
    if room < 0:
        yield from _pair(said, amount, columns)
    else:
        yield beside + " " * (columns - width(beside) - width(figures)) + figures
    if origin:
        yield from wrap(origin, columns)
