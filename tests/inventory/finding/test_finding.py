"""Goods are found by words without accents, by code, lot, producer and by what a scanner reads; what a code names comes first."""

from __future__ import annotations

from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import Shop, today, uid


def codes(found: Any) -> list[str]:
    return [goods["lot"] or goods["product"] for goods in found["items"]]


@pytest.fixture
def shop(inside: Inside) -> Shop:
    """Two producers; rice by the bag with two lots, and rice by weight with one."""
    shop = Shop(inside.api)
    one, other = (shop.producer() for _n in range(2))
    for code, name, producer, more in (
        ("GAO-TE", "Gạo tẻ thơm", one, {"unit": "túi", "places": 0, "barcodes": ["8938500000010"]}),
        ("GAO-NEP", "Gạo nếp", one, {"unit": "kg", "places": 3, "plu": "00123"}),
        ("CHE", "Chè dây", other, {"unit": "hộp", "places": 0}),
    ):
        body = {"name": name, "producer": producer, "price_vnd": 10_000, "vat": "5", **more}
        shop.api.put(f"/api/v1/products/{code}", body).ok(201)
    for producer in (one, other):
        shop.agreement(producer)
    lines = [
        {"product": "GAO-TE", "lot": "L-2", "quantity": "4", "best_before": "2099-02-01"},
        {"product": "GAO-TE", "lot": "L-1", "quantity": "5", "best_before": "2099-01-01"},
        {"product": "GAO-NEP", "lot": "L-3", "quantity": "2.5"},
    ]
    body = {"producer": one, "place": shop.place, "delivered_on": today(), "lines": lines}
    shop.api.put(f"/api/v1/deliveries/{uid()}", body).ok(201)
    return shop


def test_products_are_found_by_words_and_by_codes(shop: Shop) -> None:
    def find(text: str, **more: str) -> Any:
        return shop.api.get("/api/v1/goods", q=text, **more).ok()

    assert codes(find("gao")) == ["GAO-NEP", "GAO-TE"] and not find("gao")["items"][0]["exact"]
    assert codes(find("te thom")) == ["GAO-TE"] and codes(find("khong co")) == []
    assert codes(find("8938500000010")) == ["GAO-TE"] and find("8938500000010")["items"][0]["exact"]
    first = find("gao-nep")["items"][0]
    assert (first["product"], first["exact"], first["lot"]) == ("GAO-NEP", True, None)
    assert codes(find("L-1")) == ["GAO-TE"], "a lot's label names its product"
    assert codes(find("", producer=first["producer"])) == ["GAO-NEP", "GAO-TE"]
    bag = find("2000123007557")["items"]
    assert [(goods["product"], goods["quantity"]) for goods in bag] == [("GAO-NEP", "0.755")]


def test_lots_of_a_place_are_found_nearest_date_first_and_gone_ones_when_asked(shop: Shop) -> None:
    def find(text: str, **more: str) -> Any:
        return shop.api.get("/api/v1/goods", in_="lots", place=shop.place, q=text, **more).ok()

    assert codes(find("gao te")) == ["L-1", "L-2"]
    assert [(goods["on_hand"], goods["best_before"]) for goods in find("L-1")["items"]] == [("5", "2099-01-01")]
    assert find("L-1")["items"][0]["exact"] and codes(find("l-3")) == ["L-3"]
    barcode = find("8938500000010")["items"]
    assert [goods["exact"] for goods in barcode] == [False, False], "two lots: somebody must choose"
    weighed = find("2000123007557")["items"]
    assert [(goods["lot"], goods["exact"], goods["quantity"]) for goods in weighed] == [("L-3", True, "0.755")]
    lines = [{"lot": "L-1", "quantity": "5", "cause": "damage"}]
    shop.api.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "lines": lines}).ok(201)
    assert codes(find("gao te")) == ["L-2"] and codes(find("gao te", gone="true")) == ["L-2", "L-1"]
    assert shop.api.get("/api/v1/goods", in_="lots").status == 422


def test_who_handles_goods_may_search_them(inside: Inside) -> None:
    assert inside.as_role(Role.STOREKEEPER).get("/api/v1/goods").status == 200
    assert inside.as_role(Role.CASHIER).get("/api/v1/goods").status == 403
