"""A sale from the first item to the last by keyboard alone; prices looked at without a sale; what was taken out comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.test_offline import at_the_till
from tests.browser.window import NewWindow
from tests.outlet import MANAGER, PASSWORD, ZONE, Outlet, Shop

pytestmark = pytest.mark.browser


def test_a_basket_is_sold_by_keyboard_alone(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    shop.stocked(30_000, unit="chai", places=0, name="Mật ong hoa nhãn", barcodes=["8938500000041"])
    shop.stocked(12_000, unit="gói", places=0, name="Miến dong Quế Tân")
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    page, keys = window.page, window.page.keyboard

    keys.type("3*", delay=200)
    expect(page.locator("#search")).to_have_value("3*")
    window.scan("8938500000041")
    expect(page.locator("#lines .now .q")).to_have_text("3")
    expect(page.locator("#search")).to_have_value("")
    keys.type("2xmien", delay=130)
    window.enter()
    expect(page.locator("#lines .q")).to_have_text(["3", "2"])
    keys.type("+", delay=60)
    expect(page.locator("#lines .now .q")).to_have_text("3")
    keys.press("ArrowUp")
    keys.type("-", delay=60)
    expect(page.locator("#lines .now .q")).to_have_text("2")
    keys.press("Delete")
    expect(window.lines).to_have_count(1)
    keys.press("Control+z")
    expect(window.lines).to_have_count(2)
    keys.press("Control+Delete")
    expect(window.lines).to_have_count(0)
    keys.press("Control+z")
    expect(page.locator("#total")).to_have_text("96.000 ₫")
    keys.press("F9")
    window.enter()
    expect(page.locator("#change")).to_have_text("96.000 ₫")

    keys.press("F3")
    window.scan("8938500000041")
    expect(page.locator("#panel")).to_contain_text("Mật ong hoa nhãn")
    expect(page.locator("#panel")).to_contain_text("8938500000041")
    page.locator("#favourite").click()
    expect(page.locator("#favourite")).to_have_attribute("aria-pressed", "false")
    page.locator("#favourite").click()
    window.enter()
    expect(page.locator("#panel")).to_be_hidden()
    expect(window.lines).to_have_count(0)
    expect(page.locator("#tiles .tile").last).to_contain_text("Mật ong hoa nhãn")
    page.reload()
    expect(page.locator("#tiles .tile").last).to_contain_text("Mật ong hoa nhãn")
    window.scan("8938500000041")
    expect(window.lines).to_have_count(1)


def test_a_till_without_a_server_sells_at_the_price_of_the_new_day(server: Outlet, new_window: NewWindow) -> None:
    window, _, product = at_the_till(server, new_window)
    page = window.page
    tomorrow = datetime.now(ZONE) + timedelta(days=1)
    planned = f"/api/v1/products/{product}/prices/{tomorrow:%Y-%m-%d}"
    server.api.put(planned, {"price_vnd": 25_000}).ok(201)
    page.reload()
    window.wait_for_till()
    tile = page.locator(f"#tiles [data-code={product}]")
    tile.click()
    expect(page.locator("#total")).to_have_text("20.000 ₫")
    window.may_lose_server = True
    window.context.set_offline(True)
    page.clock.set_system_time(tomorrow)
    expect(page.locator("#total")).to_have_text("25.000 ₫")
    expect(page.locator("#toast")).to_contain_text("Giá đã đổi")
    expect(tile.locator(".price")).to_contain_text("25.000")
