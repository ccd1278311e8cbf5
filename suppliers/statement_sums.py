"""Adding up a statement. Pure: the same lines always give the same sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.quantity import format_quantity

Line = Mapping[str, Any]


def money(opening_vnd: int, lines: Sequence[Line], payable_vnd: int) -> dict[str, int]:
    """opening + sold − refunded + loss + adjustments − charges − paid = closing; what a count owes is in loss."""

    def owed(*kinds: str) -> int:
        return sum(line["owed_vnd"] for line in lines if line["kind"] in kinds)

    sums = {
        "opening_vnd": opening_vnd,
        "sold_owed_vnd": owed("sold"),
        "refunded_owed_vnd": -owed("refunded"),
        "loss_owed_vnd": owed("lost", "count"),
        "charges_vnd": -owed("charge"),
        "adjustments_vnd": owed("adjustment"),
        "paid_vnd": -owed("payout"),
    }
    closing_vnd = (
        sums["opening_vnd"]
        + sums["sold_owed_vnd"]
        - sums["refunded_owed_vnd"]
        + sums["loss_owed_vnd"]
        + sums["adjustments_vnd"]
        - sums["charges_vnd"]
        - sums["paid_vnd"]
    )
    return {**sums, "closing_vnd": closing_vnd, "payable_vnd": payable_vnd}


def goods_row(product: str, unit: str, opening: int, lines: Sequence[Line]) -> dict[str, Any]:
    """One product's way through the period, and the prices it was sold at (before refunds)."""
    own = [line for line in lines if line["product_code"] == product]

    def moved(kind: str) -> int:
        return sum(line["quantity"] for line in own if line["kind"] == kind)

    columns = {
        "opening": opening,
        "received": moved("received"),
        "sold": -moved("sold"),
        "refunded": moved("refunded"),
        "returned": -moved("returned"),
        "lost": -moved("lost"),
        "counted": moved("count"),
    }
    closing = opening + sum(line["quantity"] for line in own)
    prices: dict[int, list[int]] = {}
    for line in own:
        if line["kind"] == "sold":
            at = prices.setdefault(line["unit_price_vnd"], [0, 0])
            at[0] -= line["quantity"]
            at[1] += line["gross_vnd"]
    return {
        "product": product,
        "unit": unit,
        **{name: format_quantity(quantity) for name, quantity in columns.items()},
        "closing": format_quantity(closing),
        "prices": [
            {"unit_price_vnd": price, "quantity": format_quantity(q), "gross_vnd": gross}
            for price, (q, gross) in sorted(prices.items(), reverse=True)
        ],
    }
