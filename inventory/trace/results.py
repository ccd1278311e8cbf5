"""What the pages behind a label show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.money import Vnd
from suppliers.choices import ProducerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A rank of the OCOP mark that is valid today."""

    stars: int
    number: str
    issuer: str
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicProduct:
    """A product as everybody may see it. `place` is where it is made, `barcode` its first one as printed."""

    code: str
    name: str
    unit: str
    price_vnd: Vnd
    product_set: int | None
    retired: bool
    producer_name: str
    producer_kind: ProducerKind
    place: str
    certificate: Certificate | None
    barcode: str | None


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
class Commune:
    """The products that are made in one place."""

    name: str
    products: Sequence[PublicProduct]
