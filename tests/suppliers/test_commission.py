"""The split of a line against a second implementation, written from the rules with fractions and no code in common."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quantity import parse_quantity
from pos.pricing import Cart, CartLine, price
from pos.pricing.parts import borne
from suppliers.agreements.requests import LossBearers
from suppliers.choices import Bearer, LossCause
from suppliers.commission import NO_DISCOUNT, Discounts, Split, Term, choose, cut, discount_bearer, loss_owed, owed, refunded_part
from tests.suppliers.terms import PERCENT, half, owed_again, term

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "money.json").read_text())["cases"]
bearers = st.sampled_from(["outlet", "producer", "shared"])


@st.composite
def sold_lines(draw: st.DrawFn) -> tuple[Term, int, Discounts, int, int | None]:
    quantity = draw(st.integers(1, 200_000))
    unit_price = draw(st.integers(0, 3_000_000))
    gross = half(Fraction(unit_price * quantity, 1000))
    discount = draw(st.integers(0, gross))
    of_producer = draw(st.integers(0, discount))
    shared = draw(st.integers(0, discount - of_producer))
    t = term(
        basis=draw(st.sampled_from(["commission", "fixed_price"])),
        rate_bp=draw(st.integers(0, 10_000)),
        owed_per_unit_vnd=draw(st.integers(0, 3_000_000)),
        discount_bearer=draw(bearers),
        commission_base=draw(st.sampled_from(["with_vat", "without_vat"])),
        vat_kept_by=draw(st.sampled_from(["producer", "outlet"])),
    )
    discounts = Discounts(discount - of_producer - shared, of_producer, shared)
    return t, gross, discounts, quantity, draw(st.sampled_from([None, 0, 5, 8, 10]))


@given(sold_lines())
def test_the_split_is_the_rules(line: tuple[Term, int, Discounts, int, int | None]) -> None:
    t, gross, discounts, quantity, percent = line
    due = owed(t, gross_vnd=gross, discounts=discounts, quantity=quantity, vat_percent=percent)
    assert due == owed_again(*line) >= 0
    part = Split(gross, discounts.total_vnd, due)
    assert part.net_vnd == part.owed_vnd + part.kept_vnd


@given(sold_lines())
def test_a_discount_that_the_outlet_bears_changes_nothing_for_the_producer(
    line: tuple[Term, int, Discounts, int, int | None],
) -> None:
    t, gross, discounts, quantity, percent = line
    without = Discounts(0, discounts.producer_vnd, discounts.shared_vnd)
    assert owed_again(t, gross, without, quantity, percent) == owed(
        t, gross_vnd=gross, discounts=discounts, quantity=quantity, vat_percent=percent
    )


@given(sold_lines())
def test_terms_made_before_the_vat_had_a_keeper_split_as_they_did(line: tuple[Term, int, Discounts, int, int | None]) -> None:
    """`without_vat` took the VAT off what the producer is owed: such a term is `vat_kept_by: outlet` now."""
    t, gross, discounts, quantity, percent = line
    before = gross - discounts.shared_vnd
    before -= half(Fraction(before * (percent or 0), 100 + (percent or 0)))
    as_it_was = max(0, before - half(Fraction(before * t.rate_bp, 10_000)) - discounts.producer_vnd)
    now = replace(t, basis="commission", commission_base="without_vat", vat_kept_by="outlet")
    assert owed(now, gross_vnd=gross, discounts=discounts, quantity=quantity, vat_percent=percent) == as_it_was


@pytest.mark.parametrize(
    ("commission_base", "vat_kept_by", "due"),
    [
        ("with_vat", "producer", 108_000 - 16_200),
        ("without_vat", "producer", 108_000 - 15_000),
        ("with_vat", "outlet", 108_000 - 16_200 - 8_000),
        ("without_vat", "outlet", 108_000 - 15_000 - 8_000),
    ],
)
def test_the_base_of_the_commission_and_the_keeper_of_the_vat_are_two_questions(
    commission_base: str, vat_kept_by: str, due: int
) -> None:
    t = term(commission_base=commission_base, vat_kept_by=vat_kept_by)
    assert owed(t, gross_vnd=108_000, discounts=NO_DISCOUNT, quantity=1000, vat_percent=8) == due


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_without_any_agreement_all_of_the_net_is_owed(gross: int, discount: int) -> None:
    discounts = Discounts(**{f"{discount_bearer(None)}_vnd": discount})
    assert discounts == Discounts(producer_vnd=discount)
    assert owed(None, gross_vnd=gross, discounts=discounts, quantity=1000, vat_percent=8) == gross - discount


@given(sold_lines(), st.lists(st.integers(1, 30_000), min_size=1, max_size=8))
def test_a_line_cut_over_lots_adds_up(line: tuple[Term, int, Discounts, int, int | None], quantities: list[int]) -> None:
    _, gross, discounts, _, _ = line
    discount = discounts.total_vnd
    whole = Split(gross, discount, owed_again(*line))
    parts = cut(whole, quantities)
    assert sum(p.gross_vnd for p in parts) == gross
    assert sum(p.discount_vnd for p in parts) == discount
    assert sum(p.owed_vnd for p in parts) == whole.owed_vnd
    for i, part in enumerate(parts):
        reached = Fraction(sum(quantities[: i + 1]), sum(quantities))
        assert sum(p.gross_vnd for p in parts[: i + 1]) == half(gross * reached)
        assert sum(p.owed_vnd for p in parts[: i + 1]) == half(whole.owed_vnd * reached)
        expected = half(discount * reached) - sum(p.discount_vnd for p in parts[:i])
        assert part.discount_vnd == min(part.gross_vnd, expected) >= 0


@given(st.integers(0, 30), st.integers(0, 30), st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_what_does_not_fit_a_part_waits_for_the_next(gross: int, less: int, quantities: list[int]) -> None:
    discount = max(0, gross - less)
    parts = cut(Split(gross, discount, 0), quantities)
    assert all(0 <= p.discount_vnd <= p.gross_vnd for p in parts)
    assert sum(p.discount_vnd for p in parts) == discount


def test_a_discount_waits() -> None:
    parts = cut(Split(3, 2, 0), [1, 1, 1, 1])
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
def test_a_loss_is_owed_as_its_bearer_says(
    line: tuple[Term, int, Discounts, int, int | None], bearer: str, part_free: int
) -> None:
    t, _, _, quantity, percent = line
    free = quantity * part_free // 1000
    gross = half(Fraction(7_700 * (quantity - free), 1000))
    t = replace(t, loss={"damage": bearer})
    due = loss_owed(t, cause="damage", gross_vnd=gross, quantity=quantity, free=free, vat_percent=percent)
    as_sold = owed_again(t, gross, NO_DISCOUNT, quantity - free, percent) if quantity > free else 0
    assert due == {"outlet": as_sold, "producer": 0, "shared": half(Fraction(as_sold, 2))}[bearer]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_line_is_split_as_the_shared_vectors_say(case: dict[str, Any]) -> None:
    cart_lines = [CartLine(parse_quantity(x["quantity"]), x["unit_price_vnd"], x["discount_vnd"]) for x in case["lines"]]
    priced = price(Cart(cart_lines, case["discount_vnd"]))
    assert sum(line.net_vnd for line in priced) == case["total_vnd"]
    for line, cart_line, sums, expected in zip(case["lines"], cart_lines, priced, case["expect"], strict=True):
        percent, t = PERCENT[line["vat"]], term(**line["term"])
        discounts = borne(sums, t, is_own=False, agreed=()).discounts()
        due = owed(t, gross_vnd=sums.gross_vnd, discounts=discounts, quantity=cart_line.quantity, vat_percent=percent)
        vat = half(Fraction(sums.net_vnd * percent, 100 + percent)) if percent else 0
        figures = {
            "gross_vnd": sums.gross_vnd,
            "discount_vnd": sums.discount_vnd,
            "net_vnd": sums.net_vnd,
            "owed_vnd": due,
            "kept_vnd": sums.net_vnd - due,
            "vat_vnd": vat,
        }
        assert figures == expected


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
    term_in_force = choose(terms, "A", 3, DAY)
    assert (term_in_force.id if term_in_force else None) == chosen


def test_after_its_end_an_agreement_is_not_in_force() -> None:
    assert choose([term(ends_on=date(2026, 11, 23))], "A", None, DAY, for_delivery=True) is None


def test_an_agreement_names_the_bearer_of_every_cause_of_a_loss() -> None:
    assert list(LossBearers.model_fields) == list(LossCause)
    assert LossBearers().bearers() == dict.fromkeys(LossCause, Bearer.OUTLET)
    assert LossBearers(theft=Bearer.SHARED).bearers()[LossCause.THEFT] is Bearer.SHARED
