"""What is read of imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.results import TimestampOut, UidOut
from office.imports.choices import ImportKind, RowDoes


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a cell, in words; `column` is the head in the file, or the column's key where the file has none."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row, by its number in the file, and what it would do, or did. `words` tell it apart."""

    row: int
    does: RowDoes
    errors: Sequence[RowError]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """A file, its columns by key with the heads they have in it, and its rows. `heads` are all of the file.

    Counts are of rows. A file that is committed says when: in the answer of the commit the rows did what they say, later they
    say what they would do again.
    """

    uid: UidOut
    kind: ImportKind
    name: str
    columns: Mapping[str, str]
    heads: Sequence[str]
    rows: Sequence[RowResult]
    creates: int
    changes: int
    same: int
    refused: int
    committed_at: TimestampOut | None
