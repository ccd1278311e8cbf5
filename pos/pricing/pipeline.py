"""The pipeline of adjustments: pack or basket, offers, what the cashier grants; each takes from what earlier ones left. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.money import BP_PER_UNIT, spread, times
from pos.pricing.lines import (
    CASHIER_KINDS,
    Adjustment,
    AdjustmentKind,
    AdjustmentsTooLarge,
    Cart,
    DiscountTooLarge,
    PricedLine,
)
from pos.pricing.offers import Offer, take_offers


def at_list_price(cart: Cart) -> list[PricedLine]:
    """The lines before any adjustment."""
    return [PricedLine(times(line.unit_price_vnd, line.quantity)) for line in cart.lines]


def take_own(cart: Cart, lines: Sequence[PricedLine]) -> list[PricedLine]:
    """Takes what each line's pack or basket takes off. Raises AdjustmentsTooLarge."""
    sums = [sum(adjustment.amount_vnd for adjustment in asked.taken) for asked in cart.lines]
    too_large = [i for i, (taken_vnd, line) in enumerate(zip(sums, lines, strict=True)) if taken_vnd > line.net_vnd]
    if too_large:
        raise AdjustmentsTooLarge(too_large)
    taken = []
    for asked, line in zip(cart.lines, lines, strict=True):
        for adjustment in asked.taken:
            line = line.less(adjustment)
        taken.append(line)
    return taken


def take_manual(cart: Cart, lines: Sequence[PricedLine]) -> list[PricedLine]:
    """Takes the cashier's discount off each line; one on a basket is spread over its lines by what is left to pay."""
    groups: dict[tuple[int | None, int | None], list[int]] = {}
    for i, asked in enumerate(cart.lines):
        groups.setdefault((asked.basket_line, i if asked.basket_line is None else None), []).append(i)
    taken = list(lines)
    too_large: list[int] = []
    for group in groups.values():
        discount_vnd = sum(cart.lines[i].discount_vnd for i in group)
        nets = [lines[i].net_vnd for i in group]
        if discount_vnd > sum(nets):
            too_large.append(group[0])
        elif discount_vnd:
            for i, share in zip(group, spread(discount_vnd, nets), strict=True):
                taken[i] = taken[i].less(Adjustment(AdjustmentKind.MANUAL, share))
    if too_large:
        raise DiscountTooLarge(too_large)
    return taken


def take_sale_discount(cart: Cart, lines: Sequence[PricedLine]) -> list[PricedLine]:
    """Spreads the discount on the whole sale over the lines by what is left to pay: largest remainder, ties to the earlier."""
    nets = [line.net_vnd for line in lines]
    if cart.discount_vnd > sum(nets):
        raise DiscountTooLarge
    shares = spread(cart.discount_vnd, nets)
    return [line.less(Adjustment(AdjustmentKind.SALE, share)) for line, share in zip(lines, shares, strict=True)]


def offered(cart: Cart, offers: Sequence[Offer]) -> list[PricedLine]:
    """The lines less packs, baskets and the offers that hold, before any discount by hand. Raises AdjustmentsTooLarge."""
    lines = take_own(cart, at_list_price(cart))
    return take_offers(cart, lines, offers) if offers else lines


def price(cart: Cart, offers: Sequence[Offer] = ()) -> list[PricedLine]:
    """Prices the lines of a sale under the offers that hold. Raises DiscountTooLarge and AdjustmentsTooLarge."""
    return take_sale_discount(cart, take_manual(cart, offered(cart, offers)))


def over_limit(line: PricedLine, limit_bp: int) -> bool:
    """Whether the cashier's own discounts on a line are more than the limit, in basis points of its gross."""
    by_hand = sum(adjustment.amount_vnd for adjustment in line.adjustments if adjustment.kind in CASHIER_KINDS)
    return by_hand * BP_PER_UNIT > limit_bp * line.gross_vnd
