"""What announcements and call-ups return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from core.quantity import Milli
from core.results import LEFT_OUT_IF_NONE, DayOut, QuantityOut, TimestampOut, UidOut
from inventory.choices import AnnouncementState, CallUpState

DAYS = 28
"""The days that a product's pace is measured in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLineResult:
    """So much of a product that is asked for."""

    product: str
    name: str
    unit: str
    quantity: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedLineResult:
    """So much of a product that will come, as it may be put again."""

    product: str
    quantity: QuantityOut
    made_on: DayOut | None
    best_before: DayOut | None
    member: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementResult:
    """A delivery that is to come. `delivery` is the one that came, while it is not taken back."""

    uid: UidOut
    producer: str
    place: str | None
    expected_on: DayOut
    lines: list[AnnouncedLineResult]
    note: str | None
    call_up: UidOut | None
    state: AnnouncementState
    announced_at: TimestampOut
    announced_by: str
    delivery: UidOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallUpResult:
    """What a producer is asked for. `announcement` is what the answer made; None where nothing will come."""

    uid: UidOut
    producer: str
    lines: list[WantedLineResult]
    wanted_by: DayOut
    note: str | None
    state: CallUpState
    made_at: TimestampOut
    made_by: str
    ended_at: TimestampOut | None
    ended_by: str | None
    answer_note: str | None
    announcement: UidOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """A product: what may be sold of it, what sold in the last 7 and 28 days, how long it lasts, and how much to ask for."""

    product: str
    name: str
    unit: str
    on_hand: QuantityOut
    sold_7d: QuantityOut
    sold_28d: QuantityOut
    days_of_cover: int | None
    minimum: QuantityOut | None
    suggested: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """What sold of a product a year ago: in the four weeks before this day, and in the four weeks from it on."""

    before: Milli
    ahead: Milli


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCover:
    """A product on the pages about what runs out. `to_come` is asked for or announced, and not here yet.

    `season` stands beside as a hint and is in no sum.
    """

    cover: CoverRow
    producer: str
    places: int
    to_come: Milli
    season: Season | None

    @property
    def is_low(self) -> bool:
        """Whether it is below its minimum or lasts less than a week."""
        return self.cover.suggested > 0

    @property
    def wanted(self) -> Milli:
        """What is suggested, rounded up to whole units: what people ask each other for."""
        return _whole(self.cover.suggested)

    @property
    def still_wanted(self) -> Milli:
        """How much to ask for beyond what is to come, in whole units."""
        return _whole(max(0, self.cover.suggested - self.to_come))

    @property
    def sold_a_day(self) -> Milli:
        """What sells a day, as the last four weeks say, rounded half up to a tenth."""
        return Milli((2 * self.cover.sold_28d + DAYS * 100) // (2 * DAYS * 100) * 100)


def _whole(quantity: int) -> Milli:
    return Milli(-(-quantity // 1000) * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowMinimum:
    """A product of which less is here than there should be, with nothing to come."""

    product: str
    name: str
    producer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something about goods that are to come: what it is, more about it, how urgent, and the link that leads to it."""

    sentence: str
    detail: str
    href: str
    action: str
    tone: Literal["bad", "warn", "info"]
