"""Goods in trust: receiving ten lines, and closing a count session of 500 lots while entries of two people stand in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.outlet import Api, Shop, now, today, uid

ROUNDS, LINES, LOTS = 20, 10, 500


def measure(api: Api) -> dict[str, str]:
    """The figures of a server that runs."""
    shop = Shop(api, "GOODS")
    producer = shop.producer()
    shop.agreement(producer)
    products = [shop.product(producer) for _line in range(LINES)]
    return {
        "receive_10_lines_p50_ms": f"{_median([_receive(shop, producer, products) for _round in range(ROUNDS)]):.1f}",
        "count_session_500_lots_close_ms": f"{_median([_close(shop, producer, products) for _round in range(3)]):.0f}",
    }


def _receive(shop: Shop, producer: str, products: list[str]) -> float:
    lines = [{"product": product, "quantity": "5", "best_before": "2099-01-01"} for product in products]
    body = {"producer": producer, "place": shop.place, "delivered_on": today(), "lines": lines}
    return _timed(lambda: shop.api.put(f"/api/v1/deliveries/{uid()}", body).ok(201))


def _close(shop: Shop, producer: str, products: list[str]) -> float:
    """A new place with 500 lots, one in five of them short by one."""
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
    return _timed(lambda: shop.api.post(path + "/close", {"uid": uid()}).ok(201))


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _median(figures: list[float]) -> float:
    return sorted(figures)[len(figures) // 2]
