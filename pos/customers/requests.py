"""The documents about customers."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

from core.text.letters import clean_text
from core.values.field_types import Amount, Note, PositiveAmount, RequestModel, ShortText, Uid, choice_of
from pos.customers.choices import CustomerPaymentMethod

MASK = "••••"
"""What stands for the middle of a number in a masked one."""
SHOWN_DIGITS = 3
"""How many of a number's last digits a mask shows."""
_NUMBER = r"\+?[0-9]{8,15}"
PHONE_PATTERN = rf"^({_NUMBER}|[0-9+][0-9]{MASK}[0-9]{{3}})$"
"""A whole number, or one as it is masked: the number that is there."""
_BETWEEN = re.compile(r"[ .()\-]")
_ABROAD = re.compile(r"^(\+84|0084|84(?=[0-9]{9}$))")


def plain_phone(text: str) -> str:
    """A number without what people write between its digits, and with the 0 of this country: `+84 912.345.678`."""
    return _ABROAD.sub("0", _BETWEEN.sub("", clean_text(text)))


def mask(phone: str) -> str:
    """A number with its first two and last three digits: `09••••321`."""
    return f"{phone[:2]}{MASK}{phone[-SHOWN_DIGITS:]}"


def _phone(value: Any) -> Any:
    return plain_phone(value) if isinstance(value, str) else value


Phone = Annotated[str, StringConstraints(pattern=PHONE_PATTERN), BeforeValidator(_phone)]
Email = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,20}$")]


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
