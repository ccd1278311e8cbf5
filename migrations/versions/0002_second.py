"""The second schema.

Revision: 0002, after 0001.

How to change a table here
- A change goes into the file of its area, `migrations/second/<area>.py`, and the same change into the models:
  `flask db check` and tests/rules/test_schema.py compare the two on both databases.
- A revision never imports models: it says what the tables were on its day. Types of both databases are in
  `migrations/first/types.py`.
- A new table is `op.create_table(…)` with every constraint named, as in `migrations/first/`.
- A table is changed by `with op.batch_alter_table("payment") as batch:` and `batch.add_column`, `drop_column`,
  `alter_column`, `create_check_constraint(op.f("ck_payment_method"), …)`, `drop_constraint(op.f("ck_payment_method"),
  type_="check")`, `create_foreign_key(op.f("fk_…"), …)`. SQLite builds the table anew, PostgreSQL alters it. Put all
  changes of one table into one such block: each block copies the table on SQLite.
- A column that may not be NULL gets a `server_default` or arrives in three steps: add it as nullable, fill it, and make
  it `nullable=False` in a second block. A `server_default` that stays must stand in the model too.
- Data is moved by SQL, `op.execute("UPDATE … SET … FROM …")`, that runs on both databases, or in Python over
  `op.get_bind()` in batches when SQL cannot parse it. Rows of 200 000 sales must pass in seconds.
- The triggers of the append-only tables are lifted while this revision runs, and made anew after it from APPEND_ONLY,
  MUTABLE_COLUMNS and CLEARABLE_COLUMNS below, which repeat the lists of the models of that day. A table that a revision
  drops or renames is lifted first, under its old name. A later revision declares its own lists only when they differ.
- All revisions of an upgrade are one transaction: whatever fails, the database stays as it was.
"""

from alembic import op

from core.db.append_only import lift
from migrations.second import core, inventory, pos, suppliers

revision = "0002"
down_revision = "0001"

BEFORE = (
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
APPEND_ONLY = (
    "audit_line",
    "product_price",
    "agreement_version",
    "agreement_term",
    "term_loss",
    "book_line",
    "correction",
    "statement_line",
    "statement_message",
    "payout",
    "goods_document",
    "goods_reversal",
    "movement",
    "delivery_line",
    "count_line",
    "cash_move",
    "sale",
    "sale_line",
    "sale_line_adjustment",
    "shift_count",
    "payment",
    "payment_confirmation",
    "refund",
    "refund_line",
)
MUTABLE_COLUMNS = {
    "statement": ("paid_vnd", "accepted_at", "accepted_by", "accepted_note"),
    "shift": ("closed_at", "closed_by", "expected_vnd", "counted_vnd", "difference_vnd"),
    "bank_notice": ("sale_uid",),
    "sale_flag": ("reviewed_by", "reviewed_at", "note"),
    "refund_flag": ("reviewed_by", "reviewed_at", "note"),
}
CLEARABLE_COLUMNS = {"idempotency_key": ("answer",)}


def upgrade() -> None:
    lift(op.get_bind(), BEFORE)
    for area in (core, suppliers, inventory, pos):
        area.upgrade()


def downgrade() -> None:
    raise NotImplementedError("the first schema is not made again; restore the backup that was made before the upgrade")
