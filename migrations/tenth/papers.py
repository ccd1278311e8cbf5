"""Papers of producers and products, and the stars that follow from them: the certificates of products become papers."""

import uuid
from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

KINDS = (
    "'ocop', 'food_safety', 'self_declaration', 'test_report', 'vietgap', 'globalgap', 'trademark', 'gi', 'environment',"
    " 'barcode', 'business', 'other'"
)
PRODUCT = sa.table(
    "product",
    sa.column("code", sa.Text()),
    sa.column("producer_code", sa.Text()),
    sa.column("stars", sa.Integer()),
    sa.column("certificate_number", sa.Text()),
    sa.column("certificate_issuer", sa.Text()),
    sa.column("certificate_issued_on", sa.Date()),
    sa.column("certificate_valid_until", sa.Date()),
)


def upgrade() -> None:
    """Changes the tables."""
    paper = op.create_table(
        "producer_paper",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.Column("is_from_product", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("file_uid", sa.Text(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_producer_paper_kind")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= issued_on", name=op.f("ck_producer_paper_days")),
        sa.CheckConstraint("stars IS NULL OR (kind = 'ocop' AND stars BETWEEN 3 AND 5)", name=op.f("ck_producer_paper_stars")),
        sa.CheckConstraint(
            "kind <> 'ocop' OR (product_code IS NOT NULL AND valid_until IS NOT NULL)", name=op.f("ck_producer_paper_ocop")
        ),
        sa.CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name=op.f("ck_producer_paper_approved_by_somebody")),
        sa.CheckConstraint(
            "NOT is_from_product OR (kind = 'ocop' AND approved_at IS NOT NULL)",
            name=op.f("ck_producer_paper_from_product_is_approved"),
        ),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_producer_paper_producer_code")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_producer_paper_product_code")),
        sa.ForeignKeyConstraint(["file_uid"], ["stored_file.uid"], name=op.f("fk_producer_paper_file_uid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer_paper")),
        sa.UniqueConstraint("uid", name=op.f("uq_producer_paper_uid")),
    )
    for column in ("producer_code", "product_code", "valid_until", "file_uid"):
        op.create_index(op.f(f"ix_producer_paper_{column}"), "producer_paper", [column])
    op.create_index(
        "uq_producer_paper_from_product",
        "producer_paper",
        ["product_code"],
        unique=True,
        sqlite_where=sa.text("is_from_product"),
        postgresql_where=sa.text("is_from_product"),
    )
    span = op.create_table(
        "star_span",
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.CheckConstraint("stars BETWEEN 3 AND 5", name=op.f("ck_star_span_stars")),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_star_span_days")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_star_span_product_code")),
        sa.PrimaryKeyConstraint("product_code", "from_day", name=op.f("pk_star_span")),
    )
    _move_certificates(paper, span)


def _move_certificates(paper: sa.Table, span: sa.Table) -> None:
    """Each product's certificate becomes a paper, added on the day of its issue, and its stars a span of days."""
    connection = op.get_bind()
    certified = sa.select(PRODUCT).where(PRODUCT.c.certificate_number.is_not(None)).order_by(PRODUCT.c.code)
    for row in connection.execute(certified).all():
        first, last = row.certificate_issued_on, row.certificate_valid_until
        at = datetime.combine(first, time(), UTC)
        values = {
            "uid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"certificate:{row.code}")),
            "kind": "ocop",
            "producer_code": row.producer_code,
            "product_code": row.code,
            "is_from_product": True,
            "number": row.certificate_number,
            "issuer": row.certificate_issuer,
            "issued_on": first,
            "valid_until": last,
            "stars": row.stars,
            "added_at": at,
            "added_by": "outlet",
            "approved_at": at,
            "approved_by": "outlet",
        }
        connection.execute(sa.insert(paper), values)
        if row.stars is not None:
            connection.execute(
                sa.insert(span), {"product_code": row.code, "from_day": first, "until_day": last, "stars": row.stars}
            )
