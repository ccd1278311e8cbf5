"""Two tills of one outlet: a cart on hold goes over once, a transfer ends its sale, and a device takes a till over knowingly."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop, now, uid

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-2!"


def at_till(server: Outlet, new_window: NewWindow, shop: Shop, name: str) -> Window:
    username = f"{name}.{shop.tag.lower()}"
    hire(server, "cashier", username, SECRET)
    window = new_window(server.url)
    window.expected = {404, 409}
    window.sign_in(username, SECRET)
    window.open_till(shop.till)
    return window


def test_a_cart_goes_over_a_transfer_ends_its_sale_and_a_device_takes_over(server: Outlet, new_window: NewWindow) -> None:
    shop, other = Shop(server.api), Shop(server.api)
    shop.open_shift(500_000)
    other.open_shift(500_000)
    jar = shop.stocked(20_000, unit="hũ", places=0)
    other.deliver(shop.producer_of(jar), {"product": jar, "quantity": "5", "best_before": "2099-01-01"})
    first = at_till(server, new_window, shop, "ha")
    first.page.locator(f"[data-code={jar}]").click()
    first.page.locator("[data-focus^=note-]").first.click()
    first.page.locator("#note").fill("để riêng")
    first.page.locator("#note-done").click()
    first.settle()
    first.page.keyboard.press("F6")
    expect(first.page.locator("[data-focus^=held-]")).to_have_count(1)

    second = at_till(server, new_window, other, "minh")
    page = second.page
    page.locator("#others-held").click()
    page.locator(".rows li", has_text="20.000").get_by_role("button", name="Lấy đơn").click()
    expect(page.locator("#lines")).to_contain_text("để riêng")
    expect(first.page.locator("[data-focus^=held-]")).to_have_count(0, timeout=25_000)

    second.settle()
    page.keyboard.press("F9")
    page.locator("[data-way=vietqr]").click()
    reference = page.locator(".qr dd.selectable").inner_text()
    notice = {"id": uid(), "amount_vnd": 20_000, "description": f"CT DEN {reference}", "at": now()}
    server.api.post("/api/v1/bank-notices", notice).ok(201)
    expect(page.locator(".prev")).to_contain_text("20.000")
    (sale,) = server.api.get(f"/api/v1/sales?till={other.till}").ok()["items"]
    assert sale["payments"][0]["state"] == "confirmed" and sale["lines"][0]["note"] == "để riêng"

    third = new_window(server.url)
    third.expected = {404, 409}
    third.sign_in(f"minh.{other.tag.lower()}", SECRET)
    third.page.goto(f"/sell?till={other.till}")
    expect(third.page.locator("#screen")).to_contain_text("Máy này đang bán ở thiết bị khác")
    third.page.locator("#take-till").click()
    expect(third.page.locator("#screen")).to_be_hidden()
    expect(page.locator("#screen")).to_contain_text("Thiết bị khác đã nhận máy này", timeout=25_000)
