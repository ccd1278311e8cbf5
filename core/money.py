"""Whole đồng and the one way they are rounded (docs/money.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NewType

Vnd = NewType("Vnd", int)
"""An amount in whole đồng."""

Bp = NewType("Bp", int)
"""A rate in basis points: 1500 is 15 %."""

MAX_VND = Vnd(10**12)
"""No amount of a document is larger: millions of them add up inside 64 bits."""

BP_PER_UNIT = 10_000


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded to a whole number, half away from zero.

    >>> half_up(5, 2), half_up(-5, 2), half_up(7, 3)
    (3, -3, 2)
    """
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def share_of(amount_vnd: int, rate_bp: int) -> Vnd:
    """The `rate_bp` share of an amount; basis points, so 12.5 % is exactly 1250."""
    return Vnd(half_up(amount_vnd * rate_bp, BP_PER_UNIT))


def times(unit_vnd: int, quantity: int) -> Vnd:
    """A price per unit times a quantity in thousandths of the unit."""
    return Vnd(half_up(unit_vnd * quantity, 1000))


def vat_inside(amount_vnd: int, percent: int | None) -> Vnd:
    """The VAT inside an amount, half up; none for a class without a rate."""
    return Vnd(half_up(amount_vnd * percent, 100 + percent) if percent else 0)


def spread(amount_vnd: int, weights: Sequence[int]) -> list[int]:
    """Spreads an amount over weights by largest remainder; ties go to the earlier one.

    The parts add up to the amount exactly. Weights are not negative; if all are zero the amount must be zero.
    """
    total = sum(weights)
    if total == 0:
        if amount_vnd:
            raise ValueError("nothing to spread over")
        return [0] * len(weights)
    parts = [amount_vnd * weight // total for weight in weights]
    missing = amount_vnd - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount_vnd * weights[i] % total), i))
    for i in by_remainder[:missing]:
        parts[i] += 1
    return parts
