"""The revisions build what the models say: the same columns, keys, indexes, checks and triggers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import check
from sqlalchemy import Engine, create_engine, inspect, text

from core.db import append_only, db, migrations
from tests.conftest import BOTH, AppOn, Kind
from tests.guards import GUARDS
from tests.migrations.old_outlets import NEW


@pytest.mark.parametrize("kind", BOTH)
def test_flask_db_check_finds_no_drift(app_on: AppOn, kind: Kind) -> None:
    with app_on(kind).app_context():
        check()


@pytest.fixture(params=BOTH)
def made_from_models(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """A database that the models made, without any revision."""
    url = f"sqlite:///{tmp_path / 'models.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create()
    engine = create_engine(url)
    with engine.begin() as connection:
        db.metadata.create_all(connection)
        append_only.ensure(connection, GUARDS)
    return engine


def test_the_revisions_build_exactly_what_the_models_say(made_from_models: Engine, app_on: AppOn) -> None:
    app = app_on("postgresql" if made_from_models.dialect.name == "postgresql" else "sqlite")
    declared = _schema(made_from_models)
    with app.app_context():
        built = _schema(db.engine)
    made_from_models.dispose()
    assert built.keys() == declared.keys()
    for table, parts in declared.items():
        assert built[table] == parts, table


def _schema(engine: Engine) -> dict[str, Any]:
    """Everything the database knows about each table, in one order and one spelling."""
    with engine.connect() as connection:
        inspector = inspect(connection)
        tables = [name for name in inspector.get_table_names() if name != migrations.VERSION_TABLE]
        return {
            name: {
                "columns": _by_name(inspector.get_columns(name)),
                "primary key": inspector.get_pk_constraint(name),
                "foreign keys": _by_name(inspector.get_foreign_keys(name)),
                "unique": _by_name(inspector.get_unique_constraints(name)),
                "indexes": _by_name(inspector.get_indexes(name)),
                "checks": _by_name(inspector.get_check_constraints(name)),
                "triggers": _triggers(connection, name),
            }
            for name in tables
        }


def _by_name(parts: list[Any]) -> dict[str, str]:
    return {str(part["name"]): " ".join(json.dumps(part, sort_keys=True, default=str).split()) for part in parts}


def _triggers(connection: Any, table: str) -> list[str]:
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname = :table AND NOT t.tgisinternal"
        )
    return sorted(connection.execute(text(query), {"table": table}).scalars())


def test_the_newest_revision_declares_the_guards_of_the_models(app: Flask) -> None:
    declared = migrations.declared_guards(NEW)
    assert set(declared.append_only) == set(GUARDS.append_only)
    assert _as_sets(declared.mutable) == _as_sets(GUARDS.mutable)
    assert _as_sets(declared.clearable) == _as_sets(GUARDS.clearable)


def _as_sets(columns: append_only.Columns) -> dict[str, set[str]]:
    return {table: set(names) for table, names in columns.items()}
