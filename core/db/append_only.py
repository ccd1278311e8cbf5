"""Tables whose rows stay: the database itself refuses what would change or remove them, on SQLite and on PostgreSQL.

An append-only table refuses UPDATE, DELETE and TRUNCATE. A table with mutable columns accepts UPDATE of those columns alone, one
with clearable columns accepts that those become NULL and no other UPDATE.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

Columns = Mapping[str, tuple[str, ...]]
"""By table, some of its columns; every other column of the table is fixed, and no row is ever deleted."""

_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{message}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_ONLY_GROWS = "% only grows"
_FIXED = "% has columns that never change"
_NAMES = {"no_update", "no_delete", "only_grows", "stays", "fixed_columns"}
"""What follows a table's name in the names of its triggers."""
_TRIGGERS = {
    False: "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    True: "SELECT t.tgname, c.relname, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)",
}
"""The name, table and words of each trigger; whether on PostgreSQL."""


@dataclass(frozen=True)
class Guards:
    """Which tables only grow, which change in some columns alone, and in which some columns may be emptied."""

    append_only: tuple[str, ...] = ()
    mutable: Columns = field(default_factory=dict)
    clearable: Columns = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table with triggers."""
        return (*self.append_only, *self.mutable, *self.clearable)


def ensure(connection: Connection, guards: Guards) -> None:
    """Makes the triggers of these tables, whether or not they exist already.

    A column that was added since the last call becomes fixed, unless it is named as mutable or clearable. A trigger that stands
    there word by word stays; only SQLite keeps the words.
    """
    if connection.dialect.name == "postgresql":
        for name, message in (("only_grows", _ONLY_GROWS), ("fixed_columns", _FIXED)):
            connection.exec_driver_sql(_FUNCTION.format(name=name, message=message).replace("%", "%%"))
    wanted = statements(connection, guards)
    kept = _drop(connection, guards.tables, wanted)
    _run(connection, [statement for name, statement in wanted.items() if name not in kept])


def statements(connection: Connection, guards: Guards) -> dict[str, str]:
    """What makes each trigger of these tables, by the trigger's name."""
    made: dict[str, str] = {}
    for table in guards.append_only:
        made |= _refuse_all(connection, table, ("UPDATE", "DELETE"))
    for table, columns in guards.mutable.items():
        made |= _refuse_all(connection, table, ("DELETE",)) | _refuse_fixed(connection, table, mutable=columns)
    for table, columns in guards.clearable.items():
        made |= _refuse_all(connection, table, ("DELETE",)) | _refuse_fixed(connection, table, clearable=columns)
    return made


def lift(connection: Connection, tables: Iterable[str]) -> None:
    """Drops the triggers of these tables, so that a revision can move data; `ensure` makes them again."""
    _drop(connection, tables, {})


def _drop(connection: Connection, tables: Iterable[str], wanted: Mapping[str, str]) -> set[str]:
    """Drops the triggers of these tables but those that are as wanted; the names of those."""
    of, kept, statements = set(tables), set[str](), list[str]()
    postgresql = connection.dialect.name == "postgresql"
    for name, table, statement in connection.exec_driver_sql(_TRIGGERS[postgresql]).all():
        if table in of and name.removeprefix(f"{table}_") in _NAMES:
            if statement and statement == wanted.get(name):
                kept.add(name)
            else:
                statements.append(f'DROP TRIGGER {name} ON "{table}"' if postgresql else f"DROP TRIGGER {name}")
    _run(connection, statements)
    return kept


def _run(connection: Connection, statements: list[str]) -> None:
    """Runs statements without parameters: on PostgreSQL all of them in one message."""
    together = [";\n".join(statements)] if statements and connection.dialect.name == "postgresql" else statements
    for statement in together:
        connection.exec_driver_sql(statement)


def _refuse_all(connection: Connection, table: str, acts: tuple[str, ...]) -> dict[str, str]:
    if connection.dialect.name == "postgresql":
        # TRUNCATE fires no trigger of a row. SQLite has none: its DELETE of everything goes row by row here.
        return {
            f"{table}_only_grows": f'CREATE TRIGGER {table}_only_grows BEFORE {" OR ".join(acts)} ON "{table}"'
            " FOR EACH ROW EXECUTE FUNCTION only_grows()",
            f"{table}_stays": f'CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION only_grows()",
        }
    return {
        f"{table}_no_{act.lower()}": f'CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON "{table}"'
        f" BEGIN SELECT RAISE(ABORT, '{_ONLY_GROWS.replace('%', table)}'); END"
        for act in acts
    }


def _refuse_fixed(
    connection: Connection, table: str, mutable: tuple[str, ...] = (), clearable: tuple[str, ...] = ()
) -> dict[str, str]:
    names = [column["name"] for column in inspect(connection).get_columns(table)]
    if strange := {*mutable, *clearable}.difference(names):
        raise ValueError(f"{table} has no column {', '.join(sorted(strange))}")
    postgresql = connection.dialect.name == "postgresql"
    differs = 'OLD."{0}" IS DISTINCT FROM NEW."{0}"' if postgresql else 'OLD."{0}" IS NOT NEW."{0}"'
    refused = [differs.format(name) for name in names if name not in mutable and name not in clearable]
    refused += [f'NEW."{name}" IS NOT NULL AND {differs.format(name)}' for name in clearable]
    condition = " OR ".join(refused)
    name = f"{table}_fixed_columns"
    if postgresql:
        return {
            name: f'CREATE TRIGGER {name} BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({condition})'
            " EXECUTE FUNCTION fixed_columns()"
        }
    return {
        name: f'CREATE TRIGGER {name} BEFORE UPDATE ON "{table}" WHEN {condition}'
        f" BEGIN SELECT RAISE(ABORT, '{_FIXED.replace('%', table)}'); END"
    }
