"""The days on a delivery: what follows from the shelf life, and what cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import clock
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def receive(shop: Any, product: str, delivered_on: str, **dates: str) -> Any:
    body = {
        "producer": shop.producer_of(product),
        "place": shop.place,
        "delivered_on": delivered_on,
        "lines": [{"product": product, "quantity": "2", **dates}],
    }
    return shop.api.put(f"/api/v1/deliveries/{uid()}", body)


def dated_product(shop: Any, **more: Any) -> str:
    producer = shop.producer()
    product = shop.product(producer, 10_000, **more)
    shop.agreement(producer)
    return str(product)


def test_best_before_follows_from_the_shelf_life(shop: Any) -> None:
    product = dated_product(shop, shelf_life_days=30)
    today = clock.today()
    made = today - timedelta(days=10)
    for dates, expected in (
        ({}, today + timedelta(days=30)),
        ({"made_on": made.isoformat()}, made + timedelta(days=30)),
        ({"made_on": made.isoformat(), "best_before": today.isoformat()}, today),
    ):
        line = receive(shop, product, today.isoformat(), **dates).ok(201)["lines"][0]
        assert line["best_before"] == expected.isoformat()
        assert shop.api.get(f"/api/v1/lots/{line['lot']}").ok()["best_before"] == expected.isoformat()


def test_without_a_shelf_life_a_lot_may_have_no_date_unless_its_product_needs_one(shop: Any) -> None:
    today = clock.today().isoformat()
    assert receive(shop, dated_product(shop), today).ok(201)["lines"][0]["best_before"] is None
    strict = dated_product(shop, needs_best_before=True)
    refused = receive(shop, strict, today)
    assert refused.status == 422 and refused.json["errors"][0]["field"] == "lines.0.best_before"
    assert receive(shop, strict, today, best_before=today).status == 201
    assert shop.api.get(f"/api/v1/products/{strict}").ok()["needs_best_before"] is True


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"made_on": "2026-11-11"}, "lines.0.made_on"),
        ({"best_before": "2026-11-09"}, "lines.0.best_before"),
        ({"made_on": "2026-10-01"}, "lines.0.best_before"),
        ({"made_on": "2026-11-10", "best_before": "2026-11-09"}, "lines.0"),
    ],
)
def test_days_that_cannot_be_are_refused_by_their_field(inside: Inside, shop: Any, dates: dict[str, str], field: str) -> None:
    with inside.on(date(2026, 11, 20)):
        product = dated_product(shop, shelf_life_days=30)
        refused = receive(shop, product, "2026-11-10", **dates)
        assert refused.status == 422 and refused.json["errors"][0]["field"] == field
        assert receive(shop, product, "2026-11-10", made_on="2026-11-10").status == 201


def test_the_moment_of_a_count_is_corrected_by_the_error_of_the_device(shop: Any) -> None:
    product = dated_product(shop)
    lot = receive(shop, product, clock.today().isoformat()).ok(201)["lots"][0]
    now = clock.now()
    ahead = timedelta(hours=3)
    line = {"lot": lot, "counted": "2", "counted_at": clock.rfc3339(now + ahead)}
    body = {"place": shop.place, "lines": [line]}
    assert shop.api.put(f"/api/v1/counts/{uid()}", body).status == 422
    counted = shop.api.put(f"/api/v1/counts/{uid()}", {**body, "sent_at": clock.rfc3339(clock.now() + ahead)}).ok(201)
    assert counted["lines"][0]["difference"] == "0" and counted["lines"][0]["counted_at"] <= clock.rfc3339(clock.now())
