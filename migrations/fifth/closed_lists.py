"""The closed lists of selling that grow: ways to pay, and what about a sale or refund does not fit."""

from alembic import op

METHODS = ("cash", "vietqr", "card", "voucher", "account", "exchange")
FLAGS = (
    "price_differs",
    "stock_short",
    "expired_lot",
    "recalled_lot",
    "unknown_lot",
    "approval_missing",
    "no_agreement",
    "clock_differs",
    "shift_closed",
    "before_count",
    "late",
    "rate_differs",
    "seller_differs",
    "unprinted_sheet",
    "credit_refused",
    "voucher_refused",
    "offer_differs",
)
COLUMNS = (
    ("payment", "method", METHODS),
    ("refund", "method", METHODS),
    ("sale_flag", "code", FLAGS),
    ("refund_flag", "code", FLAGS),
)


def upgrade() -> None:
    """Makes the checks anew."""
    for table, column, values in COLUMNS:
        name = op.f(f"ck_{table}_{column}")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, f"{column} IN ({', '.join(repr(value) for value in values)})")
