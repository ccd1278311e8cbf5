"""The second before and the second after midnight: what a sale costs that is sold then, comes then, or was sold cut off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.db import db
from tests.conftest import AppOn
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import ZONE, Answer, at_once, uid
from tests.statements import recorded_statements

FRIDAY, SATURDAY = date(2026, 12, 4), date(2026, 12, 5)
LAST_SECOND = datetime.combine(FRIDAY, time(23, 59, 59), ZONE)
MIDNIGHT = datetime.combine(SATURDAY, time(0, 0, 0), ZONE)
OLD, NEW = 10_000, 12_000


class Night:
    """A shop with a price that changes at midnight, on the evening before."""

    def __init__(self, app: Flask) -> None:
        self.inside = Inside(app)
        with self.inside.on(FRIDAY):
            self.shop: TimedShop = self.inside.shop()
            self.product = self.shop.stocked(OLD)
            path = f"/api/v1/products/{self.product}/prices/{SATURDAY}"
            self.inside.api.put(path, {"price_vnd": NEW}).ok(201)

    def sell(self, sold_at: datetime, price_vnd: int, **more: Any) -> Answer:
        """A sale of one unit that was sold at a moment."""
        line = self.shop.line(self.product, unit_price_vnd=price_vnd)
        return self.inside.api.put(f"/api/v1/sales/{uid()}", self.shop.sale(line, sold_at=sold_at.isoformat(), **more))


@pytest.fixture
def night(each_app: Flask) -> Night:
    return Night(each_app)


def test_a_sale_costs_what_its_own_day_says(night: Night) -> None:
    with clock.time_travel(LAST_SECOND):
        assert night.sell(LAST_SECOND, NEW).code == "price_changed"
        assert night.sell(LAST_SECOND, OLD).ok(201)["business_day"] == FRIDAY.isoformat()
    with clock.time_travel(MIDNIGHT):
        assert night.sell(MIDNIGHT, OLD).code == "price_changed"
        assert night.sell(MIDNIGHT, NEW).ok(201)["business_day"] == SATURDAY.isoformat()
    assert night.inside.gaps() == []


def test_a_sale_of_the_last_second_that_comes_after_midnight_costs_the_old_price(night: Night) -> None:
    with clock.time_travel(MIDNIGHT + timedelta(seconds=1)):
        assert night.sell(LAST_SECOND, NEW).code == "price_changed"
        sold = night.sell(LAST_SECOND, OLD).ok(201)
    assert (sold["business_day"], sold["flags"], sold["total_vnd"]) == (FRIDAY.isoformat(), [], OLD)


@pytest.mark.parametrize(("sold_at", "price_vnd"), [(LAST_SECOND, OLD), (MIDNIGHT, NEW)])
def test_a_sale_made_without_a_server_is_judged_by_its_moment_though_the_price_began_later(
    night: Night, sold_at: datetime, price_vnd: int
) -> None:
    """Nobody asks the server anything until the next morning; the price counts from midnight all the same."""
    with night.inside.on(SATURDAY, 8):
        right = night.sell(sold_at, price_vnd, offline=True).ok(201)
        wrong = night.sell(sold_at, NEW + OLD - price_vnd, offline=True).ok(201)
    assert [[flag["code"] for flag in sale["flags"]] for sale in (right, wrong)] == [[], ["price_differs"]]


def test_each_of_two_processes_sells_at_the_new_price_from_the_first_request_of_the_day(app_on: AppOn, each_app: Flask) -> None:
    night = Night(each_app)
    other = app_on(each_app.config["SQLALCHEMY_DATABASE_URI"])
    path = f"/api/v1/products/{night.product}"
    token = night.inside.api.token

    def price(n: int) -> int:
        app = (each_app, other)[n]
        with app.app_context(), clock.time_travel(MIDNIGHT):
            return int(InsideApi(app, token).get(path).ok()["price_vnd"])

    with clock.time_travel(LAST_SECOND):
        assert InsideApi(each_app, token).get(path).ok()["price_vnd"] == OLD
    db.session.rollback()
    assert at_once(2, price) == [NEW, NEW]
    with night.inside.on(SATURDAY):
        states = [p["state"] for p in night.inside.api.get(f"{path}/prices").ok()["items"]]
    assert states == ["past", "present"]


def test_a_day_that_has_begun_costs_a_request_no_statement(inside: Inside) -> None:
    with inside.on(SATURDAY):
        inside.api.get("/api/v1/products").ok()
        with recorded_statements() as statements:
            inside.api.get("/api/v1/products").ok()
    assert statements and not [statement for statement, _values in statements if "planned_price" in statement]
