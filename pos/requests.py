"""The documents the tills' verbs take."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator, model_validator

from core.i18n import N_
from core.requests import ApprovalRequest
from core.values.field_types import (
    WHOLE,
    Amount,
    LotCode,
    MasterCode,
    MovedQuantity,
    Note,
    PositiveAmount,
    PrinterUrl,
    Remark,
    RequestModel,
    ShortText,
    SignedAmount,
    Timestamp,
    Uid,
    choice_of,
    refuse,
    shaped,
)
from pos.choices import Banknote, CashMoveKind, Condition, PaymentMethod


class TillRequest(RequestModel):
    """PUT /tills/{code}."""

    name: ShortText
    place: MasterCode
    printer: PrinterUrl = "none:"
    paper_mm: Annotated[Literal[58, 80], WHOLE] = 80


Counted = dict[Annotated[Banknote, choice_of(Banknote)], Annotated[int, Field(ge=0, le=1_000_000)]]
"""How many of each banknote."""


class ShiftRequest(RequestModel):
    """PUT /shifts/{uid}. `opening_counted` are the notes that make up the float."""

    till: MasterCode
    opening_float_vnd: Amount
    opening_counted: Counted | None = None
    opened_at: Timestamp | None = None
    sent_at: Timestamp | None = None

    @field_validator("opening_counted")
    @classmethod
    def _make_up_the_float(cls, counted: dict[Banknote, int] | None, info: ValidationInfo) -> dict[Banknote, int] | None:
        float_vnd = info.data.get("opening_float_vnd")
        counted_vnd = sum(Banknote(note).value_vnd * pieces for note, pieces in (counted or {}).items())
        if counted is not None and float_vnd not in {None, counted_vnd}:
            raise refuse(N_("Số tờ tiền không khớp số tiền đầu ca."))
        return counted


class CashMoveRequest(RequestModel):
    """POST /shifts/{uid}/cash-moves."""

    uid: Uid
    kind: Annotated[CashMoveKind, choice_of(CashMoveKind)]
    amount_vnd: PositiveAmount
    reason: ShortText
    at: Timestamp | None = None
    sent_at: Timestamp | None = None
    approval: ApprovalRequest | None = None


class CloseRequest(RequestModel):
    """POST /shifts/{uid}/close."""

    counted: Counted
    approval: ApprovalRequest | None = None


class ConfirmRequest(RequestModel):
    """POST /sales/{uid}/payments/{n}/confirm."""

    approval: ApprovalRequest | None = None


class SaleLineAdjustmentRequest(RequestModel):
    """What an offer, by its code, or a pack, by its barcode, takes off a line."""

    offer: MasterCode | None = None
    pack: Annotated[str, shaped("^[0-9]{8,14}$", N_("Mã vạch gồm 8 đến 14 chữ số, ví dụ 8938500000034."))] | None = None
    amount_vnd: Amount

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.offer is None) == (self.pack is None):
            raise refuse(N_("Mỗi khoản giảm nêu offer hoặc pack."))
        return self


class SaleLineRequest(RequestModel):
    """One line of a cart: a product, a lot of it, whatever was scanned, or a basket at the price of one.

    Where no line has `adjustments` the outlet takes the right ones; else a line without them says it has none.
    """

    product: MasterCode | None = None
    lot: LotCode | None = None
    code: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    basket: MasterCode | None = None
    quantity: MovedQuantity
    unit_price_vnd: Amount
    adjustments: Annotated[list[SaleLineAdjustmentRequest], Field(max_length=20)] | None = None
    discount_vnd: Amount = 0
    note: Remark | None = None

    @model_validator(mode="after")
    def _names_goods(self) -> Self:
        if self.basket is not None:
            if self.product or self.lot or self.code or self.adjustments:
                raise refuse(N_("Dòng giỏ quà chỉ nêu basket, không có khuyến mãi."))
            return self
        if self.code is None and self.product is None and self.lot is None:
            raise refuse(N_("Dòng hàng cần product, lot, code hoặc basket."))
        if self.code is not None and (self.product is not None or self.lot is not None):
            raise refuse(N_("Dòng hàng chỉ nêu code, hoặc product và lot."))
        return self


def _chosen(method: PaymentMethod) -> PaymentMethod:
    if not method.is_chosen:
        raise refuse(N_("Cách trả này chỉ có trong một lần đổi hàng."))
    return method


ChosenMethod = Annotated[PaymentMethod, AfterValidator(_chosen), choice_of(PaymentMethod)]
"""A way to pay that somebody chooses."""


class PaymentRequest(RequestModel):
    """How a part of the total is paid."""

    method: Annotated[PaymentMethod, choice_of(PaymentMethod)]
    amount_vnd: Amount
    tendered_vnd: Amount | None = None
    reference: Note | None = None

    @property
    def is_beside_money(self) -> bool:
        """Whether it comes off an account or a voucher."""
        return self.method in {PaymentMethod.VOUCHER, PaymentMethod.ACCOUNT}


Cashier = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""A username."""


class SaleRequest(RequestModel):
    """PUT /sales/{uid}. `cashier` is who sold, when a sale made offline is sent by somebody else.

    `customer_uid` names a known customer, `customer` is a text that stays with the sale; `customer_on_slip` prints who it is.
    """

    shift: Uid
    sold_at: Timestamp
    sent_at: Timestamp | None = None
    offline: bool = False
    cashier: Cashier | None = None
    customer: Note | None = None
    customer_uid: Uid | None = None
    customer_on_slip: bool = False
    lines: Annotated[list[SaleLineRequest], Field(min_length=1, max_length=300)]
    discount_vnd: Amount = 0
    rounding_vnd: SignedAmount = 0
    payments: Annotated[list[PaymentRequest], Field(max_length=20)]
    total_vnd: Amount
    note: Remark | None = None
    approval: ApprovalRequest | None = None

    @property
    def notes(self) -> dict[int, str]:
        """What was written to each line, by its number, and to the whole sale, under 0; blanks alone say nothing."""
        written = {0: self.note, **{n: line.note for n, line in enumerate(self.lines, 1)}}
        return {n: note.strip() for n, note in written.items() if note and note.strip()}

    @property
    def is_money_of_nobody(self) -> bool:
        """Whether it names no customer and is paid by money alone: no account, no voucher."""
        return self.customer_uid is None and not any(payment.is_beside_money for payment in self.payments)

    @field_validator("cashier")
    @classmethod
    def _only_offline(cls, cashier: str | None, info: ValidationInfo) -> str | None:
        if cashier is not None and not info.data.get("offline"):
            raise refuse(N_("Chỉ đơn bán khi mất kết nối mới nêu thu ngân."))
        return cashier


LineNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class RefundLineRequest(RequestModel):
    """A part of a line of the sale's answer, or whole baskets, by the `basket_line` of that answer."""

    line: LineNumber | None = None
    basket_line: LineNumber | None = None
    quantity: MovedQuantity
    condition: Annotated[Condition, choice_of(Condition)]

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.line is None) == (self.basket_line is None):
            raise refuse(N_("Dòng trả hàng nêu line hoặc basket_line."))
        return self


class RefundRequest(RequestModel):
    """PUT /refunds/{uid}. `cashier` is who took the goods back, when an offline refund is sent by somebody else; `total_vnd` is
    what an offline refund paid out, of which the till that knew no lots may have counted a few đồng more or less.
    """

    shift: Uid
    sale: Uid
    slip: bool = True
    lines: Annotated[list[RefundLineRequest], Field(min_length=1, max_length=300)]
    method: ChosenMethod
    reason: ShortText
    at: Timestamp | None = None
    sent_at: Timestamp | None = None
    offline: bool = False
    cashier: Cashier | None = None
    total_vnd: Amount | None = None
    approval: ApprovalRequest | None = None

    @field_validator("cashier")
    @classmethod
    def _only_offline(cls, cashier: str | None, info: ValidationInfo) -> str | None:
        if cashier is not None and not info.data.get("offline"):
            raise refuse(N_("Chỉ lần trả hàng khi mất kết nối mới nêu thu ngân."))
        return cashier

    @field_validator("total_vnd")
    @classmethod
    def _only_what_was_paid(cls, total_vnd: Amount | None, info: ValidationInfo) -> Amount | None:
        if total_vnd is not None and not info.data.get("offline"):
            raise refuse(N_("Chỉ lần trả hàng khi mất kết nối mới nêu số tiền đã trả."))
        return total_vnd


class ReviewRequest(RequestModel):
    """POST /sales/{uid}/flags/{n}/reviewed, POST /refunds/{uid}/flags/{n}/reviewed."""

    uid: Uid
    note: Note | None = None


class PrintJobRequest(RequestModel):
    """POST /print-jobs/{id}/cancel, POST /print-jobs/{id}/retry."""

    uid: Uid


class PrintAgainRequest(RequestModel):
    """POST /print-jobs/{id}/again: on the same printer, or on another of the outlet."""

    uid: Uid
    printer: PrinterUrl | None = None


class VietQrRequest(RequestModel):
    """POST /vietqr."""

    amount_vnd: PositiveAmount
    reference: ShortText


class BankNoticeRequest(RequestModel):
    """POST /bank-notices."""

    id: ShortText
    amount_vnd: PositiveAmount
    description: Note
    at: Timestamp
