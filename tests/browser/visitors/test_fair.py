"""A fair through the pages: planned, goods sent, sold at the stall's till, brought back, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop, uid

pytestmark = pytest.mark.browser


def whole(window: Window) -> list[str]:
    """What axe has against the page in both themes, and what sticks out of the screen."""
    found = [*window.wider_than_the_screen(), *window.wrong_inside(), *faults(window.page)]
    window.page.evaluate("document.documentElement.dataset.theme = 'auto'")
    return found


def test_goods_go_to_a_fair_are_sold_there_and_come_back(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    pot = shop.stocked(150_000, "8", unit="bộ", places=0, name="Bộ chén gốm")
    stall, till, fair = shop.code("GIAN"), shop.code("HC"), f"Hội chợ {shop.tag}"
    server.api.put(f"/api/v1/places/{stall}", {"name": f"Gian {stall}", "kind": "stall"}).ok(201)
    machine = {"name": f"Máy {till}", "place": stall, "printer": "none:", "paper_mm": 58}
    server.api.put(f"/api/v1/tills/{till}", machine).ok(201)
    lot = server.api.get("/api/v1/stock", product=pot).ok()["items"][0]["lot"]

    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    window.context.add_init_script(AXE)
    window.sign_in(MANAGER, PASSWORD)
    page, today = window.page, date.today()
    window.go("/fairs")
    page.get_by_label("Tên hội chợ, lễ hội").fill(fair)
    page.get_by_label("Từ ngày").fill(today.isoformat())
    page.get_by_label("Đến ngày").fill((today + timedelta(days=2)).isoformat())
    page.get_by_label("Ở đâu").fill("Trung tâm văn hóa Kinh Bắc")
    page.get_by_label("Gian hàng").select_option(stall)
    page.get_by_role("button", name="Lưu hội chợ").tap()
    expect(page.locator(".notice.good")).to_contain_text("Đã lưu")
    expect(page.locator("h1")).to_have_text(fair)
    result = page.url
    assert whole(window) == []

    moved = {"from": shop.place, "to": stall, "lines": [{"lot": lot, "quantity": "5"}]}
    server.api.put(f"/api/v1/transfers/{uid()}", moved).ok(201)
    seller = new_window(server.url)
    seller.sign_in(MANAGER, PASSWORD)
    server.api.put(f"/api/v1/shifts/{uid()}", {"till": till, "opening_float_vnd": 500_000}).ok(201)
    seller.open_till(till)
    seller.scan(lot)
    expect(seller.lines).to_have_count(1)
    seller.settle()
    seller.page.locator("#exact").click()
    expect(seller.lines).to_have_count(0)
    back = {"from": stall, "to": shop.place, "lines": [{"lot": lot, "quantity": "3"}]}
    server.api.put(f"/api/v1/transfers/{uid()}", back).ok(201)

    page.goto(result)
    row = page.locator("tbody tr").first
    for label, value in (("Gửi đi", "5 bộ"), ("Bán", "1 bộ"), ("Mang về", "3 bộ"), ("Còn ở gian", "1 bộ")):
        expect(row.locator(f'td[data-label="{label}"]').first).to_have_text(value)
    expect(row.locator('td[data-label="Phải trả"]')).to_have_text("127.500")
    assert whole(window) == []
    page.get_by_role("link", name="In kết quả").tap()
    expect(page.locator("tfoot")).to_contain_text("127.500")
    window.go("/programme/fairs")
    expect(page.locator("main")).to_contain_text(fair)
    assert whole(window) == []
