"""The first schema: every table, and the triggers that keep the books from being changed.

Revision: 0001.
"""

from migrations.first import core, inventory, pos, suppliers

revision = "0001"
down_revision = None

APPEND_ONLY = (
    "audit_line",
    "document",
    "product_price",
    "agreement_version",
    "agreement_term",
    "book_line",
    "statement_line",
    "statement_word",
    "payout",
    "goods_document",
    "movement",
    "count_line",
    "cash_move",
    "sale",
    "sale_line",
    "payment",
    "payment_confirmation",
    "refund",
    "refund_line",
)


def upgrade() -> None:
    for area in (core, suppliers, inventory, pos):
        area.create()


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first revision; restore a backup instead")
