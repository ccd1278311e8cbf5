"""What count sessions return, and the list of what to count next."""

from __future__ import annotations

from dataclasses import dataclass

from core.results import DayOut, MoneyOut, QuantityOut, SignedQuantityOut, TimestampOut, UidOut
from inventory.choices import CountSessionState
from suppliers.choices import Bearer


@dataclass(frozen=True, slots=True, kw_only=True)
class CountEntryResult:
    """What somebody counted of a lot; of a lot's entries the latest `counted_at` holds. `n` is a number that grows."""

    n: int
    uid: UidOut
    session: UidOut
    lot: str
    product: str
    name: str
    unit: str
    counted: QuantityOut
    counted_at: TimestampOut
    by_scan: bool
    recorded_at: TimestampOut
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSessionLine:
    """A lot of a session. What it was counted, by whom and when, and what the book says are None without an entry.

    `value_vnd` is the difference at today's price, below 0 for a shortage. `lost` is what of a shortage is a loss, `bearer` who
    bears that, and `owed_vnd` what it makes us owe; the rest is set against a surplus of the same product.
    """

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    best_before: DayOut | None
    counted: QuantityOut | None
    counted_at: TimestampOut | None
    counted_by: str | None
    by_scan: bool | None
    entries: int
    booked: SignedQuantityOut | None
    difference: SignedQuantityOut | None
    value_vnd: MoneyOut | None
    lost: QuantityOut
    bearer: Bearer | None
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSessionHeader:
    """A count session without its lines. `counted_lots` is how many lots have an entry, `count` the count it posted.

    `counted_by` are those who entered something, in the order in which they began.
    """

    uid: UidOut
    place: str
    producer: str | None
    products: list[str]
    blind: bool
    state: CountSessionState
    opened_at: TimestampOut
    opened_by: str
    ended_at: TimestampOut | None
    ended_by: str | None
    count: UidOut | None
    counted_lots: int
    entries: int
    counted_by: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSessionResult(CountSessionHeader):
    """A count session with what is counted and what differs; `owed_vnd` is the sum of its lines.

    A blind one lists lots with an entry alone, any other all that lies at the place.
    """

    owed_vnd: MoneyOut
    lines: list[CountSessionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDueLot:
    """Goods of a lot at a place, and since when nobody counted them: the day of the last count, else the day they came.

    `days` is how long ago that is; `value_vnd` what they would bring at today's price.
    """

    lot: str
    place: str
    product: str
    name: str
    unit: str
    producer: str
    best_before: DayOut | None
    on_hand: QuantityOut
    value_vnd: MoneyOut
    counted_on: DayOut | None
    since: DayOut
    days: int
