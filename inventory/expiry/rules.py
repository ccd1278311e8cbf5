"""What of goods near their day will not be sold in time, and what taking something off means in đồng. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.money import Bp, share_of, times
from core.quantity import Milli
from suppliers.choices import Bearer
from suppliers.commission import NO_DISCOUNT, Discounts, Split, Term, discount_bearer, own_goods, split

MONTH = 28
"""The days that say how fast goods sell."""
UNIT = Milli(1000)


def unsold(lots: Sequence[tuple[int, Milli]], sold_28d: int) -> list[Milli]:
    """What of each lot of a product will still be here after its last day, at the pace of the last four weeks.

    `lots` are (days left, quantity), those that end first first: they are sold first, today and the last day included.

    >>> unsold([(1, Milli(10_000)), (4, Milli(10_000))], 84_000)
    [4000, 1000]
    """
    left: list[Milli] = []
    sold = 0
    for days_left, quantity in lots:
        reached = sold_28d * (days_left + 1) // MONTH if days_left >= 0 else 0
        sells = min(quantity, max(0, reached - sold))
        sold += sells
        left.append(Milli(quantity - sells))
    return left


@dataclass(frozen=True, slots=True)
class MarkDown:
    """A unit of goods as it is sold now and marked down, who bears what is taken off, and what all of a lot costs each side."""

    rate_bp: Bp
    bearer: Bearer
    now: Split
    then: Split
    producer_loses_vnd: int
    outlet_loses_vnd: int


def mark_down(
    term: Term | None, *, price_vnd: int, rate_bp: Bp, quantity: Milli, vat_percent: int | None, is_own: bool = False
) -> MarkDown:
    """What `rate_bp` off a lot means, borne as the term says; of the outlet's own goods the outlet bears it."""
    bearer = Bearer.OUTLET if is_own else discount_bearer(term)

    def sold(of: Milli, off_bp: Bp) -> Split:
        gross_vnd = times(price_vnd, of)
        discounts = Discounts.of(bearer, share_of(gross_vnd, off_bp)) if off_bp else NO_DISCOUNT
        if is_own:
            return own_goods(gross_vnd=gross_vnd, discounts=discounts)
        return split(term, gross_vnd=gross_vnd, discounts=discounts, quantity=of, vat_percent=vat_percent)

    whole_now, whole_then = sold(quantity, Bp(0)), sold(quantity, rate_bp)
    return MarkDown(
        rate_bp=rate_bp,
        bearer=bearer,
        now=sold(UNIT, Bp(0)),
        then=sold(UNIT, rate_bp),
        producer_loses_vnd=whole_now.owed_vnd - whole_then.owed_vnd,
        outlet_loses_vnd=whole_now.kept_vnd - whole_then.kept_vnd,
    )
