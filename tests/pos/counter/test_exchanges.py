"""Exchanges: both documents or none, what goods pay is the same on both sides, and only the difference moves money."""

from __future__ import annotations

from typing import Any

from flask import Flask

from core.people.permits import Role
from tests.journeys.inside import PIN, Inside
from tests.outlet import Answer, Shop, now, today, uid


def body_of(shop: Shop, sold: str, quantity: str, *taken: dict[str, Any], **payment: Any) -> dict[str, Any]:
    """An exchange of so much of a sale's first line for other goods; the difference is paid as `payment` says."""
    refund = {"uid": uid(), "shift": shop.shift, "sale": sold, "slip": True, "method": "cash", "reason": "khách đổi loại",
              "lines": [{"line": 1, "quantity": quantity, "condition": "resell"}]}  # fmt: skip
    sale = shop.sale(*taken)
    sale["payments"] = [{"method": "cash", **payment}] if payment else []
    return {"refund": refund, "sale": {**sale, "uid": uid()}}


def exchange(shop: Shop, body: dict[str, Any], key: str | None = None) -> Answer:
    """Sends an exchange."""
    return shop.api.put(f"/api/v1/exchanges/{key or uid()}", body)


def sums(rows: Any) -> dict[str, int]:
    """Amounts by method."""
    return {row["method"]: row["amount_vnd"] for row in rows}


def nets(shop: Shop) -> dict[str, int]:
    """The day's net by method."""
    items = shop.api.get(f"/api/v1/reports/sales?by=method&from={today()}&to={today()}").ok()["items"]
    return {row["key"]: row["net_vnd"] for row in items}


def test_for_something_dearer_the_customer_pays_the_difference(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    noodles, rice = shop.stocked(), shop.stocked(price_vnd=35_000)
    sold = shop.sell(shop.line(noodles, "2"))["uid"]
    body, key = body_of(shop, sold, "1", shop.line(rice, "1", 35_000), amount_vnd=25_000, tendered_vnd=50_000), uid()
    first = exchange(shop, body, key)
    assert first.status == 201 and exchange(shop, body, key).body == first.body
    done = first.json
    assert done["amount_vnd"] == 10_000
    assert [(p["n"], p["method"], p["amount_vnd"]) for p in done["sale"]["payments"]] == [
        (1, "exchange", 10_000),
        (2, "cash", 25_000),
    ]
    assert (done["refund"]["total_vnd"], done["refund"]["exchanged_vnd"], done["sale"]["change_vnd"]) == (10_000, 10_000, 25_000)
    for path, part in (("sales", "sale"), ("refunds", "refund")):
        assert shop.api.get(f"/api/v1/{path}/{body[part]['uid']}").ok() == done[part]
    assert shop.api.get(f"/api/v1/exchanges/{key}").ok() == done
    assert shop.api.get("/api/v1/exchanges", shift=shop.shift).ok()["items"] == [done]
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert report["expected_vnd"] == 500_000 + 20_000 + 25_000
    assert sums(report["payments"]) == {"cash": 45_000, "exchange": 10_000} and sums(report["refunds"]) == {"exchange": 10_000}
    assert nets(shop) == {"cash": 45_000, "exchange": 0}
    assert inside.gaps() == []


def test_for_something_cheaper_money_leaves_by_the_refunds_method(inside: Inside) -> None:
    shop = inside.shop()
    rice, noodles = shop.stocked(price_vnd=35_000), shop.stocked()
    sold = shop.sell(shop.line(rice, "1", 35_000))["uid"]
    done = exchange(shop, body_of(shop, sold, "1", shop.line(noodles))).ok(201)
    assert sums(done["sale"]["payments"]) == {"exchange": 10_000}
    assert (done["refund"]["total_vnd"], done["refund"]["exchanged_vnd"]) == (35_000, 10_000)
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert report["expected_vnd"] == 500_000 + 35_000 - 25_000
    assert sums(report["refunds"]) == {"cash": 25_000, "exchange": 10_000}
    assert nets(shop) == {"cash": 10_000, "exchange": 0}
    page = shop.api.get(f"/api/v1/sales/{done['sale']['uid']}/receipt?format=html").body.decode()
    assert "Đổi hàng" in page
    assert inside.gaps() == []


def test_cash_rounding_does_not_touch_what_goods_pay(inside: Inside) -> None:
    outlet = inside.api.get("/api/v1/outlet").ok()
    inside.api.put("/api/v1/outlet", outlet | {"cash_rounding_vnd": 500}).ok()
    shop = inside.shop()
    noodles, rice = shop.stocked(price_vnd=10_200), shop.stocked(price_vnd=35_300)
    lines = shop.line(noodles, "1", 10_200)
    sold = shop.sell(lines, rounding_vnd=-200, payments=[{"method": "cash", "amount_vnd": 10_000}], total_vnd=10_000)["uid"]
    body = body_of(shop, sold, "1", shop.line(rice, "1", 35_300), amount_vnd=25_500)
    body["sale"] |= {"rounding_vnd": 200, "total_vnd": 35_500}
    done = exchange(shop, body).ok(201)
    assert (done["amount_vnd"], done["refund"]["total_vnd"], done["sale"]["rounding_vnd"]) == (10_000, 10_000, 200)
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["expected_vnd"] == 500_000 + 10_000 + 25_500
    assert nets(shop) == {"cash": 35_300, "exchange": 0}
    assert inside.gaps() == []


def test_it_is_refused_as_a_whole_and_leaves_its_ids_free(inside: Inside) -> None:
    shop = inside.shop()
    noodles, scarce = shop.stocked(), shop.stocked(quantity="1")
    sold = shop.sell(shop.line(noodles, "2"))["uid"]
    body, key = body_of(shop, sold, "1", shop.line(scarce, "2"), amount_vnd=10_000), uid()
    before = shop.on_hand(product=noodles)
    assert exchange(shop, body, key).code == "out_of_stock"
    assert shop.on_hand(product=noodles) == before
    assert shop.api.get(f"/api/v1/refunds/{body['refund']['uid']}").status == 404
    body["sale"] |= {"lines": [shop.line(noodles, "2")]}
    assert exchange(shop, body, key).status == 201
    assert inside.gaps() == []


def test_its_parts_are_used_ids(inside: Inside) -> None:
    shop = inside.shop()
    noodles = shop.stocked()
    sold = shop.sell(shop.line(noodles, "2"))["uid"]
    body = body_of(shop, sold, "1", shop.line(noodles))
    exchange(shop, body).ok(201)
    again = shop.sale(shop.line(noodles))
    assert shop.api.put(f"/api/v1/sales/{body['sale']['uid']}", again).code == "uid_reused"
    other = body_of(shop, sold, "1", shop.line(noodles))
    other["sale"]["uid"] = sold
    assert exchange(shop, other).code == "uid_reused"


def test_what_contradicts_itself_names_the_part(inside: Inside) -> None:
    shop = inside.shop()
    noodles = shop.stocked()
    sold = shop.sell(shop.line(noodles, "2"))["uid"]

    def field(body: dict[str, Any]) -> str:
        refused = exchange(shop, body)
        assert refused.status == 422
        return str(refused.json["errors"][0]["field"])

    body = body_of(shop, sold, "1", shop.line(noodles, "2"), amount_vnd=9_000)
    assert field(body) == "sale.payments"
    body = body_of(shop, sold, "1", shop.line(noodles, "2"))
    body["sale"]["payments"] = [{"method": "exchange", "amount_vnd": 20_000}]
    assert field(body) == "sale.payments"
    body["sale"]["payments"] = [{"method": "exchange", "amount_vnd": 10_000}, {"method": "cash", "amount_vnd": 10_000}]
    body["refund"]["lines"][0]["line"] = 9
    assert field(body) == "refund.lines.0.line"
    body["refund"]["lines"][0]["line"] = 1
    assert field(body | {"sale": body["sale"] | {"shift": uid()}}) == "refund.shift"
    assert exchange(shop, body).status == 201
    assert (
        shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(noodles), payments=body["sale"]["payments"][:1])).status == 422
    )


def test_a_cashier_needs_a_manager_only_for_what_leaves_otherwise_than_it_came(inside: Inside) -> None:
    by = inside.manager_with_pin()
    shop = inside.shop()
    rice, noodles = shop.stocked(price_vnd=35_000), shop.stocked()
    shop.api = inside.as_role(Role.CASHIER)
    by_card = [{"method": "card", "amount_vnd": 70_000}]
    sold = shop.sell(shop.line(rice, "2", 35_000), payments=by_card)["uid"]
    assert exchange(shop, body_of(shop, sold, "1", shop.line(noodles, "5"), amount_vnd=15_000)).status == 201
    cheaper = body_of(shop, sold, "1", shop.line(noodles))
    assert exchange(shop, cheaper).code == "approval_needed"
    assert exchange(shop, cheaper | {"approval": {"by": by, "pin": PIN}}).status == 201


def test_its_payments_are_corrected_around_what_goods_paid(inside: Inside) -> None:
    shop = inside.shop()
    noodles = shop.stocked()
    sold = shop.sell(shop.line(noodles, "2"))["uid"]
    sale = exchange(shop, body_of(shop, sold, "1", shop.line(noodles, "3"), amount_vnd=20_000)).ok(201)["sale"]["uid"]
    path, card = f"/api/v1/sales/{sale}/payments/correct", {"method": "card", "amount_vnd": 20_000}
    done = shop.api.post(path, {"uid": uid(), "payments": [card], "reason": "quẹt thẻ"}).ok(201)
    assert sums(done["payments"]) == {"exchange": 10_000, "card": 20_000}
    all_card = [{"method": "card", "amount_vnd": 30_000}]
    assert shop.api.post(path, {"uid": uid(), "payments": all_card, "reason": "quẹt thẻ"}).status == 422


def test_made_offline_it_is_recorded_as_it_happened(inside: Inside) -> None:
    shop = inside.shop()
    noodles, scarce = shop.stocked(), shop.stocked(quantity="1")
    sold = shop.sell(shop.line(noodles, "2"))["uid"]
    body = body_of(shop, sold, "1", shop.line(scarce, "2"), amount_vnd=10_000)
    body["sale"]["offline"] = True
    assert exchange(shop, body).json["errors"][0]["field"] == "sale.offline"
    body["refund"] |= {"offline": True, "at": now()}
    done = exchange(shop, body).ok(201)
    assert [flag["code"] for flag in done["sale"]["flags"]] == ["stock_short"]
    assert inside.gaps() == []


def test_its_paper_names_both_and_the_difference(inside: Inside) -> None:
    from pos.receipts.papers.exchange import EXCHANGE

    shop = inside.shop()
    noodles, rice = shop.stocked(), shop.stocked(price_vnd=35_000)
    sold = shop.sell(shop.line(noodles, "2"))
    done = exchange(shop, body_of(shop, sold["uid"], "1", shop.line(rice, "1", 35_000), amount_vnd=25_000, tendered_vnd=50_000))
    assert EXCHANGE.make is not None
    text = "\n".join(str(row) for row in EXCHANGE.make(done.ok(201)["uid"], 0).rows)
    for figure in (sold["number"], done.json["sale"]["number"], "−10.000", "35.000", "25.000", "50.000"):
        assert figure in text, figure
