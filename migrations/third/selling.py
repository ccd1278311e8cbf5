"""Limits of what a cashier does alone, late sales, and who acted in whose shift."""

import sqlalchemy as sa
from alembic import op

LIMITS = (("cash_out_limit_vnd", sa.BigInteger()), ("refund_limit_vnd", sa.BigInteger()), ("refund_days", sa.Integer()))
RULES = (("refund_other_method", "approval"), ("own_confirm", "free"), ("short_stock", "approval"))


def upgrade() -> None:
    """Changes the tables."""
    _outlet_limits()


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
