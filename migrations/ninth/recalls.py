"""Recalls as documents, one for each lot stopped so far; what producers were asked about lots near their day."""

import uuid
from collections import defaultdict
from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

VIETNAM = timedelta(hours=7)
LOT = sa.table("lot", sa.column("code"), sa.column("recalled_at", INSTANT), sa.column("recall_reason"))
AUDIT = sa.table("audit_line", sa.column("id"), sa.column("actor"), sa.column("action"), sa.column("subject"))
COUNTER = sa.table("counter", sa.column("series"), sa.column("year"), sa.column("value"))


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "expiry_asking",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.CheckConstraint("choice IN ('mark_down', 'give_back', 'sample', 'donate')", name=op.f("ck_expiry_asking_choice")),
        sa.CheckConstraint(
            "(choice = 'mark_down') = (rate_bp IS NOT NULL) AND (rate_bp IS NULL OR rate_bp BETWEEN 1 AND 10000)",
            name=op.f("ck_expiry_asking_rate"),
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_expiry_asking_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_asking")),
    )
    op.create_index(op.f("ix_expiry_asking_lot"), "expiry_asking", ["lot"])
    recall = op.create_table(
        "recall",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.Column("delivery_uid", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("product_code IS NULL OR delivery_uid IS NULL", name=op.f("ck_recall_of_one_thing")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_recall_product_code")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_recall")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_recall_year_sequence")),
    )
    recalled_lot = op.create_table(
        "recalled_lot",
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("recall_uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_recalled_lot_lot")),
        sa.ForeignKeyConstraint(["recall_uid"], ["recall.uid"], name=op.f("fk_recalled_lot_recall_uid")),
        sa.PrimaryKeyConstraint("lot", name=op.f("pk_recalled_lot")),
    )
    op.create_index(op.f("ix_recalled_lot_recall_uid"), "recalled_lot", ["recall_uid"])
    _fill(recall, recalled_lot)


def _fill(recall: sa.Table, recalled_lot: sa.Table) -> None:
    """Gives each lot that is stopped a recall of its own, in the order they were stopped."""
    connection = op.get_bind()
    by = {
        row.subject: row.actor
        for row in connection.execute(sa.select(AUDIT).where(AUDIT.c.action == "lot.recalled").order_by(AUDIT.c.id.desc()))
    }
    stopped = sa.select(LOT).where(LOT.c.recalled_at.is_not(None)).order_by(LOT.c.recalled_at, LOT.c.code)
    last: dict[int, int] = defaultdict(int)
    for lot in connection.execute(stopped).all():
        at: datetime = lot.recalled_at
        year = (at + VIETNAM).year
        last[year] += 1
        uid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"recall:{lot.code}"))
        values = {"uid": uid, "year": year, "sequence": last[year], "reason": lot.recall_reason or "–", "recorded_at": at}
        connection.execute(sa.insert(recall), values | {"recorded_by": by.get(lot.code, "outlet")})
        connection.execute(sa.insert(recalled_lot), {"lot": lot.code, "recall_uid": uid})
    for year, value in last.items():
        connection.execute(sa.insert(COUNTER), {"series": "recall", "year": year, "value": value})
