"""What the simulator answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import MoneyOut, QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedProduct:
    """A product after refunds: how much was sold, what customers paid, what is owed, and what would be owed."""

    product: str
    sold: QuantityOut
    net_vnd: MoneyOut
    owed_now_vnd: MoneyOut
    owed_then_vnd: MoneyOut

    @property
    def difference_vnd(self) -> int:
        """How much more the producer would have got."""
        return self.owed_then_vnd - self.owed_now_vnd


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedTotals:
    """The sums over the products."""

    net_vnd: MoneyOut
    owed_now_vnd: MoneyOut
    owed_then_vnd: MoneyOut

    @property
    def difference_vnd(self) -> int:
        """How much more the producer would have got, and the outlet less."""
        return self.owed_then_vnd - self.owed_now_vnd

    @property
    def kept_now_vnd(self) -> int:
        """The outlet's side as it is."""
        return self.net_vnd - self.owed_now_vnd

    @property
    def kept_then_vnd(self) -> int:
        """The outlet's side as it would be."""
        return self.net_vnd - self.owed_then_vnd


@dataclass(frozen=True, slots=True)
class Simulation:
    """The products that the agreement was or would be about, by code."""

    items: Sequence[SimulatedProduct]
    totals: SimulatedTotals
