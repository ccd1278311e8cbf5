"""The book and the payouts point at what they name; a term says who keeps the VAT; names are folded for search by the rule
that knows look-alike letters.
"""

import sqlalchemy as sa
from alembic import op

from core.search_fold import fold

FOLDED = ("producer", "product")


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("agreement_term") as batch:
        batch.add_column(sa.Column("vat_kept_by", sa.Text(), nullable=True))
    # Until now the outlet kept the VAT where the commission was on the price without it.
    op.execute(
        "UPDATE agreement_term SET vat_kept_by = CASE commission_base WHEN 'without_vat' THEN 'outlet' ELSE 'producer' END"
    )
    with op.batch_alter_table("agreement_term") as batch:
        batch.alter_column("vat_kept_by", existing_type=sa.Text(), nullable=False)
        batch.create_check_constraint(op.f("ck_agreement_term_vat_kept_by"), "vat_kept_by IN ('producer', 'outlet')")
    with op.batch_alter_table("book_line") as batch:
        batch.create_foreign_key(op.f("fk_book_line_lot"), "lot", ["lot"], ["code"])
    with op.batch_alter_table("statement_word") as batch:
        batch.create_foreign_key(op.f("fk_statement_word_line_uid"), "book_line", ["line_uid"], ["uid"])
    with op.batch_alter_table("payout") as batch:
        batch.create_foreign_key(op.f("fk_payout_shift_uid"), "shift", ["shift_uid"], ["uid"])
    refold(op.get_bind())


def refold(connection: sa.Connection) -> None:
    """Folds the names of producers and products anew.

    `fold` is the one of the running code and no copy: a search folds what is typed by it, and compares with these columns.
    """
    for name in FOLDED:
        table = sa.table(name, sa.column("code"), sa.column("name"), sa.column("name_folded"))
        known = connection.execute(sa.select(table.c.code, table.c.name, table.c.name_folded)).all()
        changed = [{"of": code, "folded": fold(text)} for code, text, folded in known if fold(text) != folded]
        if changed:
            update = sa.update(table).where(table.c.code == sa.bindparam("of")).values(name_folded=sa.bindparam("folded"))
            connection.execute(update, changed)
