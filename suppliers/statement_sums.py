"""Adding up a statement. Pure: the same lines always give the same sheet.

A line may be one book line or the sums of many that share product, kind and price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.money import Vnd
from core.quantity import Milli
from suppliers.choices import BookKind
from suppliers.results import GoodsPrice, StatementGoods, StatementMoney


@dataclass(frozen=True, slots=True)
class LineSum:
    """What `count` book lines of one kind, product and price add up to."""

    kind: BookKind
    product: str | None
    unit_price_vnd: Vnd | None
    quantity: Milli
    gross_vnd: Vnd
    owed_vnd: Vnd
    count: int = 1


def money(opening_vnd: int, lines: Sequence[LineSum], payable_vnd: int) -> StatementMoney:
    """opening + sold − refunded + loss + adjustments − charges − paid = closing; what a count owes is in loss."""

    def owed(*kinds: BookKind) -> int:
        return sum(line.owed_vnd for line in lines if line.kind in kinds)

    sold, refunded, loss = owed(BookKind.SOLD), -owed(BookKind.REFUNDED), owed(BookKind.LOST, BookKind.COUNT)
    charges, adjustments, paid = -owed(BookKind.CHARGE), owed(BookKind.ADJUSTMENT), -owed(BookKind.PAYOUT)
    return StatementMoney(
        opening_vnd=Vnd(opening_vnd),
        sold_owed_vnd=Vnd(sold),
        refunded_owed_vnd=Vnd(refunded),
        loss_owed_vnd=Vnd(loss),
        charges_vnd=Vnd(charges),
        adjustments_vnd=Vnd(adjustments),
        paid_vnd=Vnd(paid),
        closing_vnd=Vnd(opening_vnd + sold - refunded + loss + adjustments - charges - paid),
        payable_vnd=Vnd(payable_vnd),
    )


def goods_row(product: str, unit: str, opening: int, lines: Sequence[LineSum]) -> StatementGoods:
    """One product's way through the period, and the prices it was sold at (before refunds); `lines` are the product's."""

    def moved(kind: BookKind) -> int:
        return sum(line.quantity for line in lines if line.kind is kind)

    prices: dict[int, tuple[int, int]] = {}
    for line in lines:
        if line.kind is BookKind.SOLD and line.unit_price_vnd is not None:
            quantity, gross_vnd = prices.get(line.unit_price_vnd, (0, 0))
            prices[line.unit_price_vnd] = quantity - line.quantity, gross_vnd + line.gross_vnd
    return StatementGoods(
        product=product,
        unit=unit,
        opening=Milli(opening),
        received=Milli(moved(BookKind.RECEIVED)),
        sold=Milli(-moved(BookKind.SOLD)),
        refunded=Milli(moved(BookKind.REFUNDED)),
        returned=Milli(-moved(BookKind.RETURNED)),
        lost=Milli(-moved(BookKind.LOST)),
        counted=Milli(moved(BookKind.COUNT)),
        closing=Milli(opening + sum(line.quantity for line in lines)),
        prices=[
            GoodsPrice(Vnd(price), Milli(quantity), Vnd(gross))
            for price, (quantity, gross) in sorted(prices.items(), reverse=True)
        ],
    )
