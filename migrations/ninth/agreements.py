"""Agreements whose versions begin on a day to come and are confirmed, with their charges and the papers they ask for."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

PAPERS = (
    "'ocop', 'food_safety', 'self_declaration', 'test_report', 'vietgap', 'globalgap', 'trademark', 'gi', 'environment',"
    " 'barcode', 'business', 'other'"
)


def upgrade() -> None:
    """Changes the tables."""
    added = (
        sa.Column("recorded_by", sa.Text(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("signed_number", sa.Text(), nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("cycle", sa.Text(), nullable=False, server_default="month"),
        sa.Column("visibility", sa.Text(), nullable=False, server_default="detailed"),
    )
    for column in added:
        op.add_column("agreement_version", column)
    with op.batch_alter_table("agreement_version") as batch:
        batch.alter_column("grace_days", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        for name in ("cycle", "visibility"):
            batch.alter_column(name, existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.create_check_constraint(op.f("ck_agreement_version_grace_days"), "grace_days >= 0")
        batch.create_check_constraint(op.f("ck_agreement_version_cycle"), "cycle IN ('week', 'half_month', 'month')")
        batch.create_check_constraint(op.f("ck_agreement_version_visibility"), "visibility IN ('detailed', 'basic', 'balance')")
    op.create_table(
        "agreement_charge",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("per IN ('cycle', 'unit', 'delivery')", name=op.f("ck_agreement_charge_per")),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_agreement_charge_amount")),
        sa.ForeignKeyConstraint(["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_charge_version_id")),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_agreement_charge")),
    )
    op.create_table(
        "agreement_paper",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("without", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({PAPERS})", name=op.f("ck_agreement_paper_kind")),
        sa.CheckConstraint("without IN ('warn', 'no_receiving', 'no_selling')", name=op.f("ck_agreement_paper_without")),
        sa.ForeignKeyConstraint(["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_paper_version_id")),
        sa.PrimaryKeyConstraint("version_id", "kind", name=op.f("pk_agreement_paper")),
    )
    op.create_table(
        "agreement_confirmation",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_confirmation_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_agreement_confirmation")),
        sa.UniqueConstraint("uid", name=op.f("uq_agreement_confirmation_uid")),
    )
    with op.batch_alter_table("producer_message") as batch:
        batch.drop_constraint(op.f("ck_producer_message_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_producer_message_kind"), "kind IN ('account', 'agreement', 'price')")
