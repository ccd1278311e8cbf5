"""The browser is killed at any moment of a series of sales: what was shown as done arrives once, nothing sold is a cart again.

TILL_SALES is how many sales are shown as done before it ends, with the server there and away in turn: 2 in the suite, 500 in a
long run; the browser is killed again and again until then. A power cut may also bring back an older state of the disk: then an
older copy of the profile takes the place of the one that was killed.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, Route, expect

from tests.browser.conftest import ARGUMENTS
from tests.browser.window import Window
from tests.outlet import MANAGER, PASSWORD, ZONE, Outlet, Shop

pytestmark = pytest.mark.browser
SALES = int(os.environ.get("TILL_SALES", "2"))
COPIES = max(1, SALES // 50)
SEED = int(os.environ.get("TILL_SALES_SEED", "20261128"))
CARTS = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open("ocop-till");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("carts").objectStore("carts").getAll();
    all.onsuccess = () => {
      request.result.close();
      const carts = all.result.flatMap(({ cart, held }) => [cart, ...held]);
      resolve(carts.filter((cart) => cart && cart.lines.length).map(({ uid }) => uid));
    };
  };
})"""


@dataclass
class Device:
    """One tablet: its profile outlives the browser."""

    playwright: Playwright
    binary: str
    profile: Path
    outlet: Outlet
    shop: Shop
    done: dict[str, str] = field(default_factory=dict)
    """The total that was shown, by the uid of a sale that was shown as done."""

    @contextlib.contextmanager
    def browser(self) -> Iterator[Window]:
        context = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=self.binary, args=ARGUMENTS,
            base_url=self.outlet.url, viewport={"width": 1280, "height": 800}, locale="vi-VN", timezone_id=ZONE.key,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        try:
            yield Window(context)
        finally:
            with contextlib.suppress(Error):
                context.close()

    def kill(self) -> None:
        """SIGKILL to the browser that has our profile."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                arguments = (process / "cmdline").read_bytes().split(b"\0")
                if f"--user-data-dir={self.profile}".encode() in arguments and not any(
                    a.startswith(b"--type=") for a in arguments
                ):
                    os.kill(int(process.name), signal.SIGKILL)

    def open_till(self, window: Window) -> Page:
        page = window.page
        page.goto(f"/sell?till={self.shop.till}")
        if "/sign-in" in page.url:  # the cookie was not on the disk yet
            window.sign_in(MANAGER, PASSWORD)
            page.goto(f"/sell?till={self.shop.till}")
        expect(page.locator("#tiles .tile").first).to_be_attached()
        return page

    def sell(self, window: Window, product: str) -> None:
        """One more piece, exact cash."""
        page = window.page
        page.locator(f"[data-code={product}]").click()
        page.keyboard.press("F9")
        expect(page.locator("#finish")).to_be_visible()
        window.enter()
        expect(page.locator("#change")).to_be_visible()
        # The sender may try an older sale in between, so the request sent last need not be this sale's.
        uid = page.locator(".prev").get_attribute("data-sale")
        assert uid
        self.done[uid] = page.locator("#change").inner_text()  # nothing is given back: it says what was received


def figures_of(**figures: float) -> str:
    """What a long run prints."""
    return " ".join(f"{name}={figure:.0f}" for name, figure in figures.items())


def open_count(page: Page) -> None:
    page.keyboard.press("F10")
    page.get_by_role("button", name="Đếm két và đóng ca").click()


AWAY = ("**/api/v1/sales/**", "**/health")


def away(route: Route) -> None:
    route.abort("connectionrefused")


def sell_until_killed(device: Device, product: str, after_s: float, is_server_away: bool) -> None:
    with device.browser() as window:
        page = device.open_till(window)
        reopened = set(page.evaluate(CARTS))
        assert not reopened & device.done.keys(), "a sold cart is open again"
        if is_server_away:
            for address in AWAY:
                page.route(address, away)
        timer = threading.Timer(after_s, device.kill)
        timer.start()
        with contextlib.suppress(Error, AssertionError):
            for _ in range(50):
                device.sell(window, product)
        timer.join()


def test_no_sale_is_lost_or_sold_twice_when_the_browser_is_killed(
    server: Outlet, playwright: Playwright, browser_binary: str, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(20_000, str(2 * SALES + 50), unit="chai", places=0)
    device = Device(playwright, browser_binary, tmp_path / "profile", server, shop)
    kills = 0
    while kills < 2 or len(device.done) < SALES:
        sell_until_killed(device, product, chance.uniform(0.2, 6), is_server_away=kills % 2 == 1)
        kills += 1
    with device.browser() as window:
        page = device.open_till(window)
        expect(window.queue).to_have_text("Đã gửi hết", timeout=60_000)
        open_carts = set(page.evaluate(CARTS))
    arrived = {sale["uid"]: sale["total_vnd"] for sale in shop.api.all("/api/v1/sales", till=shop.till)}
    totals = {uid: int("".join(filter(str.isdigit, total))) for uid, total in device.done.items()}
    assert {uid: arrived.get(uid) for uid in totals} == totals
    assert len(arrived.keys() - totals.keys()) <= kills, "more arrived than was shown, or on its way when the browser was killed"
    assert not open_carts & arrived.keys(), "a sold cart is open again"
    print(figures_of(kills=kills, shown=len(totals), arrived=len(arrived), unseen=len(arrived.keys() - totals.keys())))


def test_an_older_state_of_the_disk_sells_nothing_again(
    server: Outlet, playwright: Playwright, browser_binary: str, tmp_path: Path
) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(20_000, unit="chai", places=0)
    device = Device(playwright, browser_binary, tmp_path / "profile", server, shop)
    older = tmp_path / "older"
    for _ in range(COPIES):
        with device.browser() as window:
            page = device.open_till(window)
            device.sell(window, product)
            page.locator(f"[data-code={product}]").click()
            expect(page.locator("#lines .line")).to_have_count(1)
            (copied,) = page.evaluate(CARTS)
            shutil.rmtree(older, ignore_errors=True)
            shutil.copytree(device.profile, older, ignore=shutil.ignore_patterns("Singleton*"))
            page.locator(f"[data-code={product}]").click()
            page.keyboard.press("F9")
            window.enter()
            expect(page.locator("#change")).to_be_visible()
            device.done[copied] = page.locator("#change").inner_text()
            device.sell(window, product)
            device.kill()
        shutil.rmtree(device.profile)
        older.rename(device.profile)
        with device.browser() as window:
            page = device.open_till(window)
            expect(page.locator("#lines .line")).to_have_count(0)
            expect(page.locator("#toast")).to_contain_text("Đơn vừa rồi đã được ghi")
            assert copied not in page.evaluate(CARTS)
            device.sell(window, product)
    arrived = {sale["uid"] for sale in shop.api.all("/api/v1/sales", till=shop.till)}
    assert arrived == device.done.keys()


def test_a_sale_that_waits_on_an_older_disk_is_sent_again_and_counts_once(
    server: Outlet, playwright: Playwright, browser_binary: str, tmp_path: Path
) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(20_000, unit="chai", places=0)
    device = Device(playwright, browser_binary, tmp_path / "profile", server, shop)
    older = tmp_path / "older"
    for _ in range(COPIES):
        with device.browser() as window:
            page = device.open_till(window)
            for address in AWAY:
                page.route(address, away)
            device.sell(window, product)
            shutil.copytree(device.profile, older, ignore=shutil.ignore_patterns("Singleton*"))
            for address in AWAY:
                page.unroute(address)
            window.queue.click()
            page.get_by_role("button", name="Gửi lại").first.click()
            expect(window.queue).to_have_text("Đã gửi hết")
            device.kill()
        shutil.rmtree(device.profile)
        older.rename(device.profile)
        with device.browser() as window:
            page = device.open_till(window)
            expect(window.queue).to_have_text("Đã gửi hết", timeout=20_000)
    arrived = [sale["uid"] for sale in shop.api.all("/api/v1/sales", till=shop.till)]
    assert sorted(arrived) == sorted(device.done)


def test_a_payment_and_a_count_are_there_again_after_the_browser_is_killed(
    server: Outlet, playwright: Playwright, browser_binary: str, tmp_path: Path
) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(320_000, unit="bộ", places=0)
    device = Device(playwright, browser_binary, tmp_path / "profile", server, shop)
    with device.browser() as window:
        page = device.open_till(window)
        open_count(page)
        page.locator("[data-note='500000']").click()
        page.keyboard.type("3", delay=120)
        page.keyboard.press("Enter")
        page.locator("[data-note='1000']").click()
        page.keyboard.type("12", delay=120)
        expect(page.locator("#counted")).to_have_text("1.512.000 ₫")
        page.keyboard.press("Escape")
        page.locator(f"[data-code={product}]").click()
        page.keyboard.press("F9")
        page.keyboard.type("200000", delay=120)
        window.enter()
        expect(page.locator(".taken")).to_contain_text("200.000")
        device.kill()
    with device.browser() as window:
        page = device.open_till(window)
        page.keyboard.press("F9")
        expect(page.locator(".taken")).to_contain_text("200.000")
        page.keyboard.press("Escape")
        open_count(page)
        expect(page.locator("#counted")).to_have_text("1.512.000 ₫")
