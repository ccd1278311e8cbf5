"""What the outlet refuses while the customer is still there, and what it answers when it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import PIN, Inside
from tests.outlet import uid

D = date


def put(shop: Any, body: Any, api: Any = None) -> Any:
    return (api or shop.api).put(f"/api/v1/sales/{uid()}", body)


def lot_of(shop: Any, product: str) -> str:
    return str(shop.api.all("/api/v1/stock", product=product)[0]["lot"])


def test_without_an_agreement_nothing_is_received_or_sold(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    product = shop.product(producer)
    body = {
        "producer": producer,
        "place": shop.place,
        "delivered_on": "2026-11-01",
        "lines": [{"product": product, "quantity": "1"}],
    }
    assert shop.api.put(f"/api/v1/deliveries/{uid()}", body).code == "no_agreement"
    assert put(shop, shop.sale(shop.line(product))).code == "no_agreement"


def test_after_ends_on_the_last_agreement_holds_for_goods_still_here(inside: Inside) -> None:
    with inside.on(D(2026, 6, 1)):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer, {"basis": "commission", "rate_bp": 3000, "discount_bearer": "outlet"}, ends_on="2026-03-31")
        shop.agreement(producer, starts_on="2026-04-01", ends_on="2026-06-30")
        shop.deliver(producer, {"product": product, "quantity": "10"})
    with inside.on(D(2026, 7, 1)):
        sold = shop.sell(shop.line(product, "2"))
        assert sold["lines"][0]["owed_vnd"] == 17_000
        body = {
            "producer": producer,
            "place": shop.place,
            "delivered_on": "2026-07-01",
            "lines": [{"product": product, "quantity": "1"}],
        }
        assert shop.api.put(f"/api/v1/deliveries/{uid()}", body).code == "no_agreement"
        late = body | {"delivered_on": "2026-06-30"}
        assert shop.api.put(f"/api/v1/deliveries/{uid()}", late).status == 201


def test_a_price_that_is_not_todays_is_refused_for_every_role_unless_a_manager_approves(inside: Inside) -> None:
    shop, who = inside.shop(), inside.manager_with_pin()
    product = shop.stocked()
    body = shop.sale(shop.line(product, "1", 9_000))
    cashier = inside.as_role(Role.CASHIER)
    assert put(shop, body).code == "price_changed"
    assert put(shop, body, cashier).code == "price_changed"
    assert put(shop, body | {"approval": {}}, cashier).code == "approval_refused"
    assert put(shop, body | {"approval": {"by": who, "pin": PIN}}, cashier).status == 201
    assert put(shop, body | {"approval": {}}).status == 201


def test_a_new_price_does_not_touch_what_was_sold(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "3"))
    now = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in now.items() if k != "code"} | {"price_vnd": 12_000}).ok(200)
    assert put(shop, shop.sale(shop.line(product))).code == "price_changed"
    assert shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()["lines"][0]["gross_vnd"] == 30_000
    assert shop.refund(sold["uid"], 1, "3").ok(201)["total_vnd"] == 30_000


def test_too_little_at_the_tills_own_place_is_out_of_stock_whatever_lies_elsewhere(inside: Inside) -> None:
    shop, other = inside.shop(), inside.shop()
    product = shop.stocked(quantity="5")
    assert put(shop, shop.sale(shop.line(product, "5.001"))).code == "out_of_stock"
    assert put(shop, shop.sale(shop.line(product, "3"), shop.line(product, "2.001"))).code == "out_of_stock"
    assert put(other, other.sale(other.line(product))).code == "out_of_stock"
    assert shop.on_hand(product=product) == "5"
    shop.sell(shop.line(product, "3"), shop.line(product, "2"))
    assert shop.on_hand(product=product) == "0"
    assert inside.gaps() == []


def test_unknown_and_closed_shifts(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    assert put(shop, shop.sale(shop.line(product), shift=uid())).code == "unknown_shift"
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    assert put(shop, shop.sale(shop.line(product))).code == "shift_closed"


def test_a_retired_product_is_no_longer_sold_but_still_refunded(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product))
    now = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in now.items() if k != "code"} | {"retired": True}).ok(200)
    assert put(shop, shop.sale(shop.line(product))).status == 409
    shop.refund(sold["uid"], 1, "1").ok(201)


def test_a_line_without_a_lot_takes_first_expired_first_out_and_undated_last(inside: Inside) -> None:
    with inside.on(D(2026, 11, 1)):
        shop = inside.shop()
        product = shop.stocked(quantity="1")
        producer = shop.producer_of(product)
        for lot, best_before in (
            ("UNDATED", None),
            ("MAY", "2027-05-01"),
            ("JAN", "2027-01-01"),
            ("STOPPED", "2026-12-01"),
            ("OLD", "2026-11-02"),
        ):
            shop.deliver(producer, {"product": product, "lot": lot, "quantity": "1", "best_before": best_before})
        shop.api.post("/api/v1/lots/STOPPED/recall", {"uid": uid(), "reason": "mốc"}).ok()
    with inside.on(D(2026, 11, 3)):
        shop.api.put(f"/api/v1/shifts/{uid()}", {"till": shop.till, "opening_float_vnd": 0})
        sold = shop.sell(shop.line(product, "4"))
    lots = [x["lot"] for x in sold["lines"]]
    assert lots[:2] == ["JAN", "MAY"] and lots[3] == "UNDATED" and len(lots) == 4
    assert [x["line"] for x in sold["lines"]] == [1, 2, 3, 4]
    assert inside.gaps() == []


def test_undated_lots_go_by_delivery_day_then_arrival(inside: Inside) -> None:
    with inside.on(D(2026, 11, 10)):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer)
        for lot, day in (("SECOND", "2026-11-05"), ("THIRD", "2026-11-05"), ("FIRST", "2026-11-04")):
            shop.deliver(producer, {"product": product, "lot": lot, "quantity": "1"}, delivered_on=day)
        assert [x["lot"] for x in shop.sell(shop.line(product, "3"))["lines"]] == ["FIRST", "SECOND", "THIRD"]


def test_only_expired_stock_left_is_expired_lot_and_naming_it_needs_a_manager(inside: Inside) -> None:
    who = inside.manager_with_pin()
    with inside.on(D(2026, 11, 1)):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer)
        shop.deliver(producer, {"product": product, "lot": "MILK", "quantity": "9", "best_before": "2026-11-05"})
        cashier = inside.as_role(Role.CASHIER)
    named = [{"lot": "MILK", "quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0}]
    with inside.on(D(2026, 11, 5)):
        assert put(shop, shop.sale(shop.line(product)), cashier).status == 201
    with inside.on(D(2026, 11, 6)):
        assert put(shop, shop.sale(shop.line(product)), cashier).code == "expired_lot"
        body = shop.sale(shop.line(product)) | {"lines": named}
        assert put(shop, body, cashier).code == "approval_needed"
        assert put(shop, body | {"approval": {"by": who, "pin": "000000"}}, cashier).code == "approval_refused"
        assert put(shop, body | {"approval": {"by": who, "pin": PIN}}, cashier).status == 201
        assert put(shop, body).status == 201


def test_a_recalled_lot_cannot_be_approved(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    lot = lot_of(shop, product)
    shop.api.post(f"/api/v1/lots/{lot}/recall", {"uid": uid(), "reason": "nấm mốc"}).ok()
    body = shop.sale(shop.line(product)) | {"lines": [{"lot": lot, "quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0}]}
    assert put(shop, body | {"approval": {}}).code == "recalled_lot"
    assert put(shop, shop.sale(shop.line(product))).code == "out_of_stock"


@pytest.mark.parametrize(
    ("own", "whole", "allowed"), [(1_000, 0, True), (1_001, 0, False), (0, 2_000, True), (500, 1_000, True), (600, 900, False)]
)
def test_the_cashiers_limit_is_measured_after_spreading(inside: Inside, own: int, whole: int, allowed: bool) -> None:
    shop = inside.shop()
    product = shop.stocked()
    body = shop.sale(shop.line(product, "1", discount_vnd=own), shop.line(product), discount_vnd=whole)
    response = put(shop, body, inside.as_role(Role.CASHIER))
    assert response.status == 201 if allowed else response.code == "approval_needed"
    assert put(shop, body).status == 201, "a manager's own token needs no approval for a discount"


def test_numbers_have_no_gaps_and_a_refused_sale_takes_none(inside: Inside) -> None:
    with inside.on(D(2026, 12, 31)):
        shop = inside.shop()
        product = shop.stocked()
        assert shop.sell(shop.line(product))["number"] == "2026-000001"
        assert put(shop, shop.sale(shop.line(product, "999"))).status == 409
        assert put(shop, shop.sale(shop.line(product)) | {"total_vnd": 1}).status == 422
        assert shop.sell(shop.line(product))["number"] == "2026-000002"
    with inside.on(D(2027, 1, 1)):
        assert shop.sell(shop.line(product))["number"] == "2027-000001"
        late = shop.sale(shop.line(product), offline=True, sold_at="2026-12-31T23:59:59+07:00")
        assert put(shop, late).ok(201)["number"] == "2026-000003"
    assert inside.gaps() == []


def test_a_refused_document_leaves_its_id_free_and_the_same_body_again_gets_the_same_answer(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    path = f"/api/v1/sales/{uid()}"
    assert shop.api.put(path, shop.sale(shop.line(product, "51"))).code == "out_of_stock"
    body = shop.sale(shop.line(product, "1.5"))
    first = shop.api.put(path, body)
    again = shop.api.put(path.upper().replace("/API/V1/SALES", "/api/v1/sales"), dict(reversed(body.items())))
    assert (first.status, again.status) == (201, 200) and first.body == again.body
    other = body | {"lines": [body["lines"][0] | {"quantity": "1.50"}]}
    assert shop.api.put(path, other).code == "uid_reused"
    assert shop.on_hand(product=product) == "48.5"


def test_vat_class_8_becomes_10_percent_on_new_years_day_2027(inside: Inside) -> None:
    with inside.on(D(2026, 12, 31)):
        shop = inside.shop()
        product = shop.stocked(price_vnd=110_000)
        assert shop.sell(shop.line(product, "1", 110_000))["lines"][0]["vat_vnd"] == 8_148
    with inside.on(D(2027, 1, 1)):
        assert shop.sell(shop.line(product, "1", 110_000))["lines"][0]["vat_vnd"] == 10_000
        late = shop.sale(shop.line(product, "1", 110_000), offline=True, sold_at="2026-12-31T20:00:00+07:00")
        assert put(shop, late).ok(201)["lines"][0]["vat_vnd"] == 8_148


@pytest.mark.parametrize("vat", ["KCT", "KKKNT", "0"])
def test_classes_without_vat(inside: Inside, vat: str) -> None:
    shop = inside.shop()
    line = shop.sell(shop.line(shop.stocked(vat=vat)))["lines"][0]
    assert (line["vat"], line["vat_vnd"]) == (vat, 0)
