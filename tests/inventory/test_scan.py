"""What a scanned code means here: weights count for what is sold by weight, and a date on the code warns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.values.gtin import check_digit
from tests.outlet import Shop, now, uid

DAY = date.fromisoformat(now()[:10])


@pytest.fixture
def gtin(shop: Shop) -> str:
    stem = f"893{int(uid()[:7], 16) % 10**9:09d}"
    return stem + check_digit(stem)


def _scan(shop: Shop, code: str) -> dict[str, Any]:
    answer: dict[str, Any] = shop.api.get("/api/v1/scan", code=code).ok()
    return answer


def test_a_weight_is_a_quantity_only_of_goods_sold_by_weight(shop: Shop, gtin: str) -> None:
    product = shop.product(shop.producer(), barcodes=[gtin], unit="kg", places=3)
    assert _scan(shop, f"https://x.vn/01/{gtin}?3103=001250") == {
        "kind": "weighed", "product": product, "warnings": [], "quantity": "1.25"
    }  # fmt: skip
    bag = shop.api.get(f"/api/v1/products/{product}").ok() | {"unit": "túi", "places": 0}
    del bag["code"]
    shop.api.put(f"/api/v1/products/{product}", bag).ok(200)
    assert _scan(shop, f"https://x.vn/01/{gtin}?3103=005000") == {"kind": "product", "product": product, "warnings": []}


def test_a_weighed_lot_is_both(shop: Shop, gtin: str) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    product = shop.product(producer, barcodes=[gtin], unit="kg", places=3)
    lot = f"K{shop.tag}"
    shop.deliver(producer, {"product": product, "lot": lot, "quantity": "5", "best_before": f"{DAY}"})
    answer = _scan(shop, f"]C1010{gtin}310300050010{lot}")
    assert answer == {"kind": "weighed", "product": product, "lot": lot, "quantity": "0.5", "warnings": ["near_expiry"]}


@pytest.mark.parametrize(("days", "warnings"), [(-1, ["expired"]), (0, ["near_expiry"]), (7, ["near_expiry"]), (8, [])])
def test_a_date_on_the_code_warns(shop: Shop, gtin: str, days: int, warnings: list[str]) -> None:
    shop.product(shop.producer(), barcodes=[gtin])
    assert _scan(shop, f"https://x.vn/01/{gtin}?17={DAY + timedelta(days):%y%m%d}")["warnings"] == warnings


def test_a_date_on_the_code_warns_where_the_lot_has_none(shop: Shop, gtin: str) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    product = shop.product(producer, barcodes=[gtin])
    lot = f"D{shop.tag}"
    shop.deliver(producer, {"product": product, "lot": lot, "quantity": "5"})
    answer = _scan(shop, f"]C1010{gtin}17{DAY - timedelta(days=1):%y%m%d}10{lot}")
    assert answer == {"kind": "lot", "product": product, "lot": lot, "warnings": ["expired"]}


def test_a_retired_product_warns_however_it_is_scanned(shop: Shop, gtin: str) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    plu = f"{int(uid()[:4], 16):05d}"
    product = shop.product(producer, barcodes=[gtin], plu=plu)
    lot = f"R{shop.tag}"
    shop.deliver(producer, {"product": product, "lot": lot, "quantity": "5"})
    body = shop.api.get(f"/api/v1/products/{product}").ok() | {"retired": True}
    del body["code"]
    shop.api.put(f"/api/v1/products/{product}", body).ok(200)
    weight_label = f"20{plu}00500"
    for code in (gtin, product, product.lower(), lot, f"https://x.vn/t/{lot}", weight_label + check_digit(weight_label)):
        assert _scan(shop, code)["warnings"] == ["retired"], code
    assert _scan(shop, f"https://x.vn/01/{gtin}/10/OTHER")["warnings"] == ["retired", "unknown_lot"]


def test_a_lot_that_is_recalled_and_expired_warns_of_both(shop: Shop) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    lot = f"E{shop.tag}"
    yesterday = f"{DAY - timedelta(days=1)}"
    goods = {"product": shop.product(producer), "lot": lot, "quantity": "5", "best_before": yesterday}
    shop.deliver(producer, goods, delivered_on=yesterday)
    shop.api.post(f"/api/v1/lots/{lot}/recall", {"uid": uid(), "reason": "thử"}).ok()
    assert _scan(shop, lot)["warnings"] == ["expired", "recalled"]


def test_a_name_in_the_other_case_is_taken_only_when_one_thing_is_called_so(shop: Shop) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    product = shop.product(producer)
    upper, lower = f"AB{shop.tag}".upper(), f"ab{shop.tag}".lower()
    mixed = upper[0] + lower[1:]
    shop.deliver(producer, {"product": product, "lot": upper, "quantity": "1"})
    assert _scan(shop, lower)["lot"] == upper
    shop.deliver(producer, {"product": product, "lot": lower, "quantity": "1"})
    assert (_scan(shop, lower)["lot"], _scan(shop, upper)["lot"]) == (lower, upper)
    for code in (mixed, f"https://x.vn/t/{mixed}"):
        assert _scan(shop, code) == {"kind": "unknown", "warnings": []}


def test_a_sale_by_a_code_with_an_unknown_lot_is_flagged(shop: Shop, gtin: str) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    product = shop.product(producer, barcodes=[gtin])
    lot = f"S{shop.tag}"
    shop.deliver(producer, {"product": product, "lot": lot, "quantity": "5"})
    line = {"quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0}
    known, unknown = ({**line, "code": f"https://x.vn/01/{gtin}/10/{name}"} for name in (lot, "OTHER"))
    sold = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(known, unknown)).ok(201)
    assert [(line["product"], line["lot"]) for line in sold["lines"]] == [(product, lot), (product, lot)]
    assert [(flag["code"], flag["line"]) for flag in sold["flags"]] == [("unknown_lot", 2)]
