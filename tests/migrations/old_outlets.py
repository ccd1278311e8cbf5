"""Outlets as version 0.1.0 left them, at its revision, on either kind of database."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from core.db import db, migrate, migrations
from core.db.append_only import Guards
from ops.archive_file import opened
from ops.archive_tables import load
from tests.conftest import _application, _close

DATA = Path(__file__).parents[1] / "data" / "0.1.0"
OLD = "0001"
NEW = str(ScriptDirectory(migrate().directory).get_current_head())


def answers_of(name: str) -> dict[str, Any]:
    """What version 0.1.0 answered about this outlet."""
    answers: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text())
    return answers


def fill(url: str, folder: Path, name: str) -> None:
    """Puts an outlet of version 0.1.0 into an empty database, at its own revision."""
    if url.startswith("sqlite") and (packed := DATA / f"{name}.db.gz").exists():
        Path(url.removeprefix("sqlite:///")).write_bytes(gzip.decompress(packed.read_bytes()))
        return
    app = _application(url, folder)
    with app.app_context(), opened(DATA / f"{name}-backup.zip") as file, migrations.exclusive(db.engine) as connection:
        load(connection, file)
    _close(app)


def state_of(connection: Connection) -> dict[str, Any]:
    """Revision, tables, triggers and rows: everything that a failed change must leave as it was."""
    tables = sorted(inspect(connection).get_table_names())
    rows = {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in tables}
    columns = {name: [c["name"] for c in inspect(connection).get_columns(name)] for name in tables}
    return {"revision": migrations.revision_of(connection), "rows": rows, "columns": columns, "triggers": triggers(connection)}


def state(app: Flask) -> dict[str, Any]:
    """The same of an application's database."""
    with app.app_context(), db.engine.connect() as connection:
        return state_of(connection)


def triggers(connection: Connection) -> set[tuple[str, str]]:
    """Table and name of every trigger."""
    query = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    if connection.dialect.name == "postgresql":
        query = "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
    return {(str(table), str(name)) for table, name in connection.execute(text(query))}


def expected_triggers(connection: Connection, guards: Guards) -> set[tuple[str, str]]:
    """The triggers that these lists ask for."""
    postgresql = connection.dialect.name == "postgresql"
    grows = ("only_grows", "stays") if postgresql else ("no_update", "no_delete")
    fixed = ("fixed_columns", "only_grows", "stays") if postgresql else ("fixed_columns", "no_delete")
    append_only_triggers = {(table, f"{table}_{name}") for table in guards.append_only for name in grows}
    return append_only_triggers | {(table, f"{table}_{name}") for table in (*guards.mutable, *guards.clearable) for name in fixed}


@contextmanager
def later_revision(folder: Path, body: str) -> Iterator[None]:
    """Revision 9001 after the newest, as a later version will have one; `body` is its `upgrade()`."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    head = f'import os\nimport sqlalchemy as sa\nfrom alembic import op\nrevision = "9001"\ndown_revision = "{NEW}"\n'
    (folder / "9001_later.py").write_text(f"{head}def upgrade():\n{lines}\n")
    with_revisions_in(folder)
    try:
        yield
    finally:
        migrate().configure_callbacks.pop()


def with_revisions_in(folder: Path) -> None:
    """Lets this process find revisions in that folder too."""

    def add(config: Any) -> Any:
        config.set_main_option("version_locations", f"{migrate().directory}/versions:{folder}")
        config.set_main_option("path_separator", ":")
        return config

    migrate().configure(add)
