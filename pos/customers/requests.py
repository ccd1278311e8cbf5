"""The documents about customers."""

from __future__ import annotations

from typing import Annotated

from core.values.field_types import EMAIL_SENTENCE, Amount, Note, PositiveAmount, RequestModel, ShortText, Uid, choice_of, shaped
from core.values.phones import Phone
from pos.customers.choices import CustomerPaymentMethod

Email = Annotated[str, shaped(r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,20}$", EMAIL_SENTENCE)]


class CustomerRequest(RequestModel):
    """PUT /customers/{uid}. `consent`: the customer agrees that the outlet keeps these data."""

    phone: Phone
    name: ShortText | None = None
    company: ShortText | None = None
    tax_code: Note | None = None
    address: Note | None = None
    email: Email | None = None
    consent: bool
    note: Note | None = None
    credit_limit_vnd: Amount = 0


class EraseRequest(RequestModel):
    """POST /customers/{uid}/erase."""

    uid: Uid


class CustomerPaymentRequest(RequestModel):
    """PUT /customer-payments/{uid}. `shift` is the drawer that cash goes into."""

    customer: Uid
    amount_vnd: PositiveAmount
    method: Annotated[CustomerPaymentMethod, choice_of(CustomerPaymentMethod)]
    shift: Uid | None = None
    reference: Note | None = None


class PaymentReversalRequest(RequestModel):
    """POST /customer-payments/{uid}/reverse."""

    uid: Uid
    reason: ShortText
