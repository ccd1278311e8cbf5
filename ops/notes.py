"""Cash as the banknotes that somebody counts."""

from __future__ import annotations

from pos.choices import Banknote


def count_notes(amount_vnd: int) -> dict[Banknote, int]:
    """How many of each banknote make an amount, the largest first; what is smaller than the smallest note is left out."""
    counted: dict[Banknote, int] = {}
    for note in Banknote:
        pieces, amount_vnd = divmod(amount_vnd, note.value_vnd)
        if pieces:
            counted[note] = pieces
    return counted
