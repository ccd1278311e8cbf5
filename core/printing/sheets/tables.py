"""Tables of a sheet: figures on the right, names in the room that is left, heads on every page, no total alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from core.printing.fonts import BOLD, REGULAR, clean
from core.printing.sheets.styles import GREY, HAIR, INK, RULE, SOFT, safe
from core.printing.units import keep_units

SIZE, SMALL_SIZE, HEAD_SIZE, MARK_SIZE, LEADING = 9.4, 8.3, 8.3, 7.6, 12.4
HEAD_LEADING = 10.6
ABOVE, BELOW = 3.0, 4.6
"""Points of white above and below the text of a row."""
GAP = 3.2
"""Points of white on each side of a column."""
LEAST_SHARE = 0.2
"""The room that a name has at least, of the table's width; figures shrink before a name does."""
STEPS = (1.0, 0.93, 0.86, 0.79, 0.72)
"""Sizes that a table with too many wide figures is tried at."""
KEPT_ROWS = 2
"""The last rows, which stay on a page with what follows the table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and a letter or formula under it. Figures stand on the right and never break; `wide` takes what
    the other columns leave."""

    head: str
    figures: bool = False
    mark: str = ""
    wide: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A name in bold with a small line under it."""

    name: str
    under: str


Cell = str | Named


@lru_cache(maxsize=4096)
def width_of(text: str, font: str, size: float) -> float:
    """How long a text is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: float, total: Sequence[str] | None = None) -> Table:
    """A table of `width` points; `total` is its last row. The text of cells is people's own."""
    scale, widths = fitted_widths(columns, rows, width, total)
    marks = any(column.mark for column in columns)
    head = [head_in_lines(column, widths[n], scale) for n, column in enumerate(columns)]
    body = [[_cell(cell, columns[n], widths[n], scale) for n, cell in enumerate(row)] for row in rows]
    cells: list[list[Any]] = [head, *([[column.mark for column in columns]] if marks else []), *body]
    heads = 2 if marks else 1
    if total is not None:
        cells.append([_cell(text, columns[n], widths[n], scale, strong=True) for n, text in enumerate(total)])
    made = Table(cells, colWidths=widths, repeatRows=heads)
    made.setStyle(TableStyle(_style(columns, len(cells), heads, scale, has_total=total is not None)))
    return made


def _style(columns: Sequence[Column], count: int, heads: int, scale: float, *, has_total: bool) -> list[Any]:
    figures = [("ALIGN", (n, 0), (n, -1), "RIGHT") for n, column in enumerate(columns) if column.figures]
    strong = [("FONT", (n, heads), (n, -1), BOLD, SIZE * scale) for n, column in enumerate(columns) if column.bold]
    last = -2 if has_total else -1
    style = [
        ("FONT", (0, 0), (-1, -1), REGULAR, SIZE * scale),
        ("LEADING", (0, 0), (-1, -1), LEADING * scale),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), GAP),
        ("RIGHTPADDING", (0, 0), (-1, -1), GAP),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), ABOVE),
        ("BOTTOMPADDING", (0, 0), (-1, -1), BELOW),
        ("FONT", (0, 0), (-1, 0), BOLD, HEAD_SIZE * scale),
        ("LEADING", (0, 0), (-1, 0), HEAD_LEADING * scale),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEABOVE", (0, 0), (-1, 0), RULE, INK),
        ("LINEBELOW", (0, heads - 1), (-1, heads - 1), RULE, INK),
        ("LINEBELOW", (0, heads), (-1, last), RULE, HAIR),
        ("LINEBELOW", (0, -1), (-1, -1), RULE, INK),
        *figures,
        *strong,
    ]
    if heads > 1:
        style += [
            ("FONT", (0, 1), (-1, 1), REGULAR, MARK_SIZE * scale),
            ("TEXTCOLOR", (0, 1), (-1, 1), GREY),
            ("TOPPADDING", (0, 1), (-1, 1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 1.5),
        ]
    if has_total:
        style.append(("FONT", (0, -1), (-1, -1), BOLD, SIZE * scale))
    kept = min(KEPT_ROWS + has_total, count - heads)
    if kept > 1:
        style.append(("NOSPLIT", (0, -kept), (-1, -1)))
    return style


def fitted_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: float, total: Sequence[str] | None
) -> tuple[float, list[float]]:
    """How much the table shrinks, and the width of each column.

    Heads stand in one line while every name has its room, else those in two that save most; then the table shrinks.
    """
    longest = [_longest(column, [row[n] for row in rows], total[n] if total else "") for n, column in enumerate(columns)]
    wide = [n for n, column in enumerate(columns) if column.wide]
    natural = [max(longest[n], _head_width(column, longest[n], True)) + _padding(n, columns) for n, column in enumerate(columns)]
    needed, left = sum(natural[n] for n in wide), width - _sum_without(wide, natural)
    in_two = [max(longest[n], _head_width(column, longest[n], False)) + _padding(n, columns) for n, column in enumerate(columns)]
    for n in sorted(range(len(columns)), key=lambda n: in_two[n] - natural[n]):
        if left >= needed or n in wide:
            continue
        left, natural[n] = left + natural[n] - in_two[n], in_two[n]
    scale = 1.0
    for scale in STEPS:
        left = width - _sum_without(wide, natural) * scale
        if left >= width * LEAST_SHARE * len(wide):
            break
    natural = [own * scale for own in natural]
    wanted = sum(natural[n] for n in wide)
    least = left * LEAST_SHARE if len(wide) > 1 else left
    # Several wide columns share what is left by what they would like, none with less than its least share.
    shares = {n: max(left * natural[n] / wanted, least) for n in wide}
    fit = left / sum(shares.values()) if wide else 1.0
    return scale, [shares[n] * fit if n in shares else natural[n] for n in range(len(columns))]


def _sum_without(wide: Sequence[int], natural: Sequence[float]) -> float:
    return sum(own for n, own in enumerate(natural) if n not in wide)


def _padding(n: int, columns: Sequence[Column]) -> float:
    return GAP * ((n > 0) + (n < len(columns) - 1)) + 0.5


def _longest(column: Column, cells: Sequence[Cell], total: str) -> float:
    """The width of a column's longest line, its head apart."""
    font = BOLD if column.bold else REGULAR
    longest = max((_length(cell, font) for cell in cells), default=0.0)
    mark = width_of(column.mark, REGULAR, MARK_SIZE)
    whole = width_of(clean(total), BOLD, SIZE)
    return max(longest, mark, whole)


def _head_width(column: Column, room: float, in_one_line: bool) -> float:
    lines = [column.head] if in_one_line else _two_lines(column.head, room)
    return max(width_of(line, BOLD, HEAD_SIZE) for line in lines)


def _length(cell: Cell, font: str) -> float:
    if isinstance(cell, Named):
        return max(width_of(clean(cell.name), BOLD, SIZE), width_of(clean(cell.under), REGULAR, SMALL_SIZE))
    return width_of(clean(cell), font, SIZE)


def _two_lines(head: str, room: float) -> list[str]:
    """A head in one line where it fits, else in the two lines that are shortest."""
    if width_of(head, BOLD, HEAD_SIZE) <= room or " " not in head:
        return [head]
    words = head.split(" ")
    breaks = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return list(min(breaks, key=lambda lines: max(width_of(line, BOLD, HEAD_SIZE) for line in lines)))


def head_in_lines(column: Column, width: float, scale: float) -> str:
    """A column's head with its line break."""
    return "\n".join(_two_lines(clean(column.head), (width - GAP + 0.5) / scale))


_STYLES: dict[tuple[str, float], ParagraphStyle] = {}


def _paragraph_style(font: str, scale: float) -> ParagraphStyle:
    return _STYLES.setdefault(
        (font, scale),
        ParagraphStyle(f"cell {font} {scale}", fontName=font, fontSize=SIZE * scale, leading=LEADING * scale, textColor=INK),
    )


def _cell(cell: Cell, column: Column, width: float, scale: float, *, strong: bool = False) -> str | Flowable:
    """A cell as plain text where it fits in its column: a paragraph costs ten times as much."""
    font = BOLD if strong or column.bold else REGULAR
    if isinstance(cell, Named):
        under = f'<font name="{REGULAR}" size="{SMALL_SIZE * scale:.2f}" color="{SOFT.hexval().replace("0x", "#")}">'
        lines = [safe(cell.name), *([f"{under}{safe(cell.under)}</font>"] if cell.under else [])]
        return Paragraph("<br/>".join(lines), _paragraph_style(BOLD, scale))
    text = clean(cell)
    if column.figures or width_of(text, font, SIZE * scale) <= width - GAP:
        return keep_units(text)
    return Paragraph(safe(cell), _paragraph_style(font, scale))
