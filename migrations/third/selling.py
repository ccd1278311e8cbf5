"""Limits of what a cashier does alone, late sales, and who acted in whose shift."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT

FLAGS = (
    "price_differs",
    "stock_short",
    "expired_lot",
    "recalled_lot",
    "unknown_lot",
    "approval_missing",
    "no_agreement",
    "clock_differs",
    "shift_closed",
    "before_count",
    "late",
    "rate_differs",
    "seller_differs",
)
LIMITS = (("cash_out_limit_vnd", sa.BigInteger()), ("refund_limit_vnd", sa.BigInteger()), ("refund_days", sa.Integer()))
RULES = (("refund_other_method", "approval"), ("own_confirm", "free"), ("short_stock", "approval"))


def upgrade() -> None:
    """Changes the tables."""
    _outlet_limits()
    _tills()
    # SQLite adds a column that may be empty without a copy of the table, which may hold years of sales.
    for table, column in (("sale", "sent_by"), ("cash_move", "approved_by"), ("shift", "close_approved_by")):
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))
    codes = ", ".join(f"'{code}'" for code in FLAGS)
    for table in ("sale_flag", "refund_flag"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_code"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_code"), f"code IN ({codes})")


def _tills() -> None:
    """When each till was heard, and who was at it."""
    op.create_table(
        "till_contact",
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_till_contact_forward")),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name=op.f("fk_till_contact_till_code")),
        sa.PrimaryKeyConstraint("till_code", "since", name="pk_till_contact"),
    )
    op.create_table(
        "till_presence",
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name=op.f("fk_till_presence_till_code")),
        sa.PrimaryKeyConstraint("till_code", "day", "username", name="pk_till_presence"),
    )


def _outlet_limits() -> None:
    """An outlet that sold without limits goes on so, until its manager sets them."""
    columns = [(name, kind, "0") for name, kind in (*LIMITS, ("loss_limit_vnd", sa.BigInteger()))]
    columns[3:3] = [(name, sa.Text(), rule) for name, rule in RULES]
    with op.batch_alter_table("outlet") as batch:
        for name, kind, start in columns:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=start))
    with op.batch_alter_table("outlet") as batch:
        for name, kind, _ in columns:
            batch.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
        batch.create_check_constraint(
            op.f("ck_outlet_limits"),
            "cash_out_limit_vnd >= 0 AND refund_limit_vnd >= 0 AND refund_days >= 0 AND loss_limit_vnd >= 0",
        )
        for name, _ in RULES:
            batch.create_check_constraint(op.f(f"ck_outlet_{name}"), f"{name} IN ('approval', 'free')")
