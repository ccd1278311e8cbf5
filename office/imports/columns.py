"""Which column of a file is which: by the names it may have in Vietnamese and English, or as somebody said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import Invalid
from core.i18n import N_
from core.text.search_fold import fold
from office.imports.table import Row

FIRST_ROWS = 40
"""Rows among which the heads stand: banks print their name and the account above them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a kind of file may have. `label` heads the template (a message id), `names` are others that count.

    `example` stands in the template.
    """

    key: str
    label: str
    names: Sequence[str]
    is_needed: bool
    example: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """The columns of a file: what heads each, by key, and where it stands; `rows` are those below the heads."""

    heads: Mapping[str, str]
    places: Mapping[str, int]
    all_heads: Sequence[str]
    rows: Sequence[Row]
    missing: Sequence[Column]


def map_columns(columns: Sequence[Column], rows: Sequence[Row], said: Mapping[str, str] | None) -> Mapped:
    """Finds the row of heads and the columns. `said` gives the heads by key, where somebody chose them.

    Raises Invalid for a head that the file has not, or a key that the kind has not.
    """
    head = _head_row(columns, rows, said)
    heads = [str(cell) for cell in head.cells]
    folded = [_name(text) for text in heads]
    places: dict[str, int] = {}
    if said is None:
        for column in columns:
            known = {_name(name) for name in (column.key, column.label, *column.names)}
            place = next((n for n, name in enumerate(folded) if name in known and n not in places.values()), None)
            if place is not None:
                places[column.key] = place
    else:
        keys = {column.key for column in columns}
        for key, text in said.items():
            if key not in keys or _name(text) not in folded:
                raise Invalid((f"columns.{key}", N_("Tệp không có cột này.")))
            places[key] = folded.index(_name(text))
    below = [row for row in rows if row.number > head.number]
    missing = [column for column in columns if column.is_needed and column.key not in places]
    return Mapped({key: heads[n] for key, n in places.items()}, places, [text for text in heads if text], below, missing)


def _head_row(columns: Sequence[Column], rows: Sequence[Row], said: Mapping[str, str] | None) -> Row:
    """The row with the most names that are known, the first of equals."""
    known = {_name(name) for column in columns for name in (column.key, column.label, *column.names)}
    if said is not None:
        known = {_name(text) for text in said.values()}
    best = max(rows[:FIRST_ROWS], key=lambda row: (sum(_name(str(cell)) in known for cell in row.cells), -row.number))
    if any(_name(str(cell)) in known for cell in best.cells):
        return best
    return max(rows[:FIRST_ROWS], key=lambda row: (sum(cell != "" for cell in row.cells), -row.number))


def _name(text: str) -> str:
    """A head without accents, case, signs and what stands in brackets."""
    return "".join(c for c in fold(text.split("(")[0]) if c.isalnum())
