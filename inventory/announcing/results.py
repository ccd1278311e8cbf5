"""What announcements and call-ups return."""

from __future__ import annotations

from dataclasses import dataclass

from core.results import DayOut, QuantityOut, TimestampOut, UidOut
from inventory.choices import AnnouncementState, CallUpState


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
