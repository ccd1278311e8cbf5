"""Both ways of a lot: where it came from, and where it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.results import LEFT_OUT_IF_NONE, DayOut, QuantityOut, TimestampOut, UidOut
from inventory.results import LotPlace
from suppliers.choices import LossCause, PaperKind, ProducerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedDelivery:
    """A delivery that brought goods of the lot; taken back, it brought none."""

    uid: UidOut
    number: str
    day: DayOut
    place: str
    quantity: QuantityOut
    reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedPaper:
    """A paper of the product or of its producer."""

    kind: PaperKind
    number: str
    issuer: str
    issued_on: DayOut
    valid_until: DayOut | None
    stars: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedProducer:
    """Who made the goods."""

    code: str
    name: str
    kind: ProducerKind
    commune: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameFrom:
    """Back: deliveries, producer, the member of it if there is one, commune, papers."""

    deliveries: list[TracedDelivery]
    producer: TracedProducer
    member: str | None
    commune: str
    papers: list[TracedPaper]


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedSale:
    """Goods of the lot in one sale. `returned` of them came back; a producer reads neither the sale nor its number."""

    sale: UidOut | None
    number: str | None
    at: TimestampOut
    place: str
    quantity: QuantityOut
    returned: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedCustomer:
    """A known customer who bought of the lot."""

    customer: UidOut
    name: str | None
    phone: str | None
    sale: UidOut
    number: str
    day: DayOut
    quantity: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedLoss:
    """Goods of the lot that were lost by a cause."""

    cause: LossCause | None
    quantity: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class WentTo:
    """Forward: what lies where, what was sold when, lost and given back. A manager reads the known customers, too."""

    places: list[LotPlace]
    sold: QuantityOut
    given_back: QuantityOut
    lost: list[TracedLoss]
    sales: list[TracedSale]
    next: str | None
    customers: Annotated[list[TracedCustomer] | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotTrace:
    """A lot traced both ways. `forward.sales` come a page at a time; everything else is whole on each page."""

    lot: str
    product: str
    name: str
    unit: str
    made_on: DayOut | None
    best_before: DayOut | None
    recalled: bool
    back: CameFrom
    forward: WentTo
