"""Books that only grow: the database itself refuses UPDATE, DELETE and TRUNCATE on them, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

_REFUSE = """
CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def guard(connection: Connection, tables: Iterable[str]) -> None:
    """Creates the triggers on these tables."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_REFUSE.replace("%", "%%"))
    for table in tables:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION only_grows()"
            )
            # TRUNCATE fires no trigger of a row. SQLite has none: its DELETE of everything goes row by row here.
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_grows()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )


def unguard(connection: Connection, tables: Iterable[str]) -> None:
    """Drops the triggers, for a restore that replaces everything."""
    for table in tables:
        if connection.dialect.name == "postgresql":
            for name in ("only_grows", "stays"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_{name} ON {table}")
            continue
        for act in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{act}")
