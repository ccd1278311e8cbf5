"""Totals, rounding, change, transfers and the bank's notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from tests.journeys.inside import Inside
from tests.outlet import now, uid


def put(shop: Any, body: Any) -> Any:
    return shop.api.put(f"/api/v1/sales/{uid()}", body)


def rounding(inside: Inside, step: int) -> None:
    inside.api.put("/api/v1/outlet", {"name": "Điểm bán", "cash_rounding_vnd": step, "cashier_discount_limit_bp": 1000}).ok()


def cash(amount: int, tendered: int | None = None) -> dict[str, Any]:
    return {"method": "cash", "amount_vnd": amount, "tendered_vnd": tendered if tendered is not None else amount}


@pytest.mark.parametrize(
    "changes",
    [
        {"total_vnd": 20_001},
        {"payments": [cash(19_999)]},
        {"payments": []},
        {"payments": [cash(20_000, 19_999)]},
        {"payments": [{"method": "card", "amount_vnd": 20_000, "tendered_vnd": 20_001}]},
        {"discount_vnd": 20_001, "total_vnd": 0, "payments": []},
        {"rounding_vnd": 500, "total_vnd": 20_500, "payments": [cash(20_500)]},
    ],
    ids=["total", "paid-less", "unpaid", "tendered-less", "change-of-a-card", "discount-over-all", "rounding-not-used"],
)
def test_a_sale_that_contradicts_itself_is_refused_even_offline(inside: Inside, changes: dict[str, Any]) -> None:
    shop = inside.shop()
    body = shop.sale(shop.line(shop.stocked(), "2"))
    assert put(shop, body | changes).status == 422
    assert put(shop, body | changes | {"offline": True}).status == 422
    assert put(shop, body).status == 201


def test_several_ways_of_paying_and_the_change(inside: Inside) -> None:
    shop = inside.shop()
    body = shop.sale(shop.line(shop.stocked(), "10"))
    body["payments"] = [{"method": "card", "amount_vnd": 40_000}, {"method": "voucher", "amount_vnd": 0}, cash(60_000, 100_000)]
    sold = put(shop, body).ok(201)
    assert sold["change_vnd"] == 40_000
    assert [p["method"] for p in sold["payments"]] == ["card", "voucher", "cash"]


def test_nothing_to_pay_needs_no_payment(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    body = shop.sale(shop.line(product, discount_vnd=10_000))
    assert put(shop, body | {"payments": []}).ok(201)["total_vnd"] == 0
    assert put(shop, body).ok(201)["lines"][0]["kept_vnd"] == -8_500


@pytest.mark.parametrize(
    ("round_vnd", "method", "allowed"),
    [
        (450, "cash", True),
        (-550, "cash", True),
        (-50, "cash", False),
        (1450, "cash", False),
        (450, "card", False),
        (0, "cash", True),
    ],
    ids=["up", "down", "no-multiple", "a-step-or-more", "not-cash", "none"],
)
def test_cash_rounding_is_less_than_a_step_and_makes_a_multiple(
    inside: Inside, round_vnd: int, method: str, allowed: bool
) -> None:
    rounding(inside, 1000)
    shop = inside.shop()
    product = shop.stocked(price_vnd=10_550)
    total = 10_550 + round_vnd
    body = shop.sale(shop.line(product, "1", 10_550), rounding_vnd=round_vnd)
    response = put(shop, body | {"payments": [{"method": method, "amount_vnd": total}]})
    assert response.status == (201 if allowed else 422)
    if allowed:
        (line,) = response.json["lines"]
        assert line["net_vnd"] == line["owed_vnd"] + line["kept_vnd"] == 10_550, "rounding never enters a split"


def transfer(shop: Any, product: str, reference: str | None = "HD 0012", **more: Any) -> Any:
    body = shop.sale(shop.line(product)) | more
    body["payments"] = [{"method": "vietqr", "amount_vnd": 10_000, **({"reference": reference} if reference else {})}]
    return put(shop, body).ok(201)


def test_a_transfer_is_unconfirmed_until_somebody_says_who_and_when(inside: Inside) -> None:
    shop = inside.shop()
    sold = transfer(shop, shop.stocked())
    assert sold["payments"][0]["state"] == "unconfirmed"
    path = f"/api/v1/sales/{sold['uid']}/payments/1/confirm"
    first = shop.api.post(path).ok(200)["payments"][0]
    assert first["state"] == "confirmed" and first["confirmed_by"] and first["confirmed_at"]
    assert shop.api.post(path).ok(200)["payments"][0] == first
    assert shop.api.post(f"/api/v1/sales/{sold['uid']}/payments/2/confirm").status == 404


def notice(shop: Any, amount: int, description: str, **more: Any) -> Any:
    body = {"id": uid(), "amount_vnd": amount, "description": description, "at": now()} | more
    return shop.api.post("/api/v1/bank-notices", body)


def test_a_banks_notice_confirms_by_reference_and_amount_once(inside: Inside) -> None:
    shop = inside.shop()
    sold = transfer(shop, shop.stocked())
    assert notice(shop, 9_999, "hd 0012").ok()["matched"] is False
    assert notice(shop, 10_000, "HD 0013").ok()["matched"] is False
    same = {"id": "FT1", "at": now()}
    first = notice(shop, 10_000, "CT DEN: hd0012 tien hang", **same)
    assert first.status == 201 and first.json["matched"] and first.json["sale"] == sold["uid"]
    assert notice(shop, 10_000, "CT DEN: hd0012 tien hang", **same).status == 200
    assert notice(shop, 10_000, "other words", **same).code == "uid_reused"
    assert notice(shop, 10_000, "hd 0012").ok()["matched"] is False, "the money of one notice only"
    assert shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()["payments"][0]["state"] == "confirmed"


@pytest.mark.parametrize(
    ("reference", "description"),
    [
        ("DH-0012/A", "MBVCB.991 dh0012a chuyen tien"),
        ("Đơn số 12", "CT DEN 123 DON SO 12"),
        ("Gạo tẻ thơm Đại Xuân, đơn 2026-000123", "gao te thom Dai Xuan, don"),
    ],
)
def test_a_reference_is_found_in_the_text_that_banks_send(inside: Inside, reference: str, description: str) -> None:
    shop = inside.shop()
    sold = transfer(shop, shop.stocked(), reference)
    assert notice(shop, 10_000, description).ok()["sale"] == sold["uid"]


@pytest.mark.parametrize(("longer", "description"), [("HD 123", "ck hd123"), ("HD 123", "HD-123 ocop"), ("112", "don 112")])
def test_a_longer_number_is_another_reference(inside: Inside, longer: str, description: str) -> None:
    shop = inside.shop()
    product = shop.stocked()
    transfer(shop, product, "HD 12" if longer.startswith("HD") else "12")
    assert notice(shop, 10_000, description).ok()["matched"] is False, "its sale may not have arrived yet"
    assert transfer(shop, product, longer)["payments"][0]["state"] == "confirmed"
    sold = transfer(shop, product, longer)
    assert notice(shop, 10_000, description).ok()["sale"] == sold["uid"]


def test_two_waiting_transfers_that_fit_are_left_to_a_person(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    transfer(shop, product)
    transfer(shop, product)
    assert notice(shop, 10_000, "HD 0012").ok()["matched"] is False


def test_vietqr_needs_the_outlets_bank(inside: Inside) -> None:
    body = {"amount_vnd": 435_500, "reference": "Đơn số 12, gạo tẻ thơm Đại Xuân"}
    assert inside.api.post("/api/v1/vietqr", body).status == 409
    inside.api.put("/api/v1/outlet", {"name": "Điểm bán", "bank_bin": "970436", "bank_account": "0123456789"}).ok()
    qr = inside.api.post("/api/v1/vietqr", body).ok(200)
    assert "5406435500" in qr["payload"] and "Don so 12" in qr["payload"] and qr["payload"].isascii()
    assert qr["svg"].lstrip().startswith(("<svg", "<?xml"))


@pytest.mark.parametrize("offline", [False, True])
def test_a_notice_that_came_before_the_sale_confirms_it_once(inside: Inside, offline: bool) -> None:
    shop = inside.shop()
    product = shop.stocked()
    assert notice(shop, 10_000, "CT DEN: hd0012 tien hang").ok()["matched"] is False
    first = transfer(shop, product, offline=offline)
    assert (first["payments"][0]["state"], first["payments"][0]["confirmed_by"]) == ("confirmed", "outlet")
    payment = shop.api.get(f"/api/v1/sales/{first['uid']}").ok()["payments"][0]
    assert payment["state"] == "confirmed" and payment["confirmed_at"]
    assert transfer(shop, product, offline=offline)["payments"][0]["state"] == "unconfirmed", "the money of one notice only"


@pytest.mark.parametrize(("days", "state"), [(-4, "unconfirmed"), (-3, "confirmed"), (3, "confirmed"), (4, "unconfirmed")])
def test_a_notice_and_a_sale_days_apart_are_not_the_same_money(inside: Inside, days: int, state: str) -> None:
    shop = inside.shop()
    product = shop.stocked()
    at = clock.rfc3339(clock.now() + timedelta(days=days, minutes=-days))
    notice(shop, 10_000, "hd0012", at=at).ok()
    sold = transfer(shop, product)
    assert sold["payments"][0]["state"] == state
    if state == "unconfirmed":
        assert notice(shop, 10_000, "hd0012", at=at).ok()["matched"] is False
        assert notice(shop, 10_000, "hd0012").ok()["matched"] is True


@pytest.mark.parametrize(("amount", "description"), [(9_999, "hd0012"), (10_000, "hd00123"), (10_000, "hd0013")])
def test_an_earlier_notice_of_other_money_confirms_nothing(inside: Inside, amount: int, description: str) -> None:
    shop = inside.shop()
    product = shop.stocked()
    notice(shop, amount, description).ok()
    assert transfer(shop, product)["payments"][0]["state"] == "unconfirmed"
