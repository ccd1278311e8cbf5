"""Acts that the tests of settling share."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.journeys.inside import Inside
from tests.outlet import uid


def settle(shop: Any, producer: str, until: str) -> Any:
    return shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": until})


def pay(shop: Any, statement: Any, amount: int, **more: Any) -> Any:
    body = {"producer": statement["producer"], "statement": statement["uid"], "amount_vnd": amount, "method": "bank"}
    return shop.api.put(f"/api/v1/payouts/{uid()}", body | more)


def state(shop: Any, statement: Any) -> str:
    return str(shop.api.get(f"/api/v1/statements/{statement['uid']}").ok()["state"])


def stocked(inside: Inside, day: date, **agreement: Any) -> tuple[Any, str, str]:
    """A shop with 50 kg of a product at 10.000 ₫ under 15 % commission."""
    with inside.on(day):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer, **agreement)
        shop.deliver(producer, {"product": product, "lot": shop.code("L"), "quantity": "50", "best_before": "2099-01-01"})
    return shop, producer, product
