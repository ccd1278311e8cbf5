"""Two gift baskets over three producers are sold at a till, refunded in part and exchanged there: on the books to the đồng."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, hire
from tests.journeys.test_basket import Gifts
from tests.outlet import PUBLIC_URL, Outlet, Shop

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-2!"


def test_a_basket_sold_refunded_in_part_and_exchanged_at_the_till_is_on_the_books(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift(500_000)
    gifts = Gifts(shop)
    hire(server, "cashier", f"ha.{shop.tag.lower()}", SECRET)
    window = new_window(server.url)
    window.sign_in(f"ha.{shop.tag.lower()}", SECRET)
    window.open_till(shop.till)
    page = window.page

    for _ in range(2):
        page.locator(f"[data-basket={gifts.basket}]").click()
    expect(page.locator("#total")).to_have_text("1.000.000 ₫")
    expect(page.locator("#lines .parts")).to_contain_text("4")
    window.settle()
    page.locator("#exact").click()
    expect(page.locator(".prev")).to_contain_text("1.000.000")
    (sold,) = server.api.get(f"/api/v1/sales?till={shop.till}").ok()["items"]
    costs = [(line["product"], line["quantity"], line["net_vnd"]) for line in sold["lines"]]
    assert costs == [(gifts.teapot, "2", 616_570), (gifts.rice, "2", 260_116), (gifts.jar, "4", 123_314), (gifts.box, "2", 0)]

    def bring_back(line: int) -> None:
        window.settle()
        window.scan(f"{PUBLIC_URL}/r/{sold['uid']}")
        row = page.locator(f"#screen [data-line='{line}']")
        expect(row).to_contain_text("trong Giỏ quà")
        window.settle()
        row.locator(".tick").click()
        page.get_by_role("button", name="Khách đổi ý").click()

    bring_back(3)
    expect(page.locator("#take-back")).to_contain_text("30.829")
    page.locator("#take-back").click()
    expect(page.locator("#screen .verdict")).to_contain_text("30.829 ₫")
    assert gifts.owed() == [544_000, 233_116, 73_988]
    window.enter()

    bring_back(1)
    page.locator("#exchange").click()
    expect(page.locator("#lines .part-hint")).to_be_visible()
    window.settle()
    page.locator(f"#tiles [data-code={gifts.vase}]").click()
    expect(page.locator("#total")).to_have_text("141.715 ₫")
    window.settle()
    page.keyboard.press("F9")
    page.keyboard.type("200000", delay=60)
    window.settle()
    page.locator("#finish").click()
    expect(page.locator("#change")).to_have_text("58.285 ₫")

    assert gifts.shelf() == ["9", "8", "7", "9", "3"]
    assert gifts.owed() == [272_000 + 382_500, 233_116, 73_988]
    assert gifts.drawer_vnd() == 500_000 + 1_000_000 - 30_829 + 141_715
    server.flask("books", "check")
