"""A good example of every document of the contract, each in an outlet with data of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.api.good.counter import COUNTER
from tests.api.good.customers import CUSTOMERS
from tests.api.good.document import Good as Good
from tests.api.good.entry import ENTRY
from tests.api.good.fairs import FAIRS
from tests.api.good.files import IMPORTS, picture_of
from tests.api.good.goods import GOODS
from tests.api.good.news import NEWS
from tests.api.good.offers import OFFERS
from tests.api.good.papers import PAPERS
from tests.api.good.plans import PLANS
from tests.api.good.prices import PRICES, TOLD
from tests.api.good.programme_files import PROGRAMME_FILES
from tests.api.good.settling import SETTLING
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, now, today, uid

SQUARE = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQAAAADsdIMmAAAAC0lEQVR4nGNgQAUAABAAATm9j2UAAAAASUVORK5CYII="
"""A picture in base64."""
BANK = {"bank_bin": "970436", "bank_account": "0123456789", "bank_holder": "HTX DAI XUAN"}


def _producer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    must = {"name": "HTX Đại Xuân", "kind": "cooperative", "commune": "Đại Xuân"}
    told = {"story": "Bốn mươi hộ.\nLàm mỳ từ đời ông.", "story_en": "Forty families.", "photo": picture_of(local_outlet)}
    body = {**must, "tax_code": "2300123456", "phone": "0912 345 678", "representative": "bà Mai", **BANK, **told}
    path = f"/api/v1/producers/{shop.code('HTX')}"
    return Good("PUT", path, "/api/v1/producers/{code}", body, {"tax_code", "phone", "representative", *BANK, *told})


def _product(shop: Shop, local_outlet: LocalOutlet) -> Good:
    certificate = {"number": "12/QĐ", "issuer": "UBND tỉnh", "issued_on": "2025-01-01", "valid_until": "2028-01-01"}
    body = {
        "name": "Gạo tẻ thơm",
        "producer": shop.producer(),
        "unit": "túi",
        "places": 0,
        "price_vnd": 135_000,
        "vat": "5",
        "barcodes": ["8938500000010"],
        "plu": "00123",
        "set": 3,
        "commune": "Đại Xuân",
        "stars": 4,
        "certificate": certificate,
        "shelf_life_days": 180,
        "needs_best_before": True,
        "minimum": "20",
        "retired": False,
        "photo": picture_of(local_outlet),
        **TOLD,
    }
    optional = {"plu", "set", "commune", "stars", "certificate", "shelf_life_days", "needs_best_before", "retired", "barcodes"}
    optional |= {"minimum", "photo", *TOLD}
    return Good("PUT", f"/api/v1/products/{shop.code('SP')}", "/api/v1/products/{code}", body, optional)


def _outlet(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "name": "Điểm bán OCOP",
        "address": "Phố Mới",
        "phone": "0222 123 456",
        "tax_code": "2300123456",
        "representative": "bà Lan, quản lý",
        **BANK,
        "cash_rounding_vnd": 0,
        "cashier_discount_limit_bp": 1000,
        "near_expiry_days": 7,
        "weight_label": "2FPPPPPGGGGGC",
        "cash_out_limit_vnd": 0,
        "refund_limit_vnd": 0,
        "refund_days": 0,
        "refund_other_method": "approval",
        "own_confirm": "free",
        "short_stock": "approval",
        "loss_limit_vnd": 0,
        "float_count": "shown",
        "shows_prices": False,
        "opens_at": "07:00",
        "closes_at": "18:30",
        "closed_on": [1, 5],
        "map_link": "https://www.openstreetmap.org/?mlat=21.15&mlon=106.15",
    }
    return Good("PUT", "/api/v1/outlet", "/api/v1/outlet", body, set(body) - {"name"})


def _place(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return Good("PUT", f"/api/v1/places/{shop.code('K')}", "/api/v1/places/{code}", {"name": "Kho", "kind": "store"})


def _till(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"name": "Máy 2", "place": shop.place, "printer": "none:", "paper_mm": 58}
    return Good("PUT", f"/api/v1/tills/{shop.code('M')}", "/api/v1/tills/{code}", body, {"printer", "paper_mm"})


def _printer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "uri": "tcp://192.168.1.50:9100",
        "name": "Máy in quầy",
        "use": "receipt",
        "paper_mm": 80,
        "dots": 512,
        "mode": "text",
        "code_page": "TCVN-3",
        "code_page_number": 30,
        "cut": "full",
        "drawer_pin": 5,
        "density": 1,
        "strip_rows": 100,
        "pause_ms": 20,
        "shows_logo": True,
        "header": "Quầy 1",
        "footer": "Cảm ơn",
    }
    return Good("PUT", "/api/v1/printers", "/api/v1/printers", body, set(body) - {"uri", "name", "paper_mm"}, {"density"})


def _lot(shop: Shop) -> str:
    return str(shop.api.all("/api/v1/stock", product=shop.stocked())[0]["lot"])


def _delivery(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    shop.agreement(producer)
    line = {
        "product": shop.product(producer),
        "lot": f"L{shop.tag}",
        "quantity": "1.5",
        "made_on": today(),
        "best_before": "2099-01-01",
    }
    body = {"producer": producer, "place": shop.place, "delivered_on": today(), "note": "sáng", "lines": [line]}
    return Good("PUT", f"/api/v1/deliveries/{uid()}", "/api/v1/deliveries/{uid}", body, {"note", "lot", "made_on", "best_before"})


def _return(shop: Shop, local_outlet: LocalOutlet) -> Good:
    lot = _lot(shop)
    producer = shop.api.get(f"/api/v1/lots/{lot}").ok()["producer"]
    body = {"producer": producer, "place": shop.place, "lines": [{"lot": lot, "quantity": "1"}], "reason": "hết mùa"}
    return Good("PUT", f"/api/v1/producer-returns/{uid()}", "/api/v1/producer-returns/{uid}", body, {"reason"})


def _loss(shop: Shop, local_outlet: LocalOutlet) -> Good:
    lines = [{"lot": _lot(shop), "quantity": "1", "cause": "damage"}]
    body = {"place": shop.place, "lines": lines, "note": "vỡ", "photos": [picture_of(local_outlet)]}
    return Good("PUT", f"/api/v1/losses/{uid()}", "/api/v1/losses/{uid}", body, {"note", "photos"}, may_be_empty={"photos"})


def _transfer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    store = shop.code("K")
    shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok()
    body = {"from": shop.place, "to": store, "lines": [{"lot": _lot(shop), "quantity": "1"}]}
    return Good("PUT", f"/api/v1/transfers/{uid()}", "/api/v1/transfers/{uid}", body)


def _count(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"place": shop.place, "lines": [{"lot": _lot(shop), "counted": "49", "counted_at": now()}]}
    return Good("PUT", f"/api/v1/counts/{uid()}", "/api/v1/counts/{uid}", body, {"counted_at"})


def _labels(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "stock": "a4-65", "start": 3, "lines": [{"label": "lot", "lot": _lot(shop), "pieces": 12}]}
    return Good("POST", "/api/v1/labels", "/api/v1/labels", body, {"start", "label"})


def _recall(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return Good("POST", f"/api/v1/lots/{_lot(shop)}/recall", "/api/v1/lots/{lot}/recall", {"uid": uid(), "reason": "mốc"})


def _shift(shop: Shop, local_outlet: LocalOutlet) -> Good:
    other = Shop(shop.api)
    body = {"till": other.till, "opening_float_vnd": 500_000, "opened_at": now()}
    body["opening_counted"] = {"200000": 2, "100000": 1}
    return Good("PUT", f"/api/v1/shifts/{uid()}", "/api/v1/shifts/{uid}", body, {"opened_at", "opening_counted"})


def _cash_move(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "kind": "in", "amount_vnd": 1000, "reason": "đổi tiền lẻ", "at": now()}
    return Good("POST", f"/api/v1/shifts/{shop.shift}/cash-moves", "/api/v1/shifts/{uid}/cash-moves", body, {"at"})


def _close(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"counted": {"500000": 1, "1000": 3}}
    return Good("POST", f"/api/v1/shifts/{shop.shift}/close", "/api/v1/shifts/{uid}/close", body, {"500000", "1000"})


def _sale(shop: Shop, local_outlet: LocalOutlet) -> Good:
    product = shop.stocked()
    lot = shop.api.all("/api/v1/stock", product=product)[0]["lot"]
    body = shop.sale(shop.line(product, "1.5"), {**shop.line(product, "1"), "lot": lot}, customer="Bác Hai", note="giao chiều")
    body["lines"][0]["note"] = "gói quà"
    body["payments"] = [
        {"method": "cash", "amount_vnd": 5_000, "tendered_vnd": 10_000},
        {"method": "card", "amount_vnd": 20_000, "reference": "POS 1"},
    ]
    optional = {"customer", "offline", "rounding_vnd", "discount_vnd", "tendered_vnd", "reference", "lot", "product", "note"}
    return Good("PUT", f"/api/v1/sales/{uid()}", "/api/v1/sales/{uid}", body, optional, {"rounding_vnd"})


def _offline_sale(shop: Shop, local_outlet: LocalOutlet) -> Good:
    product = shop.stocked()
    body = shop.sale(shop.line(product, "1.5"), offline=True, sent_at=now())
    optional = {"customer", "offline", "rounding_vnd", "discount_vnd", "tendered_vnd", "sent_at"}
    return Good("PUT", f"/api/v1/sales/{uid()}", "/api/v1/sales/{uid}", body, optional, {"rounding_vnd"})


def _refund(shop: Shop, local_outlet: LocalOutlet) -> Good:
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    body = {
        "shift": shop.shift,
        "sale": sold["uid"],
        "slip": True,
        "lines": [{"line": 1, "quantity": "0.5", "condition": "resell"}],
        "method": "cash",
        "reason": "đổi ý",
        "at": now(),
    }
    return Good("PUT", f"/api/v1/refunds/{uid()}", "/api/v1/refunds/{uid}", body, {"at", "slip"})


def _vietqr(shop: Shop, local_outlet: LocalOutlet) -> Good:
    shop.api.put("/api/v1/outlet", {"name": "Điểm bán", **BANK, "cash_rounding_vnd": 0, "cashier_discount_limit_bp": 1000}).ok()
    return Good("POST", "/api/v1/vietqr", "/api/v1/vietqr", {"amount_vnd": 1000, "reference": "Đơn 12"})


def _bank_notice(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"id": f"FT{shop.tag}", "amount_vnd": 1000, "description": "NGUYEN VAN A chuyen tien", "at": now()}
    return Good("POST", "/api/v1/bank-notices", "/api/v1/bank-notices", body)


def _sold(shop: Shop) -> str:
    product = shop.stocked()
    shop.sell(shop.line(product, "5"))
    return shop.producer_of(product)


def _issued(shop: Shop) -> dict[str, Any]:
    statement: dict[str, Any] = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": _sold(shop), "until": today()}).ok(201)
    return statement


def _statement(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"producer": _sold(shop), "until": today()}
    return Good("PUT", f"/api/v1/statements/{uid()}", "/api/v1/statements/{uid}", body)


def _accept(shop: Shop, local_outlet: LocalOutlet) -> Good:
    path = f"/api/v1/statements/{_issued(shop)['uid']}/accept"
    return Good("POST", path, "/api/v1/statements/{uid}/accept", {"note": "Ký giấy ngày 24/11"})


def _query(shop: Shop, local_outlet: LocalOutlet) -> Good:
    statement = _issued(shop)
    body = {"line": statement["lines"][0]["uid"], "message": "Sao thiếu?"}
    return Good("POST", f"/api/v1/statements/{statement['uid']}/query", "/api/v1/statements/{uid}/query", body)


def _answer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    query = _query(shop, local_outlet)
    shop.api.post(query.path, query.body).ok()
    path = query.path.replace("/query", "/answer")
    return Good("POST", path, "/api/v1/statements/{uid}/answer", {**query.body, "message": "Đã xem lại"})


def _payout(shop: Shop, local_outlet: LocalOutlet) -> Good:
    statement = _issued(shop)
    body = {
        "producer": statement["producer"],
        "statement": statement["uid"],
        "amount_vnd": 1000,
        "method": "cash",
        "reference": "PC 1",
        "shift": shop.shift,
    }
    return Good("PUT", f"/api/v1/payouts/{uid()}", "/api/v1/payouts/{uid}", body, {"reference", "shift"})


def _reverse(shop: Shop, local_outlet: LocalOutlet) -> Good:
    paid = _payout(shop, local_outlet)
    shop.api.put(paid.path, paid.body).ok(201)
    return Good("POST", paid.path + "/reverse", "/api/v1/payouts/{uid}/reverse", {"uid": uid(), "reason": "nhầm người"})


def _take_back(original: Callable[[Shop, LocalOutlet], Good]) -> Callable[[Shop, LocalOutlet], Good]:
    """A document that takes a goods document back."""

    def make(shop: Shop, local_outlet: LocalOutlet) -> Good:
        good = original(shop, local_outlet)
        shop.api.put(good.path, good.body).ok(201)
        return Good("POST", good.path + "/reverse", good.template + "/reverse", {"uid": uid(), "reason": "ghi nhầm"})

    return make


def _adjustment(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "amount_vnd": -500, "memo": "sửa nhầm"}
    return Good(
        "POST",
        f"/api/v1/producers/{shop.producer()}/adjustments",
        "/api/v1/producers/{code}/adjustments",
        body,
        set(),
        {"amount_vnd"},
    )


def _charge(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "amount_vnd": 500, "memo": "phí quầy"}
    return Good(
        "POST", f"/api/v1/producers/{shop.producer()}/charges", "/api/v1/producers/{code}/charges", body, set(), {"amount_vnd"}
    )


def _slip_logo(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return Good("POST", "/api/v1/slip-logos", "/api/v1/slip-logos", {"uid": uid(), "file": SQUARE})


def _slip_template(shop: Shop, local_outlet: LocalOutlet) -> Good:
    logo = shop.api.post("/api/v1/slip-logos", {"uid": uid(), "file": SQUARE}).ok(201)["logo"]
    body = {"logo": logo, "header": "Mở cửa 7 giờ", "footer": "Đổi trả\ntrong ngày", "thanks": "Cảm ơn!", "second_language": "en"}
    path = "/api/v1/slip-template"
    return Good("PUT", path, path, {**body, "hidden": ["lot_code"]}, set(body))


GOOD: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    **COUNTER,
    **OFFERS,
    **CUSTOMERS,
    **GOODS,
    **PRICES,
    **PAPERS,
    **FAIRS,
    **NEWS,
    **PROGRAMME_FILES,
    **IMPORTS,
    **PLANS,
    **SETTLING,
    **ENTRY,
    "producer": _producer,
    "product": _product,
    "outlet": _outlet,
    "place": _place,
    "till": _till,
    "printer": _printer,
    "slip logo": _slip_logo,
    "slip template": _slip_template,
    "delivery": _delivery,
    "return": _return,
    "loss": _loss,
    "transfer": _transfer,
    "count": _count,
    "delivery reversal": _take_back(_delivery),
    "return reversal": _take_back(_return),
    "loss reversal": _take_back(_loss),
    "transfer reversal": _take_back(_transfer),
    "count reversal": _take_back(_count),
    "recall": _recall,
    "labels": _labels,
    "shift": _shift,
    "cash move": _cash_move,
    "close": _close,
    "sale": _sale,
    "offline sale": _offline_sale,
    "refund": _refund,
    "vietqr": _vietqr,
    "bank notice": _bank_notice,
    "statement": _statement,
    "accept": _accept,
    "query": _query,
    "answer": _answer,
    "payout": _payout,
    "reverse": _reverse,
    "adjustment": _adjustment,
    "charge": _charge,
}

YESTERDAY = (date.fromisoformat(today()) - timedelta(days=1)).isoformat()
