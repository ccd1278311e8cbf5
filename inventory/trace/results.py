"""What the pages behind a label show, and the stock cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from core.money import Vnd
from core.results import DayOut, QuantityOut, SignedQuantityOut, TimestampOut, alias
from inventory.choices import MovementKind
from suppliers.certificates.stars import ShownCertificate
from suppliers.choices import LossCause, ProducerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicProduct:
    """A product as everybody may see it. `place` is where it is made, `barcode` its first one as printed, `photo` a file's id."""

    code: str
    name: str
    unit: str
    price_vnd: Vnd
    product_set: int | None
    retired: bool
    producer_name: str
    producer_kind: ProducerKind
    place: str
    certificate: ShownCertificate | None
    barcode: str | None
    photo: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLot:
    """A lot as everybody may see it; `received_at` is when its first goods came."""

    code: str
    product: str
    made_on: date | None
    best_before: date | None
    delivered_on: date
    received_at: datetime | None
    recalled: bool
    recall_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A movement on a stock card. `from` and `to` are places, None for outside; what moves between places comes and leaves.

    `by` is who recorded it (the outlet's people alone read that), `number` what is printed on its document.
    """

    at: TimestampOut
    kind: MovementKind
    cause: LossCause | None
    document: str
    number: str | None
    by: str | None
    lot: str
    from_: Annotated[str | None, alias("from")]
    to: str | None
    came: QuantityOut
    left: QuantityOut
    balance: SignedQuantityOut
    is_reversal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCard:
    """The stock card of a product, or of one lot of it, over all places: opening + came − left = closing.

    The four sums are of the whole span, whatever page of its lines is read; `next` is the `after` of the following page.
    """

    product: str
    lot: str | None
    name: str
    unit: str
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    opening: SignedQuantityOut
    came: QuantityOut
    left: QuantityOut
    closing: SignedQuantityOut
    lines: list[CardLine]
    next: str | None
