"""A customer at the till: found by phone on the keys, buying on account, paying; and vouchers, scanned and given back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_hurried_cashier import at_the_till, take
from tests.browser.window import SIZES, NewWindow, Window, hire
from tests.outlet import Outlet
from tests.schedule import some

pytestmark = pytest.mark.browser
SECRET, PIN = "Mat-khau-dai-2!", "135790"


def touch(window: Window, digits: str) -> None:
    """Types on the keys of the screen."""
    for digit in digits:
        window.page.locator("#panel .keys").get_by_role("button", name=digit, exact=True).click()


@pytest.mark.parametrize(("width", "height"), some(SIZES, 2, one_in=2))
def test_a_new_customer_buys_on_account_and_pays(server: Outlet, new_window: NewWindow, width: int, height: int) -> None:
    manager = f"lan.{width}"
    hire(server, "manager", manager, SECRET, "--pin", PIN)
    window, shop, jar = at_the_till(server, new_window, width, height)
    phone = f"09{int(shop.tag, 16) % 10**8:08d}"
    window.expected = {409}
    page = window.page
    take(window, jar)
    page.keyboard.press("F7")
    touch(window, phone)
    expect(page.locator("#panel")).to_contain_text("Số này chưa có.")
    page.locator("#customer-name").fill("Chị Hoa")
    page.locator("#customer-go").click()
    expect(page.get_by_role("alert")).to_contain_text("Hỏi khách có đồng ý")
    page.locator("#customer-consent").check()
    assert window.wider_than_the_screen() == []
    page.locator("#customer-go").click()
    expect(page.locator("#tabs")).to_contain_text("Chị Hoa")
    (known,) = server.api.all("/api/v1/customers", q=phone)
    assert (known["name"], known["consent"], known["phone"]) == ("Chị Hoa", True, phone)

    page.keyboard.press("F7")
    page.locator("#customer-on-slip").check()
    page.locator("#customer-go").click()
    page.keyboard.press("F9")
    page.locator("[data-way=account]").click()
    page.locator("#finish").click()
    window.approve(manager, PIN)
    expect(page.locator("#ask")).to_be_hidden()
    expect(window.lines).to_have_count(0)
    (sale,) = server.api.all("/api/v1/sales", till=shop.till)
    assert (sale["customer_uid"], sale["customer_on_slip"], sale["customer"]) == (known["uid"], True, None)
    assert [(part["method"], part["amount_vnd"]) for part in sale["payments"]] == [("account", 20_000)]

    page.keyboard.press("F7")
    touch(window, phone)
    expect(page.locator("#panel")).to_contain_text("Đang nợ 20.000")
    expect(page.locator(".bought-before li")).to_have_count(1)
    page.get_by_role("button", name="Thu nợ").click()
    touch(window, "5")
    touch(window, "000")
    page.locator("#debt-go").click()
    expect(page.get_by_text("Đã thu nợ 5.000 ₫, còn nợ 15.000 ₫.")).to_be_visible()
    assert server.api.get(f"/api/v1/customers/{known['uid']}/account").ok()["owed_vnd"] == 15_000
    assert server.api.get(f"/api/v1/shifts/{shop.shift}").ok()["customer_payments_vnd"] == 5_000


def test_a_scanned_voucher_pays_what_is_left_of_it_and_none_that_is_not_known(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    window.expected = {404}
    code = f"PM-{shop.tag}"
    server.api.put(f"/api/v1/vouchers/{code}", {"value_vnd": 15_000}).ok(201)
    page = window.page
    take(window, jar)
    page.keyboard.press("F9")
    page.locator("[data-way=voucher]").click()
    page.locator("#finish").click()
    expect(page.get_by_role("alert")).to_contain_text("Quét hoặc gõ số phiếu mua hàng.")
    page.locator("#voucher").fill("KHONG-CO")
    page.locator("#finish").click()
    expect(page.get_by_role("alert")).to_contain_text("Không có phiếu mua hàng KHONG-CO.")
    page.locator("#voucher").fill(code)
    page.locator("#finish").click()
    expect(page.get_by_role("alert")).to_contain_text("Phiếu chỉ còn 15.000 ₫.")
    page.locator("[data-way=cash]").click()
    window.scan(code)
    expect(page.locator("#voucher")).to_have_value(code)
    expect(page.locator("#finish")).to_contain_text("Nhận 15.000, còn 5.000")
    page.locator("#finish").click()
    expect(page.locator("#panel .taken li")).to_have_count(1)
    page.locator("#finish").click()
    expect(window.lines).to_have_count(0)
    (sale,) = server.api.all("/api/v1/sales", till=shop.till)
    parts = [(part["method"], part["amount_vnd"], part["reference"]) for part in sale["payments"]]
    assert sorted(parts, key=str) == [("cash", 5_000, None), ("voucher", 15_000, code)]
    assert server.api.get(f"/api/v1/vouchers/{code}").ok()["left_vnd"] == 0


def test_goods_come_back_for_a_voucher_whose_code_is_shown(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    sold = shop.sell(shop.line(jar, "1", 20_000))
    page = window.page
    window.scan(f"{server.env.get('OUTLET_PUBLIC_URL', 'https://ocop.example.vn')}/r/{sold['uid']}")
    page.get_by_role("button", name="Trả tất cả").click()
    page.get_by_role("button", name="Khách đổi ý").click()
    page.locator(".foot .acts [data-focus=voucher]").click()
    page.locator("#take-back").click()
    expect(page.locator("#screen")).to_contain_text("Phiếu mua hàng số PM-")
    (voucher,) = [v for v in server.api.all("/api/v1/vouchers") if v["value_vnd"] == 20_000 and v["refund"]]
    expect(page.locator("#screen")).to_contain_text(voucher["code"])
