"""What will not be sold in time, and what a markdown means: the rules without an outlet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.money import Bp
from core.quantity import Milli
from inventory.expiry.rules import mark_down, unsold
from suppliers.choices import Bearer
from suppliers.commission import Term
from tests.suppliers.terms import term as term_with

LOTS = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 200_000).map(Milli)), max_size=6).map(
    lambda lots: sorted(lots, key=lambda lot: lot[0])
)


@given(LOTS, st.integers(0, 1_000_000))
def test_no_lot_sells_more_than_it_holds_and_all_together_no_more_than_the_pace(
    lots: list[tuple[int, Milli]], sold_28d: int
) -> None:
    left = unsold(lots, sold_28d)
    sold = [quantity - rest for (_days, quantity), rest in zip(lots, left, strict=True)]
    assert all(0 <= rest <= quantity for (_days, quantity), rest in zip(lots, left, strict=True))
    for n, (days, _quantity) in enumerate(lots):
        assert sum(sold[: n + 1]) <= max(0, sold_28d * (days + 1) // 28) or days < 0
    assert all(rest == quantity for (days, quantity), rest in zip(lots, left, strict=True) if days < 0)


@given(LOTS, st.integers(0, 1_000_000), st.integers(0, 100_000))
def test_a_faster_pace_leaves_less(lots: list[tuple[int, Milli]], sold_28d: int, more: int) -> None:
    assert sum(unsold(lots, sold_28d + more)) <= sum(unsold(lots, sold_28d))


BASES = ({"basis": "commission", "rate_bp": 1_800}, {"basis": "fixed_price", "owed_per_unit_vnd": 10_000})
TERMS = st.sampled_from([term_with(discount_bearer=bearer.value, **basis) for bearer in Bearer for basis in BASES])


@given(TERMS | st.none(), st.integers(0, 500_000), st.integers(1, 10_000), st.integers(0, 99_000), st.booleans())
def test_what_both_sides_lose_is_what_the_customer_saves(
    term: Term | None, price_vnd: int, rate_bp: int, quantity: int, is_own: bool
) -> None:
    found = mark_down(term, price_vnd=price_vnd, rate_bp=Bp(rate_bp), quantity=Milli(quantity), vat_percent=8, is_own=is_own)
    whole = mark_down(term, price_vnd=price_vnd, rate_bp=Bp(rate_bp), quantity=Milli(1000), vat_percent=8, is_own=is_own)
    assert whole.producer_loses_vnd + whole.outlet_loses_vnd == whole.now.net_vnd - whole.then.net_vnd
    assert found.then.net_vnd + found.then.discount_vnd == found.then.gross_vnd
    assert found.producer_loses_vnd >= 0
    if found.bearer is Bearer.OUTLET:
        assert found.producer_loses_vnd == 0
    if is_own:
        assert found.then.owed_vnd == 0
