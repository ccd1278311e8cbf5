"""Held carts: shared by the tills of an outlet, taken once, and again by the till that took them."""

from __future__ import annotations

from typing import Any

from flask import Flask

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import Answer, Shop, uid

CART: dict[str, Any] = {"lines": [{"product": "GAO-TE", "quantity": "1.25", "price": 135000, "lot": None}], "paid": 0.5}


def hold(shop: Shop, key: str, **more: Any) -> Answer:
    """Lets a cart wait."""
    return shop.api.put(f"/api/v1/held-carts/{key}", {"till": shop.till, "name": "Bác Hai", "cart": CART} | more)


def take(shop: Shop, key: str, till: str) -> Answer:
    """Takes a cart to a till."""
    return shop.api.call("DELETE", f"/api/v1/held-carts/{key}?till={till}")


def test_the_first_till_that_asks_gets_it_and_gets_it_again(each_app: Flask) -> None:
    inside = Inside(each_app)
    here, there = inside.shop(), inside.shop()
    key = uid()
    held = hold(here, key)
    assert held.status == 201 and hold(here, key).status == 200
    assert (held.json["cart"], held.json["name"], held.json["till"]) == (CART, "Bác Hai", here.till)
    assert inside.api.get("/api/v1/held-carts").ok()["items"] == [held.json]
    assert inside.api.get("/api/v1/held-carts", till=there.till).ok()["items"] == []
    taken = take(there, key, there.till)
    assert taken.ok(200)["cart"] == CART
    assert take(there, key, there.till).body == taken.body
    assert take(here, key, here.till).status == 404
    assert inside.api.get(f"/api/v1/held-carts/{key}").status == 404
    assert inside.api.get("/api/v1/held-carts").ok()["items"] == []
    assert hold(here, key).code == "closed"
    assert inside.gaps() == []


def test_put_again_replaces(inside: Inside) -> None:
    shop = inside.shop()
    key = uid()
    hold(shop, key).ok(201)
    assert hold(shop, key, name="Cô Tư", cart={"lines": []}).ok(200)["cart"] == {"lines": []}
    assert inside.api.get(f"/api/v1/held-carts/{key}").ok()["name"] == "Cô Tư"


def test_pages_run_through_all_of_them(inside: Inside) -> None:
    shop = inside.shop()
    keys = [uid() for _ in range(5)]
    for key in keys:
        hold(shop, key).ok(201)
    first = inside.api.get("/api/v1/held-carts", limit=2).ok()
    assert [cart["uid"] for cart in first["items"]] == keys[:2]
    assert [cart["uid"] for cart in inside.api.all("/api/v1/held-carts")] == keys


def test_what_is_too_large_or_of_another_till_is_refused(inside: Inside) -> None:
    shop, other = inside.shop(), inside.shop()
    assert hold(shop, uid(), cart={"x": "a" * 65_000}).status == 201
    assert hold(shop, uid(), cart={"x": "ạ" * 33_000}).json["errors"][0]["field"] == "cart"
    assert hold(shop, uid(), till="KHONG-CO").json["errors"][0]["field"] == "till"
    assert take(shop, uid(), shop.till).status == 404
    assert shop.api.call("DELETE", f"/api/v1/held-carts/{uid()}").status == 422
    shop.api = inside.as_role(Role.CASHIER, till=other.till)
    assert hold(shop, uid()).code == "other_till"
