"""Phone numbers: as they are kept, whatever people write between the digits, and masked for those who need no more."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from core.errors import Invalid
from core.i18n import N_
from core.text.letters import clean_text
from core.values.field_types import shaped

MASK = "••••"
"""What stands for the middle of a number in a masked one."""
SHOWN_DIGITS = 3
"""How many of a number's last digits a mask shows."""
NUMBER = r"\+?[0-9]{8,15}"
PHONE_SENTENCE = N_("Số điện thoại gồm 8 đến 15 chữ số, ví dụ 0912 345 678.")
_WHOLE = re.compile(NUMBER)
_BETWEEN = re.compile(r"[ .()\-]")
_ABROAD = re.compile(r"^(\+84|0084|84(?=[0-9]{9}$))")


def plain_phone(text: str) -> str:
    """A number without what people write between its digits, and with the 0 of this country: `+84 912.345.678`."""
    return _ABROAD.sub("0", _BETWEEN.sub("", clean_text(text)))


def is_phone(text: str) -> bool:
    """Whether a text, as `plain_phone` leaves it, is a whole number."""
    return _WHOLE.fullmatch(text) is not None


def mask(phone: str) -> str:
    """A number with its first two and last three digits: `09••••321`."""
    return f"{phone[:2]}{MASK}{phone[-SHOWN_DIGITS:]}"


def whole_phone(phone: str, present: str | None) -> str:
    """A number as it was sent, or for its mask the `present` one. Raises Invalid for the mask of another."""
    if MASK not in phone:
        return phone
    if present is None or phone != mask(present):
        raise Invalid(("phone", N_("Hãy ghi đủ số điện thoại.")))
    return present


def _phone(value: Any) -> Any:
    return plain_phone(value) if isinstance(value, str) else value


WholePhone = Annotated[str, shaped(f"^{NUMBER}$", PHONE_SENTENCE), BeforeValidator(_phone)]
"""A whole number."""
Phone = Annotated[str, shaped(rf"^({NUMBER}|[0-9+][0-9]{MASK}[0-9]{{{SHOWN_DIGITS}}})$", PHONE_SENTENCE), BeforeValidator(_phone)]
"""A whole number, or one as it is masked: the number that is there."""
