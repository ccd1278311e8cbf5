"""Shortages take back what earlier counts found; a loss or count beyond the limit names who approved it.

A restore skips the numbers that were given out before it.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from migrations.first.types import KEY


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("goods_document") as batch:
        batch.add_column(sa.Column("approved_by", sa.Text(), nullable=True))
    op.create_table(
        "surplus_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False, server_default="count"),
        sa.Column("count_uid", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("is_reversal", sa.Boolean(), nullable=False),
        sa.CheckConstraint("document_kind = 'count'", name=op.f("ck_surplus_line_of_a_count")),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_surplus_line_not_zero")),
        sa.ForeignKeyConstraint(
            ["document_kind", "count_uid"],
            ["goods_document.kind", "goods_document.uid"],
            name=op.f("fk_surplus_line_document_kind_count_uid"),
        ),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_surplus_line_product_code")),
        sa.PrimaryKeyConstraint("id", name="pk_surplus_line"),
        sa.UniqueConstraint(
            "count_uid", "product_code", "is_reversal", name=op.f("uq_surplus_line_count_uid_product_code_is_reversal")
        ),
    )
    op.create_index("ix_surplus_line_product_code", "surplus_line", ["product_code"], unique=False)
    _earlier_surpluses()
    op.create_table(
        "skipped_number",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("restore_uid", sa.Text(), nullable=False),
        sa.CheckConstraint("first > 0 AND last >= first", name=op.f("ck_skipped_number_range")),
        sa.PrimaryKeyConstraint("series", "year", "first", name="pk_skipped_number"),
    )


def _earlier_surpluses() -> None:
    """What earlier counts found and no later shortage used up. What those shortages cost stays as it was posted."""
    differences = op.get_bind().execute(
        sa.text(
            "SELECT d.uid, l.product_code, sum(c.counted - c.booked) AS difference FROM count_line c"
            " JOIN lot l ON l.code = c.lot"
            " JOIN goods_document d ON d.kind = 'count' AND d.uid = c.count_uid"
            " LEFT JOIN goods_reversal r ON r.kind = 'count' AND r.document_uid = d.uid"
            " WHERE r.uid IS NULL GROUP BY d.id, d.uid, l.product_code HAVING sum(c.counted - c.booked) <> 0 ORDER BY d.id"
        )
    )
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for uid, product, difference in differences:
        rest = int(difference)
        if rest > 0:
            found[product].append({"uid": uid, "product": product, "quantity": rest})
        while rest < 0 and found[product]:
            first = found[product][0]
            rest += int(str(first["quantity"]))
            if rest > 0:
                first["quantity"] = rest
            else:
                del found[product][0]
    rows = [row for lines in found.values() for row in lines]
    if rows:
        op.get_bind().execute(
            sa.text(
                "INSERT INTO surplus_line (count_uid, product_code, quantity, is_reversal)"
                " VALUES (:uid, :product, :quantity, false)"
            ),
            rows,
        )
