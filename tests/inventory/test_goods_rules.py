"""Deliveries, losses, counts, returns, transfers, recalls and scanning, as the outlet's people meet them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import clock
from inventory import queries
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid

D = date


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def goods(shop: Any, term: dict[str, Any] | None = None, price: int = 10_000) -> tuple[str, str]:
    producer = shop.producer()
    product = shop.product(producer, price)
    shop.agreement(producer, term or shop.TERM)
    return producer, product


def lose(shop: Any, *lines: tuple[str, str, str]) -> list[int]:
    body = {"place": shop.place, "lines": [{"lot": lot, "quantity": q, "cause": cause} for lot, q, cause in lines]}
    return [x["owed_vnd"] for x in shop.api.put(f"/api/v1/losses/{uid()}", body).ok(201)["lines"]]


def count(shop: Any, lot: str, counted: str, **more: Any) -> Any:
    return shop.api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [{"lot": lot, "counted": counted} | more]})


def test_a_lot_that_exists_takes_more_of_the_same_and_refuses_other_dates(inside: Inside, shop: Any) -> None:
    producer, product = goods(shop)
    line = {"product": product, "lot": "A1", "quantity": "2", "made_on": "2026-11-01", "best_before": "2027-01-01"}
    shop.deliver(producer, line)
    shop.deliver(producer, line | {"quantity": "3"})
    assert shop.on_hand(lot="A1") == "5"
    body = {"producer": producer, "place": shop.place, "delivered_on": clock.today().isoformat()}
    other = shop.product(producer)
    for change in ({"best_before": "2027-01-02"}, {"made_on": None}, {"product": other}):
        answer = shop.api.put(f"/api/v1/deliveries/{uid()}", body | {"lines": [line | change]})
        assert answer.code == "lot_exists"
    assert shop.on_hand(lot="A1") == "5" and inside.gaps() == []


def test_the_outlet_names_lots_and_sums_products(shop: Any) -> None:
    producer, product = goods(shop)
    line = {"product": product, "quantity": "1.5"}
    answer = shop.deliver(producer, line, line | {"quantity": "2"})
    lots = [x["lot"] for x in answer["lines"]]
    assert len(set(lots)) == 2 and all(0 < len(lot) <= 20 for lot in lots)
    assert answer["sums"] == [{"product": product, "quantity": "3.5"}]


def test_a_delivery_may_be_past_but_not_to_come_and_its_day_is_the_books(shop: Any) -> None:
    producer, product = goods(shop)
    shop.deliver(producer, {"product": product, "quantity": "1"}, delivered_on="2026-01-05")
    assert [x["day"] for x in shop.book(producer)] == ["2026-01-05"]
    body = {"producer": producer, "place": shop.place, "lines": [{"product": product, "quantity": "1"}]}
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert shop.api.put(f"/api/v1/deliveries/{uid()}", body | {"delivered_on": tomorrow}).status == 422


def test_more_decimal_places_than_the_product_has_are_refused_everywhere(shop: Any) -> None:
    producer = shop.producer()
    pots = shop.product(producer, 450_000, unit="cái", places=0)
    shop.agreement(producer)
    shop.deliver(producer, {"product": pots, "lot": "POT", "quantity": "4"})
    body = {
        "producer": producer,
        "place": shop.place,
        "delivered_on": clock.today().isoformat(),
        "lines": [{"product": pots, "quantity": "1.5"}],
    }
    assert shop.api.put(f"/api/v1/deliveries/{uid()}", body).status == 422
    loss = {"place": shop.place, "lines": [{"lot": "POT", "quantity": "0.5", "cause": "damage"}]}
    assert shop.api.put(f"/api/v1/losses/{uid()}", loss).status == 422
    assert count(shop, "POT", "3.5").status == 422
    assert shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(pots, "0.5", 450_000))).status == 422


def test_the_allowance_is_the_producers_over_all_causes_in_the_order_of_posting(inside: Inside, shop: Any) -> None:
    term = {
        "basis": "commission",
        "rate_bp": 2000,
        "discount_bearer": "outlet",
        "loss": {"theft": "producer", "expiry": "shared"},
        "loss_allowance_bp": 500,
    }
    producer, product = goods(shop, term)
    shop.deliver(producer, {"product": product, "lot": "B1", "quantity": "40"})
    assert lose(shop, ("B1", "1", "theft")) == [0], "1 of the 2 kg that are the producer's"
    assert lose(shop, ("B1", "0.5", "damage")) == [0]
    assert lose(shop, ("B1", "1", "damage")) == [4_000], "half of it is beyond the allowance"
    assert count(shop, "B1", "36.5").ok(201)["lines"][0]["owed_vnd"] == 8_000
    assert lose(shop, ("B1", "1", "expiry"), ("B1", "1", "theft")) == [4_000, 0]
    assert inside.gaps() == []


def test_the_allowance_counts_all_deliveries_to_the_lot(shop: Any) -> None:
    term = {"basis": "fixed_price", "owed_per_unit_vnd": 7_000, "discount_bearer": "outlet", "loss_allowance_bp": 1000}
    producer, product = goods(shop, term)
    shop.deliver(producer, {"product": product, "lot": "B2", "quantity": "10"})
    assert lose(shop, ("B2", "1.5", "damage")) == [3_500]
    shop.deliver(producer, {"product": product, "lot": "B2", "quantity": "20"})
    assert lose(shop, ("B2", "1.5", "damage")) == [0]
    assert lose(shop, ("B2", "1", "damage")) == [7_000]


def test_a_cause_that_is_not_named_is_the_outlets_and_shared_is_half_up(shop: Any) -> None:
    producer, product = goods(
        shop, {"basis": "commission", "rate_bp": 0, "discount_bearer": "outlet", "loss": {"recall": "shared"}}, 9_999
    )
    shop.deliver(producer, {"product": product, "lot": "B3", "quantity": "10"})
    assert lose(shop, ("B3", "1", "damage"), ("B3", "1", "recall")) == [9_999, 5_000]


def test_losses_use_todays_price_and_terms_and_gross_stays_out(inside: Inside, shop: Any) -> None:
    producer, product = goods(shop)
    shop.deliver(producer, {"product": product, "lot": "B4", "quantity": "10"})
    now = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in now.items() if k != "code"} | {"price_vnd": 20_000}).ok(200)
    assert lose(shop, ("B4", "1", "damage")) == [17_000]
    line = shop.book(producer)[-1]
    assert (line["kind"], line["quantity"], line["gross_vnd"]) == ("lost", "-1", 0)
    body = {"place": shop.place, "lines": [{"lot": "B4", "quantity": "9.001", "cause": "damage"}]}
    assert shop.api.put(f"/api/v1/losses/{uid()}", body).code == "out_of_stock"
    assert inside.gaps() == []


def test_a_count_is_compared_with_the_book_at_its_moment_and_later_sales_still_apply(inside: Inside, shop: Any) -> None:
    with inside.on(D(2026, 11, 1), 8):
        producer, product = goods(shop)
        shop.deliver(producer, {"product": product, "lot": "C1", "quantity": "10"})
    with inside.on(D(2026, 11, 1), 12):
        shop.sell(shop.line(product, "3"))
    with inside.on(D(2026, 11, 1), 14):
        line = count(shop, "C1", "9", counted_at="2026-11-01T11:00:00+07:00").ok(201)["lines"][0]
        assert (line["booked"], line["difference"], line["owed_vnd"]) == ("10", "-1", 8_500)
        assert shop.on_hand(lot="C1") == "6"
        assert count(shop, "C1", "6").ok(201)["lines"][0]["difference"] == "0"
    assert [x["kind"] for x in shop.book(producer)] == ["received", "sold", "count"]
    assert inside.gaps() == []


def test_a_count_given_in_whole_seconds_comes_after_what_was_posted_within_its_second(shop: Any) -> None:
    with clock.time_travel(datetime(2026, 11, 1, 2, 0, 0, 400_000, tzinfo=UTC)):
        producer, product = goods(shop)
        shop.deliver(producer, {"product": product, "lot": "C3", "quantity": "10"})
    with clock.time_travel(datetime(2026, 11, 1, 2, 0, 0, 700_000, tzinfo=UTC)):
        line = count(shop, "C3", "9", counted_at="2026-11-01T09:00:00+07:00").ok(201)["lines"][0]
    assert (line["booked"], line["difference"]) == ("10", "-1")
    assert shop.on_hand(lot="C3") == "9"


def test_a_count_that_contradicts_later_sales_is_refused(inside: Inside, shop: Any) -> None:
    with inside.on(D(2026, 11, 1), 8):
        producer, product = goods(shop)
        shop.deliver(producer, {"product": product, "lot": "C2", "quantity": "10"})
    with inside.on(D(2026, 11, 1), 12):
        shop.sell(shop.line(product, "8"))
    with inside.on(D(2026, 11, 1), 14):
        assert count(shop, "C2", "7", counted_at="2026-11-01T11:00:00+07:00").code == "count_conflict"
        assert count(shop, "C2", "8", counted_at="2026-11-01T11:00:00+07:00").status == 201
        assert shop.on_hand(lot="C2") == "0"
        assert count(shop, "C2", "1", counted_at="2026-11-01T15:00:00+07:00").status == 422
    assert inside.gaps() == []


def test_a_surplus_at_a_place_without_the_lot_is_found_there_without_money(inside: Inside, shop: Any) -> None:
    producer, product = goods(shop)
    shop.deliver(producer, {"product": product, "lot": "C3", "quantity": "1"})
    other = inside.shop()
    assert count(other, "C3", "2").ok(201)["lines"][0]["difference"] == "2"
    assert shop.on_hand(lot="C3", place=other.place) == "2"
    assert [(x["kind"], x["quantity"], x["owed_vnd"]) for x in shop.book(producer)][1:] == [("count", "2", 0)]
    assert inside.gaps() == []


def test_returns_go_only_to_the_producer_of_the_lot(inside: Inside, shop: Any) -> None:
    producer, product = goods(shop)
    stranger, _ = goods(shop)
    shop.deliver(producer, {"product": product, "lot": "R1", "quantity": "5"})
    body = {"producer": producer, "place": shop.place, "lines": [{"lot": "R1", "quantity": "2"}], "reason": "cuối vụ"}
    assert shop.api.put(f"/api/v1/producer-returns/{uid()}", body | {"producer": stranger}).status == 422
    shop.api.put(f"/api/v1/producer-returns/{uid()}", body).ok(201)
    assert (
        shop.api.put(f"/api/v1/producer-returns/{uid()}", body | {"lines": [{"lot": "R1", "quantity": "4"}]}).code
        == "out_of_stock"
    )
    line = shop.book(producer)[-1]
    assert (line["kind"], line["quantity"], line["owed_vnd"]) == ("returned", "-2", 0)
    assert inside.gaps() == []


def test_a_transfer_changes_places_and_no_book(inside: Inside, shop: Any) -> None:
    producer, product = goods(shop)
    shop.deliver(producer, {"product": product, "lot": "T1", "quantity": "5"})
    other = inside.shop()
    body = {"from": shop.place, "to": other.place, "lines": [{"lot": "T1", "quantity": "2"}, {"lot": "T1", "quantity": "1"}]}
    shop.api.put(f"/api/v1/transfers/{uid()}", body).ok(201)
    assert shop.on_hand(lot="T1", place=other.place) == "3" and len(shop.book(producer)) == 1
    assert shop.api.put(f"/api/v1/transfers/{uid()}", body).code == "out_of_stock"
    assert shop.api.put(f"/api/v1/transfers/{uid()}", body | {"to": shop.place}).status == 422
    moves = shop.api.all("/api/v1/stock/movements", lot="T1")
    assert [m["kind"] for m in moves] == ["received", "transfer", "transfer"]
    assert inside.gaps() == []


def test_a_recall_stops_a_lot_and_says_why(shop: Any) -> None:
    producer, product = goods(shop)
    shop.deliver(producer, {"product": product, "lot": "K1", "quantity": "5"})
    body = {"uid": uid(), "reason": "kết quả kiểm nghiệm"}
    assert shop.api.post("/api/v1/lots/K1/recall", body).status == 201
    assert shop.api.post("/api/v1/lots/K1/recall", body).status == 200
    assert shop.api.post("/api/v1/lots/NONE/recall", body | {"uid": uid()}).status == 404
    assert shop.api.get("/api/v1/lots/K1").ok()["recalled"]
    assert shop.api.get("/api/v1/scan", code="K1").ok()["warnings"] == ["recalled"]
    assert lose(shop, ("K1", "5", "recall")) == [42_500]


def test_the_first_reason_of_a_recall_stands(shop: Any) -> None:
    producer, product = goods(shop)
    shop.deliver(producer, {"product": product, "lot": "K2", "quantity": "5"})
    for reason in ("lẫn sạn", "đổi ý"):
        answer = shop.api.post("/api/v1/lots/K2/recall", {"uid": uid(), "reason": reason}).ok(201)
        assert answer["reason"] == "lẫn sạn"
    assert shop.api.get("/api/v1/lots/K2").ok()["recall_reason"] == "lẫn sạn"


def test_a_lots_story_may_be_read_from_its_end(shop: Any) -> None:
    producer, product = goods(shop)
    shop.deliver(producer, {"product": product, "lot": "K3", "quantity": "5"})
    for _ in range(3):
        shop.sell(shop.line(product))
    story = [m.uid for _, m in queries.movements(lot="K3")]
    assert [m.uid for _, m in queries.movements(lot="K3", limit=2, newest_first=True)] == [story[3], story[2]]


def test_a_count_posts_its_lines_in_their_order(inside: Inside, shop: Any) -> None:
    producer, product = goods(shop)
    lots = ["Z1", "Y1", "X1", "W1"]
    shop.deliver(producer, *({"product": product, "lot": lot, "quantity": "5"} for lot in lots))
    lines = [{"lot": lot, "counted": counted} for lot, counted in zip(lots, ("4", "7", "5", "3"), strict=True)]
    answer = shop.api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": lines}).ok(201)["lines"]
    assert [(x["lot"], x["difference"], x["owed_vnd"]) for x in answer] == [
        ("Z1", "-1", 8_500), ("Y1", "2", 0), ("X1", "0", 0), ("W1", "-2", 0)
    ]  # fmt: skip
    assert [(x["lot"], x["quantity"]) for x in shop.book(producer)[4:]] == [("Z1", "-1"), ("Y1", "2"), ("W1", "-2")]
    assert inside.gaps() == []


def test_scanning_warns_of_dates_and_of_retired_goods(inside: Inside, shop: Any) -> None:
    with inside.on(D(2026, 11, 24)):
        producer, product = goods(shop)
        for lot, day in (("OLD", "2026-11-23"), ("TODAY", "2026-11-24"), ("WEEK", "2026-12-01"), ("LATER", "2026-12-02")):
            line = {"product": product, "lot": lot, "quantity": "1", "best_before": day}
            shop.deliver(producer, line, delivered_on="2026-11-23")

        def warnings(code: str) -> Any:
            return shop.api.get("/api/v1/scan", code=code).ok()["warnings"]

        assert [warnings(lot) for lot in ("OLD", "TODAY", "WEEK", "LATER")] == [["expired"], ["near_expiry"], ["near_expiry"], []]
        now = shop.api.get(f"/api/v1/products/{product}").ok()
        shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in now.items() if k != "code"} | {"retired": True}).ok(200)
        assert warnings(product) == ["retired"] and warnings("OLD") == ["expired", "retired"]


def test_a_scanned_code_can_be_sold_as_it_is(inside: Inside, shop: Any) -> None:
    producer = shop.producer()
    product = shop.product(producer, barcodes=["8938500000010"], plu="00123")
    shop.agreement(producer)
    shop.deliver(producer, {"product": product, "lot": "S/1", "quantity": "10"})
    for code in ("8938500000010", product, "S/1", "https://ocop.example.vn/01/08938500000010/10/S%2F1"):
        line = {"code": code, "quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0}
        assert shop.sell(line)["lines"][0]["lot"] == "S/1"
    weighed = shop.api.get("/api/v1/scan", code="2000123012506").ok()
    assert (weighed["kind"], weighed["product"], weighed["quantity"]) == ("weighed", product, "1.25")
    assert shop.api.get("/api/v1/scan", code="2000123012504").ok()["kind"] == "unknown", "a wrong check digit"
    bad = shop.sale({"code": "8938500000011", "quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0})
    answer = shop.api.put(f"/api/v1/sales/{uid()}", bad)
    assert answer.status == 422 and answer.json["errors"][0]["field"] == "lines.0.code"
    assert shop.api.get("/api/v1/lots/S%2F1").status == 200
    assert inside.gaps() == []
