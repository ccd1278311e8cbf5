"""The server's clock checks the times that a till sends, and nothing is older than its shift or its sale."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.journeys.inside import Inside, TimedShop
from tests.outlet import ZONE, uid


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def moment(**ago: float) -> str:
    return (datetime.now(ZONE) - timedelta(**ago)).isoformat(timespec="seconds")


def sold(shop: TimedShop, **more: Any) -> Any:
    return shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(shop.stocked()), **more)).ok(201)


def codes(document: Any) -> list[str]:
    return [flag["code"] for flag in document["flags"]]


def close_to_now(text: str) -> bool:
    return abs((datetime.now(ZONE) - datetime.fromisoformat(text)).total_seconds()) < 30


@pytest.mark.parametrize("ago", [{"days": 60}, {"minutes": 16}, {"minutes": -5}])
def test_an_online_sale_of_long_ago_or_ahead_is_now_and_flagged(shop: TimedShop, ago: dict[str, float]) -> None:
    sale = sold(shop, sold_at=moment(**ago))
    assert codes(sale) == ["clock_differs"] and close_to_now(sale["sold_at"])


def test_the_error_of_a_slow_clock_is_taken_off(shop: TimedShop) -> None:
    sale = sold(shop, sold_at=moment(days=3), sent_at=moment(days=3))
    assert codes(sale) == ["clock_differs"] and close_to_now(sale["sold_at"])
    assert -3 * 86_400 - 10 <= sale["flags"][0]["seconds"] <= -3 * 86_400 + 10


def test_the_error_of_a_fast_clock_is_taken_off(shop: TimedShop) -> None:
    sale = sold(shop, sold_at=moment(hours=-2), sent_at=moment(hours=-2))
    assert codes(sale) == ["clock_differs"] and close_to_now(sale["sold_at"])


def test_a_clock_within_two_minutes_is_trusted(shop: TimedShop) -> None:
    assert codes(sold(shop, sold_at=moment(seconds=0), sent_at=moment(seconds=100))) == []


def test_an_offline_sale_is_never_older_than_its_shift(shop: TimedShop) -> None:
    opened_at = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["opened_at"]
    sale = sold(shop, offline=True, sold_at=moment(days=2))
    assert (codes(sale), sale["sold_at"]) == (["clock_differs", "late"], opened_at)


@pytest.mark.parametrize("ago", [{"days": 600}, {"minutes": -10}])
def test_a_refund_lies_between_its_sale_and_now(shop: TimedShop, ago: dict[str, float]) -> None:
    sale = sold(shop)
    body = {"shift": shop.shift, "sale": sale["uid"], "lines": [{"line": 1, "quantity": "1", "condition": "resell"}],
            "method": "cash", "reason": "đổi ý", "at": moment(**ago)}  # fmt: skip
    refused = shop.api.put(f"/api/v1/refunds/{uid()}", body)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "at")
    shop.api.put(f"/api/v1/refunds/{uid()}", body | {"sent_at": moment(**ago)}).ok(201)


@pytest.mark.parametrize("ago", [{"days": 3}, {"minutes": -10}])
def test_a_cash_move_lies_within_its_shift(shop: TimedShop, ago: dict[str, float]) -> None:
    body = {"uid": uid(), "kind": "in", "amount_vnd": 1_000, "reason": "lẻ", "at": moment(**ago)}
    refused = shop.api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", body)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "at")
    shop.api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", body | {"sent_at": body["at"]}).ok(201)


def test_no_drawer_pays_out_more_than_it_holds(shop: TimedShop) -> None:
    move = {"uid": uid(), "kind": "out", "amount_vnd": 500_001, "reason": "nộp quỹ"}
    assert shop.api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", move).code == "not_enough_cash"
    shop.api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", move | {"amount_vnd": 500_000}).ok(201)


def test_a_shift_opens_after_the_last_close_and_not_long_ago(shop: TimedShop) -> None:
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    for opened_at in (moment(hours=1), moment(days=32)):
        body = {"till": shop.till, "opening_float_vnd": 0, "opened_at": opened_at}
        assert shop.api.put(f"/api/v1/shifts/{uid()}", body).status == 422
    shop.open_shift()


def test_an_approval_sells_goods_that_the_book_does_not_have(inside: Inside, shop: TimedShop) -> None:
    product = shop.stocked(quantity="1")
    body = shop.sale(shop.line(product, "3"))
    assert shop.api.put(f"/api/v1/sales/{uid()}", body).code == "out_of_stock"
    sale = shop.api.put(f"/api/v1/sales/{uid()}", body | {"approval": {}}).ok(201)
    assert (codes(sale), sale["offline"], sale["approved_by"]) == (["stock_short"], False, "quanly")
    assert shop.api.get("/api/v1/stock", product=product).ok()["items"] == []


def test_a_flag_is_reviewed_once_and_no_longer_waits(shop: TimedShop) -> None:
    sale = sold(shop, offline=True, sold_at=moment(days=2))
    waiting = "/api/v1/sales?flag=clock_differs&reviewed=false"
    assert [s["uid"] for s in shop.api.get(waiting).ok()["items"]] == [sale["uid"]]
    review = {"uid": uid(), "note": "đồng hồ máy cũ"}
    reviewed = shop.api.post(f"/api/v1/sales/{sale['uid']}/flags/1/reviewed", review).ok(201)
    assert (reviewed["flags"][0]["reviewed"], reviewed["flags"][0]["note"]) == (True, "đồng hồ máy cũ")
    assert shop.api.get(waiting).ok()["items"] == []
    assert shop.api.post(f"/api/v1/sales/{sale['uid']}/flags/3/reviewed", {"uid": uid()}).status == 404
