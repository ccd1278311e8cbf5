"""What the verbs about prices return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.results import DayOut, MoneyOut, TimestampOut, UidOut, alias
from suppliers.choices import PriceState, ProposalState


@dataclass(frozen=True, slots=True)
class PriceResult:
    """A price of a product and the day it begins on; `at` is the moment: the first of the day, unless it was set during it.

    `position` counts a product's prices from 1, no part of the JSON.
    """

    from_: Annotated[DayOut, alias("from")]
    price_vnd: MoneyOut
    state: PriceState
    at: TimestampOut
    position: Annotated[int, Field(exclude=True)] = 0


@dataclass(frozen=True, slots=True)
class PlannedResult:
    """A price that will be in force from a day on."""

    from_: Annotated[DayOut, alias("from")]
    price_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class PriceInForce:
    """What the audit trail keeps of a price that came into force, and who planned it; for its proposal, its id."""

    price_vnd: MoneyOut
    from_: Annotated[DayOut | None, alias("from")] = None
    planned_by: str | None = None
    proposal: UidOut | None = None


@dataclass(frozen=True, slots=True)
class ProposedPrice:
    """What the audit trail keeps of a price that a producer proposed."""

    product: str
    price_vnd: MoneyOut
    from_: Annotated[DayOut, alias("from")]
    note: str | None


@dataclass(frozen=True, slots=True)
class ProposalResult:
    """A price that a producer proposed. `answer` is what the manager wrote with the decision.

    `id` counts proposals in the order they were made, no part of the JSON.
    """

    uid: UidOut
    product: str
    producer: str
    price_vnd: MoneyOut
    from_: Annotated[DayOut, alias("from")]
    note: str | None
    state: ProposalState
    proposed_at: TimestampOut
    proposed_by: str
    decided_at: TimestampOut | None
    decided_by: str | None
    answer: str | None
    id: Annotated[int, Field(exclude=True)] = 0
