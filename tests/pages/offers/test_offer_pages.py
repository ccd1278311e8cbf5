"""The office pages of offers, baskets and packs: put by hand, shown again as they stand, agreed to, stopped."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.journeys.inside import Inside, TimedShop
from tests.outlet import MANAGER
from tests.signed_in import sign_in_as


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


@pytest.fixture
def manager(app: Flask, shop: TimedShop) -> FlaskClient:
    client = app.test_client()
    sign_in_as(app, client, MANAGER)
    return client


def post(client: FlaskClient, address: str, **fields: object) -> str:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert token
    answer = client.post(address, data={"csrf_token": token[1], **fields}, follow_redirects=True)
    return answer.text


def test_a_manager_puts_an_offer_and_sees_what_it_costs_whom(manager: FlaskClient, shop: TimedShop) -> None:
    product = shop.stocked(100_000, unit="hũ", places=0)
    typed = {
        "code": "TUAN-MUOI", "name": "Tuần lễ dưa muối", "from": "2020-01-01", "to": "2099-12-31", "scope": "products",
        "targets": product, "kind": "percent", "rate_bp": "12,5", "amount_vnd": "5.000", "bearer": "producer", "priority": "100",
        "days": ["6", "7"], "hours_from": "07:00", "hours_to": "11:30",
    }  # fmt: skip
    page = post(manager, "/offers/new", **typed)
    offer = shop.api.get("/api/v1/offers/TUAN-MUOI").ok()
    assert (offer["rate_bp"], offer["days"], offer["hours"]) == (1250, [6, 7], ["07:00", "11:30"])
    assert "amount_vnd" not in offer, "only the fields of the chosen kind count"
    assert "khách trả 87.500\u00a0₫ thay vì 100.000\u00a0₫" in page
    assert "nhận 72.500\u00a0₫ (không khuyến mãi: 85.000\u00a0₫)" in page
    assert 'value="12,5"' in page and "Chờ nhà sản xuất đồng ý" in page
    assert "Tuần lễ dưa muối" in manager.get("/offers").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    note = {"csrf_token": token[1], "note": "ký giấy ngày 1/11"}
    agreed = manager.post("/offers/TUAN-MUOI/agreed", data=note, follow_redirects=True).text
    assert "Chờ nhà sản xuất đồng ý" not in agreed
    assert "đã dừng" in post(manager, "/offers/TUAN-MUOI", **typed, retired="1") + manager.get("/offers").text
    assert shop.api.get("/api/v1/offers/TUAN-MUOI").ok()["retired"] is True


def test_an_offer_typed_wrong_keeps_what_was_typed(manager: FlaskClient) -> None:
    typed = {"code": "A", "name": "Thử", "from": "2020-01-01", "to": "2020-12-31", "scope": "products", "kind": "percent"}
    page = post(manager, "/offers/new", **typed, targets="KHONG-CO", rate_bp="mười", bearer="outlet", priority="100")
    assert "Không đọc được phần trăm này" in page and "KHONG-CO" in page
    page = post(manager, "/offers/new", **typed, targets="KHONG-CO", rate_bp="10", bearer="outlet", priority="100")
    assert "Không có mã này." in page


@pytest.mark.parametrize("kind", ["age", "buy_get", "basket", "amount", "price"])
def test_each_kind_is_shown_as_it_stands_and_saved_again_unchanged(manager: FlaskClient, shop: TimedShop, kind: str) -> None:
    product = shop.stocked(100_000, unit="hũ", places=0)
    of_kind = {
        "age": {"steps": "7 20\n3 50"},
        "buy_get": {"buy": "2", "get": "1"},
        "basket": {"threshold_vnd": "300k", "amount_vnd": "20.000"},
        "amount": {"amount_vnd": "5.000"},
        "price": {"price_vnd": "90.000"},
    }[kind]
    typed = {"name": "Thử", "from": "2020-01-01", "to": "2099-12-31", "scope": "products", "targets": product, "bearer": "outlet"}
    page = post(manager, "/offers/new", code=f"KM-{kind}", kind=kind, priority="5", **typed, **of_kind)
    assert "khách trả" in page
    before = shop.api.get(f"/api/v1/offers/KM-{kind}").ok()
    fields = dict(re.findall(r'name="(\w+)"[^>]*?value="([^"]*)"', page))
    again = post(
        manager, f"/offers/KM-{kind}", kind=kind, **typed, **{k: fields.get(k, v) for k, v in of_kind.items()}, priority="5"
    )
    assert f"Đã lưu khuyến mãi KM-{kind}." in again
    assert shop.api.get(f"/api/v1/offers/KM-{kind}").ok() == before


def test_a_manager_puts_a_basket(manager: FlaskClient, shop: TimedShop) -> None:
    rice, jar = shop.stocked(135_000), shop.stocked(30_000, unit="hũ", places=0)
    typed = {"name": "Giỏ Tết", "price_vnd": "180.000", "bearer": "shared", "items": f"{rice} 1\n{jar} 2 50000"}
    page = post(manager, "/baskets/new", code="GIO-TET", **typed)
    basket = shop.api.get("/api/v1/baskets/GIO-TET").ok()
    assert basket["items"] == [
        {"product": rice, "quantity": "1"},
        {"product": jar, "quantity": "2", "share_vnd": 50_000},
    ]
    assert f"{jar} 2 50000" in page and "Giỏ Tết" in manager.get("/baskets").text
    assert len(basket["asks"]) == 2 and "Chờ nhà sản xuất đồng ý" in page
    assert "Một sản phẩm bị ghi hai lần trong giỏ." in post(
        manager, "/baskets/GIO-TET", **typed | {"items": f"{rice} 1\n{rice} 2"}
    )


def test_the_form_of_a_product_keeps_its_packs(manager: FlaskClient, shop: TimedShop) -> None:
    packs = [{"barcode": "8938500000034", "quantity": "6", "price_vnd": 138_000}]
    product = shop.stocked(25_000, unit="gói", places=0, packs=packs, available=False)
    page = manager.get(f"/products/{product}").text
    assert "8938500000034 6 138000" in page
    before = shop.api.get(f"/api/v1/products/{product}").ok()
    fields = {name: before[name] for name in ("name", "producer", "unit", "places", "price_vnd", "vat")}
    post(manager, f"/products/{product}", **fields, packs="8938500000034 6 138000")
    assert shop.api.get(f"/api/v1/products/{product}").ok() == before
