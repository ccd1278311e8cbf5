"""A term for tests, and the split of a line a second time: from the rules, with fractions and no code in common."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from suppliers.commission import Discounts, Term

PERCENT = {"KCT": None, "KKKNT": None, "0": 0, "5": 5, "8": 8, "10": 10}


def term(**more: Any) -> Term:
    """A term of 15 % commission, changed as asked."""
    plain: dict[str, Any] = {
        "id": 1,
        "agreement": "HD",
        "starts_on": date(2020, 1, 1),
        "ends_on": None,
        "product": None,
        "product_set": None,
        "basis": "commission",
        "rate_bp": 1500,
        "owed_per_unit_vnd": 0,
        "discount_bearer": "outlet",
        "loss": {},
        "loss_allowance_bp": 0,
        "commission_base": "with_vat",
        "vat_kept_by": "producer",
    }
    return Term(**plain | more)


def half(value: Fraction) -> int:
    """Rounded to a whole number; half goes away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def owed_again(t: Term, gross: int, discounts: Discounts, quantity: int, percent: int | None) -> int:
    """What the producer is owed, word by word from the rule."""
    if t.basis == "fixed_price":
        whole = half(Fraction(t.owed_per_unit_vnd * quantity, 1000))
        if gross == 0:
            return whole
        return max(0, whole - discounts.producer_vnd - half(Fraction(discounts.shared_vnd * whole, gross)))
    base = gross - discounts.shared_vnd
    vat = half(Fraction(base * (percent or 0), 100 + (percent or 0)))
    commission = half(Fraction((base - vat if t.commission_base == "without_vat" else base) * t.rate_bp, 10_000))
    due = base - commission - discounts.producer_vnd
    return max(0, due - vat if t.vat_kept_by == "outlet" else due)
