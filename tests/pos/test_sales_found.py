"""A slip is found again by what a customer still knows: number, phone, amount, goods, day; at whichever till it was given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.pos.customers.buyers import customer
from tests.statements import recorded_statements


def numbers(api: Any, **query: Any) -> list[str]:
    return [sale["number"] for sale in api.get("/api/v1/sales", **query).ok()["items"]]


def test_a_slip_of_any_till_is_found_by_phone_amount_goods_and_day(each_app: Flask) -> None:
    inside = Inside(each_app)
    with inside.on(date(2026, 11, 23)):
        shop, other = inside.shop(), inside.shop()
        rice = shop.stocked(price_vnd=135_000, name="Gạo tẻ thơm Đại Xuân")
        jar = other.stocked(price_vnd=32_000, name="Dưa gang muối")
        hoa = customer(shop, "0912345321")
        first = shop.sell(shop.line(rice, "1", 135_000), customer_uid=hoa)["number"]
        second = other.sell(other.line(jar, "2", 32_000))["number"]
    with inside.on(date(2026, 11, 24)):
        third = shop.sell(shop.line(rice, "1", 135_000))["number"]
    cashier = inside.as_role(Role.CASHIER)
    assert numbers(cashier, phone="+84 912 345 321") == [first]
    assert numbers(cashier, total_vnd=64_000) == [second]
    assert numbers(cashier, goods="gao dai") == numbers(cashier, product=rice) == [first, third]
    assert numbers(cashier, goods=jar.lower()) == [second]
    assert numbers(cashier, goods="gạo", to="2026-11-23") == [first]
    assert numbers(cashier, goods="gạo", from_="2026-11-24") == [third]
    assert numbers(cashier, goods="muối", total_vnd=135_000) == []
    assert numbers(cashier, order="newest", limit=2) == [third, second]
    page = cashier.get("/api/v1/sales", order="newest", limit=2).ok()
    assert numbers(cashier, order="newest", after=page["next"]) == [first]


@pytest.mark.parametrize("query", [{"phone": "345"}, {"total_vnd": "-1"}, {"total_vnd": "45k"}, {"order": "best"}])
def test_a_search_that_is_no_whole_number_or_amount_is_refused_at_its_field(inside: Inside, query: dict[str, str]) -> None:
    refused = inside.as_role(Role.CASHIER).get("/api/v1/sales", **query)
    assert refused.status == 422 and [error["field"] for error in refused.json["errors"]] == list(query)


def test_what_is_found_says_no_phone(inside: Inside) -> None:
    shop = inside.shop()
    shop.sell(shop.line(shop.stocked()), customer_uid=customer(shop, "0912345321"))
    found = inside.as_role(Role.CASHIER).get("/api/v1/sales", phone="0912345321")
    assert found.ok()["items"] and b"0912345321" not in found.body


def test_a_search_takes_as_many_statements_however_many_slips_it_finds(inside: Inside) -> None:
    shop = inside.shop()
    rice = shop.stocked(name="Gạo nếp")

    def statements() -> int:
        with recorded_statements() as recorded:
            numbers(inside.api, goods="nếp")
        return len(recorded)

    shop.sell(shop.line(rice))
    few = statements()
    for _ in range(4):
        shop.sell(shop.line(rice))
    assert statements() == few
