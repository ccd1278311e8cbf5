"""Questions about a day or a product of a statement, beside those about a line."""

import sqlalchemy as sa
from alembic import op

ABOUT_ONE_THING = (
    "(line_uid IS NULL AND day IS NULL AND product_code IS NOT NULL)"
    " OR (line_uid IS NULL AND day IS NOT NULL AND product_code IS NULL)"
    " OR (line_uid IS NOT NULL AND day IS NULL AND product_code IS NULL)"
)


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("statement_message") as batch:
        batch.alter_column("line_uid", existing_type=sa.Text(), nullable=True)
        batch.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch.add_column(sa.Column("product_code", sa.Text(), nullable=True))
        batch.create_foreign_key(op.f("fk_statement_message_product_code"), "product", ["product_code"], ["code"])
        batch.create_check_constraint(op.f("ck_statement_message_about_one_thing"), ABOUT_ONE_THING)
