"""A noon hour: five scans a sale with an input method on, while products are imported and the printer is dead.

NOON_SALES: how many sales with each scanner, 100 in a long run; fifty products for each come in meanwhile.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.trials.scanner import Scanner
from tests.browser.window import NewWindow, Window
from tests.conftest import NewServer
from tests.forks import Fork
from tests.outlet import MANAGER, PASSWORD, ROOT, Outlet, Shop

pytestmark = pytest.mark.browser
SALES = int(os.environ.get("NOON_SALES", "1"))
PRODUCTS = 50 * SALES
GAPS_MS = (30, 70)
SCANS = 5
PRICES = {"8938500000010": 28_000, "8938500000027": 135_000, "8938500000034": 32_000}


def shelf(shop: Shop) -> dict[str, tuple[str, int]]:
    """What is scanned: product and price by code. Two labels bear letters that an input method writes over."""
    goods = {}
    for barcode, price in PRICES.items():
        goods[barcode] = (shop.stocked(price, "9999", unit="gói", places=0, barcodes=[barcode]), price)
    for price in (25_000, 150_000):
        product = shop.stocked(price, "9999", unit="lọ", places=0)
        goods[product] = (product, price)
    return goods


def kill_printer(shop: Shop) -> None:
    """The till's printer answers nobody."""
    till = {key: value for key, value in shop.api.get(f"/api/v1/tills/{shop.till}").ok().items() if key != "code"}
    shop.api.put(f"/api/v1/tills/{shop.till}", till | {"printer": "tcp://127.0.0.1:9"}).ok()


def sell(window: Window, scanner: Scanner, codes: list[str], goods: dict[str, tuple[str, int]]) -> None:
    """Scans a customer's goods, sees that each counts, and takes the exact cash."""
    page, total = window.page, 0
    for code in codes:
        scanner.scan(code)
        total += goods[code][1]
        expect(page.locator("#total")).to_contain_text(f"{total:,}".replace(",", "."))
    scanner.rest()
    page.keyboard.press("F9")
    expect(page.locator("#finish")).to_be_visible()
    window.enter()
    expect(page.locator("#change")).to_contain_text(f"{total:,}".replace(",", "."))


def sold(outlet: Outlet, shop: Shop) -> Counter[tuple[tuple[str, str], ...]]:
    """The baskets that the outlet has: product and quantity of each line."""
    sales: list[Any] = outlet.api.all("/api/v1/sales", till=shop.till)
    return Counter(tuple(sorted((line["product"], line["quantity"]) for line in sale["lines"])) for sale in sales)


def test_no_scan_of_a_noon_hour_is_lost(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    shop = Shop(outlet.api, "DDAS")
    shop.open_shift()
    goods = shelf(shop)
    kill_printer(shop)
    window = new_window(outlet.url)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    arguments = [str(outlet.port), str(outlet.token), shop.producer(), str(PRODUCTS)]
    imports = Fork(["-m", "tests.browser.trials.importing", *arguments], ROOT, outlet.environment())
    chance, baskets, begun = random.Random(12), Counter[tuple[tuple[str, str], ...]](), time.monotonic()
    for gap_ms in GAPS_MS:
        scanner = Scanner(window, gap_ms)
        for _ in range(SALES):
            codes = chance.choices(list(goods), k=SCANS)
            sell(window, scanner, codes, goods)
            pieces = Counter(goods[code][0] for code in codes)
            baskets[tuple(sorted((product, str(number)) for product, number in pieces.items()))] += 1
    took_s = time.monotonic() - begun
    ended = imports.completed(600)
    assert ended.returncode == 0, ended.stderr
    expect(window.queue).to_have_text("Đã gửi hết", timeout=60_000)
    assert sold(outlet, shop) == baskets
    left = Counter({product: 9999 for product, _ in goods.values()})
    for basket, number in baskets.items():
        left.subtract({product: int(quantity) * number for product, quantity in basket})
    assert {product: int(shop.on_hand(product=product)) for product in left} == left
    jobs = outlet.api.all("/api/v1/print-jobs", till=shop.till)
    assert len(jobs) == 2 * SALES and not [job for job in jobs if job["state"] == "printed"]
    outlet.flask("books", "check")
    print(f"noon_sales={2 * SALES} noon_scans={2 * SALES * SCANS} noon_products={PRODUCTS} noon_s={took_s:.0f}")
