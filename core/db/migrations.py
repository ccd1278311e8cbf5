"""Schema changes on a live, full database: one at a time, with nobody writing beside it, whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from click import ClickException, Command, Context
from flask import current_app
from sqlalchemy import column, inspect, select, table, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from core.db import append_only
from core.paths import ROOT

if TYPE_CHECKING:  # Alembic takes up room in every server; whoever changes the schema loads it
    from alembic.runtime.migration import MigrationContext, MigrationInfo
    from alembic.script import ScriptDirectory

OTHER_UPGRADE_S = 600
"""How long one server waits for the upgrade of another, in seconds."""
TABLES_S = 15
"""How long a schema change waits for the transactions that still use the tables, in seconds."""
VERSION_TABLE = "alembic_version"


class SchemaChangeFailed(ClickException):
    """The schema and the data stay as they were; the message is the one line to show."""


class BrokenReferences(SchemaChangeFailed):
    """Rows that point at rows that do not exist."""


class SchemaCommands(Command):
    """`flask db …`: stands for Flask-Migrate's commands until one of them is called."""

    def make_context(self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any) -> Context:
        """Hands the call to Flask-Migrate."""
        from flask_migrate.cli import db as commands

        context: Context = commands.make_context(info_name, args, parent=parent, **extra)
        return context


@contextmanager
def exclusive(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that no other schema change runs beside; it commits at the end.

    SQLite's foreign keys are off inside, because SQLite changes a table by building it anew; they are checked before the
    commit. Raises SchemaChangeFailed when the lock is not to be had, BrokenReferences when a row points at nothing.
    """
    lock = _lock_sqlite if engine.dialect.name == "sqlite" else _lock_postgresql
    with engine.connect() as connection, lock(connection):
        yield connection
        check_references(connection)
        connection.commit()


@contextmanager
def _lock_sqlite(connection: Connection) -> Iterator[None]:
    raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    before = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "busy_timeout")}
    # SQLite ignores this pragma inside a transaction, so it comes before BEGIN.
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(f"PRAGMA busy_timeout={OTHER_UPGRADE_S * 1000}")
    try:
        with one_line_errors():
            connection.execution_options(write_lock=True).begin()
        yield
    finally:
        connection.rollback()
        for name, value in before.items():
            raw.execute(f"PRAGMA {name}={value}")


def wait_for_others(connection: Connection) -> None:
    """Lets this transaction wait for the upgrade of another server, on PostgreSQL: acts of the counter give up sooner."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{OTHER_UPGRADE_S}s'")


@contextmanager
def _lock_postgresql(connection: Connection) -> Iterator[None]:
    with one_line_errors():
        wait_for_others(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('schema of ' || current_schema(), 0))"))
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{TABLES_S}s'")
    yield


def lock_tables(connection: Connection) -> None:
    """Keeps everybody out of every table until the end of the transaction. SQLite has one writer anyway.

    Raises SchemaChangeFailed when somebody uses a table for longer than TABLES_S.
    """
    names = inspect(connection).get_table_names()
    if connection.dialect.name == "postgresql" and names:
        with one_line_errors():
            tables = ", ".join(f'"{name}"' for name in sorted(names))
            connection.exec_driver_sql(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")


def check_references(connection: Connection) -> None:
    """Raises BrokenReferences when a row points at nothing. PostgreSQL has refused such rows already."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        pairs = sorted({f"{child} → {parent}" for child, _, parent, _ in broken})
        raise BrokenReferences(f"database: {len(broken)} rows point at nothing ({', '.join(pairs)})")


@contextmanager
def one_line_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise SchemaChangeFailed(f"database: {str(error.orig).strip().splitlines()[0]}") from error


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    names = [name for name in inspect(connection).get_table_names() if name != VERSION_TABLE]
    return not any(connection.execute(select(1).select_from(table(name)).limit(1)).first() for name in names)


def drop_tables(connection: Connection, names: Iterable[str]) -> None:
    """Drops those of these tables that exist, with their triggers and indexes."""
    cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in sorted(set(inspect(connection).get_table_names()).intersection(names)):
        connection.exec_driver_sql(f'DROP TABLE "{name}"{cascade}')


def revision_of(connection: Connection) -> str | None:
    """The revision the database is at; None for one without tables of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    revision: str | None = connection.execute(select(column("version_num")).select_from(table(VERSION_TABLE))).scalar()
    return revision


def knows(revision: object) -> bool:
    """Whether this version of the outlet has that revision."""
    if not isinstance(revision, str) or not revision:
        return False
    from alembic.util import CommandError

    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


def is_newest(revision: str | None) -> bool:
    """Whether no revision follows this one."""
    return revision == _scripts().get_current_head()


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest revision that this version of the outlet brings."""
    newest = max(path.name.partition("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    try:
        with engine.connect() as connection:
            return revision_of(connection) == newest
    except DBAPIError:
        return False


def upgrade_to_newest() -> None:
    """Brings the database to the newest revision, as `flask db upgrade` does. Raises SchemaChangeFailed and BadSetting."""
    from flask_migrate import upgrade as upgrade_database

    upgrade_database()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Runs the revisions up to this one inside the connection's own transaction."""
    from alembic import command

    config = current_app.extensions["migrate"].migrate.get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


def restore_guards(*, ctx: MigrationContext, step: MigrationInfo, **_: Any) -> None:
    """After each revision, makes the triggers anew that it declares: a table built anew on SQLite has lost its own.

    A revision declares `APPEND_ONLY`, `MUTABLE_COLUMNS` and `CLEARABLE_COLUMNS`; one that declares no `APPEND_ONLY` keeps the
    lists of the one before it.
    """
    if step.is_stamp or not step.is_upgrade:
        return
    assert ctx.connection is not None
    append_only.ensure(ctx.connection, declared_guards(str(step.up_revision_id)))


def declared_guards(revision: str) -> append_only.Guards:
    """The frozen lists of this revision, or of the nearest one before it that has any."""
    for script in _scripts().walk_revisions("base", revision):
        if hasattr(script.module, "APPEND_ONLY"):
            return append_only.Guards(
                script.module.APPEND_ONLY,
                getattr(script.module, "MUTABLE_COLUMNS", {}),
                getattr(script.module, "CLEARABLE_COLUMNS", {}),
            )
    return append_only.Guards()
