"""What producers are owed, reckoned a second time: from the rules, with no code in common with the outlet.

It knows versions of agreements that hold from later days, offers with bearers of their own, refunds, losses, charges by cycle,
unit and delivery, statements with their holding days, and payouts that are taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import floor

from tests.outlet import ZONE

VAT_ENDS = date(2027, 1, 1)
"""From this day on the class `8` is 10 %, as the outlet is shipped."""
WEIGHT = {"outlet": 0, "shared": 1, "producer": 2}
"""How much of a discount a producer bears."""


def half(value: Fraction) -> int:
    """Rounded to a whole number; half goes away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def worth(price_vnd: int, milli: int) -> int:
    """What so many thousandths of a unit cost."""
    return half(Fraction(price_vnd * milli, 1000))


@dataclass(frozen=True)
class Term:
    """How a product's producer is owed under one version."""

    basis: str
    figure: int
    discount_bearer: str
    vat_kept_by: str = "producer"
    commission_base: str = "with_vat"
    damage: str = "outlet"

    def body(self, product: str) -> dict[str, object]:
        """The term as the API takes it."""
        name = "rate_bp" if self.basis == "commission" else "owed_per_unit_vnd"
        said = {"product": product, "basis": self.basis, name: self.figure, "discount_bearer": self.discount_bearer}
        return said | {
            "loss": {"damage": self.damage},
            "vat_kept_by": self.vat_kept_by,
            "commission_base": self.commission_base,
        }

    def owed(self, gross: int, milli: int, percent: int, borne: dict[str, int]) -> int:
        """What is owed for goods sold with discounts, given by who bears them."""
        alone, shared = borne.get("producer", 0), borne.get("shared", 0)
        if self.basis == "fixed_price":
            whole = worth(self.figure, milli)
            return whole if gross == 0 else max(0, whole - alone - half(Fraction(shared * whole, gross)))
        base = gross - shared
        vat = half(Fraction(base * percent, 100 + percent))
        commission = half(Fraction((base - vat if self.commission_base == "without_vat" else base) * self.figure, 10_000))
        return max(0, base - commission - (vat if self.vat_kept_by == "outlet" else 0) - alone)


@dataclass
class Version:
    """One version of an agreement: its terms by product, what it charges, and when it began to hold."""

    terms: dict[str, Term]
    charges: dict[str, int]
    cycle: str
    made_at: datetime
    from_day: date | None = None
    confirmed_at: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        """Whether it holds, unless a later version does."""
        if self.from_day is None:
            return self.made_at <= at
        begins = datetime.combine(self.from_day, time(), ZONE)
        return self.confirmed_at is not None and max(begins, self.confirmed_at) <= at


@dataclass
class Line:
    """A line of a producer's book."""

    kind: str
    day: date
    owed: int
    milli: int = 0
    source: str = ""
    lot: str = ""
    is_reversal: bool = False
    is_claimed: bool = False


@dataclass
class Sheet:
    """A statement: its figures, and the payouts that count on it."""

    uid: str
    until: date
    closing: int
    payable: int
    payouts: dict[str, int]
    lines: list[Line]

    @property
    def paid(self) -> int:
        """What of the payable has been paid."""
        return min(self.payable, sum(self.payouts.values()))


@dataclass
class Account:
    """A producer's agreement, book and statements."""

    producer: str
    agreement: str
    holding_days: int
    versions: list[Version]
    lines: list[Line] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    standing: dict[str, tuple[int, Line]] = field(default_factory=dict)
    """Payouts that were not taken back."""
    received: dict[str, int] = field(default_factory=dict)
    """Payments of the producer that were not taken back."""

    def version(self, at: datetime) -> Version:
        """The version that holds at a moment."""
        return next((v for v in reversed(self.versions) if v.holds_at(at)), self.versions[0])

    @property
    def balance(self) -> int:
        """What the outlet owes now."""
        return sum(line.owed for line in self.lines)

    def unclaimed(self, until: date) -> list[Line]:
        """The lines that a statement up to a day would claim."""
        return [line for line in self.lines if not line.is_claimed and line.day <= until]

    def close(self, uid: str, until: date, now: datetime) -> Sheet:
        """A statement up to a day, charges included."""
        version = self.version(min(now, datetime.combine(until, time.max, ZONE)))
        claimed = self.unclaimed(until)
        for amount in self._charges(version, claimed, until):
            line = Line("charge", until, -amount)
            claimed.append(line)
            self.lines.append(line)
        for line in claimed:
            line.is_claimed = True
        closing = (self.sheets[-1].closing if self.sheets else 0) + sum(line.owed for line in claimed)
        young = sum(
            line.owed
            for line in self.lines
            if line.is_claimed and line.kind in {"sold", "refunded"} and line.day > until - timedelta(days=self.holding_days)
        )
        counted = {uid: amount for uid, (amount, line) in self.standing.items() if not line.is_claimed}
        sheet = Sheet(uid, until, closing, max(0, closing - young), counted, claimed)
        self.sheets.append(sheet)
        return sheet

    def _charges(self, version: Version, claimed: list[Line], until: date) -> Iterable[int]:
        begin = {
            "week": until - timedelta(days=until.weekday()),
            "half_month": until.replace(day=16 if until.day >= 16 else 1),
            "month": until.replace(day=1),
        }[version.cycle]
        for per, amount in version.charges.items():
            if per == "cycle":
                due = 0 if any(sheet.until >= begin for sheet in self.sheets) else amount
            elif per == "unit":
                due = half(Fraction(amount * -sum(x.milli for x in claimed if x.kind in {"sold", "refunded"}), 1000))
            else:
                came = {x.source for x in claimed if x.kind == "received" and not x.is_reversal}
                went = {x.source for x in claimed if x.kind == "received" and x.is_reversal}
                due = amount * (len(came) - len(went))
            if due:
                yield due


@dataclass
class Offer:
    """A discount on one product, and who bears it."""

    code: str
    product: str
    kind: str
    figure: int
    bearer: str
    last: date
    is_agreed: bool = False

    def amount(self, rest: int, milli: int) -> int:
        """What it takes off what earlier discounts left of a line."""
        if self.kind == "percent":
            return half(Fraction(rest * self.figure, 10_000))
        return min(rest, worth(self.figure, milli))

    def borne_by(self, term: Term) -> str:
        """Who bears it on goods of a term: the offer's own bearer, unless its producer would bear more and has not agreed."""
        if self.bearer == "agreement":
            return term.discount_bearer
        more = WEIGHT[self.bearer] > WEIGHT[term.discount_bearer]
        return term.discount_bearer if more and not self.is_agreed else self.bearer


@dataclass
class SoldLine:
    """A line of a sale, and what of it has come back."""

    sale: str
    number: int
    account: Account
    lot: str
    milli: int
    owed: int
    back: int = 0
    owed_back: int = 0
