"""A discount beyond the cashier's limit is approved when it is given; a locked till opens for its person's PIN alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop

pytestmark = pytest.mark.browser
SECRET, PIN, OTHER_PIN = "Mat-khau-dai-2!", "135790", "246813"


def at_the_till(server: Outlet, new_window: NewWindow) -> tuple[Window, Shop, str]:
    """A cashier at an open till: window, shop, jars of 20 000 đồng. A manager and another cashier have PINs."""
    shop = Shop(server.api)
    shop.open_shift()
    jar = shop.stocked(20_000, unit="hũ", places=0)
    tag = shop.tag.lower()
    hire(server, "cashier", f"ha.{tag}", SECRET, "--pin", PIN)
    hire(server, "cashier", f"minh.{tag}", SECRET, "--pin", OTHER_PIN)
    hire(server, "manager", f"lan.{tag}", SECRET, "--pin", PIN)
    window = new_window(server.url)
    window.sign_in(f"ha.{tag}", SECRET)
    window.open_till(shop.till)
    return window, shop, jar


def test_a_manager_approves_a_discount_when_it_is_given(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    window.expected = {401}
    page, boss = window.page, f"lan.{shop.tag.lower()}"
    page.locator(f"[data-code={jar}]").click()
    page.get_by_role("button", name="Giảm", exact=True).click()
    page.get_by_role("button", name="30 %", exact=True).click()
    ask = page.locator("#ask")
    expect(ask).to_contain_text("Giảm 30 %")
    expect(ask).to_contain_text("14.000 ₫")
    page.locator("#ask").get_by_role("button", name="Thôi, không duyệt").click()
    expect(page.locator("#total")).to_have_text("20.000 ₫")

    page.get_by_role("button", name="30 %", exact=True).click()
    ask.get_by_role("button", name="Vỡ, móp").click()
    page.locator("#ask-pin").fill("000000")
    window.enter()
    expect(ask.locator(".notice.bad")).to_contain_text("PIN chưa đúng")
    expect(ask.get_by_role("button", name="Vỡ, móp")).to_have_attribute("aria-pressed", "true")
    window.approve(boss, PIN)
    expect(page.locator("#total")).to_have_text("14.000 ₫")
    expect(page.locator("#lines")).to_contain_text("Vỡ, móp")
    page.locator("#exact").click()
    expect(page.locator("#change")).to_have_text("14.000 ₫")
    expect(ask).to_be_hidden()
    (sale,) = server.api.all("/api/v1/sales", till=shop.till)
    assert sale["total_vnd"] == 14_000 and not sale["flags"] and sale["lines"][0]["note"] == "Vỡ, móp"


def test_a_locked_till_opens_for_a_pin_and_keeps_its_cart(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    window.expected = {401}
    page, tag = window.page, shop.tag.lower()
    page.locator(f"[data-code={jar}]").click()
    page.keyboard.press("F2")
    page.get_by_role("button", name="Khóa máy").click()
    page.keyboard.press("F9")
    page.keyboard.press("Escape")
    page.keyboard.type("999999", delay=150)
    window.enter()
    expect(page.locator("#screen .notice.bad")).to_contain_text("PIN chưa đúng")
    page.reload()
    expect(page.locator("#screen")).to_contain_text("Máy đang khóa")
    page.locator(f"[data-person='minh.{tag}']").click()
    page.keyboard.type(OTHER_PIN, delay=150)
    window.enter()
    expect(page.locator("#screen")).to_be_hidden()
    expect(page.locator("#bar-person")).to_contain_text("Minh")
    expect(window.lines).to_have_count(1)
    window.page.keyboard.press("F2")
    page.get_by_role("button", name="Màn hình của tôi").click()
    page.get_by_role("button", name="tối", exact=True).click()
    page.get_by_role("button", name="lớn", exact=True).click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-type", "large")
