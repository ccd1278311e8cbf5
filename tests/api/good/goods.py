"""A good example of every document of goods in trust."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, now, today, uid


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


def _set_aside(shop: Shop, local_outlet: LocalOutlet) -> Good:
    product = shop.stocked()
    lines = [{"lot": shop.api.all("/api/v1/stock", product=product)[0]["lot"], "quantity": "2"}]
    body = {"producer": shop.producer_of(product), "place": shop.place, "lines": lines, "handed_over": False}
    return Good("PUT", f"/api/v1/producer-returns/{uid()}", "/api/v1/producer-returns/{uid}", body, {"handed_over"})


def _handed_over(shop: Shop, local_outlet: LocalOutlet) -> Good:
    waiting = _set_aside(shop, local_outlet)
    shop.api.put(waiting.path, waiting.body).ok(201)
    body = {"uid": uid(), "by": "Anh Tâm, HTX"}
    return Good("POST", waiting.path + "/hand-over", waiting.template + "/hand-over", body)


def _set_aside_cancelled(shop: Shop, local_outlet: LocalOutlet) -> Good:
    waiting = _set_aside(shop, local_outlet)
    shop.api.put(waiting.path, waiting.body).ok(201)
    return Good("POST", waiting.path + "/cancel", waiting.template + "/cancel", {"uid": uid()})


def _sampled(shop: Shop, local_outlet: LocalOutlet) -> Good:
    """A loss under an allowance of its agreement."""
    producer = shop.producer()
    product = shop.product(producer)
    allowances = {"sampling": {"per": "month", "value_vnd": 5_000}}
    on_expiry = {"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2_000}
    shop.agreement(producer, allowances=allowances, on_expiry=on_expiry)
    lot = shop.deliver(producer, {"product": product, "quantity": "5"})["lots"][0]
    body = {"place": shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "sampling"}], "note": "mời khách"}
    return Good("PUT", f"/api/v1/losses/{uid()}", "/api/v1/losses/{uid}", body, {"note"})


def _sampled_reversal(shop: Shop, local_outlet: LocalOutlet) -> Good:
    sampled = _sampled(shop, local_outlet)
    shop.api.put(sampled.path, sampled.body).ok(201)
    return Good("POST", sampled.path + "/reverse", sampled.template + "/reverse", {"uid": uid(), "reason": "ghi nhầm"})


def _expiry_answer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    product = shop.product(producer)
    shop.agreement(producer)
    near = (date.fromisoformat(today()) + timedelta(days=5)).isoformat()
    lot = shop.deliver(producer, {"product": product, "quantity": "5", "best_before": near})["lots"][0]
    body = {"uid": uid(), "choice": "mark_down", "rate_bp": 2_000, "note": "gọi điện"}
    return Good("POST", f"/api/v1/expiry-proposals/{lot}/answer", "/api/v1/expiry-proposals/{lot}/answer", body)


def _expiry_asking(shop: Shop, local_outlet: LocalOutlet) -> Good:
    answer = _expiry_answer(shop, local_outlet)
    body = {"uid": uid(), "choice": "mark_down", "rate_bp": 1_000}
    return Good("POST", answer.path.replace("answer", "ask"), answer.template.replace("answer", "ask"), body)


def _product_recall(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"product": shop.stocked(), "reason": "lẫn sạn"}
    return Good("PUT", f"/api/v1/recalls/{uid()}", "/api/v1/recalls/{uid}", body)


def _delivery_recall(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    shop.agreement(producer)
    delivery = shop.deliver(producer, {"product": shop.product(producer), "quantity": "5"})["uid"]
    return Good("PUT", f"/api/v1/recalls/{uid()}", "/api/v1/recalls/{uid}", {"delivery": delivery, "reason": "lẫn sạn"})


def _announced(shop: Shop) -> tuple[str, dict[str, Any]]:
    """An announcement of a new producer."""
    producer = shop.producer()
    shop.agreement(producer)
    line = {"product": shop.product(producer), "quantity": "2.5", "made_on": today(), "best_before": "2099-01-01"}
    body = {"producer": producer, "place": shop.place, "expected_on": today(), "lines": [line], "note": "sáng sớm"}
    return uid(), body


def _announcement(shop: Shop, local_outlet: LocalOutlet) -> Good:
    document, body = _announced(shop)
    body["call_up"] = _called_up(shop, body["producer"], body["lines"][0]["product"]).rpartition("/")[2]
    optional = {"place", "note", "call_up", "made_on", "best_before"}
    return Good("PUT", f"/api/v1/announcements/{document}", "/api/v1/announcements/{uid}", body, optional)


def _announced_delivery(shop: Shop, local_outlet: LocalOutlet) -> Good:
    document, body = _announced(shop)
    shop.api.put(f"/api/v1/announcements/{document}", body).ok(201)
    lines = [{"product": body["lines"][0]["product"], "quantity": "2"}]
    body = {"producer": body["producer"], "place": shop.place, "delivered_on": today(), "lines": lines, "announcement": document}
    return Good("PUT", f"/api/v1/deliveries/{uid()}", "/api/v1/deliveries/{uid}", body, {"announcement"})


def _announcement_cancelled(shop: Shop, local_outlet: LocalOutlet) -> Good:
    document, body = _announced(shop)
    path = f"/api/v1/announcements/{document}"
    shop.api.put(path, body).ok(201)
    return Good("POST", path + "/cancel", "/api/v1/announcements/{uid}/cancel", {"uid": uid()})


def _call_up(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    lines = [{"product": shop.product(producer), "quantity": "20"}]
    body = {"producer": producer, "lines": lines, "wanted_by": "2099-01-01", "note": "cho hội chợ"}
    return Good("PUT", f"/api/v1/call-ups/{uid()}", "/api/v1/call-ups/{uid}", body, {"note"})


def _called_up(shop: Shop, producer: str, product: str) -> str:
    """The path of a call-up that waits for its answer."""
    path = f"/api/v1/call-ups/{uid()}"
    lines = [{"product": product, "quantity": "20"}]
    shop.api.put(path, {"producer": producer, "lines": lines, "wanted_by": "2099-01-01"}).ok(201)
    return path


def _call_up_answered(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    product = shop.product(producer)
    path = _called_up(shop, producer, product)
    line = {"product": product, "quantity": "15", "made_on": today(), "best_before": "2099-01-01"}
    body = {"uid": uid(), "lines": [line], "note": "gọi điện, hứa 15"}
    optional = {"made_on", "best_before"}
    return Good("POST", path + "/answer", "/api/v1/call-ups/{uid}/answer", body, optional, may_be_empty={"lines"})


def _call_up_cancelled(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    path = _called_up(shop, producer, shop.product(producer))
    return Good("POST", path + "/cancel", "/api/v1/call-ups/{uid}/cancel", {"uid": uid()})


GOODS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "expiry answer": _expiry_answer,
    "expiry asking": _expiry_asking,
    "product recall": _product_recall,
    "delivery recall": _delivery_recall,
    "sampled": _sampled,
    "sampled reversal": _sampled_reversal,
    "set aside": _set_aside,
    "handed over": _handed_over,
    "set aside cancelled": _set_aside_cancelled,
    "announcement": _announcement,
    "announced delivery": _announced_delivery,
    "announcement cancelled": _announcement_cancelled,
    "call-up": _call_up,
    "call-up answered": _call_up_answered,
    "call-up cancelled": _call_up_cancelled,
    "count session": _count_session,
    "count entry": _count_entry,
    "count session closed": _session_closed,
    "count session dropped": _session_dropped,
}
