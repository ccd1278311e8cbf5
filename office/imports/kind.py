"""What makes a kind of file: its columns, what each row would do, and how rows are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from core.people.actor import Actor
from office.imports.choices import ImportKind, RowDoes
from office.imports.columns import Column, Mapped

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with a cell: its column by key, "" for the row as a whole; a message id and its values."""

    column: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned(Generic[Document]):
    """A row with what it would do, and the document to write where it would do anything. `words` tell it apart to people."""

    row: int
    does: RowDoes
    words: str
    document: Document | None = None
    errors: Sequence[CellError] = ()


class Kind(Protocol[Document]):
    """A kind of file. `plan` reads and writes nothing; `write` runs within the transaction of all rows."""

    @property
    def kind(self) -> ImportKind:
        """Which it is."""

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns, in the order of the template."""

    def plan(self, mapped: Mapped) -> Sequence[Planned[Document]]:
        """What each row would do now. Rows that are no data (a sum at the end) are left out."""

    def write(self, rows: Sequence[Planned[Document]], actor: Actor) -> None:
        """Writes the rows that create or change."""
