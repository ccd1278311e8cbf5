"""What comes in for the tables every area stands on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from core.choices import ApprovalRule, FloatCount
from core.i18n import Language
from core.values.field_types import (
    WHOLE,
    Amount,
    BankAccount,
    BankBin,
    Bp,
    Note,
    RequestModel,
    ShortText,
    Uid,
    WeightLabel,
    choice_of,
)
from core.values.gtin import WEIGHT_LABEL


class BankAccountRequest(RequestModel):
    """A bank account: the bank's BIN, the number, and whose it is."""

    bank_bin: BankBin | None = None
    bank_account: BankAccount | None = None
    bank_holder: Note | None = None


class AccountDecisionRequest(RequestModel):
    """POST …/bank-account/confirm and /refuse. `account` is the one that was read; another that waits meanwhile is left alone."""

    uid: Uid
    account: BankAccountRequest | None = None


class OutletRequest(BankAccountRequest):
    """PUT /outlet. What goes beyond a limit needs a manager's approval; 0 is no limit."""

    name: ShortText
    address: Note | None = None
    phone: Note | None = None
    tax_code: Note | None = None
    representative: Note | None = None
    cash_rounding_vnd: Annotated[Literal[0, 500, 1000], WHOLE] = 0
    cashier_discount_limit_bp: Bp = 1000
    near_expiry_days: Annotated[int, Field(ge=0, le=365)] = 7
    paper_language: Annotated[Language, choice_of(Language)] = Language.VIETNAMESE
    weight_label: WeightLabel = WEIGHT_LABEL
    cash_out_limit_vnd: Amount = 0
    refund_limit_vnd: Amount = 0
    refund_days: Annotated[int, Field(ge=0, le=3650)] = 0
    refund_other_method: Annotated[ApprovalRule, choice_of(ApprovalRule)] = ApprovalRule.APPROVAL
    own_confirm: Annotated[ApprovalRule, choice_of(ApprovalRule)] = ApprovalRule.FREE
    short_stock: Annotated[ApprovalRule, choice_of(ApprovalRule)] = ApprovalRule.APPROVAL
    loss_limit_vnd: Amount = 0
    float_count: Annotated[FloatCount, choice_of(FloatCount)] = FloatCount.SHOWN


class ApprovalRequest(RequestModel):
    """A manager's approval: who, and the PIN, which is stored nowhere; of what was made offline, a one-time code instead."""

    by: Annotated[str, StringConstraints(max_length=64)] | None = None
    pin: Annotated[str, StringConstraints(max_length=64)] | None = None
    code: Annotated[str, StringConstraints(max_length=64)] | None = None
