"""Member households of producers, the lots they brought, and whose goods are announced."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "member",
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_member_producer_code")),
        sa.PrimaryKeyConstraint("producer_code", "code", name=op.f("pk_member")),
    )
    op.create_table(
        "member_lot",
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("member_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["producer_code", "member_code"],
            ["member.producer_code", "member.code"],
            name=op.f("fk_member_lot_producer_code_member_code"),
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_member_lot_lot")),
        sa.PrimaryKeyConstraint("lot", name=op.f("pk_member_lot")),
    )
    op.create_index("ix_member_lot_member", "member_lot", ["producer_code", "member_code"])
    with op.batch_alter_table("announcement_line") as batch:
        batch.add_column(sa.Column("member_code", sa.Text(), nullable=True))
