"""The till without a mouse: keys and a scanner alone; and what a scanner does not disturb."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop, uid

pytestmark = pytest.mark.browser
BARE_TEXTS = "half => [...half.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data)"


def test_keys_and_scanner_make_a_sale(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    honey = shop.stocked(30_000, unit="chai", places=0, name="Mật ong hoa nhãn", barcodes=["8938500000010"])
    window = new_window(server.url)
    page, keys = window.page, window.page.keyboard
    window.go("/sign-in")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    keys.type(MANAGER)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page).not_to_have_url(f"{server.url}/sign-in")
    window.open_till(shop.till)

    keys.type("200.000", delay=60)
    expect(page.locator("#screen .entry")).to_contain_text("200.000")
    window.enter()
    expect(page.locator("#bar-shift")).not_to_contain_text("Chưa mở ca")

    window.scan("8938500000010")
    expect(window.lines).to_have_count(1)
    window.scan("8938500000010")
    expect(page.locator("#total")).to_have_text("60.000 ₫")
    keys.press("F9")
    expect(page.locator("#finish")).to_be_visible()
    keys.type("100k", delay=60)
    expect(page.locator("#panel .change")).to_contain_text("40.000 ₫")
    window.enter()
    expect(page.locator("#change")).to_have_text("40.000 ₫")
    assert page.locator("#lines").evaluate(BARE_TEXTS) == []
    expect(window.lines).to_have_count(0)
    assert shop.on_hand(product=honey) == "48"
    sold = server.api.all("/api/v1/sales", till=shop.till)
    assert [sale["total_vnd"] for sale in sold] == [60_000]


def test_a_scan_never_stays_in_the_search_field(shop: Shop, server: Outlet, new_window: NewWindow) -> None:
    shop.stocked(12_000, unit="gói", places=0, name="Miến dong", barcodes=["8938500000027"])
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    search = window.page.locator("#search")
    search.focus()
    window.page.keyboard.type("mien", delay=60)
    expect(search).to_have_value("mien")
    window.scan("8938500000027")
    expect(window.lines).to_have_count(1)
    expect(search).to_have_value("")  # what was typed was for the goods before


def test_an_unknown_code_shows_a_message_and_sells_nothing(shop: Shop, server: Outlet, new_window: NewWindow) -> None:
    shop.stocked(12_000, unit="gói", places=0)
    window = new_window(server.url)
    window.expected = {404}
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    window.scan("KHONG-CO-MA-NAY")
    expect(window.page.locator("#toast")).to_contain_text("Không biết mã KHONG-CO-MA-NAY")
    expect(window.lines).to_have_count(0)


def test_a_label_with_an_unknown_lot_or_a_date_that_has_passed_sells_the_product_with_a_warning(
    shop: Shop, server: Outlet, new_window: NewWindow
) -> None:
    shop.stocked(12_000, unit="gói", places=0, name="Bánh đa", barcodes=["8938500000034"])
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    window.scan("HTTPS://LABELS.EXAMPLE/01/08938500000034/10/NO-SUCH")
    expect(window.lines).to_have_count(1)
    expect(window.page.locator("#toast")).to_contain_text("Không thấy lô NO-SUCH trong sổ. Đã thêm Bánh đa nhưng không theo lô")
    window.scan("https://labels.example/01/08938500000034?17=200131")
    expect(window.page.locator("#toast")).to_contain_text("Hạn sử dụng trên tem đã qua")
    expect(window.lines).to_have_count(1)


def test_a_receipt_scanned_before_the_shift_is_open_asks_for_the_shift(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.stocked(30_000, unit="chai", places=0)
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    window.scan(f"http://192.168.1.10:8000/r/{uid()}")
    expect(window.page.locator("#toast")).to_contain_text("Mở ca trước rồi mới nhận hàng khách trả.")
