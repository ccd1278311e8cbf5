"""What visitors see. Nothing else of the outlet reaches the public pages, what machines read of them, or posters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.money import Vnd
from suppliers.certificates.stars import ShownCertificate
from suppliers.choices import ProducerKind


@dataclass(frozen=True, slots=True)
class Told:
    """A text and the language it was written in: what has no English stays Vietnamese."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutlet:
    """The outlet as visitors find it. `closed_on` are days of the week, 1 for Monday; goods come back within `refund_days`."""

    name: str
    address: str | None
    phone: str | None
    opens_at: str | None
    closes_at: str | None
    closed_on: Sequence[int]
    map_link: str | None
    shows_prices: bool
    refund_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProduct:
    """A product. Without `price_vnd` prices are not for everybody; `season` is its months, none for the whole year.

    `place` is where it is made, `gtin` its first barcode as 14 digits, `drawing` what stands where there is no photo.
    """

    code: str
    name: Told
    unit: str
    price_vnd: Vnd | None
    product_set: int | None
    retired: bool
    producer: str
    producer_name: str
    producer_kind: ProducerKind
    place: str
    certificate: ShownCertificate | None
    gtin: str | None
    photo: str | None
    drawing: str
    tint: str
    story: Told | None
    usage: Told | None
    keeping: Told | None
    season: Sequence[int]
    search: str

    @property
    def stars(self) -> int | None:
        """The stars that may be shown today."""
        return self.certificate.stars if self.certificate else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProducer:
    """A producer whose goods are sold here; neither phone nor people nor accounts."""

    code: str
    name: str
    kind: ProducerKind
    place: str
    story: Told | None
    photo: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLot:
    """A lot: its days, and what became of it. `shelved_on` is when goods of it first lay where visitors buy."""

    code: str
    product: str
    made_on: date | None
    best_before: date | None
    delivered_on: date
    shelved_on: date | None
    recalled_on: date | None
    recall_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune with its goods."""

    name: str
    products: Sequence[SiteProduct]


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of the list of products: what the address says, what one reads, how many it finds."""

    value: str
    label: str
    count: int
