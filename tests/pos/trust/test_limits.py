"""What a cashier does not do alone: each limit refuses, is lifted by an approval or by 0, and is on the managers' list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.people.permits import Role
from tests.journeys.inside import PIN, Inside, InsideApi, TimedShop
from tests.outlet import uid
from tests.pos.trust.test_late_sales import HOUR, MINUTE, NOON, at, codes, person


def set_limits(inside: Inside, **limits: Any) -> None:
    now = inside.api.get("/api/v1/outlet").ok()
    inside.api.put("/api/v1/outlet", now | limits).ok()


@pytest.fixture
def approval(inside: Inside) -> dict[str, str]:
    return {"by": inside.manager_with_pin(), "pin": PIN}


@pytest.fixture
def thu(inside: Inside) -> InsideApi:
    return person(inside, "thu1")


@pytest.fixture
def shop(inside: Inside, thu: InsideApi) -> TimedShop:
    """A shop that the cashier has opened, with money in the drawer."""
    shop = TimedShop(inside.api)
    shop.api = thu
    shop.open_shift(9_000_000)
    shop.api = inside.api
    return shop


def cash_move(shop: TimedShop, api: InsideApi, amount_vnd: int, kind: str = "out", **more: Any) -> Any:
    body = {"uid": uid(), "kind": kind, "amount_vnd": amount_vnd, "reason": "nộp quỹ"} | more
    return api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", body)


def refund(shop: TimedShop, api: InsideApi, sale: Any, quantity: str = "1", **more: Any) -> Any:
    body = {
        "shift": shop.shift, "sale": sale["uid"], "slip": True, "method": "cash", "reason": "đổi ý",
        "lines": [{"line": 1, "quantity": quantity, "condition": "resell"}],
    }  # fmt: skip
    return api.put(f"/api/v1/refunds/{uid()}", body | more)


def approved(inside: Inside) -> list[tuple[str, int, str | None]]:
    items = inside.api.get("/api/v1/reports/approvals").ok()["items"]
    assert all((item["by"], item["asked_by"]) == ("duyet", "thu1") for item in items)
    return [(item["what"], item["amount_vnd"], item["reason"]) for item in reversed(items)]


def test_cash_out_beyond_the_limit_needs_a_manager(
    inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]
) -> None:
    assert cash_move(shop, thu, 2_000_001).code == "approval_needed"
    assert cash_move(shop, thu, 10**12).code == "approval_needed"
    assert cash_move(shop, thu, 2_000_001, approval=approval | {"pin": "13579246"}).code == "approval_refused"
    assert cash_move(shop, thu, 2_000_001, approval=approval).ok(201)["approved_by"] == "duyet"
    assert cash_move(shop, thu, 2_000_000).ok(201)["approved_by"] is None
    assert cash_move(shop, thu, 5_000_000, "in").status == 201
    assert cash_move(shop, inside.api, 2_000_001).status == 201, "a manager is not limited"
    assert cash_move(shop, thu, 9_000_000, approval=approval).code == "not_enough_cash"
    set_limits(inside, cash_out_limit_vnd=0)
    assert cash_move(shop, thu, 2_000_001).status == 201, "0 is no limit"
    assert approved(inside) == [("cash_out", 2_000_001, "nộp quỹ")]


def test_a_refund_beyond_amount_age_or_method_needs_a_manager(
    inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]
) -> None:
    set_limits(inside, refund_limit_vnd=20_000)
    line = shop.line(shop.stocked(), "10")
    sale = shop.sell(line)
    assert refund(shop, thu, sale, "3").code == "approval_needed"
    refund(shop, thu, sale, "2").ok(201)
    assert refund(shop, thu, sale, "1").code == "approval_needed", "the parts of one sale make a whole"
    assert refund(shop, thu, sale, "1", method="card").code == "approval_needed"
    assert refund(shop, thu, sale, "1", approval=approval).ok(201)["approved_by"] == "duyet"
    assert codes(refund(shop, thu, sale, "1", offline=True).ok(201)) == ["approval_missing"], "it has happened"
    refund(shop, inside.api, sale, "1").ok(201)
    set_limits(inside, refund_limit_vnd=0)
    assert refund(shop, thu, sale, "1", method="card").code == "approval_needed"
    assert refund(shop, thu, sale, "1", slip=False).code == "approval_needed"
    refund(shop, thu, sale, "1", method="card", approval=approval).ok(201)
    set_limits(inside, refund_other_method="free")
    refund(shop, thu, sale, "1", method="card").ok(201)
    assert approved(inside) == [("refund_amount", 10_000, "đổi ý"), ("refund_method", 10_000, "đổi ý")]


def test_fresh_goods_go_back_on_the_shelf_with_a_manager_alone(
    inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]
) -> None:
    sale = shop.sell(shop.line(shop.stocked(set=1), "3"), shop.line(shop.stocked(set=7)))
    assert refund(shop, thu, sale, "1").json["detail"] == "Hàng tươi trả lại mà bán tiếp: cần quản lý duyệt."
    spoiled = [{"line": 1, "quantity": "1", "condition": "spoiled"}, {"line": 2, "quantity": "1", "condition": "resell"}]
    refund(shop, thu, sale, "1", lines=spoiled).ok(201)
    assert codes(refund(shop, thu, sale, "1", offline=True).ok(201)) == ["approval_missing"], "it has happened"
    refund(shop, thu, sale, "1", approval=approval).ok(201)
    assert approved(inside) == [("fresh_goods", 10_000, "đổi ý")]


def test_goods_come_back_within_thirty_days_or_with_a_manager(inside: Inside, approval: dict[str, str]) -> None:
    with at(NOON):
        shop = inside.shop()
        sale = shop.sell(shop.line(shop.stocked(), "2"))
    with at(NOON + timedelta(days=30)):
        thu = person(inside, "thu1")
        refund(shop, thu, sale, "1").ok(201)
    with at(NOON + timedelta(days=31)):
        assert refund(shop, thu, sale, "1").code == "approval_needed"
        refund(shop, thu, sale, "1", approval=approval).ok(201)


def test_a_transfer_of_ones_own_sale_is_confirmed_by_another_where_the_outlet_says_so(
    inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]
) -> None:
    line = shop.line(shop.stocked())
    paid = [{"method": "vietqr", "amount_vnd": 10_000, "reference": "OCOP1"}]

    def sold(**more: Any) -> str:
        sale = thu.put(f"/api/v1/sales/{uid()}", shop.sale(line, payments=paid, **more)).ok(201)
        return f"/api/v1/sales/{sale['uid']}/payments/1/confirm"

    thu.post(sold()).ok(200)
    set_limits(inside, own_confirm="approval")
    path = sold()
    assert thu.post(path).code == "approval_needed"
    assert inside.api.get(path.removesuffix("/payments/1/confirm")).ok()["payments"][0]["state"] == "unconfirmed"
    assert thu.post(path, {"approval": approval}).ok(200)["payments"][0]["state"] == "confirmed"
    thu.post(path).ok(200)
    person(inside, "thu2").post(sold()).ok(200)
    inside.api.post(sold()).ok(200)
    assert thu.post(sold(offline=True, cashier="quanly")).code == "approval_needed", "who sent it has sold it"
    assert approved(inside) == [("own_confirm", 10_000, None)]


def test_goods_in_the_hand_beat_the_book_without_a_manager_where_the_outlet_says_so(
    inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]
) -> None:
    product = shop.stocked(quantity="1")
    body = shop.sale(shop.line(product, "3"))
    assert thu.put(f"/api/v1/sales/{uid()}", body).code == "out_of_stock"
    thu.put(f"/api/v1/sales/{uid()}", body | {"approval": approval}).ok(201)
    set_limits(inside, short_stock="free")
    assert codes(thu.put(f"/api/v1/sales/{uid()}", body).ok(201)) == ["stock_short"]
    assert approved(inside) == [("short_stock", 30_000, None)]
    assert inside.gaps() == []


def test_another_persons_shift_is_closed_with_a_manager_and_who_acted_in_it_is_named(
    inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]
) -> None:
    other = person(inside, "thu2")
    other.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(shop.stocked()))).ok(201)
    path, counted = f"/api/v1/shifts/{shop.shift}", {"counted": {"500000": 18, "10000": 1}}
    assert other.get(path).ok()["others"] == ["thu2"]
    assert other.post(f"{path}/close", counted).code == "approval_needed"
    assert other.post(f"{path}/close", counted | {"approval": approval | {"pin": "1"}}).code == "approval_refused"
    report = other.post(f"{path}/close", counted | {"approval": approval}).ok(200)
    assert (report["opened_by"], report["others"], report["closed_by"], report["close_approved_by"]) == (
        "thu1", ["thu2"], "thu2", "duyet",
    )  # fmt: skip
    assert other.post(f"{path}/close", counted).ok(200) == report, "the same close again"
    (row,) = inside.api.get("/api/v1/reports/shifts").ok()["items"]
    assert row["others_names"] == "Thu2"
    items = inside.api.get("/api/v1/reports/approvals").ok()["items"]
    assert [(item["what"], item["asked_by"], item["document"]) for item in items] == [("close", "thu2", shop.shift)]


def test_a_shift_of_ones_own_and_any_shift_by_a_manager_is_closed_alone(inside: Inside, shop: TimedShop, thu: InsideApi) -> None:
    thu.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok(200)
    shop.api = thu
    shop.open_shift()
    inside.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok(200)


def test_an_approval_names_what_it_was_for(inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]) -> None:
    product = shop.stocked()
    body = shop.sale(shop.line(product, "1", 12_000, 5_000), shop.line(product, "1", 12_000), approval=approval)
    thu.put(f"/api/v1/sales/{uid()}", body).ok(201)
    assert approved(inside) == [("price", 12_000, None), ("discount", 5_000, None), ("price", 12_000, None)]


def test_a_refund_dated_back_is_never_silent(inside: Inside) -> None:
    with at(NOON - 6 * HOUR):
        shop = inside.shop()
        sale = shop.sell(shop.line(shop.stocked(), "4"))
    thu = person(inside, "thu1")
    with at(NOON):
        wrong = refund(shop, thu, sale, at="1999-01-01T00:00:00+07:00")
        assert (wrong.status, wrong.json["errors"][0]["field"]) == (422, "at")
        ahead = (NOON + HOUR).isoformat()
        assert refund(shop, thu, sale, at=ahead).status == 422
        back = refund(shop, thu, sale, at=(NOON - HOUR).isoformat()).ok(201)
        assert codes(back) == ["late"], "an online one has no need to be dated back"
        assert codes(refund(shop, thu, sale, at=(NOON - HOUR).isoformat(), offline=True).ok(201)) == []
        assert codes(refund(shop, thu, sale, at=(clock.now() - HOUR / 10).isoformat()).ok(201)) == []
        for moment in (NOON - 7 * HOUR, NOON + HOUR):
            assert cash_move(shop, thu, 1, at=moment.isoformat()).status == 422


def test_exceptions_of_a_day_are_listed_with_reasons(
    inside: Inside, shop: TimedShop, thu: InsideApi, approval: dict[str, str]
) -> None:
    cash_move(shop, thu, 2_500_000, approval=approval).ok(201)
    cash_move(shop, thu, 7_000, "in", reason="thêm tiền lẻ").ok(201)
    paid = [{"method": "vietqr", "amount_vnd": 9_500, "reference": "OCOP1"}]
    sale = thu.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(shop.stocked(), discount_vnd=500), payments=paid)).ok(201)
    thu.post(f"/api/v1/sales/{sale['uid']}/payments/1/confirm").ok(200)
    refund(shop, inside.api, sale, method="vietqr").ok(201)
    items = inside.api.get("/api/v1/reports/exceptions").ok()["items"]
    assert {(x["what"], x["amount_vnd"], x["reason"], x["by"], x["approved_by"]) for x in items} == {
        ("cash_out", 2_500_000, "nộp quỹ", "thu1", "duyet"),
        ("cash_in", 7_000, "thêm tiền lẻ", "thu1", None),
        ("discount", 500, None, "thu1", None),
        ("own_confirm", 9_500, None, "thu1", None),
        ("refund", 9_500, "đổi ý", "quanly", None),
    }
    assert {x["till"] for x in items} == {shop.till}
    assert inside.as_role(Role.CASHIER).get("/api/v1/reports/exceptions").status == 403


def test_contacts_presence_and_the_lists_are_the_same_on_each_database(each_app: Flask) -> None:
    inside = Inside(each_app)
    approval = {"by": inside.manager_with_pin(), "pin": PIN}
    thu = person(inside, "thu1")
    shop = TimedShop(inside.api)
    with at(NOON - 6 * HOUR):
        shop.open_shift(9_000_000)
        line = shop.line(shop.stocked(), discount_vnd=500)
    with at(NOON):
        cash_move(shop, thu, 2_500_000, approval=approval).ok(201)
    inside.app.extensions.pop("outlet_till_presence")
    with at(NOON + 11 * MINUTE):
        body = shop.sale(line, offline=True, sold_at=(NOON - MINUTE).isoformat(), cashier="thu1")
        assert codes(shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)) == ["late"]
        sale = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(line)).ok(201)
        refund(shop, thu, sale).ok(201)
        counted = {"counted": {}, "approval": approval}
        report = thu.post(f"/api/v1/shifts/{shop.shift}/close", counted).ok(200)
        assert (report["others"], report["close_approved_by"]) == (["thu1"], "duyet")
        day = {"from": "2026-11-20", "to": "2026-11-20"}
        items = inside.api.get("/api/v1/reports/exceptions", **day).ok()["items"]
        assert sorted(item["what"] for item in items) == ["cash_out", "discount", "discount", "refund"]
        items = inside.api.get("/api/v1/reports/approvals", **day).ok()["items"]
        assert [item["what"] for item in items] == ["close", "cash_out"]
        assert len(inside.api.get("/api/v1/sales?flag=late&reviewed=false").ok()["items"]) == 1
    assert inside.gaps() == []
