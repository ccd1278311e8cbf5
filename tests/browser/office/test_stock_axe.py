"""The pages of the stock are whole for people who do not see them, and on a phone: axe finds nothing wrong, nothing is cut.

Each page is looked at on a phone and on a desk, in light and in dark; the lots of a product unfold in place and without a script.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop, today, uid

pytestmark = pytest.mark.browser


def test_the_pages_of_the_stock_are_whole_on_a_phone_and_on_a_desk(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api, "STOCKAXE")
    shop.open_shift()
    product = shop.stocked(name="Bánh đa nem", unit="gói", places=0)
    lot = shop.api.all("/api/v1/stock", product=product)[0]["lot"]
    shop.deliver(shop.producer_of(product), {"product": product, "quantity": "5", "best_before": today()})
    shop.sell(shop.line(product, "2"))
    lost = {"place": shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
    shop.api.put(f"/api/v1/losses/{uid()}", lost).ok(201)
    pages = (
        f"/stock?q={product}",
        f"/stock?q={product}&open={product}",
        f"/stock/lots/{lot}",
        f"/stock/cards?product={product}",
        "/reports/stock-movement",
    )
    for width, height in ((390, 844), (1440, 900)):
        window = new_window(server.url, width, height)
        window.context.add_init_script(AXE)
        window.sign_in(MANAGER, PASSWORD)
        for address in pages:
            window.go(address)
            assert faults(window.page) == [], f"{width} {address}"
            assert not window.wider_than_the_screen(), f"{width} {address}"
        window.go(pages[0])
        window.page.get_by_role("link", name="Mở các lô của Bánh đa nem").click()
        expect(window.page.get_by_role("link", name=lot)).to_be_visible()
        fold = window.page.get_by_role("link", name="Gập các lô của Bánh đa nem")
        expect(fold).to_be_focused()
        assert window.page.url.endswith(pages[0]), "it unfolds where one looks"
        window.page.get_by_label(f"In tem lô {lot}").check()
        window.page.get_by_role("button", name="In tem các lô đã đánh dấu").click()
        expect(window.page).to_have_url(re.compile(re.escape(f"lot={lot}")))
