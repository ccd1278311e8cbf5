"""A database that cannot write: its own code, words for people, one line a minute in the log, and a health page that knows."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.db import db, execute, session, transaction
from core.db import trouble as trouble_module
from core.db.trouble import DatabaseTrouble, Trouble, trouble_of
from core.web import health


def write() -> None:
    """Writes something."""
    transaction(lambda: execute(text("UPDATE alembic_version SET version_num = version_num")))


@pytest.fixture(autouse=True)
def _nothing_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble_module, "_logged", {})


@pytest.fixture
def read_only(app: Flask) -> Iterator[FlaskClient]:
    """An outlet whose file system has just become read-only; setting it back is the test's."""
    db.session.connection().exec_driver_sql("PRAGMA query_only=ON")
    db.session.rollback()
    yield app.test_client()
    db.session.connection().exec_driver_sql("PRAGMA query_only=OFF")


def test_a_full_or_read_only_disk_has_a_code_of_its_own(read_only: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        with pytest.raises(DatabaseTrouble) as refused:
            write()
    assert (refused.value.status, refused.value.code) == (503, "disk_full")
    assert "Đĩa của máy chủ" in refused.value.detail
    assert [record.message for record in caplog.records] == ["disk_full: attempt to write a readonly database"]


def test_the_health_page_knows_that_nothing_can_be_written(read_only: FlaskClient, app: Flask) -> None:
    answer = read_only.get("/health")
    assert (answer.status_code, answer.json) == (503, {"status": "failing", "database": "disk_full"})
    db.session.connection().exec_driver_sql("PRAGMA query_only=OFF")
    db.session.rollback()
    assert read_only.get("/health").status_code == 503, "it is not tried again at once"
    write()
    assert read_only.get("/health").json == {"status": "ok", "database": "ok"}


def test_the_health_page_tries_no_write_while_others_write(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    tried: list[int] = []
    monkeypatch.setattr(health, "_try_to_write", lambda _state: tried.append(1))
    assert app.test_client().get("/health").status_code == 200
    app.extensions[session.COMMITTED_AT] -= health.TRY_EVERY_S
    assert app.test_client().get("/health").status_code == 200
    assert tried == [1]


def test_a_lock_is_waited_for_until_the_time_is_over(app: Flask) -> None:
    other = sqlite3.connect(str(db.engine.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with session.write_before(began), pytest.raises(DatabaseTrouble) as refused:
        write()
    assert refused.value.code == "busy"
    assert session.SHORTEST_WAIT_S <= time.monotonic() - began < session.SHORTEST_WAIT_S + 2
    threading.Timer(0.2, other.close).start()
    write()


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (sqlite3.SQLITE_FULL, Trouble.DISK_FULL),
        (sqlite3.SQLITE_IOERR | 3 << 8, Trouble.DISK_FULL),
        (sqlite3.SQLITE_READONLY, Trouble.DISK_FULL),
        (sqlite3.SQLITE_BUSY, Trouble.BUSY),
        (sqlite3.SQLITE_ERROR, None),
        (sqlite3.SQLITE_CONSTRAINT, None),
    ],
)
def test_errors_of_sqlite_are_told_apart_by_their_codes(code: int, trouble: Trouble | None) -> None:
    error = sqlite3.OperationalError("words that may change")
    error.sqlite_errorcode = code
    assert trouble_of(OperationalError("INSERT", None, error)) is trouble


@pytest.mark.parametrize(("state", "trouble"), [("53100", "disk_full"), ("55P03", "busy"), ("08006", "database_failing")])
def test_errors_of_postgresql_are_told_apart_by_their_codes(state: str, trouble: str) -> None:
    error = Exception("words that may change")
    error.sqlstate = state  # type: ignore[attr-defined]
    found = trouble_of(OperationalError("INSERT", None, error))
    assert found is not None and found.value == trouble
