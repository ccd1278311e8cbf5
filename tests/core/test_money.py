"""Whole đồng: rounding and spreading, against exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import MAX_VND, half_up, share_of, spread, times, vat_inside

amounts = st.integers(-MAX_VND, MAX_VND)
milli = st.integers(0, 999_999_999_999)


def exactly(value: Fraction) -> int:
    """Half a đồng goes away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


@given(amounts, st.integers(1, 10**9))
def test_half_a_dong_goes_away_from_zero(n: int, d: int) -> None:
    assert half_up(n, d) == exactly(Fraction(n, d)) == -half_up(-n, d)


@pytest.mark.parametrize(("n", "d", "rounded"), [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (49, 100, 0), (-49, 100, 0), (0, 7, 0)])
def test_small_halves(n: int, d: int, rounded: int) -> None:
    assert half_up(n, d) == rounded


@pytest.mark.parametrize("d", [0, -1])
def test_a_denominator_is_positive(d: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        half_up(1, d)


@given(st.integers(0, MAX_VND), st.integers(0, 10_000), milli)
def test_shares_and_prices_are_half_up(amount: int, bp: int, quantity: int) -> None:
    assert share_of(amount, bp) == exactly(Fraction(amount * bp, 10_000))
    assert times(amount, quantity) == exactly(Fraction(amount * quantity, 1000))


@given(st.integers(0, MAX_VND), st.sampled_from([None, 0, 5, 8, 10]))
def test_vat_is_inside_the_price(amount: int, percent: int | None) -> None:
    expected = exactly(Fraction(amount * percent, 100 + percent)) if percent else 0
    assert vat_inside(amount, percent) == expected <= amount


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.integers(0, 10**10))
def test_a_spread_adds_up_and_goes_to_the_largest_remainders(weights: list[int], amount: int) -> None:
    if not any(weights):
        amount = 0
    parts = spread(amount, weights)
    assert sum(parts) == amount
    if not any(weights):
        return
    ideal = [Fraction(amount * w, sum(weights)) for w in weights]
    raised = [part - floor(share) for part, share in zip(parts, ideal, strict=True)]
    assert set(raised) <= {0, 1}
    rest = [(share - floor(share), -i) for i, share in enumerate(ideal)]
    if 1 in raised and 0 in raised:
        assert min(r for r, up in zip(rest, raised, strict=True) if up) > max(
            r for r, up in zip(rest, raised, strict=True) if not up
        )
    if amount <= sum(weights):
        assert all(part <= w for part, w in zip(parts, weights, strict=True))


def test_ties_go_to_the_earlier_line() -> None:
    assert spread(1, [5, 5, 5]) == [1, 0, 0]
    assert spread(2, [5, 5, 5]) == [1, 1, 0]


def test_nothing_cannot_carry_a_discount() -> None:
    assert spread(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="nothing"):
        spread(1, [0, 0])
