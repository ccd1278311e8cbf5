"""The till asks a manager where a cashier may not go on alone: on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.window import SIZES, NewWindow, Window, hire
from tests.outlet import Outlet, Shop
from tests.schedule import some

pytestmark = pytest.mark.browser
SECRET, PIN = "Mat-khau-dai-2!", "135790"
FIELDS = ("name", "own_confirm", "cash_out_limit_vnd", "refund_limit_vnd", "refund_days", "loss_limit_vnd", "cash_rounding_vnd")


def approve(window: Window, manager: str, why: str) -> None:
    """By touch alone."""
    ask = window.page.locator("#ask")
    expect(ask).to_contain_text(why)
    box = ask.locator("#ask-go").bounding_box()
    assert box and box["height"] >= 48
    window.approve(manager, PIN)


@pytest.mark.parametrize(("width", "height"), some(SIZES, 0, one_in=2))
def test_a_manager_approves_cash_out_and_the_close_at_the_till(
    server: Outlet, new_window: NewWindow, width: int, height: int
) -> None:
    shop = Shop(server.api)
    shop.open_shift(5_000_000)
    shop.stocked(20_000, unit="hũ", places=0)
    cashier = f"ha.{shop.tag.lower()}"
    hire(server, "cashier", cashier, SECRET)
    hire(server, "manager", f"lan.{shop.tag.lower()}", SECRET, "--pin", PIN)
    window = new_window(server.url, width, height)
    window.expected = {409}
    window.sign_in(cashier, SECRET)
    window.open_till(shop.till)
    page = window.page

    page.locator("#bar-menu").click()
    page.get_by_role("button", name="Nộp, rút tiền").click()
    page.keyboard.type("2500000", delay=60)
    page.get_by_role("button", name="Giao tiền cho quản lý").click()
    page.locator("#move").click()
    expect(page.locator("#ask")).to_be_visible()
    assert window.wider_than_the_screen() == []
    approve(window, f"lan.{shop.tag.lower()}", "Số tiền rút quá mức")
    expect(page.get_by_text("Đã ghi rút 2.500.000 ₫ khỏi két.")).to_be_visible()

    page.locator("#bar-menu").click()
    page.get_by_role("button", name="Đếm két và đóng ca").click()
    window.count({500_000: 5})
    page.locator("#close-shift").click()
    approve(window, f"lan.{shop.tag.lower()}", "Ca này do người khác mở")
    expect(page.get_by_text("Khớp, không lệch")).to_be_visible()
    report = server.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert (report["closed_by"], report["close_approved_by"]) == (cashier, f"lan.{shop.tag.lower()}")


def at_a_till_on_a_phone(server: Outlet, new_window: NewWindow) -> tuple[Window, Shop, str, str, str]:
    """A cashier at an open till with jars of 20 000 đồng, and a manager: window, shop, jar, and their names."""
    shop = Shop(server.api)
    shop.open_shift()
    jar = shop.stocked(20_000, unit="hũ", places=0)
    cashier, boss = f"ha.{shop.tag.lower()}", f"lan.{shop.tag.lower()}"
    hire(server, "cashier", cashier, SECRET)
    hire(server, "manager", boss, SECRET, "--pin", PIN)
    window = new_window(server.url, 390, 844)
    window.expected = {409}
    window.sign_in(cashier, SECRET)
    window.open_till(shop.till)
    return window, shop, jar, cashier, boss


def test_goods_in_the_hand_that_the_book_does_not_have_are_sold_with_a_manager(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar, cashier, boss = at_a_till_on_a_phone(server, new_window)
    page = window.page
    page.locator(f"[data-code={jar}]").click()
    page.keyboard.press("F9")
    page.locator("[data-way=card]").click()
    shop.sell(shop.line(jar, "50", 20_000))
    page.locator("#finish").click()
    approve(window, boss, "không đủ hàng ở quầy")
    expect(page.locator("#panel")).to_be_hidden()
    newest = max(server.api.get("/api/v1/sales", till=shop.till).ok()["items"], key=lambda sale: sale["number"])
    assert [flag["code"] for flag in newest["flags"]] == ["stock_short"]
    approvals = server.api.get("/api/v1/reports/approvals").ok()["items"]
    assert ("short_stock", cashier, boss) in {(line["what"], line["asked_by"], line["by"]) for line in approvals}


def test_a_transfer_of_ones_own_sale_waits_for_a_manager_where_the_outlet_says_so(server: Outlet, new_window: NewWindow) -> None:
    before = {k: v for k, v in server.api.get("/api/v1/outlet").ok().items() if k in FIELDS}
    bank = {"bank_bin": "970436", "bank_account": "0000000000"}
    server.api.put("/api/v1/outlet", before | bank | {"own_confirm": "approval"}).ok()
    try:
        window, shop, jar, cashier, boss = at_a_till_on_a_phone(server, new_window)
        page = window.page
        page.locator(f"[data-code={jar}]").click()
        page.keyboard.press("F9")
        page.locator("[data-way=vietqr]").click()
        expect(page.locator("#panel .live .sec")).to_have_text("0:02")
        assert window.wider_than_the_screen() == []
        page.locator("#finish").click()
        page.locator("#cart-open").click()
        page.locator("#confirm-transfer").click()
        approve(window, boss, "Đơn do chính mình bán")
        expect(page.locator("#confirm-transfer")).to_have_count(0)
        (sale,) = server.api.get("/api/v1/sales", till=shop.till).ok()["items"]
        assert (sale["payments"][0]["state"], sale["payments"][0]["confirmed_by"]) == ("confirmed", cashier)
    finally:
        server.api.put("/api/v1/outlet", before).ok()
