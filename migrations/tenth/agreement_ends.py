"""That producers were told of the end of their agreements."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "agreement_end_notice",
        sa.Column("agreement_number", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_agreement_end_notice_days")),
        sa.ForeignKeyConstraint(
            ["agreement_number"], ["agreement.number"], name=op.f("fk_agreement_end_notice_agreement_number")
        ),
        sa.PrimaryKeyConstraint("agreement_number", "ends_on", "days", name=op.f("pk_agreement_end_notice")),
    )
