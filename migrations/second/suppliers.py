"""The book and the payouts point at what they name."""

from alembic import op


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("book_line") as batch:
        batch.create_foreign_key(op.f("fk_book_line_lot"), "lot", ["lot"], ["code"])
    with op.batch_alter_table("statement_word") as batch:
        batch.create_foreign_key(op.f("fk_statement_word_line_uid"), "book_line", ["line_uid"], ["uid"])
    with op.batch_alter_table("payout") as batch:
        batch.create_foreign_key(op.f("fk_payout_shift_uid"), "shift", ["shift_uid"], ["uid"])
