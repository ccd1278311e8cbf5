"""Allowances of agreements by cause, what losses took of them, and what an agreement says about goods near their day."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import KEY

CAUSES = "'damage', 'expiry', 'theft', 'count', 'sampling', 'recall'"
SOURCES = "'delivery', 'sale', 'refund', 'return', 'loss', 'count', 'charge', 'adjustment', 'payout'"


def upgrade() -> None:
    """Changes the tables."""
    op.add_column("agreement_version", sa.Column("answer_days", sa.Integer(), nullable=False, server_default="7"))
    with op.batch_alter_table("agreement_version") as batch:
        batch.alter_column("answer_days", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch.create_check_constraint(op.f("ck_agreement_version_answer_days"), "answer_days >= 0")
    op.create_table(
        "agreement_allowance",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("value_vnd", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(f"cause IN ({CAUSES})", name=op.f("ck_agreement_allowance_cause")),
        sa.CheckConstraint("per IN ('month', 'year')", name=op.f("ck_agreement_allowance_per")),
        sa.CheckConstraint("value_vnd >= 0", name=op.f("ck_agreement_allowance_value")),
        sa.ForeignKeyConstraint(["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_allowance_version_id")),
        sa.PrimaryKeyConstraint("version_id", "cause", name=op.f("pk_agreement_allowance")),
    )
    op.create_table(
        "agreement_expiry",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=True),
        sa.CheckConstraint("days >= 0 AND answer_days >= 0", name=op.f("ck_agreement_expiry_not_negative")),
        sa.CheckConstraint("choice IN ('mark_down', 'give_back', 'sample', 'donate')", name=op.f("ck_agreement_expiry_choice")),
        sa.CheckConstraint(
            "(choice = 'mark_down') = (rate_bp IS NOT NULL) AND (rate_bp IS NULL OR rate_bp BETWEEN 1 AND 10000)",
            name=op.f("ck_agreement_expiry_rate"),
        ),
        sa.ForeignKeyConstraint(["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_expiry_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_agreement_expiry")),
    )
    op.create_table(
        "allowance_use",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("agreement_number", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_uid", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("worth_vnd", sa.BigInteger(), nullable=False),
        sa.Column("used_vnd", sa.BigInteger(), nullable=False),
        sa.Column("reverses", KEY, nullable=True),
        sa.CheckConstraint(f"cause IN ({CAUSES})", name=op.f("ck_allowance_use_cause")),
        sa.CheckConstraint(f"source_kind IN ({SOURCES})", name=op.f("ck_allowance_use_source_kind")),
        sa.CheckConstraint(
            "(reverses IS NULL AND quantity > 0 AND used_vnd BETWEEN 0 AND worth_vnd)"
            " OR (reverses IS NOT NULL AND quantity < 0 AND used_vnd BETWEEN worth_vnd AND 0)",
            name=op.f("ck_allowance_use_within_its_worth"),
        ),
        sa.ForeignKeyConstraint(["agreement_number"], ["agreement.number"], name=op.f("fk_allowance_use_agreement_number")),
        sa.ForeignKeyConstraint(["reverses"], ["allowance_use.id"], name=op.f("fk_allowance_use_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_use")),
        sa.UniqueConstraint("reverses", name=op.f("uq_allowance_use_reverses")),
    )
    op.create_index(op.f("ix_allowance_use_lot"), "allowance_use", ["lot"])
    op.create_index("ix_allowance_use_agreement", "allowance_use", ["agreement_number", "cause", "day"])
    op.create_index("ix_allowance_use_source", "allowance_use", ["source_kind", "source_uid"])
