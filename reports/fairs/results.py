"""What came of a fair, as the API and the pages read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import DayOut, MoneyOut, QuantityOut, SignedQuantityOut
from inventory.fairs.results import FairResult


@dataclass(frozen=True, slots=True, kw_only=True)
class FairGoods:
    """A product at a fair, in its unit.

    `opening` lay at the stall from before, `sent` came by transfers, `received` straight from the producer, `sold` is after
    refunds wherever they were made, `brought_back` left by transfers, `returned` went straight to the producer. `lost` was
    written off there, `counted` is what counts and sales beyond the shelf found (or missed, below 0). `refunded_elsewhere` of
    what was sold came back at another place, `taken_back` came to the stall from sales of another place. `sent_later` came
    after the stall's last fair. `left` is what all this leaves at the stall: opening + sent + received + counted + taken_back +
    sent_later = sold + refunded_elsewhere + brought_back + returned + lost + left.
    """

    product: str
    name: str
    unit: str
    opening: SignedQuantityOut
    sent: SignedQuantityOut
    received: SignedQuantityOut
    sold: SignedQuantityOut
    brought_back: SignedQuantityOut
    returned: SignedQuantityOut
    lost: SignedQuantityOut
    counted: SignedQuantityOut
    refunded_elsewhere: QuantityOut
    taken_back: QuantityOut
    sent_later: SignedQuantityOut
    left: SignedQuantityOut
    net_vnd: MoneyOut
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class UnitQuantity:
    """So much of one unit: kilograms and jars are never one sum."""

    unit: str
    quantity: SignedQuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class FairProducer:
    """A producer's goods at a fair, added up by unit; money is after refunds, `owed_vnd` what the sales owe the producer."""

    producer: str
    name: str
    sent: Sequence[UnitQuantity]
    sold: Sequence[UnitQuantity]
    brought_back: Sequence[UnitQuantity]
    lost: Sequence[UnitQuantity]
    net_vnd: MoneyOut
    owed_vnd: MoneyOut
    goods: Sequence[FairGoods]


@dataclass(frozen=True, slots=True)
class FairTotals:
    """Of all producers together, after refunds; `sales` counts sales at the stall."""

    sales: int
    net_vnd: MoneyOut
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class FairOutcome:
    """What came of a fair. `sent_from` is the first day that counts as sent for it, `back_until` the last one as brought back.

    Both are None where no other fair at the stall bounds them.
    """

    fair: FairResult
    sent_from: DayOut | None
    back_until: DayOut | None
    items: Sequence[FairProducer]
    totals: FairTotals
