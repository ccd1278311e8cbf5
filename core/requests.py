"""What comes in for the tables every area stands on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from core.choices import ApprovalRule, FloatCount
from core.i18n import N_, Language
from core.values.field_types import (
    WHOLE,
    Amount,
    BankAccount,
    BankBin,
    Bp,
    ClockTime,
    Link,
    Note,
    RequestModel,
    ShortText,
    Uid,
    WeightLabel,
    choice_of,
    refuse,
)
from core.values.gtin import WEIGHT_LABEL

Weekday = Annotated[int, Field(ge=1, le=7), WHOLE]
"""A day of the week, 1 for Monday to 7 for Sunday."""


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
    shows_prices: bool = True
    opens_at: ClockTime | None = None
    closes_at: Annotated[ClockTime | None, Field(validate_default=True)] = None
    closed_on: Annotated[list[Weekday], Field(max_length=6)] = []
    map_link: Link | None = None

    @field_validator("closed_on")
    @classmethod
    def _each_day_once(cls, days: list[int]) -> list[int]:
        if len(set(days)) != len(days):
            raise refuse(N_("Một ngày trong tuần bị ghi hai lần."))
        return days

    @field_validator("closes_at")
    @classmethod
    def _after_it_opens(cls, closes_at: str | None, info: ValidationInfo) -> str | None:
        if "opens_at" not in info.data:  # was refused itself
            return closes_at
        opens_at = info.data["opens_at"]
        if (opens_at is None) != (closes_at is None):
            raise refuse(N_("Ghi cả giờ mở cửa và giờ đóng cửa."))
        if opens_at is not None and closes_at is not None and closes_at <= opens_at:
            raise refuse(N_("Giờ đóng cửa phải sau giờ mở cửa."))
        return closes_at


class ApprovalRequest(RequestModel):
    """A manager's approval: who, and the PIN, which is stored nowhere; of what was made offline, a one-time code instead."""

    by: Annotated[str, StringConstraints(max_length=64)] | None = None
    pin: Annotated[str, StringConstraints(max_length=64)] | None = None
    code: Annotated[str, StringConstraints(max_length=64)] | None = None
