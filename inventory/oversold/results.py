"""What is known of goods sold beyond the book."""

from __future__ import annotations

from dataclasses import dataclass

from core.money import Vnd, times
from core.results import MoneyOut, QuantityOut, TimestampOut, UidOut
from inventory.choices import OversoldChoice, OversoldState


@dataclass(frozen=True, slots=True, kw_only=True)
class OversoldGoods:
    """So much of a lot that a sale found, because the book had too little of it. `uid` is that of the movement.

    It is settled once somebody has decided, or once the lot was counted there later. `price_vnd` is today's price.
    """

    uid: UidOut
    at: TimestampOut
    place: str
    producer: str
    product: str
    name: str
    unit: str
    lot: str
    quantity: QuantityOut
    price_vnd: MoneyOut
    sale: UidOut
    state: OversoldState
    choice: OversoldChoice | None
    delivery: UidOut | None
    note: str | None
    decided_at: TimestampOut | None
    decided_by: str | None

    @property
    def value_vnd(self) -> Vnd:
        """What the goods are worth at today's price."""
        return Vnd(times(self.price_vnd, self.quantity))
