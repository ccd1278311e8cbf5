"""What agreements say about goods that are lost or end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.money import Bp
from core.results import DayOut, MoneyOut, alias
from suppliers.choices import AllowancePeriod, ExpiryChoice, LossCause


@dataclass(frozen=True, slots=True)
class AllowanceResult:
    """What of losses by a cause is the producer's, by calendar, at the price of each day."""

    per: AllowancePeriod
    value_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class OnExpiryResult:
    """What happens to a lot `days` before its best-before when nobody has answered within `answer_days`."""

    days: int
    answer_days: int
    choice: ExpiryChoice
    rate_bp: Bp | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceLeft:
    """An allowance of an agreement in its period, both days included: how much, what losses took of it, what is left."""

    agreement: str
    cause: LossCause
    per: AllowancePeriod
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    value_vnd: MoneyOut
    used_vnd: MoneyOut
    left_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowancesLeft:
    """The allowances of a producer's agreements."""

    producer: str
    items: list[AllowanceLeft]
