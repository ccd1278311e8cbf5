"""The notes of an opening float, and whether whoever opens a shift sees what the last count found."""

import sqlalchemy as sa
from alembic import op

BANKNOTES = "500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100"


def upgrade() -> None:
    """Makes the table, and the outlet's column: an outlet goes on showing the last count."""
    op.create_table(
        "shift_float",
        sa.Column("shift_uid", sa.Text(), nullable=False),
        sa.Column("note_vnd", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"note_vnd IN ({BANKNOTES})", name=op.f("ck_shift_float_note")),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_shift_float_pieces")),
        sa.ForeignKeyConstraint(["shift_uid"], ["shift.uid"], name=op.f("fk_shift_float_shift_uid")),
        sa.PrimaryKeyConstraint("shift_uid", "note_vnd", name=op.f("pk_shift_float")),
    )
    with op.batch_alter_table("outlet") as batch:
        batch.add_column(sa.Column("float_count", sa.Text(), nullable=False, server_default="shown"))
    with op.batch_alter_table("outlet") as batch:
        batch.alter_column("float_count", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.create_check_constraint(op.f("ck_outlet_float_count"), "float_count IN ('shown', 'blind')")
