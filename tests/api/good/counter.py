"""A good example of every document of the counter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from core.db import transaction
from core.people.actor import SYSTEM
from pos.pads import pad_numbers
from pos.pads.pad_numbers import PadRequest
from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, now, uid


def _drawer_opening(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "reason": "đổi tiền lẻ", "at": now()}
    return Good("POST", f"/api/v1/shifts/{shop.shift}/drawer-openings", "/api/v1/shifts/{uid}/drawer-openings", body, {"at"})


def _void(shop: Shop, local_outlet: LocalOutlet) -> Good:
    lines = [{"product": shop.stocked(), "quantity": "1.5", "unit_price_vnd": 10_000}]
    body = {"uid": uid(), "lines": lines, "whole_cart": False, "at": now()}
    return Good("POST", f"/api/v1/shifts/{shop.shift}/voids", "/api/v1/shifts/{uid}/voids", body, {"at"})


def _recount(shop: Shop, local_outlet: LocalOutlet) -> Good:
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    body = {"uid": uid(), "counted": {"500000": 1, "1000": 3}}
    return Good("POST", f"/api/v1/shifts/{shop.shift}/recount", "/api/v1/shifts/{uid}/recount", body, {"500000", "1000"})


def _correction(shop: Shop, local_outlet: LocalOutlet) -> Good:
    sale = shop.sell(shop.line(shop.stocked()))["uid"]
    payments = [
        {"method": "card", "amount_vnd": 4_000, "tendered_vnd": 4_000, "reference": "4821"},
        {"method": "vietqr", "amount_vnd": 6_000, "reference": "OCOP 12"},
    ]
    body = {"uid": uid(), "payments": payments, "reason": "khách chuyển khoản"}
    path = f"/api/v1/sales/{sale}/payments/correct"
    return Good("POST", path, "/api/v1/sales/{uid}/payments/correct", body, {"tendered_vnd", "reference"})


def _exchange(shop: Shop, local_outlet: LocalOutlet) -> Good:
    noodles, rice = shop.stocked(), shop.stocked(price_vnd=35_000)
    lines = [{"line": 1, "quantity": "1", "condition": "resell"}]
    sold = shop.sell(shop.line(noodles, "2"))["uid"]
    refund = {"uid": uid(), "shift": shop.shift, "sale": sold, "lines": lines, "method": "cash", "reason": "đổi loại"}
    sale = {**shop.sale(shop.line(rice, "1", 35_000)), "uid": uid()}
    sale["payments"] = [{"method": "exchange", "amount_vnd": 10_000}, {"method": "cash", "amount_vnd": 25_000}]
    optional = {"offline", "discount_vnd", "rounding_vnd"}
    path = f"/api/v1/exchanges/{uid()}"
    return Good("PUT", path, "/api/v1/exchanges/{uid}", {"refund": refund, "sale": sale}, optional, signed={"rounding_vnd"})


def _held_cart(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"till": shop.till, "name": "Bác Hai", "cart": {}}
    return Good("PUT", f"/api/v1/held-carts/{uid()}", "/api/v1/held-carts/{uid}", body, of_any_shape={"cart"})


def _pad_sheet(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = shop.sale(shop.line(shop.stocked(), "1.5"))
    optional = {"offline", "discount_vnd", "rounding_vnd", "tendered_vnd"}
    path = f"/api/v1/pad-sheets/{shop.code('VT')}"
    return Good("PUT", path, "/api/v1/pad-sheets/{number}", body, optional, signed={"rounding_vnd"})


def _spoiled_sheet(shop: Shop, local_outlet: LocalOutlet) -> Good:
    with local_outlet.app.app_context():
        number = transaction(lambda: pad_numbers.number_pad(PadRequest(sheets=1), SYSTEM)).numbers[0]
    return Good("PUT", f"/api/v1/spoiled-sheets/{number}", "/api/v1/spoiled-sheets/{number}", {"reason": "rách"})


def _offline_codes(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return Good("POST", "/api/v1/me/offline-codes", "/api/v1/me/offline-codes", {"uid": uid()})


def _display_pairing(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"till": shop.till, "code_digest": hashlib.sha256(uid().encode()).hexdigest()}
    return Good("PUT", f"/api/v1/display-pairings/{uid()}", "/api/v1/display-pairings/{uid}", body)


def _till_look(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"theme": "dark", "type_size": "large", "sound": "soft"}
    return Good("PUT", "/api/v1/me/till-look", "/api/v1/me/till-look", body)


def _till_device(shop: Shop, local_outlet: LocalOutlet) -> Good:
    path = f"/api/v1/tills/{shop.till}/device"
    return Good("PUT", path, "/api/v1/tills/{code}/device", {"device": uid(), "take": True}, {"take"})


COUNTER: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "drawer opening": _drawer_opening,
    "void": _void,
    "recount": _recount,
    "correction": _correction,
    "exchange": _exchange,
    "held cart": _held_cart,
    "pad sheet": _pad_sheet,
    "spoiled sheet": _spoiled_sheet,
    "offline codes": _offline_codes,
    "display pairing": _display_pairing,
    "till look": _till_look,
    "till device": _till_device,
}
