"""What the lines of a sale cost: the list price, then one adjustment after another. Pure: no session, request or clock.

`lines` has the shapes, `baskets`, `packs` and `offers` the adjustments that are data, `pipeline` takes all of them in order,
`parts` splits a line between producer and outlet and cuts it over lots. The twins on the till are
static/js/till/domain/pricing*.js; the same vectors test both. Rules and figures: docs/money.md.
"""

from pos.pricing.lines import (
    CASHIER_KINDS,
    Adjustment,
    AdjustmentKind,
    AdjustmentsTooLarge,
    Cart,
    CartLine,
    DiscountTooLarge,
    PricedLine,
)
from pos.pricing.pipeline import at_list_price, over_limit, price

__all__ = [
    "CASHIER_KINDS", "Adjustment", "AdjustmentKind", "AdjustmentsTooLarge", "Cart", "CartLine", "DiscountTooLarge", "PricedLine",
    "at_list_price", "over_limit", "price",
]  # fmt: skip
