"""Adding up a statement. Pure: the same lines always give the same sheet.

A line may be one book line or the sums of many that share product, kind and price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.money import Vnd
from core.quantity import Milli
from suppliers.results import GoodsPrice, StatementGoods, StatementMoney

Line = Mapping[str, Any]


def money(opening_vnd: int, lines: Sequence[Line], payable_vnd: int) -> StatementMoney:
    """opening + sold − refunded + loss + adjustments − charges − paid = closing; what a count owes is in loss."""

    def owed(*kinds: str) -> int:
        return sum(int(line["owed_vnd"]) for line in lines if line["kind"] in kinds)

    sold, refunded, loss = owed("sold"), -owed("refunded"), owed("lost", "count")
    charges, adjustments, paid = -owed("charge"), owed("adjustment"), -owed("payout")
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


def goods_row(product: str, unit: str, opening: int, lines: Sequence[Line]) -> StatementGoods:
    """One product's way through the period, and the prices it was sold at (before refunds); `lines` are the product's."""

    def moved(kind: str) -> int:
        return sum(int(line["quantity"]) for line in lines if line["kind"] == kind)

    prices: dict[int, list[int]] = {}
    for line in lines:
        if line["kind"] == "sold":
            at = prices.setdefault(line["unit_price_vnd"], [0, 0])
            at[0] -= int(line["quantity"])
            at[1] += int(line["gross_vnd"])
    return StatementGoods(
        product=product,
        unit=unit,
        opening=Milli(opening),
        received=Milli(moved("received")),
        sold=Milli(-moved("sold")),
        refunded=Milli(moved("refunded")),
        returned=Milli(-moved("returned")),
        lost=Milli(-moved("lost")),
        counted=Milli(moved("count")),
        closing=Milli(opening + sum(int(line["quantity"]) for line in lines)),
        prices=[
            GoodsPrice(Vnd(price), Milli(quantity), Vnd(gross))
            for price, (quantity, gross) in sorted(prices.items(), reverse=True)
        ],
    )
