"""What happens at the counter beside the sale: a payment put right, a cart emptied and brought back, the drawer, the recount."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, hire
from tests.outlet import Outlet, Shop, uid

pytestmark = pytest.mark.browser
SECRET, PIN = "Mat-khau-dai-2!", "135790"


def test_a_shift_with_all_that_goes_wrong(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift(500_000)
    shop.stocked(20_000, unit="hũ", places=0)
    manager = f"lan.{shop.tag.lower()}"
    hire(server, "manager", manager, SECRET, "--pin", PIN)
    window = new_window(server.url)
    window.sign_in(manager, SECRET)
    window.open_till(shop.till)
    page = window.page
    tile = page.locator("#tiles button", has_text="Sản phẩm").first

    tile.click()
    page.locator("#exact").click()
    page.locator("#correct-payment").click()
    page.get_by_role("button", name="Thẻ").click()
    page.locator("#correct").click()
    expect(page.get_by_text("Đã sửa: 20.000 ₫ trả bằng Thẻ.")).to_be_visible()
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["expected_vnd"] == 500_000

    def clear() -> None:
        page.keyboard.press("F2")
        page.get_by_role("button", name="Bỏ cả đơn").click()

    tile.click()
    clear()
    page.locator("#put-back").click()
    expect(page.locator("#lines li")).to_have_count(1)
    clear()
    expect(page.locator("#put-back")).to_be_visible()
    tile.click()
    expect(page.locator("#put-back")).to_have_count(0)
    page.get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.locator("#lines li")).to_have_count(0)

    page.keyboard.press("F2")
    page.get_by_role("button", name="Mở két").click()
    page.get_by_role("button", name="Đổi tiền lẻ cho khách").click()
    page.locator("#open-drawer").click()
    expect(page.get_by_text("Đã ghi lần mở két")).to_be_visible()

    page.keyboard.press("F2")
    page.get_by_role("button", name="Báo cáo ca (X)").click()
    expect(page.locator("#panel .tally").last).to_contain_text("Số lần bỏ món khỏi đơn1")
    expect(page.locator("#panel")).not_to_contain_text("500.000")
    page.keyboard.press("Escape")

    page.keyboard.press("F2")
    page.get_by_role("button", name="Đếm két và đóng ca").click()
    window.count({50_000: 1})
    page.locator("#close-shift").click()
    expect(page.locator(".verdict")).to_contain_text("Có thể nhầm giữa tờ 50.000 ₫ và tờ 500.000 ₫.")
    page.locator("#recount").click()
    window.count({500_000: 1})
    page.locator("#close-shift").click()
    expect(page.get_by_text("Khớp, không lệch")).to_be_visible()
    expect(page.locator("#recount")).to_have_count(0)
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()
    assert (report["difference_vnd"], report["first_count"]["difference_vnd"]) == (0, -450_000)
    assert [void["whole_cart"] for void in report["voids"]] == [True, True]
    assert [opening["reason"] for opening in report["drawer_openings"]] == ["Đổi tiền lẻ cho khách"]


def test_a_manager_approves_by_a_code_while_the_server_is_gone(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    shop.stocked(20_000, unit="hũ", places=0)
    manager, cashier = f"lan.{shop.tag.lower()}", f"ha.{shop.tag.lower()}"
    hire(server, "manager", manager, SECRET, "--pin", PIN)
    hire(server, "cashier", cashier, SECRET)
    codes = server.api.as_(server.issue("manager", "--username", manager)).post("/api/v1/me/offline-codes", {"uid": uid()})
    code = codes.ok(201)["codes"][0]
    window = new_window(server.url)
    window.sign_in(cashier, SECRET)
    window.open_till(shop.till)
    page, tile = window.page, window.page.locator("#tiles button", has_text="Sản phẩm").first
    window.may_lose_server = True
    window.context.set_offline(True)

    tile.click()
    page.locator("#exact").click()
    expect(page.get_by_text("Đã giữ đơn trên máy này")).to_be_visible()

    def sell_cheaper() -> None:
        tile.click()
        page.keyboard.press("F8")
        page.get_by_role("button", name="20 %").click()
        page.locator("#exact").click()
        expect(page.locator("#ask-code")).to_be_visible()

    sell_cheaper()
    page.locator("#ask-code").fill("AAAA AAAA")
    page.locator("#ask-go").click()
    expect(page.locator("#ask")).to_contain_text("Mã này không đúng")
    page.locator("#ask-code").fill(code)
    page.locator("#ask-go").click()
    expect(page.get_by_text("Đã giữ đơn trên máy này")).to_be_visible()

    sell_cheaper()
    page.locator("#ask-code").fill(code)
    page.locator("#ask-go").click()
    expect(page.locator("#ask")).to_contain_text("đã dùng rồi")
    page.get_by_role("button", name="Thôi, không duyệt").click()
    expect(page.get_by_text("Chưa được duyệt")).to_be_visible()

    window.context.set_offline(False)
    page.keyboard.press("Escape")
    expect(window.queue).to_have_text("Đã gửi hết", timeout=20_000)
    _, sale = shop.api.all("/api/v1/sales", till=shop.till)
    assert (sale["approved_by"], sale["offline"]) == (manager, True)
    assert "approval_missing" not in [flag["code"] for flag in sale["flags"]]
