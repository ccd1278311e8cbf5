"""The pipeline of adjustments, and the split of what it leaves: the shared vectors, and rules on any cart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import vat_inside
from core.quantity import format_quantity, parse_quantity
from pos.pricing import (
    CASHIER_KINDS,
    STEPS,
    Adjustment,
    AdjustmentKind,
    Cart,
    CartLine,
    DiscountTooLarge,
    PricedLine,
    at_list_price,
    over_limit,
    price,
    split_over_lots,
)
from suppliers.commission import refunded_part
from tests.suppliers.terms import PERCENT, half, owed_again, term

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "adjustments.json").read_text())["cases"]
OWN_GOODS = "DIEMBAN"


@dataclass(frozen=True)
class CaseLine:
    """A line of a case before it is cut over lots: the cart's line, and the answer lines it became."""

    cart_line: CartLine
    earlier: tuple[Adjustment, ...]
    answers: list[dict[str, Any]]


def case_lines(case: dict[str, Any]) -> list[CaseLine]:
    """The lines of a case. The packs, baskets and offers that the case expects are given; the pipeline finds the rest."""
    answers = list(case["expect"])
    cuts = {one["line"]: len(one["quantities"]) for one in case.get("cuts", [])}
    lines = []
    while answers:
        parts = [answers.pop(0) for _ in range(cuts.get(len(lines) + 1, 1))]
        sums: dict[tuple[AdjustmentKind, str | None, Any], int] = {}
        for adjustment in (adjustment for part in parts for adjustment in part["adjustments"]):
            key = (AdjustmentKind(adjustment["kind"]), adjustment.get("code"), adjustment["bearer"])
            sums[key] = sums.get(key, 0) + adjustment["amount_vnd"]
        earlier = [Adjustment(kind, vnd, code, bearer) for (kind, code, bearer), vnd in sums.items() if kind not in CASHIER_KINDS]
        by_hand = sum(vnd for (kind, _, _), vnd in sums.items() if kind is AdjustmentKind.MANUAL)
        quantity = sum(parse_quantity(part["quantity"]) for part in parts)
        lines.append(CaseLine(CartLine(quantity, parts[0]["unit_price_vnd"], by_hand), tuple(earlier), parts))
    return lines


def answer_lines(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer lines of a case, computed by the pipeline, the split and the cut."""
    lines = case_lines(case)
    cart = Cart([line.cart_line for line in lines], case.get("discount_vnd", 0))
    priced = [PricedLine(p.gross_vnd, line.earlier) for p, line in zip(at_list_price(cart), lines, strict=True)]
    for step in STEPS:
        priced = step(cart, priced)
    answers = []
    for line, priced_line in zip(lines, priced, strict=True):
        product = case["products"][line.answers[0]["product"]]
        agreed = term(**product["term"]) if product["term"] else None
        percent = PERCENT[product["vat"]]
        quantities = [parse_quantity(part["quantity"]) for part in line.answers]
        parts = split_over_lots(priced_line, agreed, quantities, percent)
        for quantity, (part, taken) in zip(quantities, parts, strict=True):
            answers.append(
                {
                    "quantity": format_quantity(quantity),
                    "gross_vnd": part.gross_vnd,
                    "adjustments": [adjustment_json(adjustment) for adjustment in taken],
                    "discount_vnd": part.discount_vnd,
                    "net_vnd": part.net_vnd,
                    "owed_vnd": part.owed_vnd,
                    "kept_vnd": part.kept_vnd,
                    "vat_vnd": vat_inside(part.net_vnd, percent),
                }
            )
    return answers


def adjustment_json(adjustment: Adjustment) -> dict[str, Any]:
    fields = {
        "kind": adjustment.kind.value,
        "code": adjustment.code,
        "amount_vnd": adjustment.amount_vnd,
        "bearer": adjustment.bearer,
    }
    return {key: value for key, value in fields.items() if value is not None}


OTHERS_GOODS = [
    case
    for case in CASES
    if "expect" in case and not any(case["products"][line["product"]]["producer"] == OWN_GOODS for line in case["expect"])
]


def test_nearly_all_vectors_are_of_producers_goods() -> None:
    assert len(OTHERS_GOODS) > 100


@pytest.mark.parametrize("case", OTHERS_GOODS, ids=lambda case: str(case["name"]))
def test_a_cart_is_priced_as_the_shared_vectors_say(case: dict[str, Any]) -> None:
    answers = answer_lines(case)
    assert answers == [{key: line[key] for key in answer} for line, answer in zip(case["expect"], answers, strict=True)]
    assert sum(line["net_vnd"] for line in answers) == case["total_vnd"]
    for line in case["expect"]:
        kinds = [list(AdjustmentKind).index(AdjustmentKind(adjustment["kind"])) for adjustment in line["adjustments"]]
        assert kinds == sorted(kinds), "taken in the order of their kinds"


REFUNDED = [case for case in CASES if "refunds" in case and not any("basket_line" in x for one in case["refunds"] for x in one)]


@pytest.mark.parametrize("case", REFUNDED, ids=lambda case: str(case["name"]))
def test_the_vectors_come_back_as_they_were_sold(case: dict[str, Any]) -> None:
    back = dict.fromkeys(range(1, len(case["expect"]) + 1), 0)
    for refund_lines, expected in zip(case["refunds"], case["expect_refunds"], strict=True):
        total_vnd = 0
        for line, expected_line in zip(refund_lines, expected["lines"], strict=True):
            of = case["expect"][line["line"] - 1]
            quantity, sold = parse_quantity(line["quantity"]), parse_quantity(of["quantity"])
            amounts = {
                key: refunded_part(of[key], quantity, back[line["line"]], sold)
                for key in ("gross_vnd", "net_vnd", "owed_vnd", "vat_vnd")
            }
            back[line["line"]] += quantity
            total_vnd += amounts["net_vnd"]
            assert amounts == {key: expected_line[key] for key in amounts}
            assert expected_line["kept_vnd"] == amounts["net_vnd"] - amounts["owed_vnd"]
        assert total_vnd == expected["total_vnd"]


def test_a_discount_by_hand_above_what_offers_left_is_refused() -> None:
    cart = Cart([CartLine(1000, 30_000, 15_001)], 0)
    line = PricedLine(30_000, (Adjustment(AdjustmentKind.OFFER, 15_000, "NUA", "outlet"),))
    with pytest.raises(DiscountTooLarge) as refused:
        STEPS[0](cart, [line])
    assert refused.value.lines == [0]


def test_a_cart_refuses_more_discount_than_price() -> None:
    with pytest.raises(DiscountTooLarge) as refused:
        price(Cart([CartLine(1000, 100, 101), CartLine(1000, 100, 100), CartLine(1000, 100, 101)], 0))
    assert refused.value.lines == [0, 2]
    with pytest.raises(DiscountTooLarge) as refused:
        price(Cart([CartLine(1000, 100, 50)], 51))
    assert refused.value.lines == ()


def test_only_discounts_by_hand_count_toward_the_cashiers_limit() -> None:
    offer = Adjustment(AdjustmentKind.OFFER, 50_000, "NUA")
    assert not over_limit(PricedLine(100_000, (offer, Adjustment(AdjustmentKind.MANUAL, 10_000))), 1000)
    assert over_limit(PricedLine(100_000, (offer, Adjustment(AdjustmentKind.MANUAL, 10_001))), 1000)
    both = (Adjustment(AdjustmentKind.MANUAL, 5_000), Adjustment(AdjustmentKind.SALE, 5_001))
    assert over_limit(PricedLine(100_000, both), 1000)
    assert not over_limit(PricedLine(0), 0)
    for kind in AdjustmentKind:
        assert over_limit(PricedLine(100, (Adjustment(kind, 1),)), 0) == (kind in ("manual", "sale"))


carts = st.lists(st.tuples(st.integers(1, 50_000), st.integers(0, 10**6), st.integers(0, 100)), min_size=1, max_size=10)


@given(carts, st.integers(0, 100))
def test_a_sales_discount_is_spread_by_what_is_left_to_pay(lines: list[tuple[int, int, int]], percent: int) -> None:
    grosses = [half(Fraction(quantity * unit, 1000)) for quantity, unit, _ in lines]
    cart_lines = [CartLine(q, unit, gross * part // 100) for (q, unit, part), gross in zip(lines, grosses, strict=True)]
    nets = [gross - line.discount_vnd for gross, line in zip(grosses, cart_lines, strict=True)]
    discount_vnd = sum(nets) * percent // 100
    priced = price(Cart(cart_lines, discount_vnd))
    assert sum(line.net_vnd for line in priced) == sum(nets) - discount_vnd
    shares = [Fraction(discount_vnd * net, sum(nets)) if sum(nets) else Fraction(0) for net in nets]
    order = sorted(range(len(nets)), key=lambda i: (floor(shares[i]) - shares[i], i))
    extra = set(order[: discount_vnd - sum(floor(share) for share in shares)])
    for i, (line, cart_line) in enumerate(zip(priced, cart_lines, strict=True)):
        assert line.discount_vnd == cart_line.discount_vnd + floor(shares[i]) + (i in extra) <= line.gross_vnd
        amounts = {AdjustmentKind.MANUAL: cart_line.discount_vnd, AdjustmentKind.SALE: floor(shares[i]) + (i in extra)}
        assert [(a.kind, a.amount_vnd) for a in line.adjustments] == [(kind, vnd) for kind, vnd in amounts.items() if vnd]
        assert over_limit(line, 1000) == (line.discount_vnd * 10 > line.gross_vnd)


bearers = st.sampled_from(["outlet", "producer", "shared", None])
discounts = st.lists(st.tuples(st.sampled_from(list(AdjustmentKind)), st.integers(1, 10**6), bearers), max_size=6)


@st.composite
def discounted_lines(draw: st.DrawFn) -> PricedLine:
    """A line of any price with adjustments of any kinds and bearers."""
    line = PricedLine(draw(st.integers(0, 3 * 10**6)))
    for kind, amount_vnd, bearer in draw(discounts):
        line = line.less(Adjustment(kind, min(amount_vnd, line.net_vnd), None, bearer))
    return line


@given(
    discounted_lines(),
    st.sampled_from(["outlet", "producer", "shared"]),
    st.fixed_dictionaries(
        {
            "basis": st.sampled_from(["commission", "fixed_price"]),
            "rate_bp": st.integers(0, 10_000),
            "owed_per_unit_vnd": st.integers(0, 3_000_000),
            "commission_base": st.sampled_from(["with_vat", "without_vat"]),
            "vat_kept_by": st.sampled_from(["producer", "outlet"]),
        }
    ),
    st.sampled_from([None, 0, 5, 8, 10]),
    st.lists(st.integers(1, 30_000), min_size=1, max_size=6),
    st.data(),
)
def test_any_line_cut_over_lots_and_brought_back_comes_to_nothing(
    line: PricedLine, bearer: Any, agreed: dict[str, Any], percent: int | None, quantities: list[int], data: st.DataObject
) -> None:
    of = term(discount_bearer=bearer, **agreed)
    parts = split_over_lots(line, of, quantities, percent)
    line = line.borne_by(bearer)
    assert sum(part.gross_vnd for part, _ in parts) == line.gross_vnd
    assert sum(part.discount_vnd for part, _ in parts) == line.discount_vnd
    due = owed_again(of, line.gross_vnd, line.discounts(), sum(quantities), percent)
    assert sum(part.owed_vnd for part, _ in parts) == due >= 0
    adjustments = [taken for _, taken in parts]
    for i, whole in enumerate(line.adjustments):
        same = [a.amount_vnd for taken in adjustments for a in taken if (a.kind, a.bearer) == (whole.kind, whole.bearer)]
        twins = [a.amount_vnd for a in line.adjustments if (a.kind, a.bearer) == (whole.kind, whole.bearer)]
        assert sum(same) == sum(twins), f"adjustment {i}"
    for quantity, (part, taken) in zip(quantities, parts, strict=True):
        assert sum(a.amount_vnd for a in taken) == part.discount_vnd
        assert all(a.amount_vnd > 0 for a in taken)
        assert part.net_vnd == part.owed_vnd + part.kept_vnd
        for key in ("gross_vnd", "net_vnd", "owed_vnd"):
            whole_vnd, back, paid = getattr(part, key), 0, 0
            left = quantity
            while left:
                piece = data.draw(st.integers(1, left), label=key) if left > quantity // 4 else left
                paid += refunded_part(whole_vnd, piece, back, quantity)
                back, left = back + piece, left - piece
            assert paid == whole_vnd
