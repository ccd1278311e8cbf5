"""What the verbs of shifts and of the counter return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import JsonValue

from core.results import LEFT_OUT_IF_NONE, MoneyOut, NumberOut, QuantityOut, TimestampOut, UidOut
from pos.choices import Banknote, CashMoveKind, LikelyCauseCode, PaymentMethod, ShiftState
from pos.pricing import AdjustmentKind
from pos.results import RefundResult, SaleResult


@dataclass(frozen=True, slots=True)
class MethodSum:
    """An amount by payment method."""

    method: PaymentMethod
    amount_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class DrawerCount:
    """What was counted in a drawer, and how far it is from what should be there."""

    counted: Mapping[Banknote, int]
    counted_vnd: MoneyOut
    difference_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """The X report of an open shift, the Z report of a closed one.

    `others` acted in it beside who opened it. `expected_vnd`, `counted` and what follows from them are those of the close;
    `late_vnd` came in after it. Once the drawer was counted again, `counted` and the difference are those of the recount and
    `first_count` is the count of the close. `digest` is the beginning of that of the shift's newest link in the chain.
    `customer_payments_vnd` is cash that customers paid on their accounts, `producer_payments_vnd` what producers paid back.
    `sales_vnd` is what was paid for sales, `net_vnd` what is left of it after refunds and without `rounding_vnd`, which is of
    sales less that of refunds. `opening_counted` are the notes of the float, where somebody counted them.
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
    rounding_vnd: MoneyOut
    net_vnd: MoneyOut
    cash_in_vnd: MoneyOut
    cash_out_vnd: MoneyOut
    payouts_vnd: MoneyOut
    customer_payments_vnd: MoneyOut
    producer_payments_vnd: MoneyOut
    unconfirmed: int
    unconfirmed_vnd: MoneyOut
    expected_vnd: MoneyOut
    counted: Mapping[Banknote, int] | None
    counted_vnd: MoneyOut | None
    difference_vnd: MoneyOut | None
    late_vnd: MoneyOut
    digest: str | None = None
    first_count: DrawerCount | None = None
    recounted_at: TimestampOut | None = None
    recounted_by: str | None = None
    recount_approved_by: str | None = None
    opening_counted: Mapping[Banknote, int] | None = None


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
    by: str


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

    code: LikelyCauseCode
    amount_vnd: MoneyOut
    text: str
    sale: Annotated[UidOut | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FullShiftReport(ShiftReport):
    """A shift's report with all that happened beside its sales."""

    discounts: Sequence[DiscountSum]
    cash_moves: Sequence[CashMoveResult]
    drawer_openings: Sequence[DrawerOpening]
    voids: Sequence[CartVoid]
    reprints: Sequence[Reprint]
    likely_causes: Sequence[LikelyCause]


@dataclass(frozen=True, slots=True)
class ExchangeResult:
    """Goods back and goods taken in one act; `amount_vnd` of the refund paid for as much of the sale."""

    uid: UidOut
    amount_vnd: MoneyOut
    at: TimestampOut
    refund: RefundResult
    sale: SaleResult


@dataclass(frozen=True, slots=True)
class HeldCartResult:
    """A cart that waits; `cart` is as the till that held it wrote it."""

    uid: UidOut
    till: str
    name: str
    cart: Mapping[str, JsonValue]
    held_at: TimestampOut
    held_by: str


@dataclass(frozen=True, slots=True)
class KeyedSheetResult:
    """A sheet of the paper pad that was keyed in, and its sale."""

    number: str
    sale: UidOut
    sale_number: NumberOut


@dataclass(frozen=True, slots=True)
class SpoiledSheetResult:
    """A sheet of the paper pad that is no sale: why, who says so, and when it was said."""

    number: str
    reason: str
    spoiled_at: TimestampOut
    spoiled_by: str
