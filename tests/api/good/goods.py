"""A good example of every document of goods in trust."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, now, uid


def _lot(shop: Shop) -> str:
    return str(shop.api.all("/api/v1/stock", product=shop.stocked())[0]["lot"])


def _count_session(shop: Shop, local_outlet: LocalOutlet) -> Good:
    product = shop.stocked()
    body = {"place": shop.place, "producer": shop.producer_of(product), "products": [product], "blind": False}
    path = f"/api/v1/count-sessions/{uid()}"
    return Good("PUT", path, "/api/v1/count-sessions/{uid}", body, {"producer", "products", "blind"})


def _opened(shop: Shop) -> str:
    """The path of a session that is open."""
    path = f"/api/v1/count-sessions/{uid()}"
    shop.api.put(path, {"place": shop.place}).ok(201)
    return path


def _count_entry(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "lot": _lot(shop), "counted": "49.5", "counted_at": now(), "by_scan": True, "sent_at": now()}
    path = _opened(shop) + "/entries"
    return Good("POST", path, "/api/v1/count-sessions/{uid}/entries", body, {"sent_at"})


def _session_closed(shop: Shop, local_outlet: LocalOutlet) -> Good:
    path = _opened(shop)
    entry = {"uid": uid(), "lot": _lot(shop), "counted": "49", "counted_at": now(), "by_scan": False}
    shop.api.post(path + "/entries", entry).ok(201)
    return Good("POST", path + "/close", "/api/v1/count-sessions/{uid}/close", {"uid": uid()})


def _session_dropped(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return Good("POST", _opened(shop) + "/drop", "/api/v1/count-sessions/{uid}/drop", {"uid": uid()})


GOODS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "count session": _count_session,
    "count entry": _count_entry,
    "count session closed": _session_closed,
    "count session dropped": _session_dropped,
}
