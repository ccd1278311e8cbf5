"""Good examples of what is settled with producers: versions of agreements, counts, closing and paying many."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, today, uid

VERSIONED = {
    "signed_number": "01/2026/HĐKG",
    "reason": "lần đầu",
    "from": "2099-01-01",
    "grace_days": 3,
    "cycle": "half_month",
    "charges": [{"name": "Phí gian hàng", "per": "cycle", "amount_vnd": 50_000}],
    "papers": [{"kind": "food_safety", "without": "warn"}],
    "visibility": "basic",
}
"""What a version of an agreement says besides its terms."""


def _agreement(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    losses = dict.fromkeys(("damage", "expiry", "theft", "count", "sampling", "recall"), "shared")
    terms = [
        {
            "basis": "commission",
            "rate_bp": 1500,
            "discount_bearer": "outlet",
            "loss": losses,
            "loss_allowance_bp": 100,
            "commission_base": "without_vat",
            "vat_kept_by": "outlet",
        },
        {"product": shop.product(producer), "basis": "fixed_price", "owed_per_unit_vnd": 9_000, "discount_bearer": "producer"},
        {"set": 3, "basis": "commission", "rate_bp": 0, "discount_bearer": "shared"},
    ]
    body = {
        "producer": producer,
        "starts_on": "2026-01-01",
        "ends_on": "2027-01-01",
        "terms": terms,
        "holding_days": 7,
        "minimum_payout_vnd": 100_000,
        "answer_days": 10,
        "allowances": {"sampling": {"per": "month", "value_vnd": 200_000}},
        "on_expiry": {"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2000},
        **VERSIONED,
    }
    optional = {"ends_on", "holding_days", "minimum_payout_vnd", "answer_days", "allowances", "on_expiry", "sampling", "loss"}
    optional |= {"loss_allowance_bp", "commission_base", "vat_kept_by", "product", "set", *losses, *VERSIONED}
    may_be_empty = {"charges", "papers"}
    return Good(
        "PUT", f"/api/v1/agreements/{shop.code('HD')}", "/api/v1/agreements/{number}", body, optional, may_be_empty=may_be_empty
    )


def _owed(shop: Shop) -> tuple[str, str]:
    """A producer with an account that is owed for a sale, and its statement."""
    producer = shop.producer(bank_bin="970436", bank_account="0011004567890", bank_holder="HTX")
    owed = {"uid": uid(), "amount_vnd": 100_000, "memo": "bù"}
    shop.api.post(f"/api/v1/producers/{producer}/adjustments", owed).ok(201)
    return producer, uid()


def _version_confirmed(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    number = shop.agreement(producer)
    later = {"producer": producer, "starts_on": "2020-01-01", "terms": [shop.TERM], "from": today(), "cycle": "week"}
    shop.api.put(f"/api/v1/agreements/{number}", later).ok(200)
    body = {"uid": uid(), "note": "ký giấy ngày 24/11"}
    path = f"/api/v1/agreements/{number}/versions/2/confirm"
    return Good("POST", path, "/api/v1/agreements/{number}/versions/{version}/confirm", body)


def _simulation(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    number = shop.agreement(producer)
    losses = dict.fromkeys(("damage", "expiry", "theft", "count", "sampling", "recall"), "shared")
    term = {"set": 3, "basis": "commission", "rate_bp": 1700, "discount_bearer": "shared", "loss": losses}
    more = {"loss_allowance_bp": 100, "commission_base": "without_vat", "vat_kept_by": "outlet"}
    body = {"terms": [term | more], "from": "2026-07-01", "to": "2026-09-30"}
    optional = {"set", "loss", *losses, *more}
    path = f"/api/v1/agreements/{number}/simulate"
    return Good("POST", path, "/api/v1/agreements/{number}/simulate", body, optional)


def _settlement(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer, _statement = _owed(shop)
    body = {"until": today(), "producers": [producer]}
    return Good("PUT", f"/api/v1/settlements/{uid()}", "/api/v1/settlements/{uid}", body, {"producers"})


def _payout_batch(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer, statement = _owed(shop)
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": today()}).ok(201)
    body = {"statements": [statement], "method": "cash", "reference": "T11", "shift": shop.shift}
    return Good("PUT", f"/api/v1/payout-batches/{uid()}", "/api/v1/payout-batches/{uid}", body, {"reference", "shift"})


def _producer_payment(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    charge = {"uid": uid(), "amount_vnd": 50_000, "memo": "vận chuyển"}
    shop.api.post(f"/api/v1/producers/{producer}/charges", charge).ok(201)
    body = {"producer": producer, "amount_vnd": 20_000, "method": "cash", "shift": shop.shift, "reference": "biên nhận 7"}
    path = f"/api/v1/producer-payments/{uid()}"
    return Good("PUT", path, "/api/v1/producer-payments/{uid}", body, {"shift", "reference"})


def _producer_payment_reversal(shop: Shop, local_outlet: LocalOutlet) -> Good:
    paid = _producer_payment(shop, local_outlet)
    shop.api.put(paid.path, paid.body).ok(201)
    return Good("POST", paid.path + "/reverse", paid.template + "/reverse", {"uid": uid(), "reason": "ghi nhầm"})


def _bank_file_columns(shop: Shop, local_outlet: LocalOutlet) -> Good:
    columns = [{"field": "bank_account", "heading": "So tai khoan"}, {"field": "amount_vnd", "heading": "So tien"}]
    return Good(
        "PUT", "/api/v1/payouts/bank-file/columns", "/api/v1/payouts/bank-file/columns", {"columns": columns}, {"heading"},
        may_be_empty={"columns"},
    )  # fmt: skip


def _unaccept(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer, statement = _owed(shop)
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": today()}).ok(201)
    shop.api.post(f"/api/v1/statements/{statement}/accept", {"note": "ký giấy"}).ok()
    return Good("POST", f"/api/v1/statements/{statement}/unaccept", "/api/v1/statements/{uid}/unaccept", {"uid": uid()})


def _lot(shop: Shop) -> str:
    product = shop.stocked()
    return str(shop.api.get(f"/api/v1/stock?product={product}").ok()["items"][0]["lot"])


def _countersign(shop: Shop, local_outlet: LocalOutlet) -> Good:
    lot, count = _lot(shop), uid()
    counted = {"place": shop.place, "lines": [{"lot": lot, "counted": "49"}]}
    shop.api.put(f"/api/v1/counts/{count}", counted).ok(201)
    body = {"uid": uid(), "lines": [{"lot": lot, "agreed": False, "message": "Sao thiếu?"}], "note": "hỏi qua điện thoại"}
    return Good("POST", f"/api/v1/counts/{count}/countersign", "/api/v1/counts/{uid}/countersign", body)


def _count_answer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    asked = _countersign(shop, local_outlet)
    shop.api.post(asked.path, asked.body).ok(201)
    body = {"uid": uid(), "lot": asked.body["lines"][0]["lot"], "message": "Đếm lại rồi ạ."}
    return Good("POST", asked.path.replace("countersign", "answer"), "/api/v1/counts/{uid}/answer", body)


def _mended_delivery(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    shop.agreement(producer)
    line = {"product": shop.product(producer), "quantity": "255"}
    wrong = shop.deliver(producer, line)
    body = {"producer": producer, "place": shop.place, "delivered_on": today(), "lines": [line | {"quantity": "25.5"}]}
    body["corrects"] = {"delivery": wrong["uid"], "reason": "gõ nhầm"}
    return Good("PUT", f"/api/v1/deliveries/{uid()}", "/api/v1/deliveries/{uid}", body, {"corrects"})


def _channels(shop: Shop, local_outlet: LocalOutlet) -> Good:
    more = {"email": "htx@dongque.vn", "zalo": "0912345678", "sms": "+84912345678", "language": "en", "sold_every": "week"}
    body = {**more, "kinds": {"statement": ["email", "zalo"], "sold": ["sms"]}}
    path = f"/api/v1/producers/{shop.producer()}/channels"
    optional = {*more, "statement", "sold"}
    return Good("PUT", path, "/api/v1/producers/{code}/channels", body, optional, of_any_shape={"kinds"})


SETTLING: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "agreement": _agreement,
    "version confirmed": _version_confirmed,
    "simulation": _simulation,
    "settlement": _settlement,
    "payout batch": _payout_batch,
    "producer payment": _producer_payment,
    "producer payment reversal": _producer_payment_reversal,
    "bank file columns": _bank_file_columns,
    "unaccept": _unaccept,
    "countersign": _countersign,
    "count answer": _count_answer,
    "mended delivery": _mended_delivery,
    "channels": _channels,
}
