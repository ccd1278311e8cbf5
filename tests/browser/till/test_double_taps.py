"""Whoever taps twice does one thing: the second tap, or a second Enter, was meant for the screen that is gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.window import NewWindow, Window
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop

pytestmark = pytest.mark.browser
BETWEEN_MS = 140


def tap_twice(page: Page, target: Locator) -> None:
    """Two taps at one point of the screen, as fast as a hurried finger; the first one is heard."""
    page.locator("body:not(.deaf)").wait_for()
    while (box := target.bounding_box()) is None:
        pass  # the screen is drawn anew after the last figure
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    page.wait_for_timeout(BETWEEN_MS)
    page.mouse.click(x, y)
    page.wait_for_timeout(BETWEEN_MS)


@pytest.fixture
def counter(server: Outlet, new_window: NewWindow) -> tuple[Window, Shop, str, str]:
    """A manager at an open till: window, shop, jars of 20 000 đồng, and potatoes by weight."""
    shop = Shop(server.api)
    shop.open_shift()
    jar = shop.stocked(20_000, unit="lọ", places=0)
    potatoes = shop.stocked(10_000)
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    return window, shop, jar, potatoes


def test_a_second_tap_sells_weighs_gives_and_takes_out_nothing(counter: tuple[Window, Shop, str, str]) -> None:
    window, _shop, jar, potatoes = counter
    page, lines = window.page, window.lines
    tap_twice(page, page.locator(f"[data-code={potatoes}]"))
    expect(page.locator("#panel .entry")).to_contain_text("–")
    expect(page.locator("#go")).to_be_disabled()
    window.enter()
    expect(page.locator("#panel")).to_be_visible()
    page.locator("[data-focus=usual-1500]").click()
    tap_twice(page, page.locator("#go"))
    expect(page.locator("#panel")).to_be_hidden()
    expect(lines).to_have_count(1)

    page.locator(f"[data-code={jar}]").click()
    page.locator(".hand").get_by_role("button", name="Giảm").click()
    tap_twice(page, page.locator("[data-focus=rate-1000]"))
    expect(lines).to_have_count(2)
    expect(page.locator("#total")).to_have_text("33.000 ₫")
    page.keyboard.press("F8")
    tap_twice(page, page.locator("[data-focus=rate-500]"))
    expect(lines).to_have_count(2)
    expect(page.locator("#total")).to_have_text("31.350 ₫")

    page.locator("#lines .amount").click()
    page.keyboard.type("3", delay=60)
    tap_twice(page, page.locator("#go"))
    expect(lines).to_have_count(2)
    expect(page.locator("#lines .now .q")).to_have_text("3")
    tap_twice(page, page.locator(".hand").get_by_role("button", name="Bỏ"))
    expect(lines).to_have_count(1)
    page.locator("#put-back").click()
    expect(lines).to_have_count(2)


def test_a_second_tap_or_enter_neither_hides_the_change_nor_sells_again(counter: tuple[Window, Shop, str, str]) -> None:
    window, shop, jar, _ = counter
    page = window.page
    page.locator(f"[data-code={jar}]").click()
    page.keyboard.press("F9")
    page.keyboard.type("8000", delay=60)
    tap_twice(page, page.locator("#finish"))
    expect(page.locator("#panel .taken li")).to_have_count(1)
    expect(page.locator("#panel .due b")).to_have_text("12.000 ₫")
    page.keyboard.type("50000", delay=60)
    tap_twice(page, page.locator("#finish"))
    expect(page.locator("#change")).to_have_text("38.000 ₫")
    expect(window.lines).to_have_count(0)

    page.locator(f"[data-code={jar}]").click()
    page.keyboard.press("F9")
    window.enter()
    page.keyboard.press("Enter")
    expect(page.locator("#change")).to_have_text("20.000 ₫")
    tap_twice(page, page.locator(f"[data-code={jar}]"))  # here two taps mean two
    expect(page.locator("#total")).to_have_text("40.000 ₫")
    tap_twice(page, page.locator("#exact"))
    expect(page.locator("#change")).to_have_text("40.000 ₫")
    assert sorted(sale["total_vnd"] for sale in shop.api.all("/api/v1/sales", till=shop.till)) == [20_000, 20_000, 40_000]


def test_a_second_tap_closes_no_shift(counter: tuple[Window, Shop, str, str]) -> None:
    window, shop, _, _ = counter
    page = window.page
    page.keyboard.press("F2")
    page.get_by_role("button", name="Đếm két và đóng ca").click()
    page.keyboard.type("1", delay=60)
    tap_twice(page, page.locator("#count-done"))
    expect(page.locator("#close-shift")).to_be_visible()
    box, ended = page.locator("#close-shift").bounding_box(), page.locator(".still").bounding_box()
    assert box and ended and box["x"] + box["width"] < ended["x"], "confirmed elsewhere than under the finger that counted"
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["closed_at"] is None
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#screen")).to_be_hidden()
    page.keyboard.press("F2")
    page.get_by_role("button", name="Đếm két và đóng ca").click()
    expect(page.locator("#counted")).to_have_text("500.000 ₫")
