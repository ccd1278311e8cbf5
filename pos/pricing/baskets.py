"""Baskets: goods of several owners under one price, opened into a line per item. Pure.

Source: contract of the outlet, section 11, Baskets. The price of one basket is shared out and counts as often as it is bought,
so that one of two comes back at its price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.money import spread, times
from core.quantity import Milli
from suppliers.choices import Bearer


@dataclass(frozen=True)
class BasketItem:
    """So much of a product, in thousandths; `share_vnd` is what it costs in the basket, if that is fixed."""

    product: str
    quantity: Milli
    share_vnd: int | None = None


@dataclass(frozen=True)
class Basket:
    """A basket as it stands or stood; `wrapping` takes what its price is above its goods. Without a bearer terms name one."""

    code: str
    name: str
    price_vnd: int
    items: tuple[BasketItem, ...]
    wrapping: str | None = None
    bearer: Bearer | None = None
    retired: bool = False


@dataclass(frozen=True)
class OpenedItem:
    """A line that a basket becomes: goods at a unit price, and what the basket takes off it."""

    product: str
    quantity: Milli
    unit_price_vnd: int
    discount_vnd: int


@dataclass(frozen=True)
class OpenedBasket:
    """The lines that baskets become. `is_above_goods`: the price is more than the goods are worth, and nothing wraps them."""

    items: Sequence[OpenedItem]
    is_above_goods: bool = False


def open_basket(basket: Basket, number: int, price_vnd: int, prices: Mapping[str, int]) -> OpenedBasket:
    """Opens `number` baskets that cost `price_vnd` each; `prices` are the list prices of the goods, per unit.

    What the price is above the goods is the wrapping's price; without a wrapping the last item's price rises by it.
    """
    worths = [prices[item.product] * item.quantity // 1000 for item in basket.items]
    costs, over_vnd = _costs(basket, price_vnd, worths)
    opened = []
    for i, (item, cost_vnd) in enumerate(zip(basket.items, costs, strict=True)):
        unit_price_vnd = prices[item.product]
        if over_vnd and basket.wrapping is None and i == len(costs) - 1:
            unit_price_vnd += -(-over_vnd * 1000 // item.quantity)
            cost_vnd += over_vnd
        quantity = Milli(item.quantity * number)
        gross_vnd = times(unit_price_vnd, quantity)
        opened.append(OpenedItem(item.product, quantity, unit_price_vnd, gross_vnd - cost_vnd * number))
    if basket.wrapping is not None:
        opened.append(OpenedItem(basket.wrapping, Milli(1000 * number), over_vnd, 0))
    return OpenedBasket(opened, is_above_goods=bool(over_vnd) and basket.wrapping is None)


def _costs(basket: Basket, price_vnd: int, worths: Sequence[int]) -> tuple[list[int], int]:
    """What each item costs in one basket, and what of the price is over."""
    left = price_vnd
    costs = [0] * len(worths)
    for i, item in enumerate(basket.items):
        if item.share_vnd is not None:
            costs[i] = min(item.share_vnd, worths[i], left)
            left -= costs[i]
    others = [i for i, item in enumerate(basket.items) if item.share_vnd is None]
    shared_vnd = min(left, sum(worths[i] for i in others))
    for i, cost_vnd in zip(others, spread(shared_vnd, [worths[i] for i in others]), strict=True):
        costs[i] = cost_vnd
    return costs, left - shared_vnd
