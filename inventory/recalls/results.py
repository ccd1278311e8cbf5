"""What is said of recalls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.quantity import Milli
from core.results import LEFT_OUT_IF_NONE, DayOut, QuantityOut, TimestampOut, UidOut
from inventory.results import LotPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRecallResult:
    """A lot that was stopped; the first reason stands."""

    uid: UidOut
    lot: str
    recalled: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledGoods:
    """A lot of a recall and what became of it: came = sold + given back + destroyed + lost + what lies at the places.

    `sold` is what customers did not bring back; `destroyed` was written off by cause `recall`, `lost` by any other.
    """

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    producer_name: str
    best_before: DayOut | None
    came: QuantityOut
    sold: QuantityOut
    given_back: QuantityOut
    destroyed: QuantityOut
    lost: QuantityOut
    places: list[LotPlace]

    @property
    def left(self) -> Milli:
        """What of it is still here."""
        return Milli(sum(place.on_hand for place in self.places))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallResult:
    """A recall: its lots, why and when they were stopped; one of all lots of a product or of a delivery names it.

    `cleared`: nothing of its lots is left here.
    """

    uid: UidOut
    number: str
    reason: str
    at: TimestampOut
    by: str
    product: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    delivery: Annotated[UidOut | None, LEFT_OUT_IF_NONE] = None
    lots: list[RecalledGoods]
    cleared: bool
