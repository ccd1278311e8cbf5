"""The rows that an act writes, remembered until its commit: the links of the chain are made from them.

Every table is chained unless its model says `{"info": UNCHAINED}`, and every column unless `info=UNCHAINED`: work that waits,
attempts, counters, and what follows from other rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from sqlalchemy import Connection, Delete, Executable, Insert, Table, Update

from core.db.prepared import Parameters, Row, is_chained

Writing: TypeAlias = Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table as a statement wrote or removed them; `ids` are the numbers the database gave them."""

    table: Table
    rows: Sequence[Row]
    ids: Sequence[int] | None
    removed: bool = False


def chained_table(statement: Executable) -> Table | None:
    """The table of the chain that a statement writes into; None for any other."""
    if not isinstance(statement, Insert | Update | Delete):
        return None
    table = cast("Table", statement.table)
    return table if is_chained(table) else None


def run(
    connection: Connection, statement: Writing, table: Table, parameters: Parameters | Sequence[Parameters] | None
) -> list[Row]:
    """Runs a writing statement and returns the whole rows it wrote, in the order of its parameters."""
    # Asked of a copy: it is remembered, and a statement that remembers it would return the last thousand rows only.
    present = set(statement.returning().exported_columns.keys())
    more: Any = [column for column in table.columns if column.key not in present]
    if isinstance(statement, Insert):
        many = isinstance(parameters, list)
        whole: Any = statement.returning(*more, sort_by_parameter_order=True) if many else statement.returning(*more)
        return cast("list[Row]", connection.execute(whole, parameters).mappings().all())
    each = parameters if isinstance(parameters, list) else [parameters]
    rows: list[Row] = []
    for values in each:
        changed: Any = connection.execute(statement.returning(*more), values)
        rows += changed.mappings().all()
    return rows
