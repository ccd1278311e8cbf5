"""Every state of the till is whole for people who do not see it, hear it read out, or use no mouse: axe finds nothing wrong.

axe-core looks at contrast, names, roles and the order of headings; each state is looked at in light and in dark.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.window import Window, hire
from tests.outlet import ZONE, Outlet, Shop, uid
from tests.states import STATES
from tests.states.counter import Counter, Goods, Someone, State
from tests.states.devices import DEVICES

pytestmark = pytest.mark.browser
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (options) => (await axe.run(document, options)).violations.map(({ id, help, nodes }) => ({
  id, help, nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} | ${failureSummary.slice(0, 240)}`),
}))"""
ALL = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
CASHIER, MANAGER = ("ha", "135790"), ("lan", "246810")
SECRET, BARCODE, PHONE, VOUCHER = "Mat-khau-dai-2!", "8938500000041", "0912345678", "PM-AXE"
STILL = """addEventListener("DOMContentLoaded", () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [sheet];
})"""


def faults(page: Page) -> list[str]:
    """What axe has against the page as it stands, in light and in dark."""
    found: list[dict[str, Any]] = []
    for theme, options in (("light", ALL), ("dark", COLOURS)):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        found += [fault | {"theme": theme} for fault in page.evaluate(RUN, options)]
    return [json.dumps(fault, ensure_ascii=False) for fault in found]


def stocked(server: Outlet) -> tuple[Shop, Goods]:
    """A shop whose shelf has everything that can be sold, and customers and vouchers to pay with."""
    shop = Shop(server.api, "AXE")
    piece = shop.stocked(150_000, unit="bộ", places=0, name="Bộ chén gốm", barcodes=[BARCODE])
    other = shop.stocked(25_000, unit="gói", places=0, name="Bánh đa")
    weighed = shop.stocked(22_000, name="Khoai tây")
    basket = shop.code("GIO")
    gift = {"name": "Giỏ quà", "price_vnd": 160_000, "items": [{"product": p, "quantity": "1"} for p in (piece, other)]}
    shop.api.put(f"/api/v1/baskets/{basket}", gift | {"bearer": "outlet"}).ok(201)
    bank = {"bank_bin": "970436", "bank_account": "0000000000", "bank_holder": "DIEM BAN OCOP"}
    shop.api.put("/api/v1/outlet", shop.api.get("/api/v1/outlet").ok() | bank).ok()
    shop.api.put(f"/api/v1/vouchers/{VOUCHER}", {"value_vnd": 100_000}).ok(201)
    customer = uid()
    known = {"phone": PHONE, "name": "Chị Hoa", "consent": True, "credit_limit_vnd": 5_000_000}
    shop.api.put(f"/api/v1/customers/{customer}", known).ok(201)
    Shop(server.api)  # another till, to choose from
    shop.open_shift()
    owed = [{"method": "account", "amount_vnd": 25_000}]
    shop.sell(shop.line(other, "1", 25_000), customer_uid=customer, payments=owed)
    shop.sell(shop.line(piece, "2", 150_000))
    return shop, Goods(piece, other, weighed, basket, BARCODE)


@pytest.fixture(scope="module")
def counter(server: Outlet, chrome: Browser) -> Iterator[Counter]:
    """A cashier at an open till, in one window for all states."""
    shop, goods = stocked(server)
    for role, (username, pin) in (("cashier", CASHIER), ("manager", MANAGER)):
        hire(server, role, username, SECRET, "--pin", pin)
    office = server.api.as_(server.issue("manager", "--username", MANAGER[0]))
    office.post("/api/v1/me/offline-codes", {"uid": uid()}).ok(201)

    def device() -> BrowserContext:
        context = chrome.new_context(
            base_url=server.url,
            viewport={"width": 1280, "height": 800},
            locale="vi-VN",
            timezone_id=ZONE.key,
            service_workers="block",
        )
        context.set_default_timeout(10_000)
        for script in (AXE, STILL, DEVICES):
            context.add_init_script(script)
        return context

    context = device()
    window = Window(context)
    window.expected = {404, 409}  # a voucher nobody gave out; a shift that somebody else opened
    window.sign_in(CASHIER[0], SECRET)
    cashier, manager = (Someone(username, SECRET, pin) for username, pin in (CASHIER, MANAGER))
    counter = Counter(window, office, device, shop.till, goods, cashier, manager, PHONE, VOUCHER)
    counter.open()
    yield counter
    complaints = window.complaints()
    context.close()
    assert not complaints


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_axe_finds_nothing_wrong_with_a_state_of_the_till(counter: Counter, state: State) -> None:
    with state.reached(counter) as page:
        found = faults(page)
    assert not found, "\n".join(found)
