"""A priced line split between producer and outlet, and cut over lots. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.money import spread
from core.quantity import Milli
from pos.pricing.lines import Adjustment, AdjustmentKind, PricedLine
from suppliers.choices import Bearer
from suppliers.commission import Split, Term, bears_more, cut, discount_bearer, own_goods, split

AgreedTo = tuple[AdjustmentKind, str | None]
"""An offer or basket that a producer agreed to bear, by its kind and code."""


def borne(line: PricedLine, term: Term | None, *, is_own: bool, agreed: Collection[AgreedTo]) -> PricedLine:
    """The line with the bearer of each adjustment.

    The outlet bears all on its own goods, the producer all on goods without an agreement. An offer or basket names its own
    bearer, but one that lets the producer bear more than the term does only once it agreed (`agreed`).
    """
    if not line.adjustments:
        return line
    of_term = Bearer.OUTLET if is_own else discount_bearer(term)

    def bearer_of(adjustment: Adjustment) -> Bearer:
        if adjustment.bearer is None or is_own or term is None:
            return of_term
        if bears_more(adjustment.bearer, of_term) and (adjustment.kind, adjustment.code) not in agreed:
            return of_term
        return adjustment.bearer

    return replace(line, adjustments=tuple(replace(one, bearer=bearer_of(one)) for one in line.adjustments))


def split_over_lots(
    line: PricedLine,
    term: Term | None,
    quantities: Sequence[Milli],
    vat_percent: int | None,
    *,
    is_own: bool = False,
    agreed: Collection[AgreedTo] = (),
) -> list[tuple[Split, tuple[Adjustment, ...]]]:
    """Splits a line between producer and outlet as its term says, and cuts it over lots; each part with its adjustments.

    On the outlet's own goods (`is_own`) nothing is owed.
    """
    line = borne(line, term, is_own=is_own, agreed=agreed)
    gross_vnd, discounts, quantity = line.gross_vnd, line.discounts(), Milli(sum(quantities))
    if is_own:
        whole = own_goods(gross_vnd=gross_vnd, discounts=discounts)
    else:
        whole = split(term, gross_vnd=gross_vnd, discounts=discounts, quantity=quantity, vat_percent=vat_percent)
    parts = cut(whole, quantities)
    adjustments = cut_adjustments(line.adjustments, [part.discount_vnd for part in parts])
    return list(zip(parts, adjustments, strict=True))


def cut_adjustments(adjustments: Sequence[Adjustment], discounts_vnd: Sequence[int]) -> list[tuple[Adjustment, ...]]:
    """Cuts a line's adjustments over its lots: `discounts_vnd` are the discounts of the parts and add up to the line's.

    Each part's discount is spread over what is left of each adjustment: largest remainder, ties to the earlier one.
    """
    left = [adjustment.amount_vnd for adjustment in adjustments]
    parts = []
    for discount_vnd in discounts_vnd:
        shares = spread(discount_vnd, left)
        left = [rest - share for rest, share in zip(left, shares, strict=True)]
        cut = (replace(adjustment, amount_vnd=share) for adjustment, share in zip(adjustments, shares, strict=True) if share)
        parts.append(tuple(cut))
    assert not any(left), "the discounts of the parts do not add up to the adjustments"
    return parts
