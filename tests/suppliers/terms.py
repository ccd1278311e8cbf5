"""A term for tests, and the split of a line a second time: from the rules, with fractions and no code in common."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from suppliers.choices import Basis, Bearer, CommissionBase, LossCause, VatKeeper
from suppliers.commission import Discounts, Term

PERCENT = {"KCT": None, "KKKNT": None, "0": 0, "5": 5, "8": 8, "10": 10}
CHOICES = {"basis": Basis, "discount_bearer": Bearer, "commission_base": CommissionBase, "vat_kept_by": VatKeeper}


def term(**more: Any) -> Term:
    """A term of 15 % commission with the given fields changed; members of closed lists may be given by their values."""
    plain: dict[str, Any] = {
        "id": 1,
        "agreement": "HD",
        "starts_on": date(2020, 1, 1),
        "ends_on": None,
        "grace_days": 0,
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
    } | more
    plain |= {name: choices(plain[name]) for name, choices in CHOICES.items()}
    plain["loss"] = {LossCause(cause): Bearer(bearer) for cause, bearer in plain["loss"].items()}
    return Term(**plain)


def half(value: Fraction) -> int:
    """Rounded to a whole number; half goes away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def owed_again(t: Term, gross: int, discounts: Discounts, quantity: int, percent: int | None) -> int:
    """What the producer is owed, computed from the text of the rule."""
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
