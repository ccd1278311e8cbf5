"""Many sales while the server is gone; then they are sent while replies get lost, tabs are closed and the browser is killed.

OFFLINE_SALES: how many, 200 in a long run. OFFLINE_SEED repeats a trial's choices.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright, Route, expect

from tests.browser.test_killed_browser import Device, figures_of
from tests.browser.window import Window
from tests.conftest import NewServer
from tests.outlet import Shop

pytestmark = pytest.mark.browser
SALES = int(os.environ.get("OFFLINE_SALES", "5"))
SEED = int(os.environ.get("OFFLINE_SEED", "200"))
ROUNDS = max(2, SALES // 10)
"""How often sending is cut short."""
LOST = 0.3


def losing(chance: random.Random, lost: list[str]) -> Callable[[Route], None]:
    """Some answers never reach the till, though the server has done what was asked."""

    def answer(route: Route) -> None:
        if route.request.method != "PUT" or (lost and chance.random() > LOST):
            route.continue_()
            return
        lost.append(route.request.url)
        with contextlib.suppress(Error):
            route.fetch()
        route.abort("connectionreset")

    return answer


def end_abruptly(device: Device, window: Window, chance: random.Random) -> None:
    """The tab is closed and opened again, or the browser is killed, somewhere in the middle of sending."""
    if chance.random() < 0.5:
        with contextlib.suppress(Error):
            time.sleep(chance.uniform(0.1, 1.5))
            window.page.close()
            page = window.context.new_page()
            page.goto(f"/sell?till={device.shop.till}")
            time.sleep(chance.uniform(0.1, 1.5))
    timer = threading.Timer(chance.uniform(0.1, 1.5), device.kill)
    timer.start()
    timer.join()


def test_sales_made_offline_arrive_once_each_however_they_are_sent(
    new_server: NewServer, playwright: Playwright, browser_binary: str, tmp_path: Path
) -> None:
    outlet = new_server()
    shop = Shop(outlet.api)
    shop.open_shift()
    product = shop.stocked(20_000, str(SALES + 50), unit="chai", places=0)
    device = Device(playwright, browser_binary, tmp_path / "profile", outlet, shop)
    chance, lost, begun = random.Random(SEED), list[str](), time.monotonic()
    with device.browser() as window:
        device.open_till(window)
        outlet.stop(signal.SIGKILL)
        for _ in range(SALES):
            device.sell(window, product)
        device.kill()
    assert len(device.done) == SALES
    outlet.start_again()
    sold_s = time.monotonic() - begun
    for _ in range(ROUNDS):
        with device.browser() as window:
            window.context.route("**/api/v1/sales/*", losing(chance, lost))
            with contextlib.suppress(Error, AssertionError):
                device.open_till(window).wait_for_timeout(chance.uniform(200, 4000))
            end_abruptly(device, window, chance)
    with device.browser() as window:
        device.open_till(window)
        expect(window.queue).to_have_text("Đã gửi hết", timeout=1000 * (30 + SALES))
    arrived = [sale["uid"] for sale in shop.api.all("/api/v1/sales", till=shop.till)]
    assert len(arrived) == len(set(arrived)) and set(arrived) == device.done.keys()
    assert shop.on_hand(product=product) == "50"
    outlet.flask("books", "check")
    print(
        figures_of(
            offline_sales=SALES, answers_lost=len(lost), times_killed=ROUNDS, sold_s=sold_s, all_s=time.monotonic() - begun
        )
    )
