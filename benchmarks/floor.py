"""The floor: the very rows of a sale, written by bare sqlite3 in one durable transaction."""

from __future__ import annotations

import sqlite3
import time
import uuid
from pathlib import Path
from typing import Any

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "cache_size=-32000")
TABLES = {
    "sale": "uid = :uid",
    "sale_line": "sale_uid = :uid",
    "payment": "sale_uid = :uid",
    "movement": "document = 'sale/' || :uid",
    "book_line": "document = 'sale/' || :uid",
    "audit_line": "subject = :uid",
    "document": "space = 'sales' AND uid = :uid",
}
TAKE = "UPDATE shelf SET on_hand = on_hand - 1 WHERE place_code = ? AND lot = ? AND on_hand > 0"
Rows = dict[str, tuple[list[str], list[list[Any]]]]


def measure(database: Path, sale: str, number: int, folder: Path) -> list[float]:
    """Seconds of each of `number` writes of a sale's rows into a copy of the database."""
    copy = folder / "floor.db"
    source = sqlite3.connect(database)
    target = sqlite3.connect(copy, isolation_level=None)
    source.backup(target)
    source.close()
    for pragma in PRAGMAS:
        target.execute(f"PRAGMA {pragma}")
    rows = _rows_of(target, sale)
    shelves = target.execute("SELECT from_place, lot FROM movement WHERE document = 'sale/' || ?", [sale]).fetchall()
    year = int(rows["sale"][1][0][rows["sale"][0].index("number")][:4])
    first = int(target.execute("SELECT max(chain_no) FROM sale").fetchone()[0]) + 1
    took = []
    for n in range(number):
        statements = _statements(rows, sale, first + n, year)
        began = time.perf_counter()
        target.execute("BEGIN IMMEDIATE")
        for place, lot in shelves:
            target.execute(TAKE, [place, lot])
        target.execute("UPDATE counter SET value = value + 1 WHERE series = 'sale' AND year = ?", [year])
        for statement, values in statements:
            target.executemany(statement, values)
        target.execute("COMMIT")
        took.append(time.perf_counter() - began)
    target.close()
    return took


def _rows_of(database: sqlite3.Connection, sale: str) -> Rows:
    found: Rows = {}
    for table, condition in TABLES.items():
        cursor = database.execute(f"SELECT * FROM {table} WHERE {condition}", {"uid": sale})
        names = [column[0] for column in cursor.description]
        values = [list(row) for row in cursor.fetchall()]
        assert values, f"the sale has no row in {table}"
        found[table] = (names, values)
    return found


def _statements(rows: Rows, sale: str, n: int, year: int) -> list[tuple[str, list[list[Any]]]]:
    """The same rows under new identities."""
    uid = str(uuid.uuid4())
    statements = []
    for table, (names, found) in rows.items():
        fresh = []
        for row in found:
            values = dict(zip(names, row, strict=True))
            for name, value in values.items():
                if isinstance(value, str) and name != "answer":
                    values[name] = value.replace(sale, uid)
            if table in {"movement", "book_line"}:
                values["uid"] = str(uuid.uuid4())
            if "id" in values:
                values["id"] = None
            if table == "sale":
                values["number"], values["chain_no"] = f"{year}-F{n:06d}", n
            fresh.append(list(values.values()))
        marks = ", ".join("?" for _ in names)
        statements.append((f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", fresh))
    return statements
