"""The documents of the counter's verbs."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue

from core.i18n import N_
from core.requests import ApprovalRequest
from core.values.field_types import Amount, MasterCode, MovedQuantity, RequestModel, ShortText, Timestamp, Uid, refuse
from pos.requests import Counted, PaymentRequest, RefundRequest, SaleRequest


class DrawerOpeningRequest(RequestModel):
    """POST /shifts/{uid}/drawer-openings."""

    uid: Uid
    reason: ShortText
    at: Timestamp | None = None
    sent_at: Timestamp | None = None


class VoidedLineRequest(RequestModel):
    """Goods that left a cart before it was paid."""

    product: MasterCode
    quantity: MovedQuantity
    unit_price_vnd: Amount


class CartVoidRequest(RequestModel):
    """POST /shifts/{uid}/voids."""

    uid: Uid
    lines: Annotated[list[VoidedLineRequest], Field(min_length=1, max_length=300)]
    whole_cart: bool
    at: Timestamp | None = None
    sent_at: Timestamp | None = None


class CorrectionRequest(RequestModel):
    """POST /sales/{uid}/payments/correct: how the sale was paid after all, the same total."""

    uid: Uid
    payments: Annotated[list[PaymentRequest], Field(max_length=20)]
    reason: ShortText
    approval: ApprovalRequest | None = None


class ExchangeRefundRequest(RefundRequest):
    """The refund of an exchange, under its own id."""

    uid: Uid
    approval: None = None


class ExchangeSaleRequest(SaleRequest):
    """The sale of an exchange, under its own id. What the goods taken back pay may be named or left out."""

    uid: Uid
    approval: None = None


class ExchangeRequest(RequestModel):
    """PUT /exchanges/{uid}: goods back and goods taken in one act of one shift; one approval for both."""

    refund: ExchangeRefundRequest
    sale: ExchangeSaleRequest
    approval: ApprovalRequest | None = None


class RecountRequest(RequestModel):
    """POST /shifts/{uid}/recount: how many of each banknote there are after all."""

    uid: Uid
    counted: Counted
    approval: ApprovalRequest | None = None


MOST_CART_BYTES = 64 * 1024


def _cart(cart: dict[str, JsonValue]) -> dict[str, JsonValue]:
    try:
        size = len(json.dumps(cart, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())
    except ValueError:
        raise refuse(N_("Có số không đọc được.")) from None
    if size > MOST_CART_BYTES:
        raise refuse(N_("Đơn giữ lớn quá 64 kB."))
    return cart


class HeldCartRequest(RequestModel):
    """PUT /held-carts/{uid}: a cart in the till's own shape."""

    till: MasterCode
    name: ShortText
    cart: Annotated[dict[str, JsonValue], AfterValidator(_cart)]


class KeyedSheetRequest(SaleRequest):
    """PUT /pad-sheets/{number}: a sale that was written by hand. It was made offline, whatever the document says."""

    offline: Annotated[bool, AfterValidator(lambda _: True)] = True


class SpoiledSheetRequest(RequestModel):
    """PUT /spoiled-sheets/{number}: why a sheet of the pad is no sale."""

    reason: ShortText
