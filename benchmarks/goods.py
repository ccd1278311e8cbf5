"""Goods in trust: receiving ten lines, and closing a count session of 500 lots while entries of two people stand in it.

And what people look at: the stock page over 5,000 lots, and a year's stock card of the product that moves most.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from tests.outlet import MANAGER, PASSWORD, Api, Shop, now, today, uid

ROUNDS, LINES, LOTS = 20, 10, 500
DELIVERIES = 10
"""Of LOTS lots each: what a search looks through."""
PRODUCTS, LOTS_EACH = 50, 100
"""The stock page is measured over this many lots."""


def measure(api: Api) -> dict[str, str]:
    """The figures of a server that runs."""
    shop = Shop(api, "GOODS")
    producer = shop.producer()
    shop.agreement(producer)
    products = [shop.product(producer) for _line in range(LINES)]
    received = _median([_receive(shop, producer, products) for _round in range(ROUNDS)])
    counted = [_count(shop, producer, products) for _round in range(3)]
    return {
        "receive_10_lines_p50_ms": f"{received:.1f}",
        "find_lot_among_5000_p50_ms": f"{_median(_find(shop, producer, products)):.1f}",
        "count_session_500_lots_read_ms": f"{_median([read for read, _closed in counted]):.0f}",
        "count_session_500_lots_close_ms": f"{_median([closed for _read, closed in counted]):.0f}",
    }


def measure_pages(api: Api) -> dict[str, str]:
    """What people look at, on a server that runs: the stock by product, as it opens, searched and sorted, and a stock card."""
    shop = Shop(api, "LOTS")
    producer = shop.producer()
    shop.agreement(producer)
    for n in range(PRODUCTS):
        product = shop.product(producer, name=f"Gạo nếp {n}")
        lines = [{"product": product, "quantity": "5", "best_before": "2099-01-01"} for _lot in range(LOTS_EACH)]
        body = {"producer": producer, "place": shop.place, "delivered_on": today(), "lines": lines}
        api.put(f"/api/v1/deliveries/{uid()}", body).ok(201)
    browser = signed_in(f"http://127.0.0.1:{api.port}", MANAGER, PASSWORD)
    looks = (("all", "/stock"), ("searched", "/stock?q=gao+nep+7"), ("sorted", "/stock?sort=-value"))
    figures = {f"stock_page_5000_lots_{name}_p50_ms": _often(partial(browser, path)) for name, path in looks}
    last = date.fromisoformat(today())
    span = {"from": (last - timedelta(days=365)).isoformat(), "to": last.isoformat()}
    sold = api.get(f"/api/v1/reports/sales?{urlencode({'by': 'product', **span})}").ok()["items"]
    busiest = max(sold, key=lambda row: int(row["sales"]))["key"] if sold else shop.stocked()
    query = urlencode({"product": busiest, **span})
    return figures | {
        "stock_card_year_p50_ms": _often(lambda: api.get(f"/api/v1/stock/card?{query}").ok()),
        "stock_card_page_year_p50_ms": _often(lambda: browser(f"/stock/cards?{query}")),
    }


def _often(act: Callable[[], Any]) -> str:
    """The middle of many times, in milliseconds."""
    return f"{_median([_timed(act) for _round in range(ROUNDS)]):.1f}"


def signed_in(address: str, username: str, password: str) -> Callable[[str], bytes]:
    """Opens pages as somebody who signed in once."""
    opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def opened(path: str, data: bytes | None = None) -> bytes:
        with opener.open(address + path, data, timeout=60) as answer:
            return bytes(answer.read())

    token = re.search(rb'name="csrf-token" content="([^"]+)"', opened("/sign-in"))
    assert token
    form = {"csrf_token": token[1].decode(), "username": username, "password": password}
    assert b"sign-out" in opened("/sign-in", urlencode(form).encode())
    return opened


def _receive(shop: Shop, producer: str, products: list[str]) -> float:
    lines = [{"product": product, "quantity": "5", "best_before": "2099-01-01"} for product in products]
    body = {"producer": producer, "place": shop.place, "delivered_on": today(), "lines": lines}
    return _timed(lambda: shop.api.put(f"/api/v1/deliveries/{uid()}", body).ok(201))


def _find(shop: Shop, producer: str, products: list[str]) -> list[float]:
    """A place with 5,000 lots, asked for words and for a lot."""
    place = shop.code("KHO")
    shop.api.put(f"/api/v1/places/{place}", {"name": "Kho", "kind": "store"}).ok(201)
    for _delivery in range(DELIVERIES):
        lots = [shop.code("L") for _lot in range(LOTS)]
        lines = [{"product": products[n % LINES], "lot": lot, "quantity": "5"} for n, lot in enumerate(lots)]
        body = {"producer": producer, "place": place, "delivered_on": today(), "lines": lines}
        shop.api.put(f"/api/v1/deliveries/{uid()}", body).ok(201)
    asked = ("san pham", lots[-1])
    return [
        _timed(lambda text=text: shop.api.get("/api/v1/goods", in_="lots", place=place, q=text).ok())  # type: ignore[misc]
        for text in asked
        for _round in range(ROUNDS)
    ]


def _count(shop: Shop, producer: str, products: list[str]) -> tuple[float, float]:
    """A new place with 500 lots, one in five of them short by one: reading what differs, and posting it as it was seen."""
    place = shop.code("KHO")
    shop.api.put(f"/api/v1/places/{place}", {"name": "Kho", "kind": "store"}).ok(201)
    lots = [shop.code("L") for _lot in range(LOTS)]
    lines = [{"product": products[n % LINES], "lot": lot, "quantity": "5"} for n, lot in enumerate(lots)]
    body = {"producer": producer, "place": place, "delivered_on": today(), "lines": lines}
    shop.api.put(f"/api/v1/deliveries/{uid()}", body).ok(201)
    path = f"/api/v1/count-sessions/{uid()}"
    shop.api.put(path, {"place": place}).ok(201)
    for n, lot in enumerate(lots):
        entry = {"uid": uid(), "lot": lot, "counted": "4" if n % 5 == 0 else "5", "counted_at": now(), "by_scan": True}
        shop.api.post(path + "/entries", entry).ok(201)
    read = _timed(lambda: shop.api.get(path).ok())
    found = shop.api.get(path).ok()
    seen = {"entries": found["entries"], "owed_vnd": found["owed_vnd"]}
    return read, _timed(lambda: shop.api.post(path + "/close", {"uid": uid(), "seen": seen}).ok(201))


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _median(figures: list[float]) -> float:
    return sorted(figures)[len(figures) // 2]
