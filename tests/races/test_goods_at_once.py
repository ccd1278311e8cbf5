"""Deliveries at the same moment as others to the same lots, and as a change of what is delivered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.outlet import Answer, Outlet, Shop, at_once, today, uid


@pytest.fixture(scope="module", autouse=True)
def _books_agree(each_server: Outlet) -> Iterator[None]:
    yield
    each_server.flask("books", "check")


def _deliver(shop: Shop, product: str, lines: list[dict[str, str]]) -> Answer:
    body = {"producer": shop.producer_of(product), "place": shop.place, "delivered_on": today(), "lines": lines}
    return shop.api.put(f"/api/v1/deliveries/{uid()}", body)


def test_deliveries_to_the_same_lots_in_any_order_all_arrive(each_shop: Shop) -> None:
    product = each_shop.stocked()
    lots = [each_shop.code("L") for _ in range(4)]

    def deliver(i: int) -> Answer:
        lines = [{"product": product, "lot": lot, "quantity": "1"} for lot in (lots if i % 2 else reversed(lots))]
        return _deliver(each_shop, product, lines)

    for _ in range(3):
        assert {answer.status for answer in at_once(10, deliver)} == {201}
    assert {each_shop.on_hand(lot=lot) for lot in lots} == {"30"}


def test_a_product_stays_what_it_was_when_its_first_lot_came(each_shop: Shop) -> None:
    producer, other = each_shop.producer(), each_shop.producer()
    each_shop.agreement(producer)
    for _ in range(10):
        product = each_shop.product(producer)
        changed = each_shop.api.get(f"/api/v1/products/{product}").ok() | {"producer": other, "unit": "túi", "places": 0}
        del changed["code"]
        body = {"producer": producer, "place": each_shop.place, "delivered_on": today()}
        body |= {"lines": [{"product": product, "quantity": "1.5"}]}

        def act(i: int, product: str = product, changed: Any = changed, body: Any = body) -> Answer:
            if i % 2:
                return each_shop.api.put(f"/api/v1/products/{product}", changed)
            return each_shop.api.put(f"/api/v1/deliveries/{uid()}", body)

        delivered, updated = at_once(2, act)
        assert (delivered.status, updated.status) in {(201, 409), (422, 200)}, (delivered, updated)
