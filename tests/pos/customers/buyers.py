"""A shop with customers, for the tests of accounts and vouchers."""

from __future__ import annotations

from typing import Any

from tests.journeys.inside import TimedShop
from tests.outlet import Answer, uid


def customer(shop: TimedShop, phone: str = "0912345321", **more: Any) -> str:
    """A customer; answers the id."""
    one = uid()
    shop.api.put(f"/api/v1/customers/{one}", {"phone": phone, "name": "Chị Hoa", "consent": True} | more).ok(201)
    return one


def on_account(shop: TimedShop, buyer: str | None, line: Any, amount_vnd: int | None = None, **more: Any) -> Answer:
    """Sells a line on account, or so much of it and the rest in cash."""
    body = shop.sale(line)
    on_credit = body["total_vnd"] if amount_vnd is None else amount_vnd
    parts = [{"method": "account", "amount_vnd": on_credit}, {"method": "cash", "amount_vnd": body["total_vnd"] - on_credit}]
    body |= {"payments": parts, "customer_uid": buyer} | more
    return shop.api.put(f"/api/v1/sales/{uid()}", body)


def pay(shop: TimedShop, buyer: str, amount_vnd: int, **more: Any) -> Answer:
    """A customer pays in cash into the shop's drawer."""
    body = {"customer": buyer, "amount_vnd": amount_vnd, "method": "cash", "shift": shop.shift} | more
    return shop.api.put(f"/api/v1/customer-payments/{uid()}", body)


def account(shop: TimedShop, buyer: str) -> Any:
    """A customer's account."""
    return shop.api.get(f"/api/v1/customers/{buyer}/account").ok()


def by_voucher(shop: TimedShop, line: Any, code: str | None, **more: Any) -> Answer:
    """Sells a line for a voucher."""
    body = shop.sale(line)
    part = {"method": "voucher", "amount_vnd": body["total_vnd"]} | ({"reference": code} if code is not None else {})
    return shop.api.put(f"/api/v1/sales/{uid()}", body | {"payments": [part]} | more)
