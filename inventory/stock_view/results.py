"""What the stock pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.money import Vnd
from core.quantity import Milli
from inventory.choices import MovementKind
from inventory.stock_view.choices import Need
from suppliers.choices import LossCause


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductStock:
    """What is here of a product. `sold_28d` and `days_of_cover` are of the whole outlet, whatever place is looked at.

    `best_before` is the nearest of the lots that are not recalled, `oldest_on` the day the oldest lot came; both None where
    nothing is here.
    """

    product: str
    name: str
    name_folded: str
    unit: str
    product_set: int | None
    photo: str | None
    producer: str
    producer_name: str
    on_hand: Milli
    set_aside: Milli
    sold_28d: Milli
    days_of_cover: int | None
    best_before: date | None
    oldest_on: date | None
    lots: int
    has_recalled: bool
    value_vnd: Vnd
    needs: frozenset[Need]

    @property
    def sold_per_day(self) -> Milli:
        """What sells on a day of the last four weeks, to a tenth of the unit."""
        return Milli((self.sold_28d + 1400) // 2800 * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStock:
    """What is here of a lot, and at which places; `where` is by place."""

    lot: str
    product: str
    on_hand: Milli
    set_aside: Milli
    best_before: date | None
    delivered_on: date
    recalled: bool
    value_vnd: Vnd
    where: Sequence[tuple[str, Milli]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StockTotals:
    """The sums of the products shown; quantities of different units are not added up."""

    products: int
    lots: int
    value_vnd: Vnd


@dataclass(frozen=True, slots=True, kw_only=True)
class StockList:
    """The stock by product. `counts` says how many products each chip would show, under the same search and place."""

    items: Sequence[ProductStock]
    totals: StockTotals
    counts: dict[Need | None, int]
    by_lot: frozenset[str]
    """The products that were found by the code of a lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPart:
    """A part of what came of a lot: where it went."""

    kind: MovementKind
    cause: LossCause | None
    quantity: Milli


@dataclass(frozen=True, slots=True, kw_only=True)
class LotReceipt:
    """One sale or refund of a lot."""

    document: str
    number: str
    at: datetime
    quantity: Milli


@dataclass(frozen=True, slots=True, kw_only=True)
class LotEvent:
    """A line of a lot's history: one document, or sales that follow each other within a month.

    `change` is what all places together gained, `balance` what was left after it. `receipts` are the newest of the sales,
    `documents` says how many there are; both stay empty for whoever may not see sales.
    """

    kind: MovementKind
    cause: LossCause | None
    is_reversal: bool
    first_at: datetime
    last_at: datetime
    first_on: date
    last_on: date
    moved: Milli
    change: Milli
    balance: Milli
    from_: str | None
    to: str | None
    document: str | None
    number: str | None
    documents: int
    receipts: Sequence[LotReceipt]
    people: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStory:
    """What became of a lot: its parts, what sold in each month, what was left day by day, and what happened.

    `came` is all that ever came of it, counted surpluses too. `days` are the days on which something changed with what was left
    in the evening. `sold_7d` is what sold in the last seven days; `left_over` what that pace leaves on the best-before day.
    """

    came: Milli
    left: Milli
    parts: Sequence[LotPart]
    sold_by_month: Sequence[tuple[date, Milli]]
    days: Sequence[tuple[date, Milli]]
    sold_7d: Milli
    left_over: Milli | None
    sales: int
    events: Sequence[LotEvent]
    older: int
    """How many movements are not among the events."""
