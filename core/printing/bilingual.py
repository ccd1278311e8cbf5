"""The same slip in two languages, row by row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.printing.layout import Big, Goods, Pair, Qr, Row, Text


def both(first: Sequence[Row], second: Sequence[Row]) -> list[Row]:
    """Rows that say what both lists say: words that differ stand side by side, sentences one below the other.

    Both describe one document, so they have the same rows in the same order. Raises ValueError when they have not.
    """
    return [row for pair in zip(first, second, strict=True) for row in _both(*pair)]


def _both(row: Row, other: Row) -> list[Row]:
    if isinstance(row, Text) and isinstance(other, Text) and row.text != other.text:
        return [row, replace(other, small=True, bold=False)]
    if isinstance(row, (Pair, Big)) and isinstance(other, (Pair, Big)):
        return [replace(row, left=_beside(row.left, other.left), right=_beside(row.right, other.right))]
    if isinstance(row, Qr) and isinstance(other, Qr):
        beside = tuple(_beside(*pair) for pair in zip(row.beside, other.beside, strict=True))
        return [replace(row, caption=_beside(row.caption, other.caption), beside=beside)]
    if isinstance(row, Goods) and isinstance(other, Goods):
        return [replace(row, sum=_beside(row.sum, other.sum), origin=_beside(row.origin, other.origin))]
    return [row]


def _beside(first: str, second: str) -> str:
    """Both texts; what they begin with alike stands once."""
    if first == second:
        return first
    words, others = first.split(" "), second.split(" ")
    same = next((n for n, pair in enumerate(zip(words, others, strict=False)) if pair[0] != pair[1]), 0)
    return f"{first} / {' '.join(others[same:])}"
