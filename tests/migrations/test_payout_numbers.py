"""Payouts of earlier versions get numbers in the order they were made, year by year; new ones go on from there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Connection, text

from core.db import Base, db, migrations
from tests.migrations.test_surpluses import AT, _insert

MADE = (
    ("c", datetime(2026, 12, 31, 17, 30, tzinfo=UTC), None),
    ("a", datetime(2026, 3, 1, tzinfo=UTC), None),
    ("b", datetime(2026, 12, 31, 16, 30, tzinfo=UTC), None),
    ("taken back", datetime(2026, 3, 2, tzinfo=UTC), "a"),
)
"""Payouts by id; one was made half an hour into the next year of the outlet's clock, one takes another back."""


def _old_outlet(connection: Connection) -> None:
    _insert(connection, "producer", {"code": "HTX", "name": "H", "name_folded": "h", "kind": "group", "commune": "X"})
    statement: dict[str, Any] = {"uid": "s", "number": "ĐS-2026-0001", "producer_code": "HTX", "sequence": 1, "year": 2026}
    statement |= {"year_sequence": 1, "from_day": AT.date(), "until_day": AT.date(), "issued_at": AT, "issued_by": "m"}
    statement |= dict.fromkeys(("opening_vnd", "closing_vnd", "payable_vnd", "paid_vnd", "line_count"), 0)
    _insert(connection, "statement", statement)
    payout = {"statement_uid": "s", "producer_code": "HTX", "method": "cash", "paid_by": "m"}
    for uid, paid_at, reverses in sorted(MADE, key=lambda made: made[2] is not None):
        sign = {"amount_vnd": -1 if reverses else 1, "reverses": reverses}
        _insert(connection, "payout", {**payout, **sign, "uid": uid, "paid_at": paid_at})


def test_earlier_payouts_are_numbered_in_order(each_app: Flask) -> None:
    with migrations.exclusive(db.engine) as connection:
        migrations.drop_tables(connection, {*Base.metadata.tables, migrations.VERSION_TABLE})
        migrations.upgrade(connection, "0003")
        _old_outlet(connection)
        migrations.upgrade(connection)
        numbered = connection.execute(text("SELECT uid, year, sequence FROM payout ORDER BY year, sequence")).all()
        last = connection.execute(text("SELECT year, value FROM counter WHERE series = 'payout' ORDER BY year")).all()
    assert {tuple(row) for row in numbered} == {("a", 2026, 1), ("b", 2026, 2), ("c", 2027, 1), ("taken back", None, None)}
    assert [tuple(row) for row in last] == [(2026, 2), (2027, 1)]
