"""Offers, packs, a marked-down lot and a gift basket at the till: on tile, line and slip, and as the books have them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, hire
from tests.outlet import Outlet, Shop, today

pytestmark = pytest.mark.browser
PACK, SECRET = "8938500000034", "Mat-khau-dai-2!"


def test_a_customer_takes_what_is_offered(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    soon = (date.fromisoformat(today()) + timedelta(days=2)).isoformat()
    noodles = shop.stocked(28_000, unit="gói", places=0, name="Mỳ gạo thử")
    jar = shop.stocked(30_000, unit="hũ", places=0, name="Dưa muối thử")
    old = shop.deliver(shop.producer_of(jar), {"product": jar, "quantity": "5", "best_before": soon})["lots"][0]
    cake = shop.stocked(
        25_000, unit="gói", places=0, name="Bánh đa thử", packs=[{"barcode": PACK, "quantity": "6", "price_vnd": 138_000}]
    )
    always = {"from": "2020-01-01", "to": "2099-12-31", "bearer": "outlet"}
    three = {"name": "Mua 2 tặng 1", "on": {"products": [noodles]}, "kind": "buy_get", "buy": 2, "get": 1}
    aged = {"name": "Gần hết hạn", "on": {"products": [jar]}, "kind": "age", "steps": [{"days_left": 3, "rate_bp": 5000}]}
    shop.api.put(f"/api/v1/offers/{shop.code('KM')}", three | always).ok(201)
    shop.api.put(f"/api/v1/offers/{shop.code('KM')}", aged | always).ok(201)
    items = [{"product": jar, "quantity": "1"}, {"product": cake, "quantity": "1"}]
    gift = {"name": "Giỏ quà thử", "price_vnd": 50_000, "items": items, "bearer": "outlet"}
    code = shop.code("GIO")
    shop.api.put(f"/api/v1/baskets/{code}", gift).ok(201)
    cashier = f"ha.{shop.tag.lower()}"
    hire(server, "cashier", cashier, SECRET)
    window = new_window(server.url)
    window.sign_in(cashier, SECRET)
    window.open_till(shop.till)
    page, total = window.page, window.page.locator("#total")

    tile = page.locator(f"#tiles [data-code='{noodles}']")
    expect(tile).to_contain_text("mua 2 tặng 1")
    for _ in range(2):
        tile.click()
    expect(page.locator("#lines")).to_contain_text("thêm 1 để được tặng 1")
    expect(total).to_contain_text("56.000")
    tile.click()
    expect(page.locator("#lines")).to_contain_text("84.000")
    expect(total).to_contain_text("56.000")
    page.locator(f"#tiles [data-lot='{old}']").click()
    expect(total).to_contain_text("71.000")
    window.scan(PACK)
    expect(total).to_contain_text("209.000")
    page.locator(f"#tiles [data-basket='{code}']").click()
    expect(page.locator("#lines .parts")).to_contain_text("Bánh đa thử")
    expect(total).to_contain_text("259.000")
    page.locator("#exact").click()
    expect(page.locator("#lines")).to_contain_text("259.000")
    (sale,) = server.api.all("/api/v1/sales", till=shop.till)
    assert sale["total_vnd"] == 259_000 and sale["flags"] == []
    taken = [[(one["kind"], one["amount_vnd"]) for one in line["adjustments"]] for line in sale["lines"]]
    assert taken == [[("offer", 28_000)], [("offer", 15_000)], [("pack", 12_000)], [("basket", 2_727)], [("basket", 2_273)]]
    assert [line["lot"] for line in sale["lines"]][1] == old
    slip = server.api.get(f"/api/v1/sales/{sale['uid']}/receipt", format="text").body.decode()
    assert "Mua 2 tặng 1" in slip and "Giá thùng, lốc" in slip and "Trong giỏ: Giỏ quà thử" in slip

    # Offers that change while the cart is open: the server says so, the till takes the new ones and asks to look again.
    tile.click()
    tile.click()
    tile.click()
    expect(total).to_contain_text("56.000")
    other = {"name": "Giảm", "on": {"products": [noodles]}, "kind": "percent", "rate_bp": 1000, "priority": 1}
    shop.api.put(f"/api/v1/offers/{shop.code('KM')}", other | always).ok(201)
    window.expected = {409}
    page.locator("#exact").click()
    expect(page.get_by_text("Khuyến mãi đã đổi")).to_be_visible()
    expect(total).to_contain_text("50.400")
    page.locator("#exact").click()
    expect(page.locator("#lines")).to_contain_text("50.400")

    # A basket that leaves the cart unpaid is written down as the goods in it.
    page.locator(f"#tiles [data-basket='{code}']").click()
    page.keyboard.press("Control+Delete")
    with page.expect_response(re.compile("/voids$")) as told:
        tile.click()
    assert told.value.status == 201
    (void,) = shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()["voids"]
    assert [(line["product"], line["quantity"]) for line in void["lines"]] == [(jar, "1"), (cake, "1")]
