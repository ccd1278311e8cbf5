"""The split of a line against a second implementation, written from the rules with fractions and no code in common."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quantity import parse_quantity
from pos.cart import CartLine, over_limit, total
from suppliers.commission import Part, Term, choose, cut, loss_owed, owed, refunded_part

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "money.json").read_text())["cases"]
PERCENT = {"KCT": None, "KKKNT": None, "0": 0, "5": 5, "8": 8, "10": 10}
bearers = st.sampled_from(["outlet", "producer", "shared"])


def term(**more: Any) -> Term:
    """A term, 15 % commission unless told otherwise."""
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
    }
    return Term(**plain | more)


def half(value: Fraction) -> int:
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def owed_again(t: Term, gross: int, discount: int, quantity: int, percent: int | None) -> int:
    """Rule 3, word by word."""
    if t.basis == "fixed_price":
        due = half(Fraction(t.owed_per_unit_vnd * quantity, 1000))
        if t.discount_bearer == "producer":
            return max(0, due - discount)
        if t.discount_bearer == "shared" and gross > 0:
            return max(0, due - half(Fraction(discount * due, gross)))
        return due
    base = gross - discount if t.discount_bearer == "shared" else gross
    if t.commission_base == "without_vat" and percent:
        base -= half(Fraction(base) - Fraction(base) / (1 + Fraction(percent, 100)))
    due = base - half(base * Fraction(t.rate_bp, 10_000))
    return max(0, due - discount if t.discount_bearer == "producer" else due)


@st.composite
def sold_lines(draw: st.DrawFn) -> tuple[Term, int, int, int, int | None]:
    quantity = draw(st.integers(1, 200_000))
    price = draw(st.integers(0, 3_000_000))
    gross = half(Fraction(price * quantity, 1000))
    discount = draw(st.integers(0, gross))
    basis = draw(st.sampled_from(["commission", "fixed_price"]))
    t = term(
        basis=basis,
        rate_bp=draw(st.integers(0, 10_000)),
        owed_per_unit_vnd=draw(st.integers(0, 3_000_000)),
        discount_bearer=draw(bearers),
        commission_base=draw(st.sampled_from(["with_vat", "without_vat"])),
    )
    return t, gross, discount, quantity, draw(st.sampled_from([None, 0, 5, 8, 10]))


@given(sold_lines())
def test_the_split_is_the_rules(line: tuple[Term, int, int, int, int | None]) -> None:
    t, gross, discount, quantity, percent = line
    due = owed(t, gross_vnd=gross, discount_vnd=discount, quantity=quantity, vat_percent=percent)
    assert due == owed_again(*line) >= 0
    part = Part(gross, discount, due)
    assert part.net_vnd == part.owed_vnd + part.kept_vnd


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_without_any_agreement_all_of_the_net_is_owed(gross: int, discount: int) -> None:
    assert owed(None, gross_vnd=gross, discount_vnd=discount, quantity=1000, vat_percent=8) == gross - discount


@given(sold_lines(), st.lists(st.integers(1, 30_000), min_size=1, max_size=8))
def test_a_line_cut_over_lots_adds_up(line: tuple[Term, int, int, int, int | None], quantities: list[int]) -> None:
    _, gross, discount, _, _ = line
    whole = Part(gross, discount, owed_again(*line))
    parts = cut(whole, quantities)
    assert sum(p.gross_vnd for p in parts) == gross
    assert sum(p.discount_vnd for p in parts) == discount
    assert sum(p.owed_vnd for p in parts) == whole.owed_vnd
    for i, part in enumerate(parts):
        reached = Fraction(sum(quantities[: i + 1]), sum(quantities))
        assert sum(p.gross_vnd for p in parts[: i + 1]) == half(gross * reached)
        assert sum(p.owed_vnd for p in parts[: i + 1]) == half(whole.owed_vnd * reached)
        wanted = half(discount * reached) - sum(p.discount_vnd for p in parts[:i])
        assert part.discount_vnd == min(part.gross_vnd, wanted) >= 0


@given(st.integers(0, 30), st.integers(0, 30), st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_what_does_not_fit_a_part_waits_for_the_next(gross: int, less: int, quantities: list[int]) -> None:
    discount = max(0, gross - less)
    parts = cut(Part(gross, discount, 0), quantities)
    assert all(0 <= p.discount_vnd <= p.gross_vnd for p in parts)
    assert sum(p.discount_vnd for p in parts) == discount


def test_a_discount_waits() -> None:
    parts = cut(Part(3, 2, 0), [1, 1, 1, 1])
    assert [(p.gross_vnd, p.discount_vnd) for p in parts] == [(1, 1), (1, 0), (0, 0), (1, 1)]


@given(st.integers(0, 10**10), st.lists(st.integers(1, 5_000), min_size=1, max_size=8), st.integers(0, 5_000))
def test_refunds_in_any_pieces_come_to_what_was_sold(amount: int, pieces: list[int], kept: int) -> None:
    sold, back, given_back = sum(pieces) + kept, 0, 0
    for piece in pieces:
        given_back += refunded_part(amount, piece, back, sold)
        back += piece
        assert given_back == half(Fraction(amount * back, sold))
    assert refunded_part(amount, kept, back, sold) + given_back == amount


@given(sold_lines(), st.sampled_from(["outlet", "producer", "shared"]), st.integers(0, 1000))
def test_a_loss_is_owed_as_its_bearer_says(line: tuple[Term, int, int, int, int | None], bearer: str, part_free: int) -> None:
    t, _, _, quantity, percent = line
    free = quantity * part_free // 1000
    gross = half(Fraction(7_700 * (quantity - free), 1000))
    t = term(
        basis=t.basis,
        rate_bp=t.rate_bp,
        owed_per_unit_vnd=t.owed_per_unit_vnd,
        discount_bearer=t.discount_bearer,
        commission_base=t.commission_base,
        loss={"damage": bearer},
    )
    due = loss_owed(t, cause="damage", gross_vnd=gross, quantity=quantity, free=free, vat_percent=percent)
    as_sold = owed_again(t, gross, 0, quantity - free, percent) if quantity > free else 0
    assert due == {"outlet": as_sold, "producer": 0, "shared": half(Fraction(as_sold, 2))}[bearer]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_shared_vectors(case: dict[str, Any]) -> None:
    lines = [CartLine(parse_quantity(x["quantity"]), x["unit_price_vnd"], x["discount_vnd"]) for x in case["lines"]]
    sums = total(lines, case["discount_vnd"])
    assert sum(s.net_vnd for s in sums) == case["total_vnd"]
    for line, rung, s, expected in zip(case["lines"], lines, sums, case["expect"], strict=True):
        percent = PERCENT[line["vat"]]
        due = owed(
            term(**line["term"]), gross_vnd=s.gross_vnd, discount_vnd=s.discount_vnd, quantity=rung.quantity, vat_percent=percent
        )
        vat = half(Fraction(s.net_vnd * percent, 100 + percent)) if percent else 0
        found = {
            "gross_vnd": s.gross_vnd,
            "discount_vnd": s.discount_vnd,
            "net_vnd": s.net_vnd,
            "owed_vnd": due,
            "kept_vnd": s.net_vnd - due,
            "vat_vnd": vat,
        }
        assert found == expected


carts = st.lists(st.tuples(st.integers(1, 50_000), st.integers(0, 10**6), st.integers(0, 100)), min_size=1, max_size=10)


@given(carts, st.integers(0, 100))
def test_a_sale_s_discount_is_spread_by_net(cart: list[tuple[int, int, int]], percent: int) -> None:
    grosses = [half(Fraction(q * price, 1000)) for q, price, _ in cart]
    lines = [CartLine(q, price, gross * part // 100) for (q, price, part), gross in zip(cart, grosses, strict=True)]
    nets = [gross - line.discount_vnd for gross, line in zip(grosses, lines, strict=True)]
    whole = sum(nets) * percent // 100
    sums = total(lines, whole)
    assert sum(s.net_vnd for s in sums) == sum(nets) - whole
    shares = [Fraction(whole * net, sum(nets)) if sum(nets) else Fraction(0) for net in nets]
    order = sorted(range(len(nets)), key=lambda i: (floor(shares[i]) - shares[i], i))
    extra = set(order[: whole - sum(floor(s) for s in shares)])
    for i, (s, line) in enumerate(zip(sums, lines, strict=True)):
        assert s.discount_vnd == line.discount_vnd + floor(shares[i]) + (i in extra) <= s.gross_vnd
        assert over_limit(s, 1000) == (s.discount_vnd * 10 > s.gross_vnd)


def test_a_cart_refuses_more_discount_than_price() -> None:
    with pytest.raises(ValueError, match="discount"):
        total([CartLine(1000, 100, 101)], 0)
    with pytest.raises(ValueError, match="discount"):
        total([CartLine(1000, 100, 50)], 51)


DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("terms", "chosen"),
    [
        ([term(id=1), term(id=2, product_set=3), term(id=3, product="A")], 3),
        ([term(id=1), term(id=2, product_set=3)], 2),
        ([term(id=1), term(id=2, product="B")], 1),
        ([term(id=1, product="A"), term(id=2, starts_on=date(2026, 1, 1))], 1),
        ([term(id=1), term(id=2, starts_on=date(2026, 1, 1))], 2),
        ([term(id=1), term(id=2, starts_on=date(2026, 11, 25))], 1),
        ([term(id=1), term(id=2, product="A", ends_on=date(2026, 11, 23))], 1),
        ([term(id=1), term(id=2, product="A", ends_on=DAY)], 2),
        ([term(id=1, ends_on=date(2026, 5, 1)), term(id=2, ends_on=date(2026, 6, 1))], 2),
        ([term(id=1, starts_on=date(2026, 11, 25))], None),
    ],
    ids=[
        "product-beats-set",
        "set-beats-default",
        "another-product",
        "product-across-agreements",
        "later-start",
        "not-begun",
        "ended-yesterday",
        "ends-today",
        "the-last-one-holds",
        "none",
    ],
)
def test_which_term_holds(terms: list[Term], chosen: int | None) -> None:
    found = choose(terms, "A", 3, DAY)
    assert (found.id if found else None) == chosen


def test_after_its_end_an_agreement_is_not_in_force() -> None:
    assert choose([term(ends_on=date(2026, 11, 23))], "A", None, DAY, in_force_only=True) is None
