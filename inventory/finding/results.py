"""What a search for goods returns."""

from __future__ import annotations

from dataclasses import dataclass

from core.results import DayOut, MoneyOut, QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGoods:
    """A product, or a lot with what of it lies at the place that was asked for.

    `places` is how many decimals its quantities have. `exact`: what was asked for is its code, not a part of its name.
    `quantity` is what the code itself says: what a weighed bag holds, or a pack.
    """

    product: str
    name: str
    unit: str
    places: int
    price_vnd: MoneyOut
    producer: str
    producer_name: str
    lot: str | None
    best_before: DayOut | None
    on_hand: QuantityOut | None
    exact: bool
    quantity: QuantityOut | None

    @property
    def code(self) -> str:
        """What the goods go by in a form: the lot, or the product."""
        return self.lot or self.product


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGoodsList:
    """What a search found, what fits best first; `more` says that there is more than is listed."""

    items: list[FoundGoods]
    more: bool
