"""Prices that begin on a day to come: planned, replaced, withdrawn, in force from the first moment of their day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask

from core import clock
from core.db import db
from core.people.permits import Role
from suppliers.prices import planning
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import ZONE, at_once, uid

FRIDAY = date(2026, 12, 4)
SATURDAY = FRIDAY + timedelta(days=1)


def at(day: date, *hour: int) -> datetime:
    """A moment of the outlet's clock."""
    return datetime.combine(day, time(*hour), ZONE)


def prices(inside: Inside, product: str) -> list[tuple[str, int, str]]:
    """The prices of a product: day, đồng, state."""
    listed = inside.api.get(f"/api/v1/products/{product}/prices").ok()["items"]
    return [(price["from"], price["price_vnd"], price["state"]) for price in listed]


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(FRIDAY):
        return inside.shop()


def test_a_planned_price_is_listed_until_its_day_and_in_force_from_then_on(inside: Inside, shop: TimedShop) -> None:
    with inside.on(FRIDAY):
        product = shop.stocked()
        path = f"/api/v1/products/{product}/prices/{SATURDAY}"
        planned = inside.api.put(path, {"price_vnd": 12_000}).ok(201)
        assert planned == {"from": "2026-12-05", "price_vnd": 12_000, "state": "planned", "at": "2026-12-05T00:00:00+07:00"}
        assert inside.api.put(path, {"price_vnd": 13_000}).ok(200)["price_vnd"] == 13_000
        assert prices(inside, product) == [("2026-12-04", 10_000, "present"), ("2026-12-05", 13_000, "planned")]
        shop.sell(shop.line(product))
    with inside.on(SATURDAY, 6):
        assert prices(inside, product) == [("2026-12-04", 10_000, "past"), ("2026-12-05", 13_000, "present")]
        assert inside.api.get(f"/api/v1/products/{product}").ok()["price_vnd"] == 13_000
        assert inside.api.get(path).ok()["at"] == "2026-12-05T00:00:00+07:00"
        shop.sell(shop.line(product, unit_price_vnd=13_000))
        refused = inside.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(product)))
        assert refused.code == "price_changed"
    assert inside.gaps() == []


def test_what_get_shows_of_a_price_may_be_sent_back(inside: Inside, shop: TimedShop) -> None:
    with inside.on(FRIDAY):
        product = shop.stocked()
        path = f"/api/v1/products/{product}/prices/{SATURDAY}"
        planned = inside.api.put(path, {"price_vnd": 12_000}).ok(201)
        assert inside.api.put(path, planned).ok(200) == planned
        other = inside.api.put(path, {**planned, "from": FRIDAY.isoformat()})
        assert other.status == 422 and other.json["errors"][0]["field"] == "from"


@pytest.mark.parametrize("day", ["2026-12-04", "2026-12-03", "2026-13-01", "mai"])
def test_a_price_is_planned_for_a_day_to_come_and_no_other(inside: Inside, shop: TimedShop, day: str) -> None:
    with inside.on(FRIDAY):
        refused = inside.api.put(f"/api/v1/products/{shop.stocked()}/prices/{day}", {"price_vnd": 1})
        assert refused.status == 422 and refused.json["errors"][0]["field"] == "from"


def test_an_unknown_product_has_no_prices(inside: Inside) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    path = "/api/v1/products/KHONG-CO/prices"
    assert inside.api.get(path).status == 404
    assert inside.api.put(f"{path}/{tomorrow}", {"price_vnd": 1}).status == 404
    assert inside.api.call("DELETE", f"{path}/{tomorrow}").status == 404


def test_a_planned_price_is_withdrawn_until_its_day(inside: Inside, shop: TimedShop) -> None:
    with inside.on(FRIDAY):
        product = shop.stocked()
        path = f"/api/v1/products/{product}/prices/"
        for day in (SATURDAY, SATURDAY + timedelta(days=1)):
            inside.api.put(path + day.isoformat(), {"price_vnd": 12_000}).ok(201)
        assert inside.api.call("DELETE", path + SATURDAY.isoformat()).status == 204
        assert inside.api.call("DELETE", path + SATURDAY.isoformat()).status == 404
    with inside.on(SATURDAY):
        shop.sell(shop.line(product))
    with inside.on(SATURDAY + timedelta(days=1)):
        shop.sell(shop.line(product, unit_price_vnd=12_000))
        late = inside.api.call("DELETE", path + (SATURDAY + timedelta(days=1)).isoformat())
        assert (late.status, late.code) == (409, "too_late")


def test_a_price_put_today_leaves_the_planned_one(inside: Inside, shop: TimedShop) -> None:
    with inside.on(FRIDAY):
        product = shop.stocked()
        inside.api.put(f"/api/v1/products/{product}/prices/{SATURDAY}", {"price_vnd": 12_000}).ok(201)
        body = inside.api.get(f"/api/v1/products/{product}").ok()
        inside.api.put(f"/api/v1/products/{product}", {**body, "price_vnd": 11_000}).ok(200)
        shop.sell(shop.line(product, unit_price_vnd=11_000))
    with inside.on(SATURDAY):
        shop.sell(shop.line(product, unit_price_vnd=12_000))


def test_prices_that_fell_due_while_nobody_was_there_count_from_their_own_days(inside: Inside, shop: TimedShop) -> None:
    with inside.on(FRIDAY):
        product = shop.stocked()
        for n, price_vnd in enumerate((11_000, 12_000), 1):
            inside.api.put(f"/api/v1/products/{product}/prices/{FRIDAY + timedelta(days=n)}", {"price_vnd": price_vnd}).ok(201)
    with inside.on(FRIDAY + timedelta(days=3)):
        assert inside.api.get(f"/api/v1/products/{product}").ok()["price_vnd"] == 12_000
        saturday = at(SATURDAY, 9).isoformat()
        for price_vnd, differs in ((11_000, False), (12_000, True)):
            sale = shop.sale(shop.line(product, unit_price_vnd=price_vnd), offline=True, sold_at=saturday)
            sold = inside.api.put(f"/api/v1/sales/{uid()}", sale).ok(201)
            assert ("price_differs" in {flag["code"] for flag in sold["flags"]}) is differs


def test_the_audit_trail_says_who_planned_a_price_that_came_into_force(inside: Inside, shop: TimedShop) -> None:
    with inside.on(FRIDAY):
        product = shop.stocked()
        inside.api.put(f"/api/v1/products/{product}/prices/{SATURDAY}", {"price_vnd": 12_000}).ok(201)
    with inside.on(SATURDAY):
        trail = inside.api.all("/api/v1/audit", subject=product, action="price")
    planned, began = trail
    assert (planned["action"], planned["who"]) == ("price.planned", "quanly")
    assert (began["action"], began["who"], began["before"]["price_vnd"]) == ("price.began", "outlet", 10_000)
    assert began["after"] == {"price_vnd": 12_000, "from": "2026-12-05", "planned_by": "quanly"}


def test_two_processes_that_begin_a_day_bring_a_price_into_force_once(each_app: Flask) -> None:
    inside = Inside(each_app)
    with inside.on(FRIDAY):
        shop = inside.shop()
        product = shop.stocked()
        inside.api.put(f"/api/v1/products/{product}/prices/{SATURDAY}", {"price_vnd": 12_000}).ok(201)

    def begin(_n: int) -> None:
        with each_app.app_context(), clock.time_travel(at(SATURDAY, 0)):
            planning.take_effect()

    db.session.rollback()
    at_once(4, begin)
    with inside.on(SATURDAY):
        assert prices(inside, product) == [("2026-12-04", 10_000, "past"), ("2026-12-05", 12_000, "present")]
    assert inside.gaps() == []


def test_cashier_storekeeper_and_producer_read_prices_and_a_producer_its_own(inside: Inside, shop: TimedShop) -> None:
    product = shop.stocked()
    path, own, other = f"/api/v1/products/{product}/prices", shop.producer_of(product), shop.producer()
    for reader in (inside.as_role(Role.CASHIER), inside.as_role(Role.STOREKEEPER), inside.as_role(Role.PRODUCER, own)):
        assert reader.get(path).status == 200
        assert reader.put(f"{path}/2099-01-01", {"price_vnd": 1}).status == 403
    assert inside.as_role(Role.PRODUCER, other).get(path).status == 404
    assert inside.as_role(Role.OFFICER).get(path).status == 403


def test_prices_come_in_pages(inside: Inside, shop: TimedShop) -> None:
    product = shop.stocked()
    for year in (2097, 2098, 2099):
        inside.api.put(f"/api/v1/products/{product}/prices/{year}-01-01", {"price_vnd": year}).ok(201)
    first = inside.api.get(f"/api/v1/products/{product}/prices", limit=3).ok()
    rest = inside.api.get(f"/api/v1/products/{product}/prices", limit=3, after=first["next"]).ok()
    assert [price["price_vnd"] for price in first["items"] + rest["items"]] == [10_000, 2097, 2098, 2099]
    assert rest["next"] is None
