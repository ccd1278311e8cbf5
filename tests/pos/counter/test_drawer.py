"""Drawer openings and voids: written down once, within their shift, counted in its report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from core import clock
from core.people.permits import Role
from tests.journeys.inside import Inside, moment
from tests.outlet import Answer, Shop, uid


def opening(shop: Shop, **more: Any) -> Answer:
    """Opens the drawer of the shop's shift."""
    body = {"uid": uid(), "reason": "đổi tiền lẻ cho khách"}
    return shop.api.post(f"/api/v1/shifts/{shop.shift}/drawer-openings", body | more)


def void(shop: Shop, product: str, **more: Any) -> Answer:
    """Takes two of a product out of a cart."""
    lines = [{"product": product, "quantity": "2", "unit_price_vnd": 10_000}]
    return shop.api.post(f"/api/v1/shifts/{shop.shift}/voids", {"uid": uid(), "lines": lines, "whole_cart": True} | more)


def report(shop: Shop) -> Any:
    """The shift's report in full."""
    return shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()


def test_the_report_names_openings_and_voids_on_both_databases(each_app: Flask) -> None:
    inside = Inside(each_app)
    cashier = inside.as_role(Role.CASHIER)
    shop = inside.shop()
    product = shop.stocked()
    shop.api = cashier
    body = {"uid": uid()}
    first = opening(shop, **body)
    assert first.status == 201 and opening(shop, **body).body == first.body
    assert opening(shop, **body, reason="khác").code == "uid_reused"
    taken = void(shop, product)
    assert taken.status == 201
    shown = report(shop)
    assert [(row["uid"], row["reason"], row["by"]) for row in shown["drawer_openings"]] == [
        (body["uid"], "đổi tiền lẻ cho khách", first.json["by"])
    ]
    assert shown["voids"] == [taken.json]
    assert taken.json["lines"] == [{"product": product, "quantity": "2", "unit_price_vnd": 10_000}]
    assert inside.gaps() == []


def test_what_is_sent_after_the_close_counts_if_it_was_before(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    before = moment()
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    assert opening(shop).code == "shift_closed" and void(shop, product).code == "shift_closed"
    assert opening(shop, at=before).status == 201 and void(shop, product, at=before).status == 201
    with clock.time_travel(clock.now() + timedelta(minutes=5)):
        assert opening(shop, at=moment()).code == "shift_closed"
    shown = report(shop)
    assert (len(shown["drawer_openings"]), len(shown["voids"])) == (1, 1)


def test_what_cannot_be_is_refused(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(places=0, unit="hộp")
    assert void(shop, "KHONG-CO").json["errors"][0]["field"] == "lines.0.product"
    half = [{"product": product, "quantity": "0.5", "unit_price_vnd": 1}]
    assert void(shop, product, lines=half).json["errors"][0]["field"] == "lines.0.quantity"
    assert opening(shop, reason=" ").status == 422
    assert opening(shop, at="2020-01-01T00:00:00+07:00").status == 422
    shop.shift = uid()
    assert opening(shop).status == 404 and void(shop, product).status == 404


def test_a_program_of_another_till_opens_no_drawer(inside: Inside) -> None:
    shop, other = inside.shop(), inside.shop()
    shop.api = inside.as_role(Role.CASHIER, till=other.till)
    assert opening(shop).code == "other_till"


def test_managers_find_them_among_what_was_done_by_hand(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    product = shop.stocked()
    opening(shop)
    void(shop, product)
    void(shop, product, whole_cart=False)
    sold = shop.sell(shop.line(product))["uid"]
    card = [{"method": "card", "amount_vnd": 10_000}]
    shop.api.post(f"/api/v1/sales/{sold}/payments/correct", {"uid": uid(), "payments": card, "reason": "quẹt thẻ"}).ok(201)
    rows = shop.api.get("/api/v1/reports/exceptions").ok()["items"]
    assert sorted((row["what"], row["amount_vnd"], row["reason"]) for row in rows) == [
        ("correction", 10_000, "quẹt thẻ"),
        ("drawer_opening", 0, "đổi tiền lẻ cho khách"),
        ("void", 20_000, None),
        ("voided_cart", 20_000, None),
    ]
