"""A schema made by the revisions once in a process, and after that by the statements they ended in.

A restore makes the tables of its backup's revision in an empty database, for two seconds of a processor. That the revisions make
them, and bring rows along, is what `tests/migrations` is for, where nothing of this is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, inspect
from sqlalchemy.engine import Connection

from core.db import migrations

Statement = tuple[str, Any, bool]
"""What a cursor is given, and whether the parameters are of many rows."""
MASTER = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'trigger', rowid"
_made: dict[tuple[str, str], list[Statement]] = {}


def share_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets `migrations.upgrade` make an empty database's tables once for each kind and revision while the test runs."""
    by_revisions = migrations.upgrade

    def upgrade(connection: Connection, revision: str = "head") -> None:
        if inspect(connection).get_table_names():
            return by_revisions(connection, revision)
        key = (connection.dialect.name, revision)
        if key not in _made:
            _made[key] = _recorded(connection, lambda: by_revisions(connection, revision))
            return None
        cursor = connection.connection.cursor()
        for statement, parameters, is_many in _made[key]:
            (cursor.executemany if is_many else cursor.execute)(statement, parameters)
        cursor.close()
        return None

    monkeypatch.setattr(migrations, "upgrade", upgrade)


def _recorded(connection: Connection, act: Callable[[], None]) -> list[Statement]:
    """What must be said to an empty database to have the tables and rows that are there after the act."""
    if connection.dialect.name == "sqlite":
        act()
        return [*_tables(connection), *_rows(connection)]
    said: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, is_many: bool) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            said.append((statement, parameters, is_many))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(connection, "before_cursor_execute", hear)
    return said


def _tables(connection: Connection) -> list[Statement]:
    return [(sql, (), False) for (sql,) in connection.exec_driver_sql(MASTER)]


def _rows(connection: Connection) -> list[Statement]:
    made: list[Statement] = []
    for name in inspect(connection).get_table_names():
        rows = [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
        if rows:
            made.append((f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows, True))
    return made
