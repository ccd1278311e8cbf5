"""The tables of a backup: rows out of a database at its own revision, and into another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Date, DateTime, MetaData, Table, func, insert, select, text

from core.db import UtcDateTime, db, migrations, on_postgresql
from ops.archive_file import ArchiveFile, bad_backup, bad_if_damaged

BATCH = 1000
Record = dict[str, object]
"""A row by column name; days and moments are texts in the file."""


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment of the database, however long it reads; nobody waits for it."""
    with db.engine.connect() as connection:
        if on_postgresql():
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
        connection.rollback()


def records(connection: Connection, table: Table, names: list[str] | None = None) -> Iterator[Record]:
    """The rows of a table, all columns or those named, in the order of its key."""
    columns = [table.c[name] for name in names] if names else list(table.c)
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in connection.execute(query).mappings():
        yield {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in row.items()}


def _reader(column: Column[Any]) -> Callable[[Any], object]:
    """What turns a value of JSON into that of a column."""
    if isinstance(column.type, UtcDateTime):
        return lambda value: datetime.fromisoformat(value) if value is not None else None
    if isinstance(column.type, Date):
        return lambda value: date.fromisoformat(value) if value is not None else None
    return lambda value: value


def load(connection: Connection, file: ArchiveFile) -> None:
    """Makes the tables of the backup's own revision in a database that has none, and fills them. Raises `bad_backup`."""
    migrations.upgrade(connection, file.manifest.revision)
    with bad_if_damaged():
        tables = {table.name: table for table in tables_of(connection)}
        if set(file.manifest.tables) != set(tables):
            raise bad_backup()
        for name, table in tables.items():
            _load_table(connection, file, table, file.manifest.tables[name])
        migrations.check_references(connection)
        if connection.execute(select(func.count()).select_from(tables["outlet"])).scalar_one() != 1:
            raise bad_backup()


def tables_of(connection: Connection) -> list[Table]:
    """The tables as the database has them at its revision, parents first; moments come and go in UTC."""
    schema = MetaData()
    schema.reflect(connection)
    for table in schema.tables.values():
        for column in table.columns:
            if isinstance(column.type, DateTime):
                column.type = UtcDateTime()
    return [table for table in schema.sorted_tables if table.name != migrations.VERSION_TABLE]


def _load_table(connection: Connection, file: ArchiveFile, table: Table, expected: int) -> None:
    readers = {column.name: _reader(column) for column in table.columns}
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    loaded = 0
    # Rows that point at others of their own table come after them.
    for points in (False, True) if own else (False,):
        rows = ({name: readers[name](value) for name, value in json.loads(line).items()} for line in file.lines(table.name))
        some = (row for row in rows if any(row[name] is not None for name in own) == points)
        while batch := list(islice(some, BATCH)):
            connection.execute(insert(table), batch)
            loaded += len(batch)
    if loaded != expected:
        raise bad_backup()
    if connection.dialect.name == "postgresql" and loaded:
        _set_sequence(connection, table)


def _set_sequence(connection: Connection, table: Table) -> None:
    """PostgreSQL's next number goes on behind the restored ones."""
    for column in table.primary_key.columns:
        named = {"table": f'"{table.name}"', "column": column.name}
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), named).scalar()
        if sequence:
            highest = connection.execute(select(func.max(column))).scalar()
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
