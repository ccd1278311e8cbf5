"""Refunds: never more than was sold, split as the sale was, and together exactly the sale."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import PIN, Inside
from tests.outlet import uid


def test_a_full_return_in_pieces_nets_to_nothing(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(price_vnd=9_999, term={"basis": "commission", "rate_bp": 1_237, "discount_bearer": "shared"})
    sold = shop.sell(shop.line(product, "2.999", 9_999, 777), discount_vnd=55)
    back = [shop.refund(sold["uid"], 1, q).ok(201) for q in ("0.001", "1.5", "0.749", "0.749")]
    assert sum(r["total_vnd"] for r in back) == sold["total_vnd"]
    for amount in ("gross_vnd", "net_vnd", "vat_vnd", "owed_vnd", "kept_vnd"):
        assert sum(x[amount] for r in back for x in r["lines"]) == sold["lines"][0][amount]
    book = [x for x in shop.book(shop.producer_of(product)) if x["kind"] in {"sold", "refunded"}]
    assert sum(x["owed_vnd"] for x in book) == sum(x["gross_vnd"] for x in book) == 0
    assert book[-1]["balance_vnd"] == 0 and shop.on_hand(product=product) == "50"
    assert shop.refund(sold["uid"], 1, "0.001").code == "over_refund"
    assert inside.gaps() == []


def test_never_more_than_was_sold_also_within_one_refund(inside: Inside) -> None:
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    twice = [{"line": 1, "quantity": "1.5", "condition": "resell"}, {"line": 1, "quantity": "0.6", "condition": "resell"}]
    assert shop.refund(sold["uid"], 1, "1", lines=twice).code == "over_refund"
    assert shop.refund(sold["uid"], 2, "1").status == 422
    assert shop.refund(uid(), 1, "1").status == 422
    assert shop.refund(sold["uid"], 1, "0").status == 422
    twice[1]["quantity"] = "0.5"
    assert shop.refund(sold["uid"], 1, "1", lines=twice).ok(201)["total_vnd"] == 20_000
    assert inside.gaps() == []


def test_spoiled_goods_come_back_and_leave_as_damage_under_todays_terms(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(
        term={"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet", "loss": {"damage": "shared"}}
    )
    sold = shop.sell(shop.line(product, "2"))
    shop.refund(sold["uid"], 1, "1", "spoiled").ok(201)
    kinds = [(x["kind"], x["quantity"], x["owed_vnd"]) for x in shop.book(shop.producer_of(product))]
    assert kinds[1:] == [("sold", "-2", 17_000), ("refunded", "1", -8_500), ("lost", "-1", 4_250)]
    assert shop.on_hand(product=product) == "48"
    assert inside.gaps() == []


def test_day_shift_and_place_are_the_refunds_own(inside: Inside) -> None:
    with inside.on(date(2026, 11, 1)):
        shop = inside.shop()
        product = shop.stocked()
        sold = shop.sell(shop.line(product, "2"))
    with inside.on(date(2026, 11, 20)):
        other = inside.shop()
        back = other.refund(sold["uid"], 1, "1").ok(201)
        assert back["business_day"] == "2026-11-20" and back["number"] == "2026-000001"
        assert other.on_hand(product=product, place=other.place) == "1"
        drawer = other.api.get(f"/api/v1/shifts/{other.shift}").ok()
        assert drawer["expected_vnd"] == 490_000
        assert [x["day"] for x in other.book(other.producer_of(product))] == ["2026-11-01", "2026-11-01", "2026-11-20"]
    assert inside.gaps() == []


def test_the_terms_and_the_price_are_those_of_the_sale(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    sold = shop.sell(shop.line(product))
    shop.agreement(producer, {"product": product, "basis": "commission", "rate_bp": 9_000, "discount_bearer": "outlet"})
    assert shop.sell(shop.line(product))["lines"][0]["owed_vnd"] == 1_000
    assert shop.refund(sold["uid"], 1, "1").ok(201)["lines"][0]["owed_vnd"] == 8_500


def test_without_the_slip_a_manager_must_approve(inside: Inside) -> None:
    who, cashier = inside.manager_with_pin(), inside.as_role(Role.CASHIER)
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked(), "5"))
    body = {
        "shift": shop.shift,
        "sale": sold["uid"],
        "slip": False,
        "method": "cash",
        "reason": "mất phiếu",
        "lines": [{"line": 1, "quantity": "1", "condition": "resell"}],
    }

    def refund(**more: Any) -> Any:
        return cashier.put(f"/api/v1/refunds/{uid()}", body | more)

    assert refund().code == "approval_needed"
    assert refund(approval={"by": who, "pin": "1"}).code == "approval_refused"
    assert refund(approval={"by": who, "pin": PIN}).status == 201
    assert refund(slip=True).status == 201
    assert shop.refund(sold["uid"], 1, "1", slip=False).status == 201, "a manager needs no approval"


def test_a_refund_takes_its_share_of_the_rounding_and_all_of_it_when_everything_is_back(inside: Inside) -> None:
    inside.api.put("/api/v1/outlet", {"name": "Điểm bán", "cash_rounding_vnd": 1000}).ok()
    shop = inside.shop()
    product = shop.stocked(price_vnd=3_350)
    sold = shop.sell(shop.line(product, "3", 3_350), rounding_vnd=-50)
    assert sold["total_vnd"] == 10_000
    back = [shop.refund(sold["uid"], 1, "1").ok(201) for _ in range(3)]
    assert [r["rounding_vnd"] for r in back] == [-17, -16, -17]
    assert sum(r["total_vnd"] for r in back) == 10_000
    drawer = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert drawer["expected_vnd"] == drawer["opening_float_vnd"]


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "unknown"])
def test_a_refund_needs_an_open_shift(inside: Inside, closed: bool) -> None:
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked()))
    if closed:
        shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    response = shop.refund(sold["uid"], 1, "1", shift=shop.shift if closed else uid())
    assert response.code == ("shift_closed" if closed else "unknown_shift")
    assert inside.gaps() == []
