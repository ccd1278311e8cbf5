"""The floor: the very rows of a sale, written by bare sqlite3 in one durable transaction."""

from __future__ import annotations

import sqlite3
import time
import uuid
from pathlib import Path
from typing import Any

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "cache_size=-2000")
TABLES = {
    "sale": "uid = :uid",
    "sale_line": "sale_uid = :uid",
    "payment": "sale_uid = :uid",
    "movement": "source_kind = 'sale' AND source_uid = :uid",
    "book_line": "source_kind = 'sale' AND source_uid = :uid",
    "audit_line": "subject = :uid",
    "idempotency_key": "scope = 'sales' AND key = :uid",
}
TAKE = "UPDATE shelf SET on_hand = on_hand - 1 WHERE place_code = ? AND lot = ? AND on_hand > 0"
COUNT = "UPDATE counter SET value = value + 1 WHERE series = 'sale' AND year = ?"
Rows = dict[str, tuple[list[str], list[list[Any]]]]


class Floor:
    """A copy of an outlet's database that takes a sale's rows again and again."""

    def __init__(self, database: Path, sale: str, folder: Path) -> None:
        source = sqlite3.connect(database)
        self.database = sqlite3.connect(folder / "floor.db", isolation_level=None)
        source.backup(self.database)
        source.close()
        for pragma in PRAGMAS:
            self.database.execute(f"PRAGMA {pragma}")
        self.sale = sale
        self.rows = _rows_of(self.database, sale)
        taken = "SELECT from_place, lot FROM movement WHERE source_kind = 'sale' AND source_uid = ?"
        self.shelves = self.database.execute(taken, [sale]).fetchall()
        self.year = int(self.rows["sale"][1][0][self.rows["sale"][0].index("number")][:4])
        self.chain = int(self.database.execute("SELECT max(sequence) FROM sale").fetchone()[0])
        self.took: list[float] = []

    def write(self, number: int) -> None:
        """Writes the rows so many times, each time in one transaction; the seconds go to `took`."""
        for _ in range(number):
            self.chain += 1
            statements = _statements(self.rows, self.sale, self.chain, self.year)
            began = time.perf_counter()
            self.database.execute("BEGIN IMMEDIATE")
            for place, lot in self.shelves:
                self.database.execute(TAKE, [place, lot])
            self.database.execute(COUNT, [self.year])
            for statement, values in statements:
                self.database.executemany(statement, values)
            self.database.execute("COMMIT")
            self.took.append(time.perf_counter() - began)

    def close(self) -> None:
        """Closes the database."""
        self.database.close()


def _rows_of(database: sqlite3.Connection, sale: str) -> Rows:
    rows: Rows = {}
    for table, condition in TABLES.items():
        cursor = database.execute(f"SELECT * FROM {table} WHERE {condition}", {"uid": sale})
        names = [column[0] for column in cursor.description]
        values = [list(row) for row in cursor.fetchall()]
        assert values, f"the sale has no row in {table}"
        rows[table] = (names, values)
    return rows


def _statements(rows: Rows, sale: str, n: int, year: int) -> list[tuple[str, list[list[Any]]]]:
    """The same rows under new identities."""
    uid = str(uuid.uuid4())
    statements = []
    for table, (names, originals) in rows.items():
        fresh = []
        for row in originals:
            values = dict(zip(names, row, strict=True))
            for name, value in values.items():
                if isinstance(value, str) and name != "answer":
                    values[name] = value.replace(sale, uid)
            if table in {"movement", "book_line"}:
                values["uid"] = str(uuid.uuid4())
            if "id" in values:
                values["id"] = None
            if table == "sale":
                values |= {"number": f"{year}-F{n:06d}", "sequence": n, "chain_no": n}
            fresh.append(list(values.values()))
        marks = ", ".join("?" for _ in names)
        statements.append((f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", fresh))
    return statements
