"""How much of a statement may be paid: what is old enough, and nothing below the minimum."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journeys.inside import Inside
from tests.suppliers.settling import pay, settle, stocked

D = date


def test_what_is_younger_than_the_holding_days_is_not_payable_yet(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1), holding_days=7)
    for day, quantity in ((10, "4"), (13, "2"), (14, "1")):
        with inside.on(D(2026, 10, day)):
            shop.sell(shop.line(product, quantity))
    with inside.on(D(2026, 10, 20)):
        made = settle(shop, producer, "2026-10-20").ok(201)
        assert made["money"]["closing_vnd"] == 7 * 8_500
        assert made["money"]["payable_vnd"] == 6 * 8_500, "the 14th is six days old, the 13th is seven"
        assert pay(shop, made, 6 * 8_500 + 1).code == "over_payable"
        pay(shop, made, 6 * 8_500).ok(201)
    with inside.on(D(2026, 10, 21)):
        after = settle(shop, producer, "2026-10-21").ok(201)
        assert after["money"]["payable_vnd"] == 8_500, "held lines of an earlier statement become payable by age"
    assert inside.gaps() == []


def test_each_sale_is_held_as_long_as_its_own_agreement_says(inside: Inside) -> None:
    shop, producer, slow = stocked(inside, D(2026, 10, 1), holding_days=7)
    with inside.on(D(2026, 10, 1)):
        quick = shop.product(producer)
        shop.agreement(producer, {**shop.TERM, "product": quick}, holding_days=2)
        shop.deliver(producer, {"product": quick, "quantity": "50", "best_before": "2099-01-01"})
    with inside.on(D(2026, 10, 18)):
        shop.sell(shop.line(slow, "1"), shop.line(quick, "2"))
    with inside.on(D(2026, 10, 20)):
        made = settle(shop, producer, "2026-10-20").ok(201)
    assert made["money"]["closing_vnd"] == 3 * 8_500
    assert made["money"]["payable_vnd"] == 2 * 8_500, "two days old: free under one agreement, held under the other"


@pytest.mark.parametrize(("minimum", "payable"), [(85_000, 85_000), (85_001, 0)])
def test_below_the_minimum_nothing_is_payable(inside: Inside, minimum: int, payable: int) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1), minimum_payout_vnd=minimum)
    with inside.on(D(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
        made = settle(shop, producer, "2026-10-02").ok(201)
        assert made["money"]["payable_vnd"] == payable
        assert pay(shop, made, 1).status == (201 if payable else 409)
