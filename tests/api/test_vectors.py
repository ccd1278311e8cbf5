"""The shared vectors through the API: money as sales, codes as scans, transfers as VietQR."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import clock
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid

VECTORS = Path(__file__).parents[1] / "vectors"
MONEY = json.loads((VECTORS / "money.json").read_text())["cases"]
SCAN = json.loads((VECTORS / "scan.json").read_text())
SCAN_FIELD = json.loads((VECTORS / "scan_field.json").read_text())
A_DAY_OF_2026 = "2026-11-20T10:00:00+07:00"
"""The vectors were written for this year's rates; class 8 changes in 2027."""


@pytest.fixture(scope="module")
def stall(local_outlet: LocalOutlet) -> Shop:
    shop = Shop(local_outlet.api)
    with clock.time_travel(datetime.fromisoformat(A_DAY_OF_2026) - timedelta(hours=1)):  # a sale is never older than its shift
        shop.open_shift()
    return shop


def _goods(shop: Shop, line: dict[str, Any]) -> str:
    producer = shop.producer()
    product = shop.product(producer, line["unit_price_vnd"], vat=line["vat"])
    shop.agreement(producer, line["term"])
    shop.deliver(producer, {"product": product, "quantity": "100"})
    return product


@pytest.mark.parametrize("case", MONEY, ids=range(len(MONEY)))
def test_a_sale_costs_what_the_vector_says(stall: Shop, case: dict[str, Any]) -> None:
    lines = [
        stall.line(_goods(stall, line), line["quantity"], line["unit_price_vnd"], line["discount_vnd"]) for line in case["lines"]
    ]
    body = stall.sale(*lines, discount_vnd=case["discount_vnd"], sold_at=A_DAY_OF_2026, offline=True)
    assert body["total_vnd"] == case["total_vnd"]
    sold = stall.api.put(f"/api/v1/sales/{uid()}", body).ok(201)
    assert [flag["code"] for flag in sold["flags"]] == ["late"]
    assert [{key: line[key] for key in want} for line, want in zip(sold["lines"], case["expect"], strict=True)] == case["expect"]
    assert sold["total_vnd"] == case["total_vnd"] and sold["business_day"] == A_DAY_OF_2026[:10]
    for line in sold["lines"]:
        book = [b for b in stall.book(line["producer"]) if b["kind"] == "sold"]
        assert [(b["owed_vnd"], b["gross_vnd"]) for b in book] == [(line["owed_vnd"], line["gross_vnd"])]


@pytest.fixture(scope="module")
def shelves(local_outlet: LocalOutlet) -> Shop:
    """The outlet of the scan vectors."""
    shop = Shop(local_outlet.api)
    producer = shop.producer()
    shop.agreement(producer)
    for setup in (SCAN["setup"], SCAN_FIELD["setup"]):
        for product in setup["products"]:
            body = {"producer": producer, "vat": "8", **{k: v for k, v in product.items() if k != "code"}}
            local_outlet.api.put(f"/api/v1/products/{product['code']}", body).ok(201)
        for lot in setup["lots"]:
            goods = {"product": lot["product"], "lot": lot["lot"]}
            shop.deliver(producer, {**goods, "quantity": "5", "best_before": "2099-01-01"})
            if lot.get("recalled"):
                local_outlet.api.post(f"/api/v1/lots/{lot['lot']}/recall", {"uid": uid(), "reason": "thử"}).ok()
    return shop


@pytest.mark.parametrize("case", [*SCAN["cases"], *SCAN_FIELD["cases"]], ids=lambda c: c["why"])
def test_a_code_is_read_as_the_vector_says(shelves: Shop, case: dict[str, Any]) -> None:
    _scans(shelves, case)


@pytest.mark.parametrize("labels", SCAN["weight_labels"], ids=lambda x: x["layout"])
def test_the_outlets_scale_may_lay_its_labels_out_otherwise(
    local_outlet: LocalOutlet, shelves: Shop, labels: dict[str, Any]
) -> None:
    settings = local_outlet.api.get("/api/v1/outlet").ok()
    local_outlet.api.put("/api/v1/outlet", settings | {"weight_label": labels["layout"]}).ok(200)
    assert local_outlet.api.get("/api/v1/catalogue").ok()["outlet"]["weight_label"] == labels["layout"]
    for case in labels["cases"]:
        _scans(shelves, case)
    local_outlet.api.put("/api/v1/outlet", settings).ok(200)
    _scans(shelves, SCAN["cases"][6])


def _scans(shelves: Shop, case: dict[str, Any]) -> None:
    answer = shelves.api.get("/api/v1/scan", code=case["code"]).ok(200)
    expected = dict(case["expect"])
    if "quantity" in expected:
        assert float(answer["quantity"]) == float(expected.pop("quantity"))
    assert {key: answer.get(key) for key in expected} == expected


def test_a_lot_with_a_slash_has_a_label(shelves: Shop) -> None:
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<"), ("pdf", b"%PDF"), ("escpos", b"\x1b"), ("zpl", b"^XA")):
        answer = shelves.api.get("/api/v1/lots/MY%2F26-11/label", format=kind)
        assert answer.status == 200 and answer.body.startswith(start), (kind, answer.body[:20])
    assert shelves.api.get("/api/v1/lots/MY%2F26-11").ok()["lot"] == "MY/26-11"


def test_vietqr_holds_the_outlets_account(local_outlet: LocalOutlet) -> None:
    settings = local_outlet.api.get("/api/v1/outlet").ok()
    bank = {"bank_bin": "970436", "bank_account": "0123456789"}
    keep = {key: settings[key] for key in ("name", "cash_rounding_vnd", "cashier_discount_limit_bp", "near_expiry_days")}
    local_outlet.api.put("/api/v1/outlet", keep | bank).ok()
    answer = local_outlet.api.post("/api/v1/vietqr", {"amount_vnd": 125_000, "reference": "Đơn số 12 — gạo nếp Quế Võ"}).ok(200)
    assert "970436" in answer["payload"] and "0123456789" in answer["payload"] and "5406125000" in answer["payload"]
    assert answer["payload"].isascii() and answer["svg"].startswith("<")
    local_outlet.api.put("/api/v1/outlet", keep).ok()
    assert local_outlet.api.post("/api/v1/vietqr", {"amount_vnd": 1, "reference": "x"}).code == "no_bank"
