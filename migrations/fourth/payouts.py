"""Payouts have numbers: those of before get theirs in the order they were made, year by year."""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from core.clock import zone
from core.db.append_only import lift
from migrations.first.types import INSTANT

SERIES = "payout"
"""What the counter calls the numbers."""
PAYOUT = sa.table(
    "payout",
    sa.column("uid", sa.Text()),
    sa.column("reverses", sa.Text()),
    sa.column("paid_at", INSTANT),
    sa.column("year", sa.Integer()),
    sa.column("sequence", sa.Integer()),
)
COUNTER = sa.table(
    "counter", sa.column("series", sa.Text()), sa.column("year", sa.Integer()), sa.column("value", sa.BigInteger())
)


def upgrade() -> None:
    """Changes the tables."""
    lift(op.get_bind(), ("payout",))
    with op.batch_alter_table("payout") as batch:
        batch.add_column(sa.Column("year", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
    _number()
    with op.batch_alter_table("payout") as batch:
        batch.create_unique_constraint(op.f("uq_payout_year_sequence"), ["year", "sequence"])
        batch.create_check_constraint(
            op.f("ck_payout_has_a_number"),
            "(year IS NULL) = (reverses IS NOT NULL) AND (sequence IS NULL) = (year IS NULL)",
        )


def _number() -> None:
    """Numbers the payouts and leaves each year's counter at its last."""
    connection = op.get_bind()
    made = connection.execute(
        sa.select(PAYOUT.c.uid, PAYOUT.c.paid_at).where(PAYOUT.c.reverses.is_(None)).order_by(PAYOUT.c.paid_at, PAYOUT.c.uid)
    )
    last: dict[int, int] = defaultdict(int)
    numbers = []
    for uid, paid_at in made.all():
        year = _local_year(paid_at)
        last[year] += 1
        numbers.append({"of_uid": uid, "in_year": year, "as_sequence": last[year]})
    if not numbers:
        return
    step = sa.update(PAYOUT).where(PAYOUT.c.uid == sa.bindparam("of_uid"))
    connection.execute(step.values(year=sa.bindparam("in_year"), sequence=sa.bindparam("as_sequence")), numbers)
    counters = [{"series": SERIES, "year": year, "value": value} for year, value in sorted(last.items())]
    connection.execute(sa.insert(COUNTER), counters)


def _local_year(moment: datetime) -> int:
    return moment.astimezone(zone()).year
