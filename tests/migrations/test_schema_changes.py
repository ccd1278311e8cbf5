"""A change of schema on a live, full database: one at a time, everything or nothing, and nothing lost by the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect, text

import wsgi
from core.db import db, migrations
from core.db.migrations import SchemaChangeFailed
from ops import books
from tests.conftest import Kind
from tests.forks import Fork
from tests.guards import GUARDS
from tests.journeys.inside import Inside
from tests.migrations.conftest import OldApp
from tests.migrations.old_outlets import NEW, OLD, expected_triggers, later_revision, state, triggers
from tests.outlet import ROOT

FIFTH_METHOD = """
with op.batch_alter_table("payment") as batch:
    batch.drop_constraint(op.f("ck_payment_method"), type_="check")
    batch.create_check_constraint(op.f("ck_payment_method"), "method IN ('cash', 'vietqr', 'card', 'voucher', 'momo')")
"""
EVERY_TABLE_ANEW = """
for name in sa.inspect(op.get_bind()).get_table_names():
    if name != "alembic_version":
        with op.batch_alter_table(name, recreate="always"):
            pass
"""


def test_a_table_that_others_point_at_changes_and_its_books_still_only_grow(old_app: OldApp, kind: Kind, tmp_path: Path) -> None:
    app = old_app(kind)
    with later_revision(tmp_path, FIFTH_METHOD), app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            assert migrations.revision_of(connection) == "9001"
            assert connection.execute(text("SELECT count(*) FROM payment")).scalar_one() == 196
            assert triggers(connection) == expected_triggers(connection, GUARDS)
        assert books.check()[0] == []
        db.session.remove()
        for refused in ("UPDATE payment SET amount_vnd = 0", "DELETE FROM payment", "DELETE FROM statement"):
            with db.engine.connect() as connection, pytest.raises(Exception, match="only grows"):
                connection.execute(text(refused))
        columns, values = "sale_uid, n, method, amount_vnd", "sale_uid, 99, 'momo', amount_vnd"
        with db.engine.connect() as connection:
            connection.execute(text(f"INSERT INTO payment ({columns}) SELECT {values} FROM payment LIMIT 1"))


def test_building_every_table_anew_loses_nothing(old_app: OldApp, tmp_path: Path) -> None:
    app = old_app("sqlite")
    with app.app_context():
        upgrade()
    before = state(app)
    with later_revision(tmp_path, EVERY_TABLE_ANEW), app.app_context():
        upgrade()
        check()
        with db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []
            checks = {str(c["name"]) for t in db.metadata.tables for c in inspect(connection).get_check_constraints(t)}
    assert checks == {str(c.name) for t in db.metadata.tables.values() for c in t.constraints if isinstance(c, CheckConstraint)}
    after = state(app)
    for changed in (before, after):
        del changed["revision"], changed["rows"]["alembic_version"]
    links, more_links = (changed["rows"].pop("chain_link") for changed in (before, after))
    assert after == before
    assert more_links[:-1] == links and len(more_links) == len(links) + 1, "the chain covers the rows anew"


def test_a_failure_in_the_middle_leaves_everything_as_it_was(old_app: OldApp, kind: Kind, tmp_path: Path) -> None:
    app = old_app(kind)
    before = state(app)
    failures = {
        "ck_sale_line_positive|only grows": FIFTH_METHOD + "op.execute('UPDATE sale_line SET quantity = 0')",
        "in the middle": FIFTH_METHOD + "op.execute('DELETE FROM shelf')\nraise ArithmeticError('in the middle')",
    }
    for sentence, body in failures.items():
        with later_revision(tmp_path, body), app.app_context(), pytest.raises(Exception, match=sentence):
            upgrade()
        assert state(app) == before and before["revision"] == OLD
    with app.app_context():
        upgrade()
        assert books.check()[0] == []
        db.session.remove()


def test_a_killed_upgrade_leaves_everything_as_it_was(old_app: OldApp, tmp_path: Path) -> None:
    app = old_app("sqlite")
    before = state(app)
    with later_revision(tmp_path, FIFTH_METHOD + "os.kill(os.getpid(), 9)"):
        script = f"""
import pathlib, wsgi
from tests.migrations.old_outlets import with_revisions_in
with_revisions_in(pathlib.Path({str(tmp_path)!r}))
wsgi.prepare(wsgi.create_app(), False)
"""
        ended = Fork(["-c", script], ROOT, _environment(app)).completed(120)
    assert ended.returncode == 1 and "the upgrade of the database did not come to its end" in ended.stderr
    assert state(app) == before


def _environment(app: Flask) -> dict[str, str]:
    """The settings of the application, for a process of its own."""
    settings = {"OUTLET_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "OUTLET_DATA_DIR": str(app.config["DATA_DIR"])}
    return os.environ | settings


def test_two_servers_that_start_at_once_upgrade_once(old_app: OldApp, kind: Kind) -> None:
    app = old_app(kind)
    command = ["-c", "import wsgi; wsgi.prepare(wsgi.create_app(), False)"]
    for process in [Fork(command, ROOT, _environment(app)) for _ in range(2)]:
        ended = process.completed(120)
        assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len(list((app.config["DATA_DIR"] / "backups").iterdir())) == 1
    with app.app_context():
        assert books.check()[0] == []
        db.session.remove()
        with db.engine.connect() as connection:
            assert migrations.revision_of(connection) == NEW


def _refuses(app: Flask, sentence: str, act: Callable[[], None] = upgrade) -> None:
    """The change is refused in one line, and nothing has changed."""
    before = state(app)
    with app.app_context(), pytest.raises(SchemaChangeFailed, match=sentence) as refusal:
        act()
    assert "\n" not in str(refusal.value)
    assert state(app) == before


def test_a_row_that_points_at_nothing_stops_the_upgrade(old_app: OldApp, kind: Kind) -> None:
    app = old_app(kind)
    with app.app_context(), db.engine.connect() as connection:
        columns, values = "digest, role, producer_code, issued_at", "'x', 'producer', 'NOBODY', '2026-11-28 00:00:00'"
        connection.execute(text(f"INSERT INTO api_token ({columns}) VALUES ({values})"))
        connection.commit()
    _refuses(app, "1 rows point at nothing .api_token → producer|fk_api_token_producer_code")


def test_whoever_keeps_the_tables_too_long_stops_the_upgrade(
    old_app: OldApp, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "OTHER_UPGRADE_S", 1)
    monkeypatch.setattr(migrations, "TABLES_S", 1)
    app = old_app(kind)
    with app.app_context(), db.engine.connect() as busy:
        busy.execution_options(write_lock=True).execute(text("UPDATE outlet SET name = name"))
        with pytest.raises(SchemaChangeFailed, match="lock"):
            upgrade()
        busy.rollback()
        upgrade()


def test_without_a_backup_there_is_no_upgrade(old_app: OldApp) -> None:
    app = old_app("sqlite")
    (app.config["DATA_DIR"] / "backups").write_text("in the way")
    _refuses(app, "no backup before the upgrade")


def test_a_database_of_a_later_version_is_left_alone(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with later_revision(tmp_path, FIFTH_METHOD), app.app_context():
        upgrade()
    _refuses(app, "revision 9001 is of a later version")
    capsys.readouterr()
    monkeypatch.setattr(wsgi, "create_app", lambda: app)
    monkeypatch.setattr(sys, "argv", ["wsgi.py"])
    assert wsgi.main() == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_there_is_no_way_back_but_the_backup(app: Flask) -> None:
    Inside(app)
    db.session.remove()
    before = state(app)
    with app.app_context(), pytest.raises(SystemExit):
        downgrade(revision=OLD)
    assert state(app) == before
