"""What a term means in figures: goods sold with a discount, and a piece of them that is lost. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.money import share_of, times
from core.quantity import Milli
from suppliers.choices import LossCause
from suppliers.commission import NO_DISCOUNT, Discounts, Split, Term, loss_owed, split

ONE = Milli(1000)


@dataclass(frozen=True, slots=True)
class ExampleGoods:
    """Goods of the example: a product at today's price, or with `code` None anything at all."""

    code: str | None
    name: str
    unit: str
    product_set: int | None
    price_vnd: int
    vat_percent: int | None


@dataclass(frozen=True, slots=True)
class Example:
    """A sale by a term: what the customer pays, what each side gets, and what each bears of the discount."""

    split: Split
    producer_bears_vnd: int

    @property
    def outlet_bears_vnd(self) -> int:
        """What of the discount the outlet bears."""
        return self.split.discount_vnd - self.producer_bears_vnd


def term_for(terms: Sequence[Term], goods: ExampleGoods) -> Term | None:
    """The term of one agreement that fits goods best: product beats set beats default."""
    ranked = [(term.rank_for(goods.code or "", goods.product_set), term) for term in terms]
    return max(ranked, key=lambda pair: pair[0])[1] if any(rank for rank, _term in ranked) else None


def sale(term: Term, goods: ExampleGoods, quantity: Milli, discount_bp: int) -> Example:
    """Sells so much of goods with a discount, in basis points, that the term says who bears."""
    gross_vnd = times(goods.price_vnd, quantity)
    discount_vnd = share_of(gross_vnd, discount_bp)
    with_it = _sold(term, goods, quantity, gross_vnd, Discounts.of(term.discount_bearer, discount_vnd))
    without = _sold(term, goods, quantity, gross_vnd, NO_DISCOUNT)
    return Example(with_it, without.owed_vnd - with_it.owed_vnd)


def losses(term: Term, goods: ExampleGoods) -> Mapping[LossCause, int]:
    """What the outlet owes the producer for one unit that is lost, by cause, where no allowance is left."""
    return {
        cause: loss_owed(term, cause=cause, gross_vnd=goods.price_vnd, quantity=ONE, free=Milli(0), vat_percent=goods.vat_percent)
        for cause in LossCause
    }


def _sold(term: Term, goods: ExampleGoods, quantity: Milli, gross_vnd: int, discounts: Discounts) -> Split:
    return split(term, gross_vnd=gross_vnd, discounts=discounts, quantity=quantity, vat_percent=goods.vat_percent)
