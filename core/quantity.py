"""Quantities: whole thousandths of the product's unit inside, decimal text at the border."""

from __future__ import annotations

import re
from typing import NewType

Milli = NewType("Milli", int)
"""A quantity in thousandths of the product's unit (1.25 kg is 1250)."""

ZERO = Milli(0)

PATTERN = r"^\d{1,9}(\.\d{1,3})?$"
_SHAPE = re.compile(r"\d{1,9}(\.\d{1,3})?", re.ASCII)


def parse_quantity(text: str) -> Milli:
    """Reads ``"1.25"`` as 1250. Raises ValueError unless the text has the contract's shape."""
    if not _SHAPE.fullmatch(text):
        raise ValueError("not a quantity")
    whole, _, part = text.partition(".")
    return Milli(int(whole) * 1000 + int(part.ljust(3, "0") if part else 0))


def unformat_quantity(text: str) -> Milli:
    """Reads what `format_quantity` wrote: a shelf may hold more than one document may move, or less than nothing."""
    whole, _, part = text.lstrip("-").partition(".")
    quantity = int(whole) * 1000 + int(part.ljust(3, "0"))
    return Milli(-quantity if text.startswith("-") else quantity)


def format_quantity(quantity: int) -> str:
    """Writes 1250 as ``"1.25"``: decimal point, no trailing zeros, a minus sign when negative."""
    whole, part = divmod(abs(quantity), 1000)
    text = f"{whole}.{part:03d}".rstrip("0").rstrip(".")
    return f"-{text}" if quantity < 0 else text
