"""What a scanned code means here: weights count for what is sold by weight, and a date on the code warns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.gtin import check_digit
from tests.outlet import Shop, now, uid

DAY = date.fromisoformat(now()[:10])


@pytest.fixture
def gtin(shop: Shop) -> str:
    stem = f"893{int(uid()[:7], 16) % 10**9:09d}"
    return stem + check_digit(stem)


def _scan(shop: Shop, code: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.api.get("/api/v1/scan", code=code).ok()
    return found


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
    found = _scan(shop, f"]C1010{gtin}310300050010{lot}")
    assert found == {"kind": "weighed", "product": product, "lot": lot, "quantity": "0.5", "warnings": ["near_expiry"]}


@pytest.mark.parametrize(("days", "warnings"), [(-1, ["expired"]), (0, ["near_expiry"]), (7, ["near_expiry"]), (8, [])])
def test_a_date_on_the_code_warns(shop: Shop, gtin: str, days: int, warnings: list[str]) -> None:
    shop.product(shop.producer(), barcodes=[gtin])
    assert _scan(shop, f"https://x.vn/01/{gtin}?17={DAY + timedelta(days):%y%m%d}")["warnings"] == warnings
