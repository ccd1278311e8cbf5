"""Whatever somebody changes by hand in a copy of the database, `books check` sees it, or docs/promises.md names the place.

HAND_CHANGES says how many changes are tried; more than the suite's are other ones each time.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pyotp
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, event, given, note, reject, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, Table, insert, inspect, select, text, update

from core import clock
from core.choices import JobState
from core.db import Base, UtcDateTime, db, execute, fetch_all, transaction
from core.db.prepared import is_chained
from core.models import Attempt, OutboxJob
from core.people import people, second_factor, sessions
from core.people.actor import SYSTEM, Actor
from core.people.permits import Role
from core.printing.devices import printer_list
from core.printing.devices.requests import PrinterRequest
from core.printing.spool import queue
from ops import books
from suppliers.messages.models import FailingAddress, SoldTold
from suppliers.models import Producer
from tests.api.lived_in import live_in
from tests.books.hand_changes import CopiedOutlet
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import MANAGER, ROOT
from tests.schedule import examples

FEW = 15
TRIES = int(os.environ.get("HAND_CHANGES", examples(FEW)))
RUBBISH = (None, "x", "", b"\x00", 1.5, -1)
MOMENT = "%Y-%m-%d %H:%M:%S.%f"
NAMED = re.compile(r"^\| `(?P<table>\w+)(?:\.(?P<column>\w+))?(?: where (?P<condition>[^`]+))?` \|", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """What docs/promises.md names as unseen: a table, one of its columns, or the rows that fulfil a condition."""

    table: str
    column: str | None
    condition: str | None


@cache
def _named() -> list[Place]:
    document = (ROOT / "docs" / "promises.md").read_text("utf-8")
    _, _, section = document.partition("## What a change by hand leaves unseen\n")
    return [Place(*found.groups()) for found in NAMED.finditer(section.partition("\n## ")[0])]


@pytest.fixture(scope="module")
def outlet(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CopiedOutlet]:
    """An outlet with a row in every table."""
    url = new_database("sqlite")
    app = _application(url, tmp_path_factory.mktemp("data"))
    local_outlet = live_in(app)
    with app.app_context():
        transaction(_fill_the_rest)
        assert books.check()[0] == []
    assert [name for name, rows in local_outlet.counts().items() if not rows] == []
    yield CopiedOutlet.of(app, url, tmp_path_factory.mktemp("copy"))
    _close(app)


def _fill_the_rest() -> None:
    """What no document brings: a session, a second factor, a printer, a job of it and a wrong try."""
    person = people.by_username(MANAGER)
    assert person is not None
    manager = Actor(MANAGER, Role.MANAGER, person.id)
    sessions.start(manager, address="192.168.1.20", agent=None)
    secret = second_factor.new_secret()
    second_factor.add(person.id, secret, pyotp.TOTP(secret).at(clock.now()), manager)
    people.add("thungan", "Thu Ngân", Role.CASHIER, pin="58371", actor=SYSTEM)
    now = clock.now()
    printer = "tcp://10.0.0.9:9100"
    printer_list.put_printer(PrinterRequest(uri=printer, name="Máy in", paper_mm=80), manager)
    queue.put(queue.PaperOf(paper="labels", document="x"), queue.Target(printer, 80), MANAGER)
    execute(update(OutboxJob).values(state=JobState.DONE, attempts=1))
    execute(insert(Attempt), {"subject": "x", "at": now})
    execute(insert(FailingAddress), {"transport": "smtp", "address": "htx@dongque.vn", "failing_since": now})
    producer = fetch_all(select(Producer.code).order_by(Producer.code))[0]["code"]
    execute(insert(SoldTold), {"producer_code": producer, "until_line": 1, "told_on": clock.today()})


@dataclass
class HandChange:
    """A change of one table that hypothesis draws, made when it is called."""

    data: st.DataObject
    app: Flask
    table: str = ""
    columns: set[str] = field(default_factory=set)
    named: bool = False
    """Whether docs/promises.md names all that was changed."""

    def __call__(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")
        tables = {**Base.metadata.tables, "alembic_version": None}
        self.table = self.data.draw(st.sampled_from(sorted(tables)), label="table")
        table = tables[self.table]
        ids = [row[0] for row in connection.execute(f"SELECT rowid FROM {self.table} ORDER BY rowid")]
        kinds = ("value", "value", "value", "value everywhere", "swap", "row gone", "row twice")
        kind = self.data.draw(st.sampled_from(kinds if table is not None else ["row gone"]), label="kind")
        one = self.data.draw(st.sampled_from(ids), label="row")
        rows = set(ids) if kind == "value everywhere" else {one}
        fulfilled = self._fulfilled(connection)
        try:
            if kind == "row gone":
                connection.execute(f"DELETE FROM {self.table} WHERE rowid = ?", (one,))
            elif kind == "row twice":
                assert table is not None
                rows = {self._double(connection, table, one)}
            else:
                assert table is not None
                if kind == "swap":
                    rows.add(self.data.draw(st.sampled_from(ids), label="other row"))
                self._set(connection, table, sorted(rows), swap=kind == "swap")
        except sqlite3.IntegrityError:
            reject()
        event(kind)
        after = self._fulfilled(connection)
        for place in (place for place in _named() if place.table == self.table):
            whole = place.column is None or self.columns == {place.column}
            self.named = self.named or (whole and rows <= fulfilled[place] | after[place])
        _close(self.app)

    def _fulfilled(self, connection: sqlite3.Connection) -> dict[Place, set[int]]:
        """The rows of each named place in this table."""
        return {
            place: {row[0] for row in connection.execute(f"SELECT rowid FROM {self.table} WHERE {place.condition or 1}")}
            for place in _named()
            if place.table == self.table
        }

    def _set(self, connection: sqlite3.Connection, table: Table, rows: list[int], *, swap: bool) -> None:
        """Changes one column in these rows, to another value or to the other row's. Rejects what the program reads alike."""
        column = self.data.draw(st.sampled_from(sorted(table.columns, key=lambda column: column.name)), label="column")
        self.columns = {column.name}
        read = f"SELECT {column.name} FROM {self.table} WHERE rowid = ?"
        values = [connection.execute(read, (row,)).fetchone()[0] for row in rows]
        before = self._read(table)
        if swap:
            values.reverse()
        else:
            present = [row[0] for row in connection.execute(f"SELECT DISTINCT {column.name} FROM {self.table} ORDER BY 1")]
            values = [self.data.draw(_values(column, values[0], present), label="value")] * len(rows)
        for row, value in zip(rows, values, strict=True):
            connection.execute(f"UPDATE {self.table} SET {column.name} = ? WHERE rowid = ?", (value, row))
        if before == self._read(table):
            reject()

    def _double(self, connection: sqlite3.Connection, table: Table, row: int) -> int:
        """Adds a copy of a row, with other values only where the table wants each once; returns its rowid."""
        unique = {column.name for column in table.primary_key}
        for index in [*inspect(db.engine).get_unique_constraints(table.name), *inspect(db.engine).get_indexes(table.name)]:
            if index.get("unique", True):
                unique |= {name for name in index["column_names"] if name}
        names = [column.name for column in table.columns]
        present = connection.execute(f"SELECT {', '.join(names)} FROM {self.table} WHERE rowid = ?", (row,)).fetchone()
        values = [
            _fresh(connection, table.c[name]) if name in unique else value for name, value in zip(names, present, strict=True)
        ]
        added = f"INSERT INTO {self.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        return int(connection.execute(added, values).lastrowid or 0)

    def _read(self, table: Table) -> object:
        """The table as the program reads it."""
        with db.engine.connect() as connection:
            try:
                return [dict(row) for row in connection.execute(select(table).order_by(text("rowid"))).mappings()]
            except (TypeError, ValueError) as error:
                return repr(error)


def _values(column: Column[Any], before: Any, present: list[Any]) -> st.SearchStrategy[Any]:
    """Other values for a column: one beside that of before, one of another row, or one that is none."""
    near: list[Any] = ["ai-do"]
    if isinstance(column.type, Boolean):
        near = [not before]
    elif isinstance(column.type, Date):
        near = [str((date.fromisoformat(before) if before else date(2026, 11, 1)) + timedelta(days)) for days in (-365, -1, 1)]
    elif isinstance(column.type, UtcDateTime):
        moment = datetime.strptime(before, MOMENT) if before else datetime(2026, 11, 1)
        near = [(moment + timedelta(seconds=seconds)).strftime(MOMENT) for seconds in (-86_400, -1, 1, 86_400)]
    elif isinstance(before, int) or issubclass(column.type.python_type, int):
        near = [(before or 0) + step for step in (-1000, -1, 1, 1000)]
    elif isinstance(before, str):
        near += [f"{before} ", before.upper(), before.replace("0", "1")]
    return st.sampled_from(near) | st.sampled_from(present) | st.sampled_from(RUBBISH)


def _fresh(connection: sqlite3.Connection, column: Column[Any]) -> Any:
    """A value that the column does not have yet."""
    if isinstance(column.type, Date):
        return "2031-01-01"
    if isinstance(column.type, UtcDateTime):
        return "2031-01-01 02:00:00.000000"
    if issubclass(column.type.python_type, int):
        return connection.execute(f"SELECT max({column.name}) + 1 FROM {column.table.name}").fetchone()[0]
    return "ban-sao"


@settings(
    max_examples=TRIES,
    derandomize=TRIES == FEW,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_change_by_hand_is_seen_or_named(outlet: CopiedOutlet, data: st.DataObject) -> None:
    change = HandChange(data, outlet.app)
    with outlet.app.app_context():
        gaps = outlet.changed(change)
        note(f"{change.table}.{change.columns}")
        assert gaps or change.named


def test_what_is_named_as_unseen_is_covered_by_no_link_of_the_chain() -> None:
    for place in _named():
        if place.table == "alembic_version":
            continue
        table = Base.metadata.tables[place.table]
        assert not is_chained(table) or (place.column and table.c[place.column].info.get("unchained")), place
