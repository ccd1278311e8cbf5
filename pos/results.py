"""What the verbs of selling return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from core.results import LEFT_OUT_IF_NONE, DayOut, MoneyOut, NumberOut, QuantityOut, SignedQuantityOut, TimestampOut, UidOut
from pos.choices import Banknote, CashMoveKind, Condition, FlagCode, PaymentMethod, PaymentState, ShiftState
from pos.pricing import AdjustmentKind


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
    """So much of one lot, sold. `refunded` has come back since."""

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
    """A refund as it stands."""

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
    rounding_vnd: MoneyOut
    lines: Sequence[RefundLineResult]
    flags: Sequence[FlagResult]


@dataclass(frozen=True, slots=True)
class MethodSum:
    """An amount by payment method."""

    method: PaymentMethod
    amount_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """The X report of an open shift, the Z report of a closed one.

    `others` acted in it beside who opened it. `expected_vnd`, `counted` and what follows from them are those of the close;
    `late_vnd` came in after it. `digest` is the beginning of that of the close's link in the chain.
    """

    uid: UidOut
    till: str
    till_name: str
    state: ShiftState
    opened_at: TimestampOut
    opened_by: str
    others: Sequence[str]
    closed_at: TimestampOut | None
    closed_by: str | None
    close_approved_by: str | None
    opening_float_vnd: MoneyOut
    sales: int
    sales_vnd: MoneyOut
    payments: Sequence[MethodSum]
    refunds: Sequence[MethodSum]
    cash_in_vnd: MoneyOut
    cash_out_vnd: MoneyOut
    payouts_vnd: MoneyOut
    unconfirmed: int
    unconfirmed_vnd: MoneyOut
    expected_vnd: MoneyOut
    counted: Mapping[Banknote, int] | None
    counted_vnd: MoneyOut | None
    difference_vnd: MoneyOut | None
    late_vnd: MoneyOut
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class CashMoveResult:
    """Cash that was put into a drawer or taken out of it."""

    uid: UidOut
    shift: UidOut
    kind: CashMoveKind
    amount_vnd: MoneyOut
    reason: str
    at: TimestampOut
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class DiscountSum:
    """What was taken off prices, by why."""

    kind: AdjustmentKind
    amount_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class DrawerOpening:
    """A drawer that was opened without a sale."""

    uid: UidOut
    reason: str
    at: TimestampOut
    by: str


@dataclass(frozen=True, slots=True)
class VoidedLine:
    """Goods that left a cart before it was paid."""

    product: str
    quantity: QuantityOut
    unit_price_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class CartVoid:
    """Lines that were taken out of a cart, or all of them."""

    uid: UidOut
    lines: Sequence[VoidedLine]
    whole_cart: bool
    at: TimestampOut


@dataclass(frozen=True, slots=True)
class Reprint:
    """A paper that was printed once more: its name in the registry, the document's id, and its number where it has one."""

    paper: str
    document: str
    number: str | None
    at: TimestampOut
    by: str


@dataclass(frozen=True, slots=True)
class LikelyCause:
    """What fits a difference to the đồng, in words for people."""

    code: str
    amount_vnd: MoneyOut
    text: str
    sale: Annotated[UidOut | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FullShiftReport(ShiftReport):
    """A shift's report with all that happened beside its sales. `rounding_vnd` is of sales less that of refunds."""

    rounding_vnd: MoneyOut
    discounts: Sequence[DiscountSum]
    cash_moves: Sequence[CashMoveResult]
    drawer_openings: Sequence[DrawerOpening]
    voids: Sequence[CartVoid]
    reprints: Sequence[Reprint]
    likely_causes: Sequence[LikelyCause]


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
class CatalogueProduct:
    """A product as the till sells it. `folded` is its name without accents; `sold_30d` orders the tiles."""

    code: str
    name: str
    folded: str
    producer: str
    producer_name: str
    unit: str
    places: int
    price_vnd: MoneyOut
    vat: str
    barcodes: Sequence[str]
    plu: str | None
    set: int | None
    stars: int | None
    retired: bool
    on_hand: SignedQuantityOut
    lots: Sequence[CatalogueLot]
    sold_30d: int


@dataclass(frozen=True, slots=True)
class CatalogueOutlet:
    """The outlet's settings that the till needs."""

    name: str
    cash_rounding_vnd: MoneyOut
    cashier_discount_limit_bp: int
    near_expiry_days: int
    paper_language: str
    weight_label: str
    public_url: str
    bank: bool


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
class Catalogue:
    """The till's snapshot. With `since` it names only what changed since that version; `removed` is no longer sold."""

    version: str
    since: str | None
    outlet: CatalogueOutlet | None
    till: CatalogueTill | None
    products: Sequence[CatalogueProduct]
    removed: Sequence[str]
    offers: Sequence[str]


@dataclass(frozen=True, slots=True)
class PrintResult:
    """Whether a paper waits for its printer now."""

    queued: bool


@dataclass(frozen=True, slots=True)
class VietQrResult:
    """A dynamic VietQR: what its code says, and its picture."""

    payload: str
    svg: str
