"""What the verbs of customers return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from core.results import LEFT_OUT_IF_NONE, DayOut, MoneyOut, NumberOut, QuantityOut, TimestampOut, UidOut
from pos.customers.choices import CustomerPaymentMethod


@dataclass(frozen=True, slots=True)
class CustomerResult:
    """A customer; `phone` is masked for all but managers and whoever asked by the whole number. An erased one is blank."""

    uid: UidOut
    phone: str | None
    name: str | None
    company: str | None
    tax_code: str | None
    address: str | None
    email: str | None
    consent: bool
    note: str | None
    credit_limit_vnd: MoneyOut
    owed_vnd: MoneyOut
    erased: bool


@dataclass(frozen=True, slots=True)
class CustomerTrail:
    """A customer in the audit trail: who it is stands as marks, which say that a field changed and not what it was."""

    phone: str | None
    name: str | None
    company: str | None
    tax_code: str | None
    address: str | None
    email: str | None
    note: str | None
    consent: bool
    credit_limit_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class BoughtGoods:
    """So much of a product that a customer bought in one sale; `refunded` came back."""

    product: str
    name: str
    quantity: QuantityOut
    refunded: QuantityOut
    unit: str


@dataclass(frozen=True, slots=True)
class CustomerSaleResult:
    """A sale as its customer's history names it."""

    sale: UidOut
    number: NumberOut
    day: DayOut
    total_vnd: MoneyOut
    refunded_vnd: MoneyOut
    goods: Sequence[BoughtGoods]


@dataclass(frozen=True, slots=True)
class AccountItem:
    """What a sale put on the account, and what of it is open today; `age_days` since its day."""

    sale: UidOut
    number: NumberOut
    day: DayOut
    amount_vnd: MoneyOut
    open_vnd: MoneyOut
    age_days: int


@dataclass(frozen=True, slots=True)
class AccountResult:
    """A customer's account: what is owed, and the sales it comes from, oldest first."""

    customer: UidOut
    owed_vnd: MoneyOut
    credit_limit_vnd: MoneyOut
    items: Sequence[AccountItem]


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer who owes, by how old what is open is: up to 30 days, up to 60, and longer."""

    customer: CustomerResult
    up_to_30_vnd: MoneyOut
    up_to_60_vnd: MoneyOut
    older_vnd: MoneyOut
    oldest_day: DayOut
    oldest_days: int


@dataclass(frozen=True, slots=True)
class CustomerPaymentResult:
    """Money that a customer paid on the account; `owed_vnd` is what is owed today."""

    uid: UidOut
    customer: UidOut
    amount_vnd: MoneyOut
    method: CustomerPaymentMethod
    shift: str | None
    reference: str | None
    paid_at: TimestampOut
    paid_by: str
    reversed_by: str | None
    reason: str | None
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class LotBuyer:
    """Who bought of a lot, for a recall; `customer` is None for one who was erased since."""

    sale: UidOut
    number: NumberOut
    day: DayOut
    customer: UidOut
    name: str | None
    phone: Annotated[str | None, LEFT_OUT_IF_NONE]
    quantity: QuantityOut
