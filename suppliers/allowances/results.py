"""What agreements say about goods that are lost or end."""

from __future__ import annotations

from dataclasses import dataclass

from core.money import Bp
from core.results import MoneyOut
from suppliers.choices import AllowancePeriod, ExpiryChoice


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
