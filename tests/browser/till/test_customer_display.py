"""The customer display: beside the till in a second window, and on a phone that was paired with it."""

from __future__ import annotations

import re
import signal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_offline import at_the_till
from tests.browser.window import NewWindow, Window
from tests.conftest import NewServer
from tests.outlet import Outlet

pytestmark = pytest.mark.browser


def second_window(till: Window) -> Page:
    """Opens the second window as the cashier does."""
    open_displays(till)
    with till.context.expect_page() as opened:
        till.page.get_by_role("link", name="Mở cửa sổ thứ hai").click()
    expect(opened.value.locator("h1")).to_have_text("Kính chào quý khách")
    return opened.value


def open_displays(till: Window) -> None:
    till.page.keyboard.press("F10")
    till.page.get_by_role("button", name="Màn hình khách").click()


def pair(till: Window, phone: Window) -> None:
    """Pairs a phone by the address that the till's code holds."""
    till.page.locator("#display-pair").click()
    address = till.page.locator("#display-code").get_attribute("data-address")
    assert address
    phone.go(address)
    expect(till.page.locator(".display-devices li")).to_have_count(1)
    assert "#" not in phone.page.url, "the code does not stay in the address"


def test_customers_see_the_cart_the_transfer_and_their_change(server: Outlet, new_window: NewWindow) -> None:
    server.api.put("/api/v1/outlet", server.api.get("/api/v1/outlet").ok() | {
        "bank_bin": "970436", "bank_account": "0000000000", "bank_holder": "DIEM BAN OCOP",
    }).ok()  # fmt: skip
    till, _shop, product = at_the_till(server, new_window)
    phone = new_window(server.url, 390, 844)
    phone.expected = {404}  # once the pairing has ended
    window = second_window(till)
    pair(till, phone)
    till.page.keyboard.press("Escape")
    till.page.keyboard.press("Escape")

    till.page.locator(f"[data-code={product}]").click()
    for display in (window, phone.page):
        expect(display.locator(".bill li")).to_have_count(1)
        expect(display.locator(".added h1")).to_contain_text("Sản phẩm")
        expect(display.locator(".sum")).to_contain_text(re.compile(r"\d"))
        display.reload()
        expect(display.locator(".bill li")).to_have_count(1)
    assert phone.wider_than_the_screen() == []

    till.page.locator("#pay").click()
    till.page.locator("[data-way=vietqr]").click()
    for display in (window, phone.page):
        expect(display.locator(".at-transfer img")).to_have_attribute("src", re.compile("^data:image/svg"))
        expect(display.locator(".how")).to_contain_text("DIEM BAN OCOP")
    till.page.locator("[data-way=cash]").click()
    expect(phone.page.locator(".bill li")).to_have_count(1)
    till.page.keyboard.press("Enter")
    for display in (window, phone.page):
        expect(display.locator(".bye h1")).to_have_text("Cảm ơn quý khách")
        expect(display.locator(".keep img")).to_have_attribute("src", re.compile("^data:image/svg"))

    open_displays(till)
    till.page.locator(".display-devices").get_by_role("button", name="Ngắt").click()
    expect(phone.page.locator(".unpaired")).to_contain_text("chưa ghép")
    assert phone.go("/sell") == 200 and "/sign-in" in phone.page.url


def test_the_second_window_comes_back_while_the_server_is_gone(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    till, _shop, product = at_the_till(outlet, new_window, offline_page=True)
    till.may_lose_server = True
    display = second_window(till)
    till.page.keyboard.press("Escape")
    till.page.keyboard.press("Escape")
    display.evaluate("async () => { await navigator.serviceWorker.ready }")
    outlet.stop(signal.SIGKILL)
    till.page.locator(f"[data-code={product}]").click()
    display.reload()
    expect(display.locator(".bill li")).to_have_count(1)
    expect(display.locator(".added h1")).to_contain_text("Sản phẩm")
