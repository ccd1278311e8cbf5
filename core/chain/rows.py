"""Rows as the chain sees them: the same values for what is written and for what is read back.

Of a table that only grows a link covers the rows all together; of any other it keeps a digest of each row it wrote, because
a later act may change the row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Column, Date, Table, false, true

from core.area import registered
from core.db import Base, Row, UtcDateTime
from core.db.prepared import is_chained

Key = str | int | list[str | int | None] | None
"""A row's primary key; a list for one of several columns. The link's own document is written as null."""
Image = list[Any]
"""A row's values in the order of their columns' names, days and moments as text."""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How the chain reads a table.

    `columns` are covered, but for a number that the database gives: it is the key. `emptied` may be emptied later.
    """

    table: Table
    only_grows: bool
    columns: tuple[str, ...]
    emptied: tuple[str, ...]
    key: tuple[str, ...]
    defaults: Mapping[str, object]
    moments: tuple[int, ...]
    days: tuple[int, ...]
    read: Callable[[Row], tuple[Any, ...]]

    def image(self, row: Row) -> Image:
        """The row's values that never change again, or, of a table that does not only grow, all of them."""
        try:
            image = list(self.read(row))
        except KeyError:
            image = [row.get(name, self.defaults.get(name)) for name in self.columns]
        for i in self.moments:
            if (value := image[i]) is not None:
                image[i] = value.astimezone(UTC).isoformat(timespec="microseconds")
        for i in self.days:
            if (value := image[i]) is not None:
                image[i] = value.isoformat()
        return image

    def key_of(self, row: Row, document: str | None = None) -> Key:
        """The row's primary key, with null for the document."""
        names = self.key
        if len(names) == 1:
            value = row[names[0]]
            return None if value == document else value
        return [None if (value := row[name]) == document else value for name in names]

    def typed_key(self, key: Key, document: str) -> list[Any]:
        """A key of a link as the database compares it, a value for each column."""
        parts = key if isinstance(key, list) else [key]
        columns = (self.table.c[name] for name in self.key)
        return [_typed(column, document if part is None else part) for column, part in zip(columns, parts, strict=True)]

    def emptied_digest(self, row: Row) -> str | None:
        """The digest of what may be emptied later; None when it is empty."""
        values = [row.get(name) for name in self.emptied]
        return None if values.count(None) == len(values) else sha256(encode(values))


@cache
def plan(table: Table) -> TablePlan:
    """The plan of a table, by what the areas registered."""
    guards = registered().guards
    emptied = tuple(guards.clearable.get(table.name, ()))
    chained = [
        column
        for column in sorted(table.columns, key=lambda column: column.name)
        if not column.info.get("unchained") and column.name not in emptied and column is not table.autoincrement_column
    ]
    names = tuple(column.name for column in chained)
    assert len(names) > 1, f"{table.name} has a column at least beside its key"
    return TablePlan(
        table,
        table.name in guards.append_only or table.name in guards.clearable,
        names,
        emptied,
        tuple(column.name for column in table.primary_key.columns),
        {column.name: _default(column) for column in chained if column.server_default is not None},
        tuple(i for i, column in enumerate(chained) if isinstance(column.type, UtcDateTime)),
        tuple(i for i, column in enumerate(chained) if isinstance(column.type, Date)),
        itemgetter(*names),
    )


def plans() -> Iterator[TablePlan]:
    """The plans of all tables of the chain."""
    return (plan(table) for table in Base.metadata.sorted_tables if is_chained(table))


def _default(column: Column[Any]) -> object:
    """The value the database gives a column that an act leaves out."""
    value = cast("Any", column.server_default).arg
    if isinstance(value, str):
        return value
    assert value.compare(false()) or value.compare(true()), f"{column} has a default that the chain cannot read"
    return bool(value.compare(true()))


def _typed(column: Column[Any], part: Any) -> Any:
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(part)
    return date.fromisoformat(part) if isinstance(column.type, Date) else part


def moment(value: datetime) -> str:
    """A moment as the chain writes it."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: date) -> str:
    """A day or a moment of a key."""
    return moment(value) if isinstance(value, datetime) else value.isoformat()


encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
"""Values as one text, always the same."""


def sha256(text: str) -> str:
    """The digest of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


_MODULUS = 1 << 2048


class Sum:
    """The rows of a table in no order: how many, and the sum of their 2048-bit digests.

    2048 bits, because rows whose digests add up to a given sum can be found for a sum as short as a digest (Wagner).
    """

    __slots__ = ("rows", "total")

    def __init__(self, rows: int = 0, total: int = 0) -> None:
        self.rows, self.total = rows, total

    def add(self, images: Iterable[Image], sign: int = 1) -> None:
        """Adds rows, or takes them away."""
        for image in images:
            self.rows += sign
            digest = hashlib.shake_256(encode(image).encode()).digest(256)
            self.total = (self.total + sign * int.from_bytes(digest)) % _MODULUS

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and (self.rows, self.total) == (other.rows, other.total)

    def __hash__(self) -> int:
        return hash((self.rows, self.total))

    def as_json(self) -> list[Any]:
        """As a link keeps it."""
        return [self.rows, f"{self.total:x}"]

    @classmethod
    def of_json(cls, value: Sequence[Any]) -> Sum:
        """Reads what a link keeps."""
        return cls(int(value[0]), int(value[1], 16))
