"""What was taken off each sold line, by kind and bearer, in a table of its own.

A line of the first schema has one discount: the cashier's own on the line and its share of the one on the whole sale.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

BATCH_ROWS = 5_000
ROUNDS = 50


def upgrade() -> None:
    """Makes the table and fills it from the discounts of the sales."""
    op.create_table(
        "sale_line_adjustment",
        sa.Column("sale_uid", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('pack', 'basket', 'offer', 'manual', 'sale')", name=op.f("ck_sale_line_adjustment_kind")),
        sa.CheckConstraint("bearer IN ('outlet', 'producer', 'shared')", name=op.f("ck_sale_line_adjustment_bearer")),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_sale_line_adjustment_positive")),
        sa.CheckConstraint(
            "(code IS NULL) = (kind IN ('manual', 'sale'))", name=op.f("ck_sale_line_adjustment_by_hand_has_no_code")
        ),
        sa.ForeignKeyConstraint(
            ["sale_uid", "line"],
            ["sale_line.sale_uid", "sale_line.line"],
            name="fk_sale_line_adjustment_sale_uid_line",
        ),
        sa.PrimaryKeyConstraint("sale_uid", "line", "n", name="pk_sale_line_adjustment"),
    )
    fill(op.get_bind())


_TABLE = sa.table(
    "sale_line_adjustment", *(sa.column(name) for name in ("sale_uid", "line", "n", "kind", "amount_vnd", "bearer"))
)
_LINES = """
SELECT l.sale_uid, l.line, l.request_line, l.gross_vnd, l.discount_vnd, s.discount_vnd AS sale_discount_vnd,
       COALESCE(t.discount_bearer, 'producer') AS bearer
FROM sale_line l JOIN sale s ON s.uid = l.sale_uid LEFT JOIN agreement_term t ON t.id = l.term_id
WHERE l.sale_uid IN (SELECT sale_uid FROM sale_line WHERE discount_vnd > 0)
ORDER BY l.sale_uid, l.line
"""


def fill(connection: sa.Connection) -> None:
    """Lists the discounts of every sale."""
    rows: list[dict[str, Any]] = []
    for _, lines in groupby(connection.execute(sa.text(_LINES)).all(), key=lambda line: line.sale_uid):
        rows += adjustments(list(lines))
        if len(rows) >= BATCH_ROWS:
            connection.execute(_TABLE.insert(), rows)
            rows = []
    if rows:
        connection.execute(_TABLE.insert(), rows)


def adjustments(lines: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of one sale. `lines` are its lines, those of one line of the request (cut over lots) after one another."""
    wholes = [list(parts) for _, parts in groupby(lines, key=lambda line: line.request_line)]
    discounts = [sum(part.discount_vnd for part in parts) for parts in wholes]
    nets = [sum(part.gross_vnd for part in parts) - discount for parts, discount in zip(wholes, discounts, strict=True)]
    shares = sale_shares(lines[0].sale_discount_vnd, discounts, nets)
    rows = []
    for parts, discount, share in zip(wholes, discounts, shares, strict=True):
        left = [discount - share, share]
        for part in parts:
            taken = spread(part.discount_vnd, left)
            left = [rest - amount for rest, amount in zip(left, taken, strict=True)]
            kinds = [(kind, amount) for kind, amount in zip(("manual", "sale"), taken, strict=True) if amount]
            rows += [
                {
                    "sale_uid": part.sale_uid,
                    "line": part.line,
                    "n": n,
                    "kind": kind,
                    "amount_vnd": amount,
                    "bearer": part.bearer,
                }
                for n, (kind, amount) in enumerate(kinds, 1)
            ]
    return rows


def sale_shares(sale_discount: int, discounts: Sequence[int], nets: Sequence[int]) -> list[int]:
    """How much of each line's discount is its share of the discount on the whole sale.

    The till spread that one by what each line cost after its own discount, which is not stored: it is the line's net now
    plus the share. So the shares are tried until spreading gives them back. They add up to `sale_discount` and none is
    above its line's discount; where more than one answer fits, a share may be a đồng or so from what the till had.
    """
    shares = spread(sale_discount, discounts)
    for _ in range(ROUNDS):
        again = spread(sale_discount, [net + share for net, share in zip(nets, shares, strict=True)])
        if again == shares:
            break
        shares = again
    shares = [min(share, discount) for share, discount in zip(shares, discounts, strict=True)]
    for i, discount in enumerate(discounts):
        shares[i] += min(sale_discount - sum(shares), discount - shares[i])
    return shares


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Spreads an amount over weights by largest remainder; ties go to the earlier one."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts
