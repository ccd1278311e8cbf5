"""Offers: which hold, whom they concern, and what each takes off. Pure.

Source: contract of the outlet, section 11, Adjustments. They go by smaller priority, then by code byte by byte; of each kind a
line gets the first that gives it something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.money import half_up, share_of, spread, times
from core.quantity import Milli
from pos.choices import OfferKind, OfferScope
from pos.pricing.lines import Adjustment, AdjustmentKind, Cart, CartLine, OfferedGoods, PricedLine
from suppliers.choices import Bearer

WHOLE_UNIT = 1000


@dataclass(frozen=True)
class AgeStep:
    """What is taken off a lot with so many days left, or fewer."""

    days_left: int
    rate_bp: int


@dataclass(frozen=True)
class Offer:
    """An offer as it stands or stood. Amounts and prices are per unit; without a `bearer` the line's term names one.

    `days` are those of the week (1 is Monday), none for all; `hours` are from the first up to the second, as `17:00`.
    """

    code: str
    name: str
    first: date
    last: date
    scope: OfferScope
    kind: OfferKind
    targets: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    hours: tuple[str, str] | None = None
    rate_bp: int | None = None
    amount_vnd: int = 0
    price_vnd: int = 0
    buy: int = 0
    get: int = 0
    threshold_vnd: int = 0
    steps: tuple[AgeStep, ...] = ()
    bearer: Bearer | None = None
    priority: int = 100

    def holds(self, day: date, time: str) -> bool:
        """Whether it holds on a business day at a time of the outlet's clock, as `17:05`."""
        if not self.first <= day <= self.last or (self.days and day.isoweekday() not in self.days):
            return False
        return self.hours is None or self.hours[0] <= time < self.hours[1]

    def concerns(self, goods: OfferedGoods) -> bool:
        """Whether a line of these goods is one of its lines."""
        match self.scope:
            case OfferScope.ALL:
                return True
            case OfferScope.PRODUCTS:
                return goods.product in self.targets
            case OfferScope.SETS:
                return goods.product_set is not None and str(goods.product_set) in self.targets
            case OfferScope.PRODUCERS:
                return goods.producer in self.targets
            case OfferScope.LOTS:
                return goods.lot is not None and goods.lot in self.targets


@dataclass(frozen=True)
class OfferedLine:
    """A line that offers may concern, with what earlier ones left of it."""

    index: int
    goods: OfferedGoods
    quantity: Milli
    rest_vnd: int


Taken = Mapping[int, int]
"""What an offer takes off lines, by their index; 0 for a line that it uses up without giving it anything."""


def take_offers(cart: Cart, lines: Sequence[PricedLine], offers: Sequence[Offer]) -> list[PricedLine]:
    """Takes the offers, all of which hold, off the lines in their order."""
    taken = list(lines)
    used: dict[OfferKind, set[int]] = {kind: set() for kind in OfferKind}
    for offer in sorted(offers, key=lambda one: (one.priority, one.code.encode())):
        open_to = [line for line in _open_lines(cart.lines, taken) if line.index not in used[offer.kind]]
        concerned = [line for line in open_to if offer.concerns(line.goods)]
        amounts = _TAKES[offer.kind](offer, concerned)
        for index, amount_vnd in amounts.items():
            taken[index] = taken[index].less(Adjustment(AdjustmentKind.OFFER, amount_vnd, offer.code, offer.bearer))
        used[offer.kind] |= amounts.keys()
        if offer.kind is OfferKind.BUY_GET and amounts:
            products = {line.goods.product for line in concerned if line.index in amounts}
            used[offer.kind] |= {line.index for line in open_to if line.goods.product in products}
    return taken


def _open_lines(asked: Sequence[CartLine], lines: Sequence[PricedLine]) -> list[OfferedLine]:
    """The lines that offers may concern: not those of a basket, nor those that name an expired lot."""
    return [
        OfferedLine(i, line.goods, line.quantity, priced.net_vnd)
        for i, (line, priced) in enumerate(zip(asked, lines, strict=True))
        if line.goods is not None and line.basket_line is None and not line.goods.is_expired
    ]


def _each(amount_of: Callable[[Offer, OfferedLine], int]) -> Callable[[Offer, Sequence[OfferedLine]], Taken]:
    """An offer that looks at each line by itself."""

    def take(offer: Offer, lines: Sequence[OfferedLine]) -> Taken:
        amounts = {line.index: amount_of(offer, line) for line in lines}
        return {index: amount_vnd for index, amount_vnd in amounts.items() if amount_vnd}

    return take


def _percent(offer: Offer, line: OfferedLine) -> int:
    return share_of(line.rest_vnd, offer.rate_bp or 0)


def _amount(offer: Offer, line: OfferedLine) -> int:
    return min(line.rest_vnd, times(offer.amount_vnd, line.quantity))


def _price(offer: Offer, line: OfferedLine) -> int:
    return max(0, line.rest_vnd - times(offer.price_vnd, line.quantity))


def _age(offer: Offer, line: OfferedLine) -> int:
    """By the step with the fewest days that still covers the lot's."""
    left = line.goods.days_left
    rates = {step.days_left: step.rate_bp for step in offer.steps if left is not None and step.days_left >= left}
    return share_of(line.rest_vnd, rates[min(rates)]) if rates else 0


def _buy_get(offer: Offer, lines: Sequence[OfferedLine]) -> Taken:
    """Of each product sold by the piece the last units of the sale are free, a number of whole sets of them."""
    products: dict[str, list[OfferedLine]] = {}
    for line in lines:
        if line.goods.places == 0:
            products.setdefault(line.goods.product, []).append(line)
    amounts: dict[int, int] = {}
    for of_product in products.values():
        sets = sum(line.quantity for line in of_product) // ((offer.buy + offer.get) * WHOLE_UNIT)
        free, worth_vnd = sets * offer.get * WHOLE_UNIT, 0
        for line in reversed(of_product):
            free_here = min(free, line.quantity)
            free -= free_here
            worth_vnd += half_up(line.rest_vnd * free_here, line.quantity)
        if worth_vnd:
            amounts |= _spread(worth_vnd, of_product)
    return amounts


def _basket(offer: Offer, lines: Sequence[OfferedLine]) -> Taken:
    """Once, when all its lines together reach the threshold."""
    rest_vnd = sum(line.rest_vnd for line in lines)
    if rest_vnd < offer.threshold_vnd:
        return {}
    amount_vnd = min(rest_vnd, offer.amount_vnd) if offer.rate_bp is None else share_of(rest_vnd, offer.rate_bp)
    return _spread(amount_vnd, lines) if amount_vnd else {}


def _spread(amount_vnd: int, lines: Sequence[OfferedLine]) -> Taken:
    shares = spread(amount_vnd, [line.rest_vnd for line in lines])
    return {line.index: share for line, share in zip(lines, shares, strict=True)}


_TAKES: Mapping[OfferKind, Callable[[Offer, Sequence[OfferedLine]], Taken]] = {
    OfferKind.PERCENT: _each(_percent),
    OfferKind.AMOUNT: _each(_amount),
    OfferKind.PRICE: _each(_price),
    OfferKind.BUY_GET: _buy_get,
    OfferKind.BASKET: _basket,
    OfferKind.AGE: _each(_age),
}
