"""The shapes of a sale while it is priced: what was asked for, what is taken off, and what is left to pay. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.quantity import Milli
from suppliers.choices import Bearer
from suppliers.commission import Discounts


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
class OfferedGoods:
    """What an offer asks of a line: its goods, the lot it names, and the days left of that lot (0 on the last one)."""

    product: str
    product_set: int | None
    producer: str
    places: int
    lot: str | None = None
    days_left: int | None = None

    @property
    def is_expired(self) -> bool:
        """Whether the lot that the line names is past its best-before day."""
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class CartLine:
    """What was asked for: quantity in thousandths, list price per unit, and the cashier's own discount on the line.

    `taken` is what its pack or basket takes off. Lines of one opened basket carry its `basket_line`; their discounts together
    are the cashier's on the basket. Without `goods` no offer concerns the line.
    """

    quantity: Milli
    unit_price_vnd: int
    discount_vnd: int = 0
    taken: tuple[Adjustment, ...] = ()
    goods: OfferedGoods | None = None
    basket_line: int | None = None


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


class AdjustmentsTooLarge(DiscountTooLarge):
    """The adjustments that a line came with take more than its list price."""
