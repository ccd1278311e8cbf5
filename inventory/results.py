"""What the goods' verbs return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from core.money import Vnd, times
from core.results import LEFT_OUT_IF_NONE, DayOut, MoneyOut, QuantityOut, SignedQuantityOut, TimestampOut, UidOut, alias
from inventory.choices import (
    CountersignState,
    CountReplyKind,
    LabelKind,
    MovementKind,
    PlaceKind,
    ReturnState,
    ScanKind,
    ScanWarning,
)
from inventory.labels.stocks import LabelStock
from suppliers.choices import Bearer, LossCause


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalResult:
    """How a goods document was taken back; `day` is the day of its book lines."""

    uid: UidOut
    day: DayOut
    reason: str
    at: TimestampOut
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsDocumentResult:
    """What every goods document has, as it stands. `reversal` is set once it was taken back; the lines stay."""

    uid: UidOut
    number: str
    day: DayOut
    place: str
    recorded_at: TimestampOut
    recorded_by: str
    reversal: ReversalResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLineResult:
    """So much of a lot."""

    lot: str
    product: str
    name: str
    unit: str
    quantity: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLineResult(LotLineResult):
    """Goods that came, with what their label says. `price_vnd` is today's price, `unit_cost_vnd` what own goods cost,
    `member` the household that brought them.
    """

    price_vnd: MoneyOut
    unit_cost_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None
    member: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    made_on: DayOut | None
    best_before: DayOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSum:
    """What came of a product in all lines together."""

    product: str
    quantity: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDifference:
    """A product of which more or less came than was announced."""

    product: str
    announced: QuantityOut
    received: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult(GoodsDocumentResult):
    """A delivery; its day is `delivered_on`. `differences` are those from its announcement, while it is not taken back.

    `corrects` is the delivery it was written in the place of, `corrected_by` the one written in its own.
    """

    producer: str
    delivered_on: DayOut
    note: str | None
    lines: list[DeliveryLineResult]
    sums: list[ProductSum]
    lots: list[str]
    announcement: UidOut | None
    differences: list[ProductDifference]
    photos: list[UidOut] = field(default_factory=list)
    corrects: UidOut | None = None
    corrected_by: UidOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnResult(GoodsDocumentResult):
    """Goods given back to their producer, or set aside for it; `handed_on` and `handed_to` say when and to whom they went."""

    producer: str
    reason: str | None
    state: ReturnState
    handed_over: bool
    handed_on: DayOut | None
    handed_to: str | None
    lines: list[LotLineResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossLineResult(LotLineResult):
    """A lot's loss, who bears it, and what it makes us owe its producer."""

    producer: str
    cause: LossCause
    bearer: Bearer | None = None
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class LossResult(GoodsDocumentResult):
    """Goods written off; `owed_vnd` is the sum of its lines, 0 once it was taken back."""

    note: str | None
    approved_by: str | None
    owed_vnd: MoneyOut
    lines: list[LossLineResult]
    photos: list[UidOut] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferResult(GoodsDocumentResult):
    """Goods moved between places; `place` is `from`."""

    from_: Annotated[str, alias("from")]
    to: str
    lines: list[LotLineResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountReplyResult:
    """What a producer says of its lot in a count, or the outlet's answer; `note` is how a manager knows what a producer says."""

    kind: CountReplyKind
    message: str | None
    note: str | None
    at: TimestampOut
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLineResult:
    """What was counted of a lot beside the book, and what a shortage makes us owe its producer.

    `lost` is what of a shortage is a loss; the rest is set against a surplus of the same product, here or in earlier counts.
    Its producer countersigns until `answer_by`; the outlet's own goods have neither that nor a `countersign`.
    """

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    counted: QuantityOut
    booked: SignedQuantityOut
    difference: SignedQuantityOut
    counted_at: TimestampOut
    lost: QuantityOut
    owed_vnd: MoneyOut
    answer_by: DayOut | None
    countersign: CountersignState | None
    replies: list[CountReplyResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountResult(GoodsDocumentResult):
    """A count; `owed_vnd` is the sum of its lines, 0 once it was taken back. `counted_by` are those who counted."""

    approved_by: str | None
    counted_by: list[str]
    owed_vnd: MoneyOut
    lines: list[CountLineResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceResult:
    """A place of the outlet."""

    code: str
    name: str
    kind: PlaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementResult:
    """A movement of goods. `from` and `to` are places, or `@producer`, `@customer`, `@loss`, `@found`.

    `document` is its source, `delivery/{uid}`; `reverses` is the uid of the movement it takes back.
    """

    uid: UidOut
    at: TimestampOut
    posted_at: TimestampOut
    kind: MovementKind
    product: str
    lot: str
    quantity: QuantityOut
    from_: Annotated[str, alias("from")]
    to: str
    cause: LossCause | None
    document: str
    reverses: UidOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """What a code means here. `quantity` is of the product's unit, `sale` the uid of a receipt's sale, `voucher` a code.

    `pack` is the barcode of a pack, whose `quantity` is what one of them holds.
    """

    kind: ScanKind
    product: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    lot: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    quantity: Annotated[QuantityOut | None, LEFT_OUT_IF_NONE] = None
    sale: Annotated[UidOut | None, LEFT_OUT_IF_NONE] = None
    voucher: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    pack: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    basket: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    warnings: tuple[ScanWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """How much of a lot lies at a place. What of it is set aside for its producer is not sold."""

    producer: str
    product: str
    lot: str
    place: str
    on_hand: QuantityOut
    set_aside: QuantityOut
    best_before: DayOut | None
    recalled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStockRow(StockRow):
    """A stock row with the names of its goods, today's price and their photo."""

    name: str
    unit: str
    price_vnd: MoneyOut
    producer_name: str
    photo: UidOut | None

    @property
    def value_vnd(self) -> Vnd:
        """What the goods would bring at today's price."""
        return times(self.price_vnd, self.on_hand)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLabelLine:
    """So many equal labels of a lot, or of a product; `weight` is what a weighed bag holds."""

    label: LabelKind
    product: str
    name: str
    lot: str | None
    weight: QuantityOut | None
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRunResult:
    """What was printed at once: so many pieces on so many pages or rows of a stock. `printer` is None where a file was made.

    `file` is where the labels are, as of the day they are asked for.
    """

    uid: UidOut
    stock: LabelStock
    start: int
    pieces: int
    pages: int
    printer: str | None
    printed_at: TimestampOut
    printed_by: str
    file: str
    lines: list[PrintedLabelLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringLot:
    """A lot with a date, and how much of it lies at all places together. `price_vnd` is today's price."""

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    producer_name: str
    best_before: DayOut
    on_hand: QuantityOut
    price_vnd: MoneyOut

    @property
    def value_vnd(self) -> Vnd:
        """What the goods would bring at today's price."""
        return times(self.price_vnd, self.on_hand)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPlace:
    """How much of a lot lies at a place, and what of it is set aside for its producer."""

    place: str
    on_hand: QuantityOut
    set_aside: QuantityOut


@dataclass(frozen=True, slots=True, kw_only=True)
class LotResult:
    """A lot: what it is, what came and was lost of it, where it lies."""

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    made_on: DayOut | None
    best_before: DayOut | None
    delivered_on: DayOut
    delivered: QuantityOut
    lost: QuantityOut
    recalled: bool
    recall_reason: str | None
    places: list[LotPlace]
    link: str
    member: str | None = None
