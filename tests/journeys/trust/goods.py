"""What acts between an outlet and its producers are done with: lots, names, and how figures are written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.journeys.trust.model import Account, half

BROUGHT = 400_000
MEMBERS = ("AN", "BINH")
BANK = {"bank_bin": "970436", "bank_account": "0011004567890", "bank_holder": "HTX THU"}


def text(milli: int) -> str:
    """A quantity as the API takes it."""
    return f"{milli // 1000}.{milli % 1000:03d}"


@dataclass
class Lot:
    """Goods of one delivery."""

    code: str
    product: str
    account: Account
    delivery: str
    left: int = BROUGHT

    @property
    def is_untouched(self) -> bool:
        """Whether its delivery can be taken back."""
        return self.left == BROUGHT


KINDS = ("sold", "refunded", "lost", "charge", "adjustment", "payout")
MONEY = {
    "sold_owed_vnd": ("sold", 1),
    "refunded_owed_vnd": ("refunded", -1),
    "loss_owed_vnd": ("lost", 1),
    "charges_vnd": ("charge", -1),
    "adjustments_vnd": ("adjustment", 1),
    "paid_vnd": ("payout", -1),
}


def half_of(amount: int) -> int:
    """Half of an amount, half a đồng rounded up."""
    return half_share(amount, 1, 2)


def half_share(amount: int, part: int, whole: int) -> int:
    """A part of an amount, half a đồng rounded up."""
    return half(Fraction(amount * part, whole))
