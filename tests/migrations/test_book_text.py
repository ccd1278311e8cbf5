"""What version 0.1.0 wrote into one text of the book has columns and rows of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Connection, MetaData, insert, text

from core.db import Base, db, migrations

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
CAUSES = ("damage", "expiry", "theft", "count", "sampling", "recall")


def _insert(connection: Connection, table: str, *rows: dict[str, Any]) -> None:
    metadata = MetaData()
    metadata.reflect(connection, only=[table])
    connection.execute(insert(metadata.tables[table]), list(rows))


def _line(n: int, kind: str, document: str, note: str | None, owed_vnd: int = 0, quantity: int = 0) -> dict[str, Any]:
    goods = {"product_code": "GAO", "lot": "L1"} if quantity else {"product_code": None, "lot": None}
    return {
        "id": n, "uid": f"line-{n}", "producer_code": "HTX", "day": AT.date(), "posted_at": AT, "kind": kind, **goods,
        "quantity": quantity, "gross_vnd": 0, "discount_vnd": 0, "owed_vnd": owed_vnd, "document": document, "words": note,
    }  # fmt: skip


def _old_outlet(connection: Connection) -> None:
    _insert(connection, "producer", {"code": "HTX", "name": "H", "name_folded": "h", "kind": "group", "commune": "X"})
    product = {"code": "GAO", "name": "G", "name_folded": "g", "producer_code": "HTX", "unit": "kg", "places": 0}
    _insert(connection, "product", {**product, "price_vnd": 1, "vat": "KCT", "retired": False, "version": 1})
    lot = {"id": 1, "code": "L1", "product_code": "GAO", "producer_code": "HTX", "delivered_on": AT.date()}
    _insert(connection, "lot", {**lot, "delivered": 9000, "lost": 2000})
    _insert(connection, "agreement", {"number": "HD", "producer_code": "HTX", "newest_version": 1})
    version = {"id": 1, "agreement_number": "HD", "version": 1, "producer_code": "HTX", "starts_on": date(2026, 1, 1)}
    _insert(connection, "agreement_version", {**version, "holding_days": 0, "minimum_payout_vnd": 0, "recorded_at": AT})
    bearers = {f"loss_{cause}": "outlet" for cause in CAUSES} | {"loss_theft": "shared", "loss_recall": "producer"}
    term = {"id": 1, "version_id": 1, "position": 1, "basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet"}
    _insert(connection, "agreement_term", {**term, **bearers, "loss_allowance_bp": 0, "commission_base": "with_vat"})
    _insert(
        connection,
        "book_line",
        _line(1, "lost", "loss/a", "damage: rơi: vỡ", quantity=-1000),
        _line(2, "lost", "refund/b", "damage", quantity=-1000),
        _line(3, "count", "count/c", "count", quantity=-1000),
        _line(4, "count", "sale/d", None, quantity=1000),
        _line(5, "charge", "charge/e", "damage: phí quầy", -7000),
        _line(6, "adjustment", "adjustment/f", "bù", 3000),
    )
    _insert(connection, "audit_line", {"id": 1, "at": AT, "actor": "quanly", "action": "book.charged", "subject": "HTX"})
    statement = {"uid": "s", "number": "ĐS-2026-10041", "producer_code": "HTX", "sequence": 1, "from_day": AT.date()}
    sums = dict.fromkeys(("opening_vnd", "closing_vnd", "payable_vnd", "paid_vnd"), 0)
    _insert(connection, "statement", {**statement, **sums, "until_day": AT.date(), "issued_at": AT, "issued_by": "quanly"})
    message_row = {"statement_uid": "s", "line_uid": "line-1", "said_by": "htx", "said_at": AT}
    _insert(
        connection,
        "statement_word",
        {**message_row, "id": 1, "kind": "query", "message": "Hôm nào?"},
        {**message_row, "id": 2, "kind": "answer", "message": "Hôm qua."},
    )


def test_what_stood_in_one_text_is_columns_and_rows(each_app: Flask) -> None:
    with migrations.exclusive(db.engine) as connection:
        migrations.drop_tables(connection, {*Base.metadata.tables, migrations.VERSION_TABLE})
        migrations.upgrade(connection, "0001")
        _old_outlet(connection)
        migrations.upgrade(connection)

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(text(sql))]

        assert rows("SELECT source_kind, source_uid, cause, memo FROM book_line ORDER BY id") == [
            ("loss", "a", "damage", "rơi: vỡ"),
            ("refund", "b", "damage", None),
            ("count", "c", "count", None),
            ("sale", "d", None, None),
            ("charge", "e", None, "damage: phí quầy"),
            ("adjustment", "f", None, "bù"),
        ]
        corrections = "SELECT kind, uid, producer_code, amount_vnd, memo, posted_by FROM correction ORDER BY kind"
        assert rows(corrections) == [
            ("adjustment", "f", "HTX", 3000, "bù", ""),
            ("charge", "e", "HTX", 7000, "damage: phí quầy", "quanly"),
        ]
        assert rows("SELECT term_id, cause, bearer FROM term_loss ORDER BY cause") == [
            (1, "recall", "producer"),
            (1, "theft", "shared"),
        ]
        assert rows("SELECT year, year_sequence FROM statement") == [(2026, 10_041)]
        messages = rows("SELECT kind, message, written_by, uid FROM statement_message ORDER BY id")
        assert [m[:3] for m in messages] == [("query", "Hôm nào?", "htx"), ("answer", "Hôm qua.", "htx")]
        assert len({m[3] for m in messages}) == 2
