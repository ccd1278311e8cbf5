"""Terms of the first schema, which did not name who keeps the VAT, split as before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Connection, MetaData, insert, text

from core.db import Base, db, migrations


def _insert(connection: Connection, table: str, *rows: dict[str, Any]) -> None:
    metadata = MetaData()
    metadata.reflect(connection, only=[table])
    connection.execute(insert(metadata.tables[table]), list(rows))


def test_a_term_without_vat_of_before_keeps_the_vat_at_the_outlet(each_app: Flask) -> None:
    losses = {f"loss_{cause}": "outlet" for cause in ("damage", "expiry", "theft", "count", "sampling", "recall")}
    shared = {"version_id": 1, "owed_per_unit_vnd": None, "rate_bp": 1500, "basis": "commission", "discount_bearer": "outlet"}
    shared |= {**losses, "loss_allowance_bp": 0, "product_code": None}
    with migrations.exclusive(db.engine) as connection:
        migrations.drop_tables(connection, {*Base.metadata.tables, migrations.VERSION_TABLE})
        migrations.upgrade(connection, "0001")
        producer = {"code": "HTX", "name": "HTX", "name_folded": "htx", "kind": "cooperative", "commune": "Đại Xuân"}
        _insert(connection, "producer", producer)
        _insert(connection, "agreement", {"number": "HD", "producer_code": "HTX", "newest_version": 1})
        version = {"id": 1, "agreement_number": "HD", "version": 1, "producer_code": "HTX", "starts_on": date(2026, 1, 1)}
        version |= {"holding_days": 0, "minimum_payout_vnd": 0, "recorded_at": datetime(2026, 1, 1, tzinfo=UTC)}
        _insert(connection, "agreement_version", version)
        _insert(
            connection,
            "agreement_term",
            {**shared, "id": 1, "position": 1, "product_set": None, "commission_base": "with_vat"},
            {**shared, "id": 2, "position": 2, "product_set": 3, "commission_base": "without_vat"},
        )
        migrations.upgrade(connection)
        rows = connection.execute(text("SELECT commission_base, vat_kept_by FROM agreement_term ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("with_vat", "producer"), ("without_vat", "outlet")]
