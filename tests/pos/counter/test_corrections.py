"""Corrected payments: the same total, numbered on, expected cash and reports follow, and both versions stay."""

from __future__ import annotations

from typing import Any

from flask import Flask

from core.people.permits import Role
from tests.journeys.inside import PIN, Inside
from tests.outlet import Answer, Shop, now, today, uid


def correct(shop: Shop, sale: str, *payments: dict[str, Any], **more: Any) -> Answer:
    """Says how a sale was paid after all."""
    body = {"uid": uid(), "payments": list(payments), "reason": "khách chuyển khoản"}
    return shop.api.post(f"/api/v1/sales/{sale}/payments/correct", body | more)


def paid(method: str, amount_vnd: int, **more: Any) -> dict[str, Any]:
    """A payment."""
    return {"method": method, "amount_vnd": amount_vnd} | more


def by_method(shop: Shop) -> dict[str, int]:
    """What the day's report says came in, by method."""
    items = shop.api.get(f"/api/v1/reports/sales?by=method&from={today()}&to={today()}").ok()["items"]
    return {row["key"]: row["net_vnd"] for row in items}


def test_the_drawer_the_reports_and_the_slip_follow(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "3"))
    body = {"uid": uid()}
    first = correct(shop, sold["uid"], paid("card", 20_000), paid("cash", 10_000, tendered_vnd=50_000), **body)
    assert first.status == 201
    again = correct(shop, sold["uid"], paid("card", 20_000), paid("cash", 10_000, tendered_vnd=50_000), **body)
    assert (again.status, again.body) == (200, first.body)
    sale = shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()
    assert sale == first.json
    assert [(p["n"], p["method"], p["amount_vnd"]) for p in sale["payments"]] == [(2, "card", 20_000), (3, "cash", 10_000)]
    assert (sale["total_vnd"], sale["change_vnd"]) == (30_000, 40_000)
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert report["expected_vnd"] == 510_000
    assert {m["method"]: m["amount_vnd"] for m in report["payments"]} == {"cash": 10_000, "card": 20_000}
    assert by_method(shop) == {"card": 20_000, "cash": 10_000}
    slip = shop.api.get(f"/api/v1/sales/{sold['uid']}/receipt").body.decode()
    assert "40.000" in slip and "20.000" in slip
    correct(shop, sold["uid"], paid("cash", 30_000)).ok(201)
    assert [p["n"] for p in shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()["payments"]] == [4]
    assert by_method(shop) == {"cash": 30_000}
    trail = shop.api.get(f"/api/v1/audit?action=payments.corrected&subject={sold['uid']}").ok()["items"]
    assert [line["before"]["cash_vnd"] for line in trail] == [30_000, 10_000]
    assert [[p["method"] for p in line["after"]["payments"]] for line in trail] == [["card", "cash"], ["cash"]]
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    assert inside.gaps() == []


def test_only_the_same_total_and_before_the_close(inside: Inside) -> None:
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked()))
    assert correct(shop, sold["uid"], paid("card", 9_999)).json["errors"][0]["field"] == "payments"
    assert correct(shop, sold["uid"], paid("card", 10_000, tendered_vnd=20_000)).status == 422
    assert correct(shop, uid(), paid("card", 10_000)).status == 404
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    assert correct(shop, sold["uid"], paid("card", 10_000)).code == "shift_closed"
    assert [p["n"] for p in shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()["payments"]] == [1]


def test_less_cash_needs_a_manager_and_more_does_not(inside: Inside) -> None:
    by = inside.manager_with_pin()
    shop = inside.shop()
    product = shop.stocked()
    shop.api = inside.as_role(Role.CASHIER)
    in_cash = shop.sell(shop.line(product))
    by_card = shop.sell(shop.line(product), payments=[paid("card", 10_000)])
    assert correct(shop, by_card["uid"], paid("cash", 10_000)).status == 201
    assert correct(shop, in_cash["uid"], paid("card", 10_000)).code == "approval_needed"
    assert correct(shop, in_cash["uid"], paid("card", 10_000), approval={"by": by, "pin": "0"}).code == "approval_refused"
    assert correct(shop, in_cash["uid"], paid("card", 10_000), approval={"by": by, "pin": PIN}).status == 201
    named = inside.api.get("/api/v1/reports/approvals").ok()["items"][0]
    assert (named["what"], named["amount_vnd"], named["document"]) == ("correction", 10_000, in_cash["uid"])


def test_a_transfer_that_the_bank_told_of_is_found_and_one_that_stays_stays_confirmed(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "2"))
    notice = {"id": f"N{shop.tag}", "amount_vnd": 15_000, "description": f"CK OCOP {shop.tag}7788", "at": now()}
    assert shop.api.post("/api/v1/bank-notices", notice).ok()["matched"] is False
    transfer = paid("vietqr", 15_000, reference=f"OCOP {shop.tag}7788")
    corrected = correct(shop, sold["uid"], transfer, paid("cash", 5_000)).ok(201)
    assert corrected["payments"][0]["state"] == "confirmed"
    moved = correct(shop, sold["uid"], paid("card", 5_000), transfer).ok(201)
    assert [(p["n"], p["method"], p["state"]) for p in moved["payments"]] == [
        (4, "card", "received"),
        (5, "vietqr", "confirmed"),
    ]
    other = correct(shop, sold["uid"], paid("vietqr", 20_000, reference="KHAC")).ok(201)
    assert other["payments"][0]["state"] == "unconfirmed"
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["unconfirmed_vnd"] == 20_000
    assert shop.api.post(f"/api/v1/sales/{sold['uid']}/payments/5/confirm").status == 404
    assert shop.api.post(f"/api/v1/sales/{sold['uid']}/payments/6/confirm").status == 200
    assert inside.gaps() == []
