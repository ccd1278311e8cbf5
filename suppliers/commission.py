"""The split of a line between producer and outlet, and who pays for a loss. Pure: no session, request or clock.

Source of every rule: contract of the outlet, section 7 (docs/money.md tells it with examples).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.money import Bp, Vnd, half_up, share_of, times, vat_inside
from core.quantity import Milli
from suppliers.choices import Basis, Bearer, CommissionBase, LossCause, VatKeeper


@dataclass(frozen=True)
class Term:
    """One term of an agreement version, with what its agreement says around it. A cause not in `loss` is the outlet's.

    `asks_papers`: goods are not sold without papers that the agreement names.
    """

    id: int
    agreement: str
    starts_on: date
    ends_on: date | None
    grace_days: int
    product: str | None
    product_set: int | None
    basis: Basis
    rate_bp: Bp
    owed_per_unit_vnd: Vnd
    discount_bearer: Bearer
    loss: Mapping[LossCause, Bearer]
    loss_allowance_bp: Bp
    commission_base: CommissionBase
    vat_kept_by: VatKeeper
    asks_papers: bool = False

    def rank_for(self, product: str, product_set: int | None) -> int:
        """How closely the term fits: 3 the product, 2 its set, 1 the default, 0 not at all."""
        if self.product is not None:
            return 3 if self.product == product else 0
        if self.product_set is not None:
            return 2 if self.product_set == product_set else 0
        return 1


@dataclass(frozen=True)
class Discounts:
    """The discount of a line by who bears it, đồng."""

    outlet_vnd: int = 0
    producer_vnd: int = 0
    shared_vnd: int = 0

    @property
    def total_vnd(self) -> int:
        """The discount of the line."""
        return self.outlet_vnd + self.producer_vnd + self.shared_vnd

    @classmethod
    def of(cls, bearer: Bearer, discount_vnd: int) -> Discounts:
        """A discount that one bearer bears, or both share."""
        match bearer:
            case Bearer.OUTLET:
                return cls(outlet_vnd=discount_vnd)
            case Bearer.PRODUCER:
                return cls(producer_vnd=discount_vnd)
            case Bearer.SHARED:
                return cls(shared_vnd=discount_vnd)


NO_DISCOUNT = Discounts()


@dataclass(frozen=True)
class Split:
    """A split amount: net = owed + kept, always."""

    gross_vnd: int
    discount_vnd: int
    owed_vnd: int

    @property
    def net_vnd(self) -> int:
        """What the customer pays for it."""
        return self.gross_vnd - self.discount_vnd

    @property
    def kept_vnd(self) -> int:
        """The outlet's side; negative when the outlet bears more discount than its commission."""
        return self.net_vnd - self.owed_vnd


def choose(terms: Iterable[Term], product: str, product_set: int | None, day: date, *, for_delivery: bool = False) -> Term | None:
    """The term that holds for a product on a day, or none.

    Among agreements in force product beats set beats default, then the later start. When none is in force, the last one
    to end still holds for goods that are here; a delivery may still come within its days of grace.
    """
    fitting = [(t, rank) for t in terms if t.starts_on <= day and (rank := t.rank_for(product, product_set))]
    in_force = [(t, rank) for t, rank in fitting if t.ends_on is None or t.ends_on >= day]
    if in_force:
        return max(in_force, key=lambda f: (f[1], f[0].starts_on, f[0].id))[0]
    if for_delivery:
        fitting = [(t, rank) for t, rank in fitting if t.ends_on is not None and day <= t.ends_on + timedelta(t.grace_days)]
    if not fitting:
        return None
    return max(fitting, key=lambda f: (f[0].ends_on or day, f[1], f[0].starts_on, f[0].id))[0]


def discount_bearer(term: Term | None) -> Bearer:
    """Who bears a discount that names nobody: as the term says; without an agreement the producer, who is owed the net."""
    return term.discount_bearer if term else Bearer.PRODUCER


_BEARERS = (Bearer.OUTLET, Bearer.SHARED, Bearer.PRODUCER)
"""Who bears a discount, by how much of it the producer bears."""


def bears_more(bearer: Bearer, than: Bearer) -> bool:
    """Whether a producer bears more of a discount of the first bearer than of one of the other."""
    return _BEARERS.index(bearer) > _BEARERS.index(than)


def owed(term: Term | None, *, gross_vnd: int, discounts: Discounts, quantity: Milli, vat_percent: int | None) -> int:
    """What the producer is owed for a sold line, đồng, never below 0; without any agreement all of the net.

    A shared discount makes both sides smaller in the ratio of the split. One that the producer bears comes off what it is
    owed, one that the outlet bears does not.
    """
    if term is None:
        return gross_vnd - discounts.total_vnd
    if term.basis == Basis.FIXED_PRICE:
        due = times(term.owed_per_unit_vnd, quantity)
        if gross_vnd == 0:
            return due
        return max(0, due - discounts.producer_vnd - half_up(discounts.shared_vnd * due, gross_vnd))
    base = gross_vnd - discounts.shared_vnd
    base_vat = vat_inside(base, vat_percent)
    commission = share_of(base - base_vat if term.commission_base == CommissionBase.WITHOUT_VAT else base, term.rate_bp)
    vat_kept = base_vat if term.vat_kept_by == VatKeeper.OUTLET else 0
    return max(0, base - commission - vat_kept - discounts.producer_vnd)


def split(term: Term | None, *, gross_vnd: int, discounts: Discounts, quantity: Milli, vat_percent: int | None) -> Split:
    """Splits a sold line between the producer and the outlet."""
    due = owed(term, gross_vnd=gross_vnd, discounts=discounts, quantity=quantity, vat_percent=vat_percent)
    return Split(gross_vnd, discounts.total_vnd, due)


def own_goods(*, gross_vnd: int, discounts: Discounts) -> Split:
    """A sold line of the outlet's own goods: nothing is owed, and the outlet bears every discount."""
    return Split(gross_vnd, discounts.total_vnd, 0)


def cut(whole: Split, quantities: Sequence[Milli]) -> list[Split]:
    """Cuts a line over lots: gross and owed by cumulative half-up in lot order, the parts adding up to the whole.

    The discount is cut likewise, except that no part's discount exceeds its gross; what does not fit waits for the next.
    """
    total = sum(quantities)
    parts: list[Split] = []
    reached = gross = discount = due = 0
    for quantity in quantities:
        reached += quantity
        part_gross = half_up(whole.gross_vnd * reached, total) - gross
        part_owed = half_up(whole.owed_vnd * reached, total) - due
        part_discount = min(part_gross, half_up(whole.discount_vnd * reached, total) - discount)
        gross, due, discount = gross + part_gross, due + part_owed, discount + part_discount
        parts.append(Split(part_gross, part_discount, part_owed))
    return parts


def refunded_part(amount: int, returned: Milli, before: Milli, sold: Milli) -> int:
    """The part of an amount that this return takes back, after `before` of `sold` had come back already."""
    return half_up(amount * (before + returned), sold) - half_up(amount * before, sold)


def loss_owed(
    term: Term | None, *, cause: LossCause, gross_vnd: int, quantity: Milli, free: Milli, vat_percent: int | None
) -> int:
    """What the producer is owed for goods lost at today's price.

    `free` is how much of `quantity` falls under the allowance and is the producer's. `gross_vnd` is the price of what is
    beyond it. Without an agreement the outlet bears the loss.
    """
    beyond = quantity - free
    bearer = term.loss.get(cause, Bearer.OUTLET) if term else Bearer.OUTLET
    if beyond <= 0 or bearer == Bearer.PRODUCER:
        return 0
    due = owed(term, gross_vnd=gross_vnd, discounts=NO_DISCOUNT, quantity=Milli(beyond), vat_percent=vat_percent)
    return half_up(due, 2) if bearer == Bearer.SHARED else due


def beyond_allowance(owed_vnd: int, worth_vnd: int, left_vnd: int) -> int:
    """What of an owed amount is owed when `left_vnd` of the worth of the loss is the producer's."""
    if worth_vnd <= left_vnd:
        return 0
    return half_up(owed_vnd * (worth_vnd - left_vnd), worth_vnd)
