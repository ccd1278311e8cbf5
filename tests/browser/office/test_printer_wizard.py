"""A manager sets a printer up on a phone: finds it, sees the trial, taps the line that reads right, gives it to a till."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow
from tests.conftest import NewServer
from tests.outlet import MANAGER, PASSWORD, Shop
from tests.paper.loopback import READY, sink

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_printer_is_set_up_on_a_phone_without_typing(new_server: NewServer, new_window: NewWindow, theme: str) -> None:
    with sink(READY) as printer:
        server = new_server("sqlite", OUTLET_PRINTERS=f"tcp:127.0.0.1:{printer.port}")
        shop = Shop(server.api)
        shop.open_shift()
        window = new_window(server.url, 390, 844, color_scheme=theme)
        window.sign_in(MANAGER, PASSWORD)
        page = window.page

        def fits() -> None:
            assert not window.wider_than_the_screen() and not window.wrong_inside()

        window.go("/settings/printers")
        fits()
        page.get_by_role("link", name="Thêm máy in").click()
        fits()
        page.get_by_role("button", name="Mạng LAN hoặc Wi-Fi").click()
        expect(page.get_by_text("trả lời, còn giấy")).to_be_visible()
        fits()
        page.get_by_role("button", name="Chọn và in thử").click()
        expect(page.get_by_text("Đã gửi phiếu in thử")).to_be_visible()
        assert printer.last().picture.width == 576
        fits()
        page.get_by_role("button", name="In trang kiểm tra chữ").click()
        expect(page.get_by_text("Đã gửi trang kiểm tra chữ")).to_be_visible()
        page.get_by_role("button", name="Dòng 1", exact=True).click()
        expect(page.get_by_text("Từ nay máy in này in bằng chữ của nó.")).to_be_visible()
        expect(page.get_by_role("button", name="Dòng 1", exact=True)).to_have_attribute("aria-pressed", "true")
        page.get_by_label("Khổ giấy").select_option("58")
        page.get_by_label("Chiều ngang đầu in").select_option("384")
        page.locator("#paper").get_by_role("button", name="Lưu", exact=True).click()
        expect(page.get_by_label("Chiều ngang đầu in")).to_have_value("384")
        page.locator("#tills").get_by_role("checkbox").last.check()
        page.locator("#tills").get_by_role("button", name="Lưu").click()
        expect(page.get_by_text("Đã lưu các máy bán hàng dùng máy in này.")).to_be_visible()
        fits()
        assert server.api.get(f"/api/v1/tills/{shop.till}").ok()["printer"] == printer.url
