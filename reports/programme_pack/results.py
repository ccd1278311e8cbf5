"""What the report of the programme says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from core.results import DayOut, MoneyOut, NumberOut, TimestampOut, UidOut, alias
from reports.programme_pack.choices import PackKey
from reports.programme_year.results import TargetReached
from reports.programme_year.stars import StarCounts
from suppliers.choices import PaperKind
from suppliers.programme.participation.choices import ParticipationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSums:
    """Sales of a span: net is gross − discounts − refunds, each on its own day."""

    gross_vnd: MoneyOut
    refunds_vnd: MoneyOut
    net_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSalesRow(PackSums):
    """Sales of one key."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSales:
    """Sales grouped one way: the rows add up to the whole."""

    by: PackKey
    items: Sequence[PackSalesRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackYear:
    """A planned year that the span touches, beside its results up to `until`."""

    year: int
    until: DayOut
    results: Sequence[TargetReached]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRecognised:
    """A product that was recognised in the span, or got more stars than `before`; one that waits has no decision yet."""

    product: str
    name: str
    commune: str
    stars: int
    before: int | None
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackProducer:
    """A producer that was new or strengthened in a year of the span."""

    code: str
    name: str
    commune: str
    year: int
    kind: ParticipationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPaper:
    """A paper that ended or ends within 180 days of the span's last day; `days_left` is counted from that day."""

    kind: PaperKind
    of: str
    number: str
    valid_until: DayOut
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFair:
    """A fair of the span with what came of it."""

    code: str
    name: str
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    where: str
    producers: int
    net_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTraining:
    """A training of the span; `producers` is how many it was for."""

    on: DayOut
    subject: str
    producers: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a figure of the report means, in a sentence."""

    figure: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePack:
    """The report of the programme over a span of days, in the language of the outlet's papers."""

    outlet: str
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    products: StarCounts
    totals: PackSums
    sales: Sequence[PackSales]
    years: Sequence[PackYear]
    recognised: Sequence[PackRecognised]
    producers: Sequence[PackProducer]
    papers: Sequence[PackPaper]
    fairs: Sequence[PackFair]
    trainings: Sequence[PackTraining]
    meanings: Sequence[Meaning]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenHead:
    """A frozen report without its figures; `digest` is the SHA-256 of its JSON."""

    uid: UidOut
    number: NumberOut
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    frozen_at: TimestampOut
    frozen_by: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenPack(FrozenHead):
    """A report as it was when it was frozen."""

    pack: ProgrammePack
