"""Days of cover, what to ask for, and what the outlet's own goods cost."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.people.permits import Role
from inventory.announcing.cover import days_of_cover, suggested
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid

DAY = date(2026, 12, 1)


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY - timedelta(days=30), 8):
        return inside.shop()


def test_cover_counts_what_may_be_sold_and_what_sold_lately(inside: Inside, shop: TimedShop) -> None:
    producer = shop.producer()
    product = shop.product(producer, unit="hũ", places=0, minimum="20")
    with inside.on(DAY - timedelta(days=29)):
        shop.agreement(producer)
        shop.deliver(producer, {"product": product, "lot": "L1", "quantity": "100", "best_before": "2027-01-01"})
        shop.sell(shop.line(product, "9"))
    for days_ago, quantity in ((27, "20"), (7, "15"), (6, "4"), (0, "3")):
        with inside.on(DAY - timedelta(days=days_ago)):
            shop.sell(shop.line(product, quantity))
    with inside.on(DAY):
        shop.deliver(producer, {"product": product, "lot": "L2", "quantity": "7", "best_before": "2026-12-01"})
        body = {"producer": producer, "place": shop.place, "lines": [{"lot": "L1", "quantity": "40"}], "handed_over": False}
        shop.api.put(f"/api/v1/producer-returns/{uid()}", body).ok(201)
        (row,) = shop.api.all("/api/v1/stock/cover", producer=producer)
    # 100 − 51 sold − 40 set aside, and 7 that are good today; 42 sold in four weeks.
    assert row == {
        "product": product,
        "name": f"Sản phẩm {product}",
        "unit": "hũ",
        "on_hand": "16",
        "sold_7d": "7",
        "sold_28d": "42",
        "days_of_cover": 10,
        "minimum": "20",
        "suggested": "4",
    }
    with inside.on(DAY + timedelta(days=1)):
        shop.api.post("/api/v1/lots/L1/recall", {"uid": uid(), "reason": "mốc"}).ok(201)
        (row,) = shop.api.all("/api/v1/stock/cover", producer=producer)
    assert (row["on_hand"], row["days_of_cover"], row["suggested"]) == ("0", 0, "20")


def test_a_producer_sees_the_cover_of_its_own_goods(inside: Inside, shop: TimedShop) -> None:
    mine, other = shop.producer(), shop.producer()
    product = shop.product(mine)
    shop.product(other)
    api = inside.as_role(Role.PRODUCER, mine)
    (row,) = api.all("/api/v1/stock/cover")
    assert (row["product"], row["days_of_cover"], row["suggested"]) == (product, None, "0")
    assert api.get("/api/v1/stock/cover", producer=other).status == 404
    assert inside.as_role(Role.CASHIER).get("/api/v1/stock/cover").status == 403


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 3))
def test_what_is_suggested_is_the_least_that_suffices(on_hand: int, sold: int, minimum: int, places: int) -> None:
    wanted = max(Fraction(0), Fraction(minimum - on_hand), Fraction(sold, 4) - on_hand)
    step = 10 ** (3 - places)
    assert suggested(on_hand, sold, minimum, places=places) == ceil(wanted / step) * step
    days = days_of_cover(on_hand, sold)
    assert days is None if not sold else days * sold <= on_hand * 28 < (days + 1) * sold


def test_own_goods_come_with_their_cost_and_reports_show_the_margin(inside: Inside, shop: TimedShop) -> None:
    owner = shop.api.get("/api/v1/outlet").ok()["owner_code"]
    bag = shop.product(owner, 5_000, unit="cái", places=0, vat="10", packs=[{"barcode": "18938500000017", "quantity": "12"}])
    goods = shop.stocked()
    with inside.on(DAY):
        line = {"product": bag, "lot": "TUI1", "quantity": "100", "unit_cost_vnd": 2_100}
        delivered = shop.deliver(owner, line)
        assert delivered["lines"][0]["unit_cost_vnd"] == 2_100
        again = {"producer": owner, "place": shop.place, "delivered_on": "2026-12-01", "lines": [line | {"unit_cost_vnd": 2_000}]}
        assert shop.api.put(f"/api/v1/deliveries/{uid()}", again).code == "lot_exists"
        again["lines"] = [{"product": bag, "lot": "TUI1", "quantity": "20"}]
        shop.api.put(f"/api/v1/deliveries/{uid()}", again).ok(201)
        foreign = {"product": goods, "quantity": "1", "unit_cost_vnd": 5}
        body = {"producer": shop.producer_of(goods), "place": shop.place, "delivered_on": "2026-12-01", "lines": [foreign]}
        refused = shop.api.put(f"/api/v1/deliveries/{uid()}", body)
        assert refused.json["errors"][0]["field"] == "lines.0.unit_cost_vnd"
        sold = shop.sell(shop.line(bag, "12", 5_000, 6_000), shop.line(goods))
        shop.refund(sold["uid"], 1, "4").ok(201)
        report = shop.api.get("/api/v1/reports/sales", by="product", from_="2026-12-01", to="2026-12-01").ok()
        row = next(x for x in report["items"] if x["key"] == bag)
        # 12 cost 25,200 ₫ and brought 54,000 ₫ with VAT; a third of both came back.
        assert (row["cost_vnd"], row["net_vnd"]) == (16_800, 36_000)
        assert row["margin_vnd"] == row["net_vnd"] - row["vat_vnd"] - row["cost_vnd"] == 15_927
        assert "cost_vnd" not in next(x for x in report["items"] if x["key"] == goods)
        assert (report["totals"]["cost_vnd"], report["totals"]["margin_vnd"]) == (16_800, 15_927)
        for by in ("producer", "day", "month", "hour", "cashier", "set"):
            totals = shop.api.get("/api/v1/reports/sales", by=by, from_="2026-12-01", to="2026-12-01").ok()["totals"]
            assert totals["margin_vnd"] == 15_927, by
        counted = {"place": shop.place, "lines": [{"lot": "TUI1", "counted": "100"}]}
        assert shop.api.put(f"/api/v1/counts/{uid()}", counted).ok(201)["owed_vnd"] == 0
        assert shop.book(owner)[-1]["balance_vnd"] == 0
        assert shop.api.get("/api/v1/scan", code="18938500000017").ok()["quantity"] == "12"
        assert inside.gaps() == []
