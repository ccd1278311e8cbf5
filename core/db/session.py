"""The session: one place that commits, and statements that read and write.

SQLite runs in WAL with ``synchronous=FULL``: a power cut must not lose a paid sale. Writers begin with
``BEGIN IMMEDIATE``; a deferred transaction that reads and then writes is refused at once when another writer came
first, whatever the busy timeout, so every writer asks for the lock before it reads.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from functools import cache
from itertools import count
from typing import Any, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import CursorResult, Delete, Executable, Table, event, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from werkzeug.local import LocalProxy

from core.db import written
from core.db.columns import db
from core.db.prepared import Driver, Parameters, Prepared, Row
from core.db.trouble import Trouble, report, trouble_of
from core.paths import ROOT

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_of_act: ContextVar[Driver | None] = ContextVar("of_act", default=None)
_TRIES = 8
WRITE_WAIT_S = 5.0
"""How long a business act waits for the others' locks."""
SHORTEST_WAIT_S = 1.0
COMMITTED_AT = "outlet_committed_at"
"""Where the application remembers when it last wrote, a monotonic time in seconds."""
_write_before: ContextVar[float | None] = ContextVar("write_before", default=None)
_AT_ONCE = 1000
# SQLite has one writer at a time and lets the others sleep in steps; a queue of our own wakes them at once.
_one_writer = threading.RLock()
_before_commit: list[Callable[[], Callable[[], None] | None]] = []
Result = TypeVar("Result")


def init_app(app: Flask) -> None:
    """Binds the session and the migrations to the application."""
    db.init_app(app)
    # Set up when somebody asks: Alembic takes up ten megabytes of every server, and few starts change the schema.
    app.extensions["migrate"] = LocalProxy(lambda: _set_up_migrations(app))


@cache
def migrate() -> Any:
    """Flask-Migrate with the outlet's revisions."""
    from flask_migrate import Migrate

    return Migrate(directory=str(ROOT / "migrations"))


def _set_up_migrations(app: Flask) -> Any:
    migrate().init_app(app, db, render_as_batch=True)
    return app.extensions["migrate"]


@contextlib.contextmanager
def write_before(moment: float) -> Iterator[None]:
    """Inside, acts wait for locks until this monotonic time only, but at least for SHORTEST_WAIT_S."""
    token = _write_before.set(moment)
    try:
        yield
    finally:
        _write_before.reset(token)


def before_commit(act: Callable[[], Callable[[], None] | None]) -> Callable[[], Callable[[], None] | None]:
    """Registers what every transaction does last; what it returns is done after the commit."""
    _before_commit.append(act)
    return act


def transaction(act: Callable[[], Result]) -> Result:
    """Runs one business act as one transaction and commits it; the only place of the product that commits.

    An act that loses a race it may simply run again (deadlock, serialization, a locked file) is run again, so it must
    not touch the world outside the database. Raises DatabaseTrouble when the lock is not to be had in WRITE_WAIT_S, or the
    disk takes nothing. Every other error rolls everything back and goes on to the caller.
    """
    assert not _writing.get(), "a transaction inside a transaction would undo what the outer one wrote"
    now = time.monotonic()
    end = max(_write_before.get() or now + WRITE_WAIT_S, now + SHORTEST_WAIT_S)
    for attempt in count(1):
        token = _writing.set(True)
        try:
            with contextlib.nullcontext() if on_postgresql() else _turn_to_write(end):
                result, after = _act_on(_begin_writing(), act)
                db.session.commit()
            current_app.extensions[COMMITTED_AT] = time.monotonic()
            for follow in after:
                follow()
            return result
        except DBAPIError as error:
            db.session.rollback()
            if not _worth_another_try(error, attempt, end):
                if (trouble := trouble_of(error)) is not None:
                    raise report(trouble, error.orig) from error
                raise
            time.sleep(0.02 * min(attempt, _TRIES))
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _writing.reset(token)
    raise AssertionError("unreachable")


@contextlib.contextmanager
def _turn_to_write(end: float) -> Iterator[None]:
    if not _one_writer.acquire(timeout=max(0.0, end - time.monotonic())):
        raise report(Trouble.BUSY, "another act of this server writes for too long")
    try:
        yield
    finally:
        _one_writer.release()


def _begin_writing() -> Driver:
    """Ends what was only read so far and begins anew, on SQLite on the same connection."""
    session = db.session()
    if on_postgresql() or not (session.in_transaction() and session.is_active):
        session.rollback()
        return Driver(session.connection())
    session.expire_all()
    driver = Driver(session.connection())
    driver.run("ROLLBACK")
    driver.run("BEGIN IMMEDIATE")
    return driver


def _act_on(driver: Driver, act: Callable[[], Result]) -> tuple[Result, list[Callable[[], None]]]:
    """Does an act and what every transaction does last; returns its result and what is to be done after the commit."""
    with acting_on(driver):
        result = act()
        after = [last() for last in _before_commit]
    return result, [follow for follow in after if follow is not None]


@contextlib.contextmanager
def acting_on(driver: Driver) -> Iterator[None]:
    """Lets every statement run on this connection, and what they write be remembered there."""
    driver.written = []
    token = _of_act.set(driver)
    try:
        yield
    finally:
        _of_act.reset(token)


def take_written() -> list[written.Rows]:
    """The rows that the present act has written since it began, or since this was last asked."""
    driver = _driver()
    rows, driver.written = driver.written or [], []
    return rows


def in_transaction() -> bool:
    """Whether a business act runs here and now."""
    return _writing.get()


def _worth_another_try(error: DBAPIError, attempt: int, end: float) -> bool:
    if "database is locked" in str(error.orig):
        return time.monotonic() < end
    # 23505: somebody else wrote the same key a moment earlier; the next try sees it.
    return attempt < _TRIES and getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "23505"}


def fetch_all(statement: Executable | Prepared, parameters: Parameters | Sequence[Parameters] | None = None) -> Sequence[Row]:
    """Runs a statement that reads, or writes and returns, and returns its rows by column name."""
    driver = _driver()
    if isinstance(statement, Prepared):
        return statement.fetch_all(driver, cast("Parameters", parameters or {}))
    if driver.written is not None and (table := written.chained_table(statement)) is not None:
        return _write(driver, cast("written.Writing", statement), table, parameters)
    return cast("Sequence[Row]", driver.connection.execute(statement, parameters).mappings().all())


def stream(statement: Executable) -> Iterator[Row]:
    """Runs a reading statement and returns its rows one by one, however many there are."""
    rows = _driver().connection.execute(statement, execution_options={"yield_per": _AT_ONCE})
    return cast("Iterator[Row]", iter(rows.mappings()))


def fetch_one(statement: Executable | Prepared, parameters: Parameters | None = None) -> Row | None:
    """Runs a statement that reads, or writes and returns, and returns its first row, if any."""
    driver = _driver()
    if isinstance(statement, Prepared):
        return statement.fetch_one(driver, parameters or {})
    if driver.written is not None and (table := written.chained_table(statement)) is not None:
        return next(iter(_write(driver, cast("written.Writing", statement), table, parameters)), None)
    return cast("Row | None", driver.connection.execute(statement, parameters).mappings().first())


def execute(
    statement: Executable | Prepared, parameters: Parameters | Sequence[Parameters] | None = None, *, chained: bool = True
) -> int:
    """Runs a writing statement, many times for a list, and returns how many rows it changed.

    `chained` is False for one that changes nothing but columns that no link of the chain covers.
    """
    if parameters == []:
        return 0
    driver = _driver()
    if isinstance(statement, Prepared):
        if statement.table is None or driver.written is None:
            return statement.execute(driver, parameters or {})
        rows = parameters if isinstance(parameters, list) else [cast("Parameters", parameters)]
        driver.written.append(written.Rows(statement.table, rows, statement.insert(driver, rows)))
        return len(rows)
    if chained and driver.written is not None and (table := written.chained_table(statement)) is not None:
        return len(_write(driver, cast("written.Writing", statement), table, parameters))
    result: CursorResult[Any] = driver.connection.execute(statement, parameters)
    return int(result.rowcount)


def _write(
    driver: Driver, statement: written.Writing, table: Table, parameters: Parameters | Sequence[Parameters] | None
) -> list[Row]:
    """Runs a statement that writes into a table of the chain, remembers the whole rows and returns them."""
    rows = written.run(driver.connection, statement, table, parameters)
    assert driver.written is not None
    if rows:
        driver.written.append(written.Rows(table, rows, None, removed=isinstance(statement, Delete)))
    return rows


def _driver() -> Driver:
    """The connection of the present act, looked up once for the whole of it; outside an act that of the session."""
    return _of_act.get() or Driver(db.session.connection())


def present_connection() -> Connection:
    """The connection that statements run on now."""
    return _driver().connection


def advisory_lock(queue: str) -> None:
    """From here to its commit, lets one transaction at a time through a queue; SQLite has one writer anyway.

    Numbers given out in one queue become visible in their order, so who asks for what came after number n misses nothing.
    """
    if on_postgresql():
        _driver().connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(queue, 0))))


def write_back() -> None:
    """Moves what SQLite's log holds into the file itself, so that a copy of the file alone misses little. Nobody waits for it."""
    if not on_postgresql():
        with contextlib.closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")


def on_postgresql() -> bool:
    """Whether rows can be, and must be, locked one by one."""
    driver = _of_act.get()
    dialect = driver.connection.dialect if driver else db.engine.dialect
    return dialect.name == "postgresql"


@event.listens_for(Engine, "connect")
def _open_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    # Without recursive triggers REPLACE would take a row out of a book unseen.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        # `transaction` tries again until its time is over.
        "busy_timeout=500",
        # Each connection has its own; what it does not hold lies in the system's cache.
        "cache_size=-500",
        # Merging the log waits for the disk twice, so every twentieth sale did; a log of 16 MB is merged a quarter as often.
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = _writing.get() or connection.get_execution_options().get("write_lock")
        Driver(connection).run("BEGIN IMMEDIATE" if writes else "BEGIN")
