"""Producers, products, agreements, the book, statements."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def create() -> None:
    """Creates the tables and their indexes."""
    op.create_table(
        "producer",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("bank_bin", sa.Text(), nullable=True),
        sa.Column("bank_account", sa.Text(), nullable=True),
        sa.Column("bank_holder", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('cooperative', 'group', 'enterprise', 'household')", name=op.f("ck_producer_kind")),
        sa.PrimaryKeyConstraint("code", name="pk_producer"),
    )
    op.create_table(
        "agreement",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("newest_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_agreement_producer_code"),
        sa.PrimaryKeyConstraint("number", name="pk_agreement"),
    )
    op.create_index("ix_agreement_producer_code", "agreement", ["producer_code"], unique=False)
    op.create_table(
        "product",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.Text(), nullable=False),
        sa.Column("plu", sa.Text(), nullable=True),
        sa.Column("product_set", sa.Integer(), nullable=True),
        sa.Column("commune", sa.Text(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("certificate_number", sa.Text(), nullable=True),
        sa.Column("certificate_issuer", sa.Text(), nullable=True),
        sa.Column("certificate_issued_on", sa.Date(), nullable=True),
        sa.Column("certificate_valid_until", sa.Date(), nullable=True),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("vat IN ('KCT', 'KKKNT', '0', '5', '8', '10')", name=op.f("ck_product_vat")),
        sa.CheckConstraint("places BETWEEN 0 AND 3", name=op.f("ck_product_places")),
        sa.CheckConstraint("price_vnd >= 0", name=op.f("ck_product_price")),
        sa.CheckConstraint("product_set BETWEEN 1 AND 26", name=op.f("ck_product_set")),
        sa.CheckConstraint("stars BETWEEN 3 AND 5", name=op.f("ck_product_stars")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_product_producer_code"),
        sa.PrimaryKeyConstraint("code", name="pk_product"),
        sa.UniqueConstraint("plu", name="uq_product_plu"),
    )
    op.create_index("ix_product_producer_code", "product", ["producer_code"], unique=False)
    op.create_index("ix_product_version", "product", ["version"], unique=False)
    op.create_table(
        "statement",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("opening_vnd", sa.BigInteger(), nullable=False),
        sa.Column("closing_vnd", sa.BigInteger(), nullable=False),
        sa.Column("payable_vnd", sa.BigInteger(), nullable=False),
        sa.Column("paid_vnd", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("accepted_note", sa.Text(), nullable=True),
        sa.CheckConstraint("paid_vnd BETWEEN 0 AND payable_vnd", name=op.f("ck_statement_never_over_payable")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_statement_producer_code"),
        sa.PrimaryKeyConstraint("uid", name="pk_statement"),
        sa.UniqueConstraint("number", name="uq_statement_number"),
        sa.UniqueConstraint("producer_code", "sequence", name="uq_statement_producer_code_sequence"),
    )
    op.create_table(
        "agreement_version",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("agreement_number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("holding_days", sa.Integer(), nullable=False),
        sa.Column("minimum_payout_vnd", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_agreement_version_ends_after_start")),
        sa.CheckConstraint("holding_days >= 0 AND minimum_payout_vnd >= 0", name=op.f("ck_agreement_version_not_negative")),
        sa.ForeignKeyConstraint(["agreement_number"], ["agreement.number"], name="fk_agreement_version_agreement_number"),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_agreement_version_producer_code"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_version"),
        sa.UniqueConstraint("agreement_number", "version", name="uq_agreement_version_agreement_number_version"),
    )
    op.create_index("ix_agreement_version_producer_code", "agreement_version", ["producer_code"], unique=False)
    op.create_table(
        "barcode",
        sa.Column("gtin", sa.Text(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_barcode_product_code"),
        sa.PrimaryKeyConstraint("gtin", name="pk_barcode"),
    )
    op.create_index("ix_barcode_product_code", "barcode", ["product_code"], unique=False)
    op.create_table(
        "payout",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("statement_uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("shift_uid", sa.Text(), nullable=True),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("paid_at", INSTANT, nullable=False),
        sa.Column("paid_by", sa.Text(), nullable=False),
        sa.CheckConstraint("method IN ('cash', 'bank')", name=op.f("ck_payout_method")),
        sa.CheckConstraint("(amount_vnd > 0) = (reverses IS NULL) AND amount_vnd <> 0", name=op.f("ck_payout_sign_of_amount")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_payout_producer_code"),
        sa.ForeignKeyConstraint(["reverses"], ["payout.uid"], name="fk_payout_reverses"),
        sa.ForeignKeyConstraint(["statement_uid"], ["statement.uid"], name="fk_payout_statement_uid"),
        sa.PrimaryKeyConstraint("uid", name="pk_payout"),
        sa.UniqueConstraint("reverses", name="uq_payout_reverses"),
    )
    op.create_index("ix_payout_producer_code", "payout", ["producer_code"], unique=False)
    op.create_index("ix_payout_shift_uid", "payout", ["shift_uid"], unique=False)
    op.create_index("ix_payout_statement_uid", "payout", ["statement_uid"], unique=False)
    op.create_table(
        "product_price",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_product_price_product_code"),
        sa.PrimaryKeyConstraint("id", name="pk_product_price"),
    )
    op.create_index("ix_product_price_product_from", "product_price", ["product_code", "from_at"], unique=False)
    op.create_table(
        "statement_word",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("statement_uid", sa.Text(), nullable=False),
        sa.Column("line_uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('query', 'answer')", name=op.f("ck_statement_word_kind")),
        sa.ForeignKeyConstraint(["statement_uid"], ["statement.uid"], name="fk_statement_word_statement_uid"),
        sa.PrimaryKeyConstraint("id", name="pk_statement_word"),
    )
    op.create_index("ix_statement_word_statement_uid", "statement_word", ["statement_uid"], unique=False)
    op.create_table(
        "agreement_term",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.Column("product_set", sa.Integer(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=True),
        sa.Column("owed_per_unit_vnd", sa.BigInteger(), nullable=True),
        sa.Column("discount_bearer", sa.Text(), nullable=False),
        sa.Column("loss_damage", sa.Text(), nullable=False),
        sa.Column("loss_expiry", sa.Text(), nullable=False),
        sa.Column("loss_theft", sa.Text(), nullable=False),
        sa.Column("loss_count", sa.Text(), nullable=False),
        sa.Column("loss_sampling", sa.Text(), nullable=False),
        sa.Column("loss_recall", sa.Text(), nullable=False),
        sa.Column("loss_allowance_bp", sa.Integer(), nullable=False),
        sa.Column("commission_base", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(basis = 'commission' AND rate_bp BETWEEN 0 AND 10000 AND owed_per_unit_vnd IS NULL)"
            " OR (basis = 'fixed_price' AND owed_per_unit_vnd >= 0 AND rate_bp IS NULL)",
            name=op.f("ck_agreement_term_basis"),
        ),
        sa.CheckConstraint("commission_base IN ('with_vat', 'without_vat')", name=op.f("ck_agreement_term_commission_base")),
        sa.CheckConstraint("discount_bearer IN ('outlet', 'producer', 'shared')", name=op.f("ck_agreement_term_discount_bearer")),
        sa.CheckConstraint("loss_count IN ('outlet', 'producer', 'shared')", name=op.f("ck_agreement_term_loss_count")),
        sa.CheckConstraint("loss_damage IN ('outlet', 'producer', 'shared')", name=op.f("ck_agreement_term_loss_damage")),
        sa.CheckConstraint("loss_expiry IN ('outlet', 'producer', 'shared')", name=op.f("ck_agreement_term_loss_expiry")),
        sa.CheckConstraint("loss_recall IN ('outlet', 'producer', 'shared')", name=op.f("ck_agreement_term_loss_recall")),
        sa.CheckConstraint("loss_sampling IN ('outlet', 'producer', 'shared')", name=op.f("ck_agreement_term_loss_sampling")),
        sa.CheckConstraint("loss_theft IN ('outlet', 'producer', 'shared')", name=op.f("ck_agreement_term_loss_theft")),
        sa.CheckConstraint("loss_allowance_bp BETWEEN 0 AND 10000", name=op.f("ck_agreement_term_loss_allowance")),
        sa.CheckConstraint("product_code IS NULL OR product_set IS NULL", name=op.f("ck_agreement_term_one_scope")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_agreement_term_product_code"),
        sa.ForeignKeyConstraint(["version_id"], ["agreement_version.id"], name="fk_agreement_term_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_term"),
    )
    op.create_index("ix_agreement_term_version_id", "agreement_term", ["version_id"], unique=False)
    op.create_table(
        "book_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.Column("lot", sa.Text(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_vnd", sa.BigInteger(), nullable=True),
        sa.Column("gross_vnd", sa.BigInteger(), nullable=False),
        sa.Column("discount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("owed_vnd", sa.BigInteger(), nullable=False),
        sa.Column("term_id", KEY, nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('received', 'refunded') AND quantity > 0) OR (kind IN ('sold', 'returned', 'lost')"
            " AND quantity < 0) OR kind IN ('count', 'charge', 'adjustment', 'payout')",
            name=op.f("ck_book_line_sign_of_quantity"),
        ),
        sa.CheckConstraint(
            "(kind IN ('received', 'returned') AND owed_vnd = 0) OR (kind IN ('sold', 'lost', 'count')"
            " AND owed_vnd >= 0) OR (kind = 'refunded' AND owed_vnd <= 0)"
            " OR kind IN ('charge', 'adjustment', 'payout')",
            name=op.f("ck_book_line_sign_of_owed"),
        ),
        sa.CheckConstraint(
            "(product_code IS NULL) = (kind IN ('charge', 'adjustment', 'payout')) AND (product_code IS NULL) = (lot IS NULL)",
            name=op.f("ck_book_line_goods_have_a_lot"),
        ),
        sa.CheckConstraint(
            "kind IN ('received', 'sold', 'refunded', 'returned', 'lost', 'count', 'charge', 'adjustment', 'payout')",
            name=op.f("ck_book_line_kind"),
        ),
        sa.CheckConstraint(
            "product_code IS NOT NULL OR (quantity = 0 AND gross_vnd = 0)", name=op.f("ck_book_line_money_has_no_goods")
        ),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name="fk_book_line_producer_code"),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name="fk_book_line_product_code"),
        sa.ForeignKeyConstraint(["term_id"], ["agreement_term.id"], name="fk_book_line_term_id"),
        sa.PrimaryKeyConstraint("id", name="pk_book_line"),
        sa.UniqueConstraint("uid", name="uq_book_line_uid"),
    )
    op.create_index("ix_book_line_document", "book_line", ["document"], unique=False)
    op.create_index("ix_book_line_producer", "book_line", ["producer_code", "id", "owed_vnd"], unique=False)
    op.create_index("ix_book_line_producer_day", "book_line", ["producer_code", "day"], unique=False)
    op.create_index("ix_book_line_product", "book_line", ["product_code"], unique=False)
    op.create_table(
        "statement_line",
        sa.Column("book_line_id", KEY, autoincrement=False, nullable=False),
        sa.Column("statement_uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["book_line_id"], ["book_line.id"], name="fk_statement_line_book_line_id"),
        sa.ForeignKeyConstraint(["statement_uid"], ["statement.uid"], name="fk_statement_line_statement_uid"),
        sa.PrimaryKeyConstraint("book_line_id", name="pk_statement_line"),
    )
    op.create_index("ix_statement_line_statement_uid", "statement_line", ["statement_uid"], unique=False)
