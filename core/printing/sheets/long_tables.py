"""Tables of thousands of lines in plain text, which look as those of `tables`: a table of reportlab takes ten times as long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from core.printing.fonts import BOLD, REGULAR, clean
from core.printing.sheets.styles import HAIR, INK, RULE
from core.printing.sheets.tables import (
    ABOVE,
    BELOW,
    GAP,
    HEAD_LEADING,
    HEAD_SIZE,
    LEADING,
    SIZE,
    Column,
    fitted_widths,
    head_in_lines,
    width_of,
)
from core.printing.units import keep_units


@dataclass(frozen=True)
class _Form:
    """What all parts of a table share: its columns, how large it is written, and its cells with their line breaks."""

    columns: Sequence[Column]
    widths: Sequence[float]
    scale: float
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    heights: Sequence[float]
    has_total: bool
    written: dict[tuple[str, str, float], tuple[str, float]] = field(default_factory=dict)
    """Texts as a page has them, and how long they are: days, prices and names come again and again."""


class LongTable(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The lines `first` to `last` of a table under its head; `_rowHeights` and `repeatRows` are named as in a `Table`."""

    repeatRows = 1

    def __init__(self, form: _Form, first: int, last: int) -> None:
        super().__init__()
        self.form, self.first, self.last = form, first, last
        self._head = (1 + max(text.count("\n") for text in form.head)) * HEAD_LEADING * form.scale + ABOVE + BELOW
        self._rowHeights = [self._head, *form.heights[first:last]]
        self.width, self.height = sum(form.widths), sum(self._rowHeights)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The lines that fit, and the others under the same head; nothing where not one fits."""
        fit = sum(1 for below in accumulate(self._rowHeights) if below <= height) - 1
        if fit < 1:
            return []
        middle = self.first + fit
        if middle >= self.last:
            return [self]
        return [LongTable(self.form, self.first, middle), LongTable(self.form, middle, self.last)]

    def draw(self) -> None:
        form, y = self.form, self.height
        texts: list[str] = []
        y -= self._head
        lowest = y + BELOW - HEAD_SIZE * form.scale
        for n, text in enumerate(form.head):
            self._write(
                texts, n, text, lowest + (text.count("\n") + 1) * HEAD_LEADING * form.scale, BOLD, HEAD_SIZE, HEAD_LEADING
            )
        rules = []
        for n in range(self.first, self.last):
            font = BOLD if form.has_total and n == len(form.rows) - 1 else REGULAR
            for column, text in enumerate(form.rows[n]):
                if text:
                    self._write(texts, column, text, y - ABOVE - SIZE * form.scale, font, SIZE, LEADING)
            y -= form.heights[n]
            rules.append(y)
        canvas = self.canv
        canvas.setFillColor(INK)
        canvas.addLiteral("\n".join(("BT", *texts, "ET")))
        canvas.setLineWidth(RULE)
        at_end = self.last == len(form.rows)
        canvas.setStrokeColor(HAIR)
        across = f"{self.width:.2f}"
        canvas.addLiteral("\n".join(("n", *(f"0 {y:.2f} m {across} {y:.2f} l" for y in rules[: -1 if at_end else None]), "S")))
        canvas.setStrokeColor(INK)
        top = self.height, self.height - self._head
        canvas.lines([(0, y, self.width, y) for y in (*top, *(rules[-1:] if at_end else ()))])

    def _write(self, texts: list[str], column: int, text: str, y: float, font: str, size: float, leading: float) -> None:
        """A cell's lines, from the upper one's foot down."""
        form, scale = self.form, self.form.scale
        left = sum(form.widths[:column])
        right = left + form.widths[column] - (GAP if column < len(form.columns) - 1 else 0)
        left += GAP if column else 0
        for line in text.split("\n"):
            code, width = form.written.get((line, font, size)) or self._code(line, font, size)
            x = right - width if form.columns[column].figures else left
            texts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {code}")
            y -= leading * scale

    def _code(self, text: str, font: str, size: float) -> tuple[str, float]:
        """A text as a page has it, its letters numbered as the document numbers them, and how long it is."""
        face, document, scaled = pdfmetrics.getFont(font), self.canv._doc, size * self.form.scale
        parts = face.splitString(text, document)
        code = " ".join(
            f"{face.getSubsetInternalName(subset, document)} {scaled:.2f} Tf ({self.canv._escape(letters)}) Tj"
            for subset, letters in parts
        )
        made = self.form.written[text, font, size] = code, width_of(text, font, scaled)
        return made


def long_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float, total: Sequence[str] | None) -> LongTable:
    """A table of `width` points whose cells are plain text, people's own; `total` is its last row."""
    scale, widths = fitted_widths(columns, rows, width, total)
    cells: list[list[str]] = [[_cell(text, columns[n], widths[n], scale, REGULAR) for n, text in enumerate(row)] for row in rows]
    if total is not None:
        cells.append([_cell(text, columns[n], widths[n], scale, BOLD) for n, text in enumerate(total)])
    one = LEADING * scale
    heights = [one * (1 + max(text.count("\n") for text in row)) + ABOVE + BELOW for row in cells]
    head = [head_in_lines(column, widths[n], scale) for n, column in enumerate(columns)]
    return LongTable(_Form(columns, widths, scale, head, cells, heights, total is not None), 0, len(cells))


def _cell(text: str, column: Column, width: float, scale: float, font: str) -> str:
    """A cell's text with line breaks where its column ends; a figure never breaks."""
    kept = keep_units(clean(text))
    room = width - GAP
    if column.figures or width_of(kept, font, SIZE * scale) <= room:
        return kept
    lines = [""]
    for word in kept.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if width_of(longer, font, SIZE * scale) <= room:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:  # a word that is longer than its column breaks anywhere
            if width_of(lines[-1] + letter, font, SIZE * scale) > room:
                lines.append("")
            lines[-1] += letter
    return "\n".join(line for line in lines if line)
