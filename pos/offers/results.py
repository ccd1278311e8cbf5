"""What the verbs of offers return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from core.results import LEFT_OUT_IF_NONE, DayOut, MoneyOut, TimestampOut, alias
from pos.choices import OfferBearer, OfferKind

Codes = Annotated[Sequence[str] | None, LEFT_OUT_IF_NONE]


@dataclass(frozen=True, slots=True)
class OfferOnResult:
    """What an offer is on: one of these."""

    products: Codes = None
    sets: Annotated[Sequence[int] | None, LEFT_OUT_IF_NONE] = None
    producers: Codes = None
    lots: Codes = None
    all: Annotated[bool | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class AgeStepResult:
    """What is taken off a lot with so many days left, or fewer."""

    days_left: int
    rate_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """An offer as it is priced: when it holds, on what, and what it takes off. What its kind does not have is left out."""

    code: str
    name: str
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    days: Annotated[Sequence[int] | None, LEFT_OUT_IF_NONE] = None
    hours: Codes = None
    on: OfferOnResult
    kind: OfferKind
    rate_bp: Annotated[int | None, LEFT_OUT_IF_NONE] = None
    amount_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None
    price_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None
    buy: Annotated[int | None, LEFT_OUT_IF_NONE] = None
    get: Annotated[int | None, LEFT_OUT_IF_NONE] = None
    threshold_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None
    steps: Annotated[Sequence[AgeStepResult] | None, LEFT_OUT_IF_NONE] = None
    bearer: OfferBearer
    priority: int


@dataclass(frozen=True, slots=True)
class AgreementOfProducer:
    """A producer's word that it bears what it is asked to."""

    producer: str
    at: TimestampOut
    by: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferResult(OfferTerms):
    """An offer as it stands. `asks` are the producers that would bear more than they agreed to, and have not agreed yet."""

    retired: bool
    version: int
    agreed: Sequence[AgreementOfProducer]
    asks: Sequence[str]
