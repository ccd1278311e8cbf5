"""What a cashier wrote to a sale, or to a line of it."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "sale_note",
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("line >= 0", name=op.f("ck_sale_note_line")),
        sa.CheckConstraint("length(note) BETWEEN 1 AND 200", name=op.f("ck_sale_note_length")),
        sa.ForeignKeyConstraint(["sale_uid"], ["sale.uid"], name=op.f("fk_sale_note_sale_uid")),
        sa.PrimaryKeyConstraint("sale_uid", "line", name=op.f("pk_sale_note")),
    )
