"""What was hidden in text becomes columns and rows; a term says who keeps the VAT; names are folded for search anew.

The cause of a loss stood in front of its note, the document of a book line in one text, the bearers of a term's losses in a
column for each cause; an adjustment or a charge had no record but its book line.
"""

import uuid

import sqlalchemy as sa
from alembic import op

from core.text.search_fold import fold
from migrations.first.types import INSTANT, KEY

FOLDED = ("producer", "product")
CAUSES = ("damage", "expiry", "theft", "count", "sampling", "recall")
SOURCES = ("delivery", "sale", "refund", "return", "loss", "count", "charge", "adjustment", "payout")
CAUSE_LIST = "cause IN ('damage', 'expiry', 'theft', 'count', 'sampling', 'recall')"


def upgrade() -> None:
    """Changes the tables."""
    _terms()
    _corrections()
    _book_lines()
    _statements()
    _messages()
    with op.batch_alter_table("payout") as batch:
        batch.create_foreign_key(op.f("fk_payout_shift_uid"), "shift", ["shift_uid"], ["uid"])
    refold(op.get_bind())


def _terms() -> None:
    op.create_table(
        "term_loss",
        sa.Column("term_id", KEY, autoincrement=False, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.CheckConstraint("bearer IN ('outlet', 'producer', 'shared')", name=op.f("ck_term_loss_bearer")),
        sa.CheckConstraint(CAUSE_LIST, name=op.f("ck_term_loss_cause")),
        sa.ForeignKeyConstraint(["term_id"], ["agreement_term.id"], name="fk_term_loss_term_id"),
        sa.PrimaryKeyConstraint("term_id", "cause", name="pk_term_loss"),
    )
    for cause in CAUSES:
        op.execute(
            f"INSERT INTO term_loss (term_id, cause, bearer) SELECT id, '{cause}', loss_{cause} FROM agreement_term"  # noqa: S608
            f" WHERE loss_{cause} <> 'outlet'"
        )
    with op.batch_alter_table("agreement_term") as batch:
        batch.add_column(sa.Column("vat_kept_by", sa.Text(), nullable=True))
        for cause in CAUSES:
            batch.drop_constraint(op.f(f"ck_agreement_term_loss_{cause}"), type_="check")
            batch.drop_column(f"loss_{cause}")
    # Until now the outlet kept the VAT where the commission was on the price without it.
    op.execute(
        "UPDATE agreement_term SET vat_kept_by = CASE commission_base WHEN 'without_vat' THEN 'outlet' ELSE 'producer' END"
    )
    with op.batch_alter_table("agreement_term") as batch:
        batch.alter_column("vat_kept_by", existing_type=sa.Text(), nullable=False)
        batch.create_check_constraint(op.f("ck_agreement_term_vat_kept_by"), "vat_kept_by IN ('producer', 'outlet')")


def _corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('adjustment', 'charge')", name=op.f("ck_correction_kind")),
        sa.CheckConstraint("amount_vnd <> 0", name=op.f("ck_correction_amount")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_correction_producer_code"),
        sa.PrimaryKeyConstraint("kind", "uid", name="pk_correction"),
    )
    op.create_index("ix_correction_producer_code", "correction", ["producer_code"], unique=False)
    # The audit trail names who posted it: the first line of that act and producer not before the book line.
    op.execute(
        "INSERT INTO correction (kind, uid, producer_code, amount_vnd, memo, posted_at, posted_by)"
        " SELECT b.kind, substr(b.document, length(b.kind) + 2), b.producer_code,"
        " CASE b.kind WHEN 'charge' THEN -b.owed_vnd ELSE b.owed_vnd END, coalesce(b.words, ''), b.posted_at,"
        " coalesce((SELECT a.actor FROM audit_line a WHERE a.subject = b.producer_code AND a.at >= b.posted_at"
        " AND a.action = CASE b.kind WHEN 'charge' THEN 'book.charged' ELSE 'book.adjusted' END ORDER BY a.id LIMIT 1), '')"
        " FROM book_line b WHERE b.kind IN ('adjustment', 'charge')"
    )


def _book_lines() -> None:
    with op.batch_alter_table("book_line") as batch:
        for name in ("source_kind", "source_uid", "cause", "memo"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))
    of_source = " ".join(f"WHEN document LIKE '{source}/%' THEN '{source}'" for source in SOURCES)
    of_cause = " ".join(f"WHEN words = '{cause}' OR words LIKE '{cause}:%' THEN '{cause}'" for cause in CAUSES)
    op.execute(
        f"UPDATE book_line SET source_kind = CASE {of_source} END, memo = words,"  # noqa: S608
        f" cause = CASE WHEN kind IN ('lost', 'count') THEN CASE {of_cause} END END"
    )
    op.execute("UPDATE book_line SET source_uid = substr(document, length(source_kind) + 2)")
    op.execute("UPDATE book_line SET memo = nullif(trim(substr(words, length(cause) + 2)), '') WHERE cause IS NOT NULL")
    with op.batch_alter_table("book_line") as batch:
        batch.drop_index("ix_book_line_document")
        batch.drop_column("document")
        batch.drop_column("words")
        batch.alter_column("source_kind", existing_type=sa.Text(), nullable=False)
        batch.alter_column("source_uid", existing_type=sa.Text(), nullable=False)
        sources = ", ".join(f"'{source}'" for source in SOURCES)
        batch.create_check_constraint(op.f("ck_book_line_source_kind"), f"source_kind IN ({sources})")
        batch.create_check_constraint(op.f("ck_book_line_cause"), CAUSE_LIST)
        batch.create_check_constraint(
            op.f("ck_book_line_loss_has_a_cause"),
            "kind = 'count' OR (kind = 'lost') = (cause IS NOT NULL)",
        )
        batch.create_foreign_key(op.f("fk_book_line_lot"), "lot", ["lot"], ["code"])
        batch.create_index("ix_book_line_source", ["source_kind", "source_uid"], unique=False)


def _statements() -> None:
    """The printed number, `ĐS-2026-0041`, as the integers it is made of, and how many lines were claimed."""
    with op.batch_alter_table("statement") as batch:
        batch.add_column(sa.Column("year", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("year_sequence", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("line_count", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE statement SET year = CAST(substr(number, 4, 4) AS INTEGER), year_sequence = CAST(substr(number, 9) AS INTEGER),"
        " line_count = (SELECT count(*) FROM statement_line WHERE statement_line.statement_uid = statement.uid)"
    )
    with op.batch_alter_table("statement") as batch:
        batch.alter_column("year", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("year_sequence", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("line_count", existing_type=sa.Integer(), nullable=False)
        batch.create_unique_constraint(op.f("uq_statement_year_year_sequence"), ["year", "year_sequence"])


def _messages() -> None:
    """Questions and answers get ids of their own."""
    op.create_table(
        "statement_message",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("statement_uid", sa.Text(), nullable=False),
        sa.Column("line_uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('query', 'answer')", name=op.f("ck_statement_message_kind")),
        sa.ForeignKeyConstraint(["statement_uid"], ["statement.uid"], name="fk_statement_message_statement_uid"),
        sa.ForeignKeyConstraint(["line_uid"], ["book_line.uid"], name="fk_statement_message_line_uid"),
        sa.PrimaryKeyConstraint("id", name="pk_statement_message"),
        sa.UniqueConstraint("kind", "uid", name="uq_statement_message_kind_uid"),
    )
    op.create_index("ix_statement_message_statement_uid", "statement_message", ["statement_uid"], unique=False)
    connection = op.get_bind()
    columns = ("statement_uid", "line_uid", "kind", "message")
    old = sa.table("statement_word", *map(sa.column, ("id", *columns, "said_by", "said_at")))
    new = sa.table("statement_message", *map(sa.column, ("uid", *columns, "written_by", "written_at")))
    written = [
        {**{name: found[name] for name in columns}, "written_by": found["said_by"], "written_at": found["said_at"]}
        for found in connection.execute(sa.select(old).order_by(old.c.id)).mappings()
    ]
    if written:
        connection.execute(sa.insert(new), [{**values, "uid": str(uuid.uuid4())} for values in written])
    op.drop_table("statement_word")


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
