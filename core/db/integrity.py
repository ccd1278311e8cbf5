"""Checks of the books that every area makes of its own tables: numbers without gaps, records that are still there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import InstrumentedAttribute

from core.area import registered
from core.db import append_only, fetch_all, on_postgresql
from core.db.session import present_connection
from core.models import Counter, IdempotencyKey, SkippedNumber


def number_gaps(
    series: str,
    year: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    sequence: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    *conditions: ColumnElement[bool],
) -> Iterator[str]:
    """The years of a series whose numbers do not run from 1 to its counter; the columns say where the numbers stand.

    Numbers that a restore skipped, because they were given out before it, are no gap.
    """
    given = {r["year"]: r["value"] for r in fetch_all(select(Counter.year, Counter.value).where(Counter.series == series))}
    years: dict[int, list[int]] = defaultdict(list)
    for r in fetch_all(select(year.label("year"), sequence.label("sequence")).where(*conditions)):
        years[r["year"]].append(r["sequence"])
    skipped: dict[int, list[range]] = defaultdict(list)
    query = select(SkippedNumber.year, SkippedNumber.first, SkippedNumber.last).where(SkippedNumber.series == series)
    for r in fetch_all(query):
        skipped[r["year"]].append(range(r["first"], r["last"] + 1))
    for of_year in sorted(years.keys() | given.keys() | skipped.keys()):
        sequences, last = years[of_year], given.get(of_year, 0)
        between = [number for numbers in skipped[of_year] for number in numbers]
        highest = max((*sequences, *between), default=0)
        if len(sequences) + len(between) != last or highest != last or not set(between).isdisjoint(sequences):
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
    for r in fetch_all(text("PRAGMA foreign_key_check")):
        rows[r["table"], r["parent"]] += 1
    for (table, parent), count in sorted(rows.items()):
        yield f"{table}: {count} rows name a {parent} that is gone"


def changed_guards() -> Iterator[str]:
    """The triggers that keep books from being changed and are gone or do something else, and those that the outlet did not make.

    PostgreSQL keeps no text of a trigger: there only whether each is there and at work.
    """
    expected = append_only.statements(present_connection(), registered().guards)
    if on_postgresql():
        present = {r["name"]: expected.get(r["name"]) for r in fetch_all(text(_PG_TRIGGERS))}
    else:
        present = {r["name"]: r["sql"] for r in fetch_all(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))}
    for name in sorted(expected.keys() - present.keys()):
        yield f"trigger {name} is gone: the database no longer refuses what it refused"
    for name in sorted(expected.keys() & present.keys()):
        if present[name] != expected[name]:
            yield f"trigger {name} is not the one that was made: the database may no longer refuse what it refused"
    if not on_postgresql():
        for name in sorted(present.keys() - expected.keys()):
            yield f"trigger {name} is none of the outlet's: somebody else made it"


_PG_TRIGGERS = "SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
