"""What the lines of a sale cost: the list price, then one adjustment after another. Pure.

The twin on the till is static/js/till/domain/pricing.js; the same vectors test both. Rules and figures: docs/money.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.money import BP_PER_UNIT, spread, times
from core.quantity import Milli
from suppliers.choices import Bearer
from suppliers.commission import Discounts, Split, Term, cut, discount_bearer, split


class AdjustmentKind(StrEnum):
    """Why a line costs less than its list price, in the order in which the kinds are taken off."""

    PACK = "pack"
    BASKET = "basket"
    OFFER = "offer"
    MANUAL = "manual"
    SALE = "sale"


CASHIER_KINDS = frozenset({AdjustmentKind.MANUAL, AdjustmentKind.SALE})
"""The kinds that a cashier grants by hand. Only these count toward the cashier's limit and may need approval."""


@dataclass(frozen=True)
class Adjustment:
    """An amount taken off one line. `code` names the offer, basket or pack; without a `bearer` the line's term names one."""

    kind: AdjustmentKind
    amount_vnd: int
    code: str | None = None
    bearer: Bearer | None = None


@dataclass(frozen=True)
class CartLine:
    """What was asked for: quantity in thousandths, list price per unit, and the cashier's own discount on the line."""

    quantity: Milli
    unit_price_vnd: int
    discount_vnd: int


@dataclass(frozen=True)
class Cart:
    """The lines of a sale, and the discount on the whole of it."""

    lines: Sequence[CartLine]
    discount_vnd: int


@dataclass(frozen=True)
class PricedLine:
    """A line at its list price, less its adjustments in the order in which they were taken; none of them is 0."""

    gross_vnd: int
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def discount_vnd(self) -> int:
        """The sum of the adjustments."""
        return sum(adjustment.amount_vnd for adjustment in self.adjustments)

    @property
    def net_vnd(self) -> int:
        """What is left to pay, VAT inside."""
        return self.gross_vnd - self.discount_vnd

    def less(self, adjustment: Adjustment) -> PricedLine:
        """The line with one more adjustment, which takes no more than earlier ones left."""
        assert 0 <= adjustment.amount_vnd <= self.net_vnd, "more discount than price"
        return replace(self, adjustments=(*self.adjustments, adjustment)) if adjustment.amount_vnd else self

    def borne_by(self, bearer: Bearer) -> PricedLine:
        """The line with `bearer` for each adjustment that names none."""
        if not self.adjustments:
            return self
        named = (replace(adjustment, bearer=adjustment.bearer or bearer) for adjustment in self.adjustments)
        return replace(self, adjustments=tuple(named))

    def discounts(self) -> Discounts:
        """The discount by who bears it. Each adjustment must have its bearer by now."""
        sums = dict.fromkeys(Bearer, 0)
        for adjustment in self.adjustments:
            assert adjustment.bearer is not None, "adjustment without a bearer"
            sums[adjustment.bearer] += adjustment.amount_vnd
        return Discounts(sums[Bearer.OUTLET], sums[Bearer.PRODUCER], sums[Bearer.SHARED])


class DiscountTooLarge(ValueError):
    """Discounts by hand take more than is left to pay: those of `lines`, counted from 0, or the one on the whole sale."""

    def __init__(self, lines: Sequence[int] = ()) -> None:
        super().__init__("more discount than is left to pay")
        self.lines = lines


def at_list_price(cart: Cart) -> list[PricedLine]:
    """The lines before any adjustment."""
    return [PricedLine(times(line.unit_price_vnd, line.quantity)) for line in cart.lines]


def take_manual(cart: Cart, lines: Sequence[PricedLine]) -> list[PricedLine]:
    """Takes the cashier's discount off each line."""
    discounts = [asked.discount_vnd for asked in cart.lines]
    too_large = [i for i, (vnd, line) in enumerate(zip(discounts, lines, strict=True)) if vnd > line.net_vnd]
    if too_large:
        raise DiscountTooLarge(too_large)
    return [line.less(Adjustment(AdjustmentKind.MANUAL, vnd)) for vnd, line in zip(discounts, lines, strict=True)]


def take_sale_discount(cart: Cart, lines: Sequence[PricedLine]) -> list[PricedLine]:
    """Spreads the discount on the whole sale over the lines by what is left to pay: largest remainder, ties to the earlier."""
    nets = [line.net_vnd for line in lines]
    if cart.discount_vnd > sum(nets):
        raise DiscountTooLarge
    shares = spread(cart.discount_vnd, nets)
    return [line.less(Adjustment(AdjustmentKind.SALE, share)) for line, share in zip(lines, shares, strict=True)]


STEPS: tuple[Callable[[Cart, Sequence[PricedLine]], list[PricedLine]], ...] = (take_manual, take_sale_discount)
"""The pipeline: each step takes its kind of adjustment off what the steps before it left."""


def price(cart: Cart) -> list[PricedLine]:
    """Prices the lines of a sale. Raises DiscountTooLarge."""
    lines = at_list_price(cart)
    for step in STEPS:
        lines = step(cart, lines)
    return lines


def over_limit(line: PricedLine, limit_bp: int) -> bool:
    """Whether the cashier's own discounts on a line are more than the limit, in basis points of its gross."""
    by_hand = sum(adjustment.amount_vnd for adjustment in line.adjustments if adjustment.kind in CASHIER_KINDS)
    return by_hand * BP_PER_UNIT > limit_bp * line.gross_vnd


def split_over_lots(
    line: PricedLine, term: Term | None, quantities: Sequence[Milli], vat_percent: int | None
) -> list[tuple[Split, tuple[Adjustment, ...]]]:
    """Splits a line between producer and outlet as its term says, and cuts it over lots; each part with its adjustments."""
    line = line.borne_by(discount_bearer(term))
    whole = split(
        term, gross_vnd=line.gross_vnd, discounts=line.discounts(), quantity=Milli(sum(quantities)), vat_percent=vat_percent
    )
    parts = cut(whole, quantities)
    adjustments = cut_adjustments(line.adjustments, [part.discount_vnd for part in parts])
    return list(zip(parts, adjustments, strict=True))


def cut_adjustments(adjustments: Sequence[Adjustment], discounts_vnd: Sequence[int]) -> list[tuple[Adjustment, ...]]:
    """Cuts a line's adjustments over its lots: `discounts_vnd` are the discounts of the parts and add up to the line's.

    Each part's discount is spread over what is left of each adjustment: largest remainder, ties to the earlier one.
    """
    left = [adjustment.amount_vnd for adjustment in adjustments]
    parts = []
    for discount_vnd in discounts_vnd:
        shares = spread(discount_vnd, left)
        left = [rest - share for rest, share in zip(left, shares, strict=True)]
        cut = (replace(adjustment, amount_vnd=share) for adjustment, share in zip(adjustments, shares, strict=True) if share)
        parts.append(tuple(cut))
    assert not any(left), "the discounts of the parts do not add up to the adjustments"
    return parts
