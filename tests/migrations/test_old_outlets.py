"""An outlet of an earlier version comes up to this one, or is restored by it, and says the same about its past.

OLD_OUTLETS=every takes each outlet each way. Otherwise the demonstration comes up in place, its short form, which has rows in the
same tables, is restored, and the simulated outlet is restored once: how long it takes grows with the rows.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from core.db import db, migrations, transaction
from core.people import tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from ops import archive, books
from tests.conftest import AppOn, Kind, NewDatabase
from tests.guards import GUARDS
from tests.migrations.answers import ask, covers
from tests.migrations.conftest import OldApp
from tests.migrations.old_outlets import DATA, NEW, OLD, answers_of, expected_triggers, triggers

EVERY = ["demo", "short", "simulated"] if os.environ.get("OLD_OUTLETS") == "every" else []


def _chain(app: Flask) -> list[Any]:
    """Every link of every till's chain, as the database holds it."""
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(text("SELECT till_code, chain_no, number, digest FROM sale ORDER BY 1, 2")))


def _keys(app: Flask, columns: str) -> list[Any]:
    """Every id of a client's act with its first answer."""
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(text(f"SELECT {columns} ORDER BY 1, 2")))


def _says_the_same(app: Flask, name: str) -> None:
    """The outlet is at the newest revision, guarded, whole, and answers as the earlier version did."""
    before = answers_of(name)
    span = before["sales_by_day"]
    with app.app_context():
        token = transaction(lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
        after = ask(app, token, span["from"], span["to"])
        assert books.check()[0] == []
        db.session.remove()
        with db.engine.connect() as connection:
            assert migrations.revision_of(connection) == NEW
            assert triggers(connection) == expected_triggers(connection, GUARDS)
            migrations.check_references(connection)
    for question, answer in after.items():
        assert covers(answer, before[question]), question


@pytest.mark.parametrize("name", EVERY or ["demo"])
def test_an_old_outlet_comes_up_with_equal_books_reports_and_chain(old_app: OldApp, kind: Kind, name: str) -> None:
    app = old_app(kind, name)
    chain, keys = _chain(app), _keys(app, "space, uid, fingerprint, answer, recorded_at FROM document")
    with app.app_context():
        upgrade()
    assert _chain(app) == chain and len(chain) == sum(day["sales"] for day in answers_of(name)["sales_by_day"]["items"])
    assert _keys(app, "scope, key, fingerprint, answer, recorded_at FROM idempotency_key") == keys
    _says_the_same(app, name)


@pytest.mark.parametrize("name", EVERY or ["short"])
def test_an_old_backup_is_restored_and_brought_up(app_on: AppOn, new_database: NewDatabase, kind: Kind, name: str) -> None:
    app = app_on(new_database(kind))
    with app.app_context():
        archive.restore(DATA / f"{name}-backup.zip")
    _says_the_same(app, name)


def test_an_old_backup_is_restored_into_a_database_without_tables(app_on: AppOn, tmp_path: Path) -> None:
    app = app_on(f"sqlite:///{tmp_path / 'new.db'}")
    with app.app_context():
        archive.restore(DATA / "simulated-backup.zip")
    _says_the_same(app, "simulated")


def test_the_backup_before_an_upgrade_brings_the_old_outlet_back(
    old_app: OldApp, app_on: AppOn, new_database: NewDatabase, kind: Kind
) -> None:
    app = old_app(kind, "short")
    with app.app_context():
        upgrade()
        upgrade()
    (saved,) = (Path(app.config["DATA_DIR"]) / "backups").iterdir()
    assert saved.name.startswith(f"{OLD}-") and saved.suffix == ".zip"
    assert saved.stat().st_mode & 0o077 == 0, "it holds what signs people in"
    other = app_on(new_database(kind))
    with other.app_context():
        archive.restore(saved)
    assert _chain(other) == _chain(app)
    _says_the_same(other, "short")


def test_an_empty_database_is_brought_up_without_a_backup(app_on: AppOn, tmp_path: Path) -> None:
    app = app_on(f"sqlite:///{tmp_path / 'new.db'}")
    with app.app_context():
        upgrade(revision=OLD)
        upgrade()
    assert not (Path(app.config["DATA_DIR"]) / "backups").exists()
