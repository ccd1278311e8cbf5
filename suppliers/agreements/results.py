"""What the verbs of agreements answer with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from core.money import Bp
from core.results import DayOut, MoneyOut, TimestampOut, alias
from suppliers.allowances.results import AllowanceResult, OnExpiryResult
from suppliers.choices import (
    Basis,
    Bearer,
    ChargePer,
    CommissionBase,
    Cycle,
    LossCause,
    PaperKind,
    VatKeeper,
    VersionState,
    Visibility,
    WithoutPaper,
)


@dataclass(frozen=True, slots=True)
class TermResult:
    """A term of an agreement. `loss` names the bearer of every cause."""

    product: str | None
    set: int | None
    basis: Basis
    rate_bp: Bp | None
    owed_per_unit_vnd: MoneyOut | None
    discount_bearer: Bearer
    loss: Mapping[LossCause, Bearer]
    loss_allowance_bp: Bp
    commission_base: CommissionBase
    vat_kept_by: VatKeeper


@dataclass(frozen=True, slots=True)
class ChargeResult:
    """What the outlet charges by cycle, by unit sold or by delivery."""

    name: str
    per: ChargePer
    amount_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class PaperRuleResult:
    """A paper that an agreement asks for, and what happens without it."""

    kind: PaperKind
    without: WithoutPaper


@dataclass(frozen=True, slots=True)
class AgreementResult:
    """An agreement as one of its versions says. `signed_number` is the number on the signed paper."""

    number: str
    producer: str
    starts_on: DayOut
    ends_on: DayOut | None
    terms: Sequence[TermResult]
    holding_days: int
    minimum_payout_vnd: MoneyOut
    answer_days: int
    allowances: Mapping[LossCause, AllowanceResult]
    on_expiry: OnExpiryResult | None
    signed_number: str | None
    grace_days: int
    cycle: Cycle
    charges: Sequence[ChargeResult]
    papers: Sequence[PaperRuleResult]
    visibility: Visibility
    version: int

    def ended_before(self, day: date) -> bool:
        """Whether its last day is before a day."""
        return self.ends_on is not None and self.ends_on < day


@dataclass(frozen=True, slots=True)
class VersionResult:
    """A version of an agreement: from which day it is asked to hold (None: from when it was recorded), who recorded it, when
    and why, who confirmed it, what it says, and the names of the fields in which it differs from the one before.
    """

    version: int
    state: VersionState
    from_: Annotated[DayOut | None, alias("from")]
    recorded_at: TimestampOut
    recorded_by: str | None
    reason: str | None
    confirmed_at: TimestampOut | None
    confirmed_by: str | None
    note: str | None
    changed: Sequence[str]
    agreement: AgreementResult
