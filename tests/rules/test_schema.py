"""The revisions build what the models say: the same columns, keys, indexes and checks."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import CheckConstraint, inspect

from core.db import db


def test_the_revisions_build_what_the_models_say(each_app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
        built = {
            (table, str(c["name"])) for table in db.metadata.tables for c in inspect(connection).get_check_constraints(table)
        }
    said = {(t.name, str(c.name)) for t in db.metadata.sorted_tables for c in t.constraints if isinstance(c, CheckConstraint)}
    assert built == said, "alembic does not compare checks"
