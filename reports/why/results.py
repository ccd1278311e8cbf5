"""The story of a book line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.money import Vnd
from core.results import DayOut, MoneyOut, SignedQuantityOut, UidOut
from pos.pricing.lines import AdjustmentKind
from suppliers.agreements.results import TermResult
from suppliers.choices import Bearer, BookKind, LossCause


@dataclass(frozen=True, slots=True)
class AdjustmentTold:
    """What came off a sold line, and who bore it."""

    kind: AdjustmentKind
    code: str | None
    amount_vnd: MoneyOut
    bearer: Bearer


@dataclass(frozen=True, slots=True)
class Why:
    """A book line with everything it was reckoned from, and the reckoning in sentences.

    `term` is the one it happened under, in that version of the agreement. `commission_vnd` is None where nothing was split by a
    rate. `vat_rule` and `rounding` are sentences, None where they do not matter. `receipt` is the printed number of the document.
    """

    uid: UidOut
    day: DayOut
    kind: BookKind
    product: str | None
    lot: str | None
    cause: LossCause | None
    agreement: str | None
    version: int | None
    term: TermResult | None
    list_price_vnd: MoneyOut | None
    quantity: SignedQuantityOut
    gross_vnd: MoneyOut
    adjustments: Sequence[AdjustmentTold]
    commission_vnd: MoneyOut | None
    vat_rule: str | None
    rounding: str | None
    owed_vnd: MoneyOut
    receipt: str | None
    steps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Borne:
    """Who bore the discount of a sold line: without it the producer was owed `full_vnd`, and is owed `owed_vnd`."""

    discount_vnd: Vnd
    producer_vnd: Vnd
    full_vnd: Vnd
    owed_vnd: Vnd

    @property
    def outlet_vnd(self) -> Vnd:
        """What the outlet bore."""
        return Vnd(self.discount_vnd - self.producer_vnd)

    @property
    def producer_percent(self) -> int:
        """The producer's part of a hundred."""
        return min(100, max(0, round(self.producer_vnd * 100 / self.discount_vnd)))
