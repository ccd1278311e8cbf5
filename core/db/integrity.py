"""Checks of the books that every area makes of its own tables: numbers without gaps, records that are still there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import InstrumentedAttribute

from core.area import registered
from core.db import append_only, db, fetch_all, on_postgresql
from core.models import Counter, IdempotencyKey


def number_gaps(
    series: str, year: InstrumentedAttribute[int], sequence: InstrumentedAttribute[int], *conditions: ColumnElement[bool]
) -> Iterator[str]:
    """The years of a series whose numbers do not run from 1 to its counter; the columns say where the numbers stand."""
    given = {r["year"]: r["value"] for r in fetch_all(select(Counter.year, Counter.value).where(Counter.series == series))}
    years: dict[int, list[int]] = defaultdict(list)
    for r in fetch_all(select(year.label("year"), sequence.label("sequence")).where(*conditions)):
        years[r["year"]].append(r["sequence"])
    for of_year in sorted(years.keys() | given.keys()):
        sequences, last = years[of_year], given.get(of_year, 0)
        highest = max(sequences, default=0)
        if len(sequences) != last or highest != last:
            yield f"{series} numbers of {of_year}: {len(sequences)} found, highest {highest}, {last} were given"


def missing_records(scope: str, uid: InstrumentedAttribute[str], *conditions: ColumnElement[bool]) -> Iterator[str]:
    """The keys of a scope whose record, named by `uid`, is gone. A chain does not show what was taken from its end."""
    present = select(uid).where(uid == IdempotencyKey.key, *conditions).exists()
    missing = select(IdempotencyKey.key).where(IdempotencyKey.scope == scope, ~present)
    for r in fetch_all(missing.order_by(IdempotencyKey.key)):
        yield f"{scope}/{r['key']} was recorded and is gone"


def dangling_rows() -> Iterator[str]:
    """Rows that name a row that is gone. PostgreSQL never allows it, SQLite to every connection but the outlet's own."""
    if on_postgresql():
        return
    rows: dict[tuple[str, str], int] = defaultdict(int)
    for table, _, parent, _ in db.session.execute(text("PRAGMA foreign_key_check")):
        rows[table, parent] += 1
    for (table, parent), count in sorted(rows.items()):
        yield f"{table}: {count} rows name a {parent} that is gone"


def missing_guards() -> Iterator[str]:
    """The triggers that keep books from being changed and are gone, or do nothing any more."""
    expected = append_only.names(registered().guards, postgresql=on_postgresql())
    if on_postgresql():
        statement = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        statement = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
    present = {r[0] for r in db.session.execute(text(statement))}
    for name in sorted(expected - present):
        yield f"trigger {name} is gone: the database no longer refuses what it refused"
