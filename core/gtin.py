"""GTINs: 8, 12, 13 or 14 digits that end in the GS1 check digit."""

from __future__ import annotations


def check_digit(digits: str) -> str:
    """The check digit that belongs behind these digits (GS1 General Specifications, 7.9)."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def is_gtin(text: str) -> bool:
    """Whether a text is a GTIN with the right check digit."""
    return len(text) in {8, 12, 13, 14} and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]


def gtin14(text: str) -> str:
    """A GTIN as 14 digits. The text must be one."""
    return text.zfill(14)
