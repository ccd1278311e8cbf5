"""A picture cut into strips, each of which is one raster command: as few bytes as the ink allows, and no letter cut in two.

A raster is as wide as its longest row, and most rows are shorter: a figure at the right edge is 17 rows high, the marks above
and below the name beside it stand at the left. White paper is a raster of one byte's width and not a feed (ESC J): how far a
feed goes differs from model to model, and a code whose rows drift apart cannot be scanned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

WHITE_ROWS = 4
"""White rows that are worth a command of their own."""
COMMAND_BYTES = 12
"""What one more command must save: its eight bytes, and the moment that a head takes to begin anew."""

Span = tuple[int, int]
"""A strip: its first row, and the one behind its last."""


def cut(widths: Sequence[int]) -> list[Span]:
    """Rows of so many bytes of ink as strips from top to bottom."""
    edges = [0, *_white_edges(widths), len(widths)]
    return [part for start, end in pairwise(edges) if start < end for part in _narrow_parts(widths, start, end)]


def _white_edges(widths: Sequence[int]) -> Iterator[int]:
    """Where ink ends and begins again with white enough between."""
    ended = 0
    for row, width in enumerate(widths):
        if width:
            if row - ended >= WHITE_ROWS:
                yield ended
                yield row
            ended = row + 1
    yield ended


def _narrow_parts(widths: Sequence[int], start: int, end: int) -> Iterator[Span]:
    """The largest band of narrow rows is cut out as long as that pays; what is left above and below it likewise."""
    saved, first, last = _largest_white(widths, start, end)
    if saved <= COMMAND_BYTES * ((first > start) + (last < end)):
        yield start, end
        return
    for part in ((start, first), (first, last), (last, end)):
        if part[0] < part[1]:
            yield from _narrow_parts(widths, *part)


def _largest_white(widths: Sequence[int], start: int, end: int) -> tuple[int, int, int]:
    """The largest rectangle right of the ink, in bytes, with its first row and the one behind its last."""
    widest = max(widths[start:end])
    best = (0, start, end)
    begun: list[tuple[int, int]] = []  # rectangles that go on: first row, white bytes beside the ink
    for row in range(start, end + 1):
        white = widest - widths[row] if row < end else 0
        first = row
        while begun and begun[-1][1] >= white:
            first, beside = begun.pop()
            best = max(best, (beside * (row - first), first, row))
        begun.append((first, white))
    return best
