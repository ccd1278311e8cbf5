"""What the verbs of selling return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from core.people.codes.offline_codes import Approver
from core.results import LEFT_OUT_IF_NONE, DayOut, MoneyOut, NumberOut, QuantityOut, SignedQuantityOut, TimestampOut, UidOut
from pos.baskets.results import BasketContents
from pos.choices import (
    Condition,
    FlagCode,
    PaymentMethod,
    PaymentState,
)
from pos.offers.results import OfferTerms
from pos.pricing import AdjustmentKind
from suppliers.choices import PaperKind
from suppliers.prices.results import PlannedResult
from suppliers.results import PackResult


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a sale or refund that does not fit. `line` is a line of the answer, `seconds` the error of a clock."""

    code: FlagCode
    line: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class FlagResult:
    """A flag as it stands; `n` counts from 1. `reviewed` once a manager has seen to it."""

    n: int
    code: FlagCode
    line: Annotated[int | None, LEFT_OUT_IF_NONE] = None
    seconds: Annotated[int | None, LEFT_OUT_IF_NONE] = None
    reviewed: bool = False
    reviewed_by: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    reviewed_at: Annotated[TimestampOut | None, LEFT_OUT_IF_NONE] = None
    note: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class AdjustmentResult:
    """An amount taken off a sold line; what was granted by hand has no `code`."""

    kind: AdjustmentKind
    amount_vnd: MoneyOut
    bearer: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    code: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class SaleLineResult:
    """So much of one lot, sold. `refunded` has come back since.

    A line that came in a `basket` names the line of the request that the basket was. `note` is what the cashier wrote to it.
    """

    line: int
    product: str
    lot: str
    producer: str
    quantity: QuantityOut
    unit_price_vnd: MoneyOut
    gross_vnd: MoneyOut
    adjustments: Sequence[AdjustmentResult]
    discount_vnd: MoneyOut
    net_vnd: MoneyOut
    vat: str
    vat_vnd: MoneyOut
    owed_vnd: MoneyOut
    kept_vnd: MoneyOut
    refunded: QuantityOut
    basket: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    basket_line: Annotated[int | None, LEFT_OUT_IF_NONE] = None
    note: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """How a part of a sale was paid; `n` counts from 1."""

    n: int
    method: PaymentMethod
    amount_vnd: MoneyOut
    tendered_vnd: MoneyOut | None
    reference: str | None
    state: PaymentState
    confirmed_by: str | None = None
    confirmed_at: TimestampOut | None = None


@dataclass(frozen=True, slots=True)
class RefundOfSale:
    """A refund, as its sale names it."""

    uid: UidOut
    number: NumberOut
    total_vnd: MoneyOut
    at: TimestampOut


@dataclass(frozen=True, slots=True)
class SaleResult:
    """A sale as it stands. `sent_by` is who sent it, where that was another than its cashier."""

    uid: UidOut
    number: NumberOut
    business_day: DayOut
    sold_at: TimestampOut
    shift: UidOut
    till: str
    place: str
    cashier: str
    sent_by: str | None
    customer: str | None
    customer_uid: str | None
    customer_on_slip: bool
    offline: bool
    approved_by: str | None
    total_vnd: MoneyOut
    change_vnd: MoneyOut
    discount_vnd: MoneyOut
    rounding_vnd: MoneyOut
    lines: Sequence[SaleLineResult]
    payments: Sequence[PaymentResult]
    refunds: Sequence[RefundOfSale]
    flags: Sequence[FlagResult]
    note: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class RefundLineResult:
    """A part of a sale's line that came back."""

    line: int
    product: str
    lot: str
    producer: str
    quantity: QuantityOut
    condition: Condition
    gross_vnd: MoneyOut
    net_vnd: MoneyOut
    vat_vnd: MoneyOut
    owed_vnd: MoneyOut
    kept_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class RefundResult:
    """A refund as it stands; `voucher` is the code of the one it made.

    `exchanged_vnd` of the total paid for other goods; the rest left by `method`.
    """

    uid: UidOut
    number: NumberOut
    sale: UidOut
    shift: UidOut
    business_day: DayOut
    refunded_at: TimestampOut
    cashier: str
    approved_by: str | None
    method: PaymentMethod
    reason: str
    total_vnd: MoneyOut
    exchanged_vnd: MoneyOut
    rounding_vnd: MoneyOut
    lines: Sequence[RefundLineResult]
    flags: Sequence[FlagResult]
    voucher: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class TillResult:
    """A till."""

    code: str
    name: str
    place: str
    printer: str
    paper_mm: int


@dataclass(frozen=True, slots=True)
class BankNoticeResult:
    """What a notice of incoming money was matched with."""

    id: str
    matched: bool
    sale: UidOut | None = None
    payment: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogueLot:
    """So much of a lot at a place."""

    lot: str
    place: str
    on_hand: QuantityOut
    best_before: DayOut | None
    recalled: bool


@dataclass(frozen=True, slots=True)
class CataloguePaper:
    """A paper of a product or its producer, and its last day."""

    kind: PaperKind
    valid_until: DayOut


@dataclass(frozen=True, slots=True)
class CatalogueProduct:
    """A product as the till sells it. `folded` is its name without accents; `sold_30d` orders the tiles.

    `planned` is there when prices are planned: a till that is cut off then sells at the price of its own day. `photo` is the id
    of its photo, `paper` the first of its papers to end, that a till says so in its time.
    """

    code: str
    name: str
    folded: str
    producer: str
    producer_name: str
    commune: str
    unit: str
    places: int
    price_vnd: MoneyOut
    vat: str
    barcodes: Sequence[str]
    packs: Sequence[PackResult]
    plu: str | None
    set: int | None
    stars: int | None
    retired: bool
    available: bool
    on_hand: SignedQuantityOut
    lots: Sequence[CatalogueLot]
    sold_30d: int
    planned: Annotated[Sequence[PlannedResult] | None, LEFT_OUT_IF_NONE] = None
    photo: Annotated[UidOut | None, LEFT_OUT_IF_NONE] = None
    paper: Annotated[CataloguePaper | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class CatalogueOutlet:
    """The outlet's settings that the till needs."""

    name: str
    cash_rounding_vnd: MoneyOut
    cashier_discount_limit_bp: int
    refund_limit_vnd: MoneyOut
    refund_days: int
    refund_other_method: str
    near_expiry_days: int
    paper_language: str
    weight_label: str
    public_url: str
    bank: bool
    bank_bin: str | None
    bank_account: str | None
    bank_holder: str | None


@dataclass(frozen=True, slots=True)
class CatalogueTill:
    """The till the snapshot is for, and how its printer did at its last try."""

    code: str
    name: str
    place: str
    paper_mm: int
    printer_state: str
    printer_trouble: str | None


@dataclass(frozen=True, slots=True)
class RecalledLotOfProduct:
    """A lot that no till may sell, whether goods of it are here or not."""

    lot: str
    product: str


@dataclass(frozen=True, slots=True)
class RecallCount:
    """How many lots are recalled: another number than the snapshot's says that it is out of date."""

    recalls: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The till's snapshot. With `since` it names only what changed since that version; `removed` is no longer sold.

    `recalls` counts the recalled lots, `recalled` names those of two years; after another recall the snapshot is a whole one.
    """

    version: str
    since: str | None
    outlet: CatalogueOutlet | None
    till: CatalogueTill | None
    products: Sequence[CatalogueProduct]
    removed: Sequence[str]
    approvers: Sequence[Approver]
    offers: Sequence[OfferTerms]
    offers_removed: Sequence[str]
    baskets: Sequence[BasketContents]
    baskets_removed: Sequence[str]
    recalls: int
    recalled: Sequence[RecalledLotOfProduct]


@dataclass(frozen=True, slots=True)
class PrintResult:
    """Whether a paper waits for its printer now."""

    queued: bool


@dataclass(frozen=True, slots=True)
class VietQrResult:
    """A dynamic VietQR: what its code says, and its picture."""

    payload: str
    svg: str


@dataclass(frozen=True, slots=True)
class VietQrArrival:
    """Whether the bank announced the money of a transfer that no sale on record has yet, and when it came."""

    arrived: bool
    at: TimestampOut | None
