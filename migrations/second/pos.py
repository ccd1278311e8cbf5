"""Bank notices and the confirmations made from them point at what they name; discounts, flags and counted notes are rows."""

from alembic import op

from migrations.second import adjustments, sales


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("bank_notice") as batch:
        batch.create_foreign_key(op.f("fk_bank_notice_sale_uid"), "sale", ["sale_uid"], ["uid"])
    with op.batch_alter_table("payment_confirmation") as batch:
        batch.create_foreign_key(op.f("fk_payment_confirmation_notice"), "bank_notice", ["notice"], ["id"])
    adjustments.upgrade()
    sales.upgrade()
