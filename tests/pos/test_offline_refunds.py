"""Goods taken back while the server was gone belong to whom took them back, whoever sends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.db import transaction
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, uid

CUT: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors/refunds_over_lots.json").read_text())["cases"]


def add_person(username: str, role: Role) -> str:
    transaction(lambda: people.add(username, username.title(), role, actor=SYSTEM))
    return username


def back(shop: Any, **more: Any) -> Any:
    """One piece of a sale comes back; the answer."""
    sold = shop.sell(shop.line(shop.stocked()))
    line = {"line": 1, "quantity": "1", "condition": "resell"}
    body = {"shift": shop.shift, "sale": sold["uid"], "lines": [line], "method": "cash", "reason": "khách đổi ý", **more}
    return shop.api.put(f"/api/v1/refunds/{uid()}", body)


def test_a_refund_belongs_to_whom_took_the_goods_back(inside: Inside) -> None:
    shop = inside.shop()
    seller = add_person("thuha", Role.CASHIER)
    taken = back(shop, offline=True, cashier=seller).ok(201)
    assert (taken["cashier"], [flag["code"] for flag in taken["flags"]]) == (seller, ["seller_differs"])
    own = back(shop, offline=True, cashier=MANAGER).ok(201)
    assert (own["cashier"], own["flags"]) == (MANAGER, [])
    assert inside.gaps() == []


@pytest.mark.parametrize(("cashier", "is_offline"), [("thukho", True), ("nobody", True), ("", True), (MANAGER, False)])
def test_only_who_may_sell_is_taken_as_the_cashier_and_only_offline(inside: Inside, cashier: str, is_offline: bool) -> None:
    add_person("thukho", Role.STOREKEEPER)
    refused = back(inside.shop(), offline=is_offline, cashier=cashier)
    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, ["cashier"])


@pytest.mark.parametrize("case", CUT, ids=lambda case: str(case["name"]))
def test_what_the_till_paid_for_a_line_that_was_cut_over_lots_is_what_is_booked(inside: Inside, case: dict[str, Any]) -> None:
    shop = inside.shop()
    producer = shop.producer()
    product = shop.product(producer, case["unit_price_vnd"])
    shop.agreement(producer, shop.TERM)
    for day, lot in enumerate(case["lots"], 1):
        shop.deliver(producer, {"product": product, "quantity": lot, "best_before": f"2099-01-0{day}"})
    whole = str(sum(round(float(lot) * 1000) for lot in case["lots"]) / 1000)
    line = shop.line(product, whole, case["unit_price_vnd"], case["discount_vnd"])
    sold = shop.sell(line, offline=True)
    assert (len(sold["lines"]), sold["total_vnd"]) == (len(case["lots"]), case["net_vnd"])
    for n, piece in enumerate(case["refunds"]):
        lines = [{"line": one["line"], "quantity": one["quantity"], "condition": "resell"} for one in piece["lines"]]
        body = {"shift": shop.shift, "sale": sold["uid"], "lines": lines, "method": "cash", "reason": "khách đổi ý"}
        # The first was paid without the server; what it paid more or less comes right with the next one, which the server counts.
        offline = {} if n else {"offline": True, "total_vnd": piece["paid_vnd"]}
        booked = shop.api.put(f"/api/v1/refunds/{uid()}", body | offline).ok(201)
        assert (booked["total_vnd"], booked["rounding_vnd"]) == (piece["paid_vnd"], piece["rounding_vnd"])
        assert [one["net_vnd"] for one in booked["lines"]] == [one["net_vnd"] for one in piece["lines"]]
    back = shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()["refunds"]
    assert sum(refund["total_vnd"] for refund in back) == sold["total_vnd"]
    assert inside.gaps() == []


def test_no_more_was_paid_than_rounding_makes_and_only_offline_says_so(inside: Inside) -> None:
    shop = inside.shop()
    for more in ({"offline": True, "total_vnd": 10_005}, {"offline": True, "total_vnd": 9_995}, {"total_vnd": 10_000}):
        refused = back(shop, **more)
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "total_vnd")
    assert back(shop, offline=True, total_vnd=10_001).ok(201)["rounding_vnd"] == 1
    assert inside.gaps() == []


def test_many_small_refunds_pay_no_more_beside_the_goods_than_one(inside: Inside) -> None:
    """A thousandth of what costs 100 đ is worth nothing: a till that pays a few đồng for each is stopped at once."""
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked(100), "1", 100))
    paid = [shop.refund(sold["uid"], 1, "0.001", offline=True, total_vnd=vnd) for vnd in (4, 4, 1, 0, 0)]
    assert [answer.status for answer in paid] == [201, 422, 422, 201, 201]
    rest = shop.refund(sold["uid"], 1, "0.997").ok(201)
    assert (rest["total_vnd"], rest["rounding_vnd"]) == (96, -4)
    assert inside.gaps() == []
