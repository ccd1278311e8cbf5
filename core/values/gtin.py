"""GTINs: 8, 12, 13 or 14 digits that end in the GS1 check digit; and how a scale's own EAN-13 is laid out."""

from __future__ import annotations

WEIGHT_LABEL = "2FPPPPPGGGGGC"
"""What stands where in an in-store weight label: digits as they are, F any digit, P the PLU, G grams, C the check digit."""

WEIGHT_LABEL_PATTERN = "^2[0-9F]*(P{4,5}[0-9F]*G{4,6}|G{4,6}[0-9F]*P{4,5})[0-9F]*C$"
"""Of a layout, which is also 13 long. A PLU of four digits is one of five that begins with 0."""


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
