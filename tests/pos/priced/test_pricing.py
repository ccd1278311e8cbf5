"""The pipeline of adjustments, and the split of what it leaves: the shared vectors, and rules on any cart."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import times
from core.quantity import parse_quantity
from pos.choices import OfferKind, OfferScope
from pos.pricing import (
    Adjustment,
    AdjustmentKind,
    AdjustmentsTooLarge,
    Cart,
    CartLine,
    DiscountTooLarge,
    PricedLine,
    over_limit,
    price,
)
from pos.pricing.baskets import Basket, BasketItem, open_basket
from pos.pricing.lines import OfferedGoods
from pos.pricing.offers import AgeStep, Offer
from pos.pricing.packs import Pack, is_whole
from pos.pricing.parts import borne, split_over_lots
from pos.pricing.pipeline import offered, take_manual
from suppliers.choices import Bearer
from suppliers.commission import refunded_part
from tests.pos.priced.adjustment_cases import CASES, answer_lines
from tests.suppliers.terms import half, owed_again, term

PRICED = [case for case in CASES if "expect" in case]


@pytest.mark.parametrize("case", PRICED, ids=lambda case: str(case["name"]))
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
        take_manual(cart, [line])
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


bearers = st.sampled_from([*Bearer, None])
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
    line = borne(line, of, is_own=False, agreed=())
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


goods_of_a_shop = st.builds(
    OfferedGoods,
    product=st.sampled_from(["A", "B", "C"]),
    product_set=st.sampled_from([None, 1, 2]),
    producer=st.sampled_from(["HTX", "HO"]),
    places=st.just(0),
    lot=st.just("LO"),
    days_left=st.sampled_from([None, -1, 0, 3, 9]),
)
terms_of_an_offer = st.one_of(
    st.fixed_dictionaries({"kind": st.just(OfferKind.PERCENT), "rate_bp": st.integers(1, 10_000)}),
    st.fixed_dictionaries({"kind": st.just(OfferKind.AMOUNT), "amount_vnd": st.integers(1, 200_000)}),
    st.fixed_dictionaries({"kind": st.just(OfferKind.PRICE), "price_vnd": st.integers(0, 200_000)}),
    st.fixed_dictionaries({"kind": st.just(OfferKind.BUY_GET), "buy": st.integers(1, 3), "get": st.integers(1, 2)}),
    st.fixed_dictionaries(
        {"kind": st.just(OfferKind.BASKET), "threshold_vnd": st.integers(0, 300_000), "amount_vnd": st.integers(1, 300_000)}
    ),
    st.fixed_dictionaries(
        {"kind": st.just(OfferKind.BASKET), "threshold_vnd": st.integers(0, 300_000), "rate_bp": st.integers(1, 10_000)}
    ),
    st.fixed_dictionaries({"kind": st.just(OfferKind.AGE), "steps": st.just((AgeStep(3, 5000), AgeStep(9, 2000)))}),
)
scopes = st.sampled_from([(OfferScope.ALL, ()), (OfferScope.PRODUCTS, ("A", "C")), (OfferScope.SETS, ("1",))])


@st.composite
def offers_of_a_shop(draw: st.DrawFn) -> list[Offer]:
    return [
        Offer(
            f"KM-{n}",
            "Khuyến mãi",
            date(2026, 1, 1),
            date(2026, 12, 31),
            scope,
            targets=frozenset(targets),
            priority=draw(st.integers(1, 3)),
            **draw(terms_of_an_offer),
        )
        for n, (scope, targets) in enumerate(draw(st.lists(scopes, max_size=5)))
    ]


cart_lines = st.lists(
    st.builds(
        CartLine,
        quantity=st.integers(1, 9).map(lambda pieces: pieces * 1000),
        unit_price_vnd=st.integers(0, 200_000),
        goods=goods_of_a_shop,
    ),
    min_size=1,
    max_size=8,
)


@given(cart_lines, offers_of_a_shop(), st.randoms(use_true_random=False))
def test_any_offers_leave_every_line_between_nothing_and_its_list_price(
    lines: list[CartLine], offers: list[Offer], random: Any
) -> None:
    priced = offered(Cart(lines, 0), offers)
    kinds = {offer.code: offer.kind for offer in offers}
    for asked, line in zip(lines, priced, strict=True):
        assert line.gross_vnd == times(asked.unit_price_vnd, asked.quantity)
        assert 0 <= line.net_vnd == line.gross_vnd - sum(a.amount_vnd for a in line.adjustments)
        assert all(a.amount_vnd > 0 and a.kind is AdjustmentKind.OFFER for a in line.adjustments)
        taken = [kinds[a.code or ""] for a in line.adjustments]
        assert len(taken) == len(set(taken)), "of each kind a line gets one"
        assert asked.goods is not None
        assert not (asked.goods.is_expired and line.adjustments), "what is expired gets none"
    shuffled = list(offers)
    random.shuffle(shuffled)
    assert offered(Cart(lines, 0), shuffled) == priced, "the order is that of priority and code"


@given(cart_lines, offers_of_a_shop(), st.integers(0, 100))
def test_what_a_till_was_right_about_is_priced_the_same_when_it_is_sent(
    lines: list[CartLine], offers: list[Offer], percent: int
) -> None:
    found = offered(Cart(lines, 0), offers)
    whole_vnd = sum(line.net_vnd for line in found) * percent // 100
    sent = [
        CartLine(asked.quantity, asked.unit_price_vnd, 0, line.adjustments, asked.goods)
        for asked, line in zip(lines, found, strict=True)
    ]
    assert price(Cart(sent, whole_vnd)) == price(Cart(lines, whole_vnd), offers)


items_of_a_basket = st.lists(
    st.tuples(st.integers(1, 5_000), st.integers(0, 300_000), st.one_of(st.none(), st.integers(0, 400_000))),
    min_size=1,
    max_size=6,
)


@given(items_of_a_basket, st.integers(0, 2_000_000), st.integers(1, 12), st.booleans())
def test_any_number_of_baskets_costs_that_many_times_one(
    items: list[tuple[int, int, int | None]], price_vnd: int, number: int, is_wrapped: bool
) -> None:
    of = Basket(
        "GIO",
        "Giỏ",
        price_vnd,
        tuple(BasketItem(f"P{n}", quantity, share) for n, (quantity, _, share) in enumerate(items)),
        wrapping="HOP" if is_wrapped else None,
    )
    prices = {f"P{n}": unit for n, (_, unit, _) in enumerate(items)}
    opened = open_basket(of, number, price_vnd, prices)
    nets = [times(item.unit_price_vnd, item.quantity) - item.discount_vnd for item in opened.items]
    assert all(item.discount_vnd >= 0 for item in opened.items) and min(nets) >= 0
    assert sum(nets) == price_vnd * number
    if is_wrapped:
        assert opened.items[-1].product == "HOP" and not opened.is_above_goods
    one = [net // number for net in nets]
    assert [part * number for part in one] == nets, "one of them comes back at its price"


def test_a_basket_above_its_goods_says_so() -> None:
    of = Basket("GIO", "Giỏ", 30_001, (BasketItem("A", 1000), BasketItem("B", 2000)))
    assert open_basket(of, 1, 30_000, {"A": 10_000, "B": 10_000}).is_above_goods is False
    raised = open_basket(of, 1, 30_001, {"A": 10_000, "B": 10_000})
    assert raised.is_above_goods and raised.items[-1].unit_price_vnd == 10_001 and raised.items[-1].discount_vnd == 1


def test_eight_pieces_are_no_whole_packs_of_six() -> None:
    pack = Pack("8938500000034", 6000, None)
    assert is_whole(pack, 12_000) and not is_whole(pack, 8_000)


def test_a_line_that_came_with_more_off_than_it_costs_is_refused() -> None:
    too_much = Adjustment(AdjustmentKind.OFFER, 100_001, "NUA")
    with pytest.raises(AdjustmentsTooLarge) as refused:
        price(Cart([CartLine(1000, 100_000), CartLine(1000, 100_000, 0, (too_much,))], 0))
    assert refused.value.lines == [1]


@pytest.mark.parametrize(
    ("own", "of_term", "named", "agreed", "bears"),
    [
        (False, "outlet", "producer", False, "outlet"),
        (False, "outlet", "producer", True, "producer"),
        (False, "outlet", "shared", False, "outlet"),
        (False, "shared", "producer", False, "shared"),
        (False, "producer", "shared", False, "shared"),
        (False, "producer", "outlet", False, "outlet"),
        (False, "shared", None, False, "shared"),
        (False, None, "outlet", True, "producer"),
        (True, None, "producer", True, "outlet"),
    ],
)  # fmt: skip
def test_a_producer_bears_more_than_its_term_says_only_once_it_agreed(
    own: bool, of_term: str | None, named: str | None, agreed: bool, bears: str
) -> None:
    line = PricedLine(100_000, (Adjustment(AdjustmentKind.OFFER, 10_000, "KM", Bearer(named) if named else None),))
    of = term(discount_bearer=of_term) if of_term else None
    (adjustment,) = borne(line, of, is_own=own, agreed={(AdjustmentKind.OFFER, "KM")} if agreed else ()).adjustments
    assert adjustment.bearer == bears
