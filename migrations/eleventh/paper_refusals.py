"""That a paper which its producer sent was refused, by whom and why."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT

REFUSED = (
    "(refused_at IS NULL) = (refused_by IS NULL) AND (refused_at IS NULL) = (refusal IS NULL)"
    " AND (refused_at IS NULL OR approved_at IS NULL)"
)


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("producer_paper") as batch:
        batch.add_column(sa.Column("refused_at", INSTANT, nullable=True))
        batch.add_column(sa.Column("refused_by", sa.Text(), nullable=True))
        batch.add_column(sa.Column("refusal", sa.Text(), nullable=True))
        batch.create_check_constraint(op.f("ck_producer_paper_refused_by_somebody"), REFUSED)
