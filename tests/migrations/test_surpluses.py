"""What counts of earlier versions found, and no later shortage used up, is the surplus an upgraded outlet begins with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Connection, MetaData, insert, text

from core.db import Base, db, migrations

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
COUNTS = (
    ("a", {"L1": 10, "L2": -4}),
    ("taken back", {"L1": 90}),
    ("b", {"L1": -1, "L2": -1, "M1": -2}),
    ("c", {"L2": 3, "M1": 5}),
    ("d", {"L1": -5, "M1": -1}),
    ("e", {"L2": 2}),
)
"""Differences in pieces, by count and lot, in the order of posting."""


def _insert(connection: Connection, table: str, *rows: dict[str, Any]) -> None:
    metadata = MetaData()
    metadata.reflect(connection, only=[table])
    connection.execute(insert(metadata.tables[table]), list(rows))


def _old_outlet(connection: Connection) -> None:
    _insert(connection, "producer", {"code": "HTX", "name": "H", "name_folded": "h", "kind": "group", "commune": "X"})
    _insert(connection, "place", {"code": "QUAY", "name": "Q", "kind": "shop"})
    product = {"name": "G", "name_folded": "g", "producer_code": "HTX", "unit": "kg", "places": 0, "needs_best_before": False}
    product |= {"price_vnd": 1, "vat": "KCT", "retired": False, "version": 1}
    _insert(connection, "product", {**product, "code": "L"}, {**product, "code": "M"})
    lot = {"producer_code": "HTX", "delivered_on": AT.date(), "delivered": 0, "lost": 0}
    _insert(connection, "lot", *({**lot, "id": n, "code": c, "product_code": c[0]} for n, c in enumerate(("L1", "L2", "M1"), 1)))
    document = {"kind": "count", "year": 2026, "place_code": "QUAY", "day": AT.date(), "recorded_at": AT, "recorded_by": "k"}
    line = {"document_kind": "count", "place_code": "QUAY", "booked": 100_000, "counted_at": AT}
    for n, (uid, differences) in enumerate(COUNTS, 1):
        _insert(connection, "goods_document", {**document, "uid": uid, "sequence": n})
        lines = [{**line, "count_uid": uid, "lot": lot, "counted": 100_000 + 1000 * d} for lot, d in differences.items()]
        _insert(connection, "count_line", *lines)
    reversal = {"kind": "count", "document_uid": "taken back", "uid": "r", "day": AT.date(), "reason": "nhầm"}
    _insert(connection, "goods_reversal", {**reversal, "recorded_at": AT, "recorded_by": "k"})


def test_the_surplus_of_earlier_counts_is_what_no_shortage_used_up(each_app: Flask) -> None:
    with migrations.exclusive(db.engine) as connection:
        migrations.drop_tables(connection, {*Base.metadata.tables, migrations.VERSION_TABLE})
        migrations.upgrade(connection, "0002")
        _old_outlet(connection)
        migrations.upgrade(connection)
        rows = connection.execute(text("SELECT count_uid, product_code, quantity FROM surplus_line ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("c", "L", 2_000), ("e", "L", 2_000), ("c", "M", 4_000)]
