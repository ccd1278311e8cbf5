"""Why a book line says what it says: a program reads the figures out of the sentences and arrives at the line's own amount."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.reports.sentences import FIGURE, figures, reckoned
from tests.schedule import examples

DAY = date(2026, 11, 10)
TERMS: tuple[dict[str, Any], ...] = (
    {"basis": "commission", "rate_bp": 1800, "discount_bearer": "shared"},
    {"basis": "commission", "rate_bp": 1333, "discount_bearer": "outlet"},
    {"basis": "commission", "rate_bp": 2050, "discount_bearer": "producer", "vat_kept_by": "outlet"},
    {
        "basis": "commission",
        "rate_bp": 1500,
        "discount_bearer": "shared",
        "commission_base": "without_vat",
        "vat_kept_by": "outlet",
    },
    {"basis": "fixed_price", "owed_per_unit_vnd": 7_777, "discount_bearer": "shared"},
    {"basis": "fixed_price", "owed_per_unit_vnd": 6_000, "discount_bearer": "producer"},
)


def why(shop: TimedShop, producer: str, kind: str) -> list[dict[str, Any]]:
    lines = shop.api.all(f"/api/v1/producers/{producer}/book")
    return [shop.api.get(f"/api/v1/book-lines/{line['uid']}/why").ok() for line in lines if line["kind"] == kind]


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    term=st.sampled_from(TERMS),
    price=st.integers(1, 99_999),
    quantities=st.lists(st.integers(1, 4000), min_size=1, max_size=3),
    share=st.integers(0, 90),
    vat=st.sampled_from(["8", "5", "KCT"]),
)
def test_the_figures_of_each_sentence_lead_to_what_the_producer_is_owed(
    inside: Inside, term: dict[str, Any], price: int, quantities: list[int], share: int, vat: str
) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer, price, vat=vat)
        shop.agreement(producer, term)
        for quantity in quantities:
            shop.deliver(producer, {"product": product, "quantity": f"{quantity / 1000:.3f}"})
        total = sum(quantities)
        gross = (2 * price * total + 1000) // 2000
        line = shop.line(product, f"{total / 1000:.3f}", price, gross * share // 100)
        shop.sell(line)
        for told in why(shop, producer, "sold"):
            for sentence in told["steps"]:
                sides = reckoned(sentence)
                assert sides is None or abs(sides[0] - sides[1]) <= 0.5, told
            if len(quantities) == 1:
                assert any(re.search(rf"= {FIGURE}", step) for step in told["steps"])
                assert figures(told["steps"][-1])[-1] == told["owed_vnd"], told
            else:
                assert any(told["lot"] in step and figures(step)[-1] == told["owed_vnd"] for step in told["steps"]), told


@pytest.fixture
def sold(inside: Inside) -> tuple[TimedShop, str]:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.stocked(30_000, "20", {"basis": "commission", "rate_bp": 1800, "discount_bearer": "shared"})
        shop.sell(shop.line(product, "2", 30_000, 4_500))
    return shop, shop.producer_of(product)


def test_a_sale_is_told_with_its_receipt_term_discount_and_commission(inside: Inside, sold: tuple[TimedShop, str]) -> None:
    shop, producer = sold
    with inside.on(DAY):
        (told,) = why(shop, producer, "sold")
        assert told["steps"] == [
            "2 kg × 30.000 = 60.000.",
            "Giảm 4.500, giảm tại quầy, chia theo tỷ lệ hoa hồng.",
            "Hoa hồng 18\u00a0% của 55.500: 9.990.",
            "HTX được 55.500 − hoa hồng 9.990 = 45.510.",
        ]
        assert (told["owed_vnd"], told["commission_vnd"], told["list_price_vnd"]) == (45_510, 9_990, 30_000)
        assert told["receipt"] == "2026-000001"
        assert told["term"]["rate_bp"] == 1800
        assert told["adjustments"] == [{"kind": "manual", "code": None, "amount_vnd": 4_500, "bearer": "shared"}]
        assert told["rounding"] is None


def test_a_producer_reads_why_of_its_own_lines_alone(inside: Inside, sold: tuple[TimedShop, str]) -> None:
    shop, producer = sold
    with inside.on(DAY):
        line = shop.api.all(f"/api/v1/producers/{producer}/book")[-1]["uid"]
        own = inside.as_role(Role.PRODUCER, producer)
        assert own.get(f"/api/v1/book-lines/{line}/why").ok()["owed_vnd"] == 45_510
        other = inside.as_role(Role.PRODUCER, shop.producer())
        assert other.get(f"/api/v1/book-lines/{line}/why").status == 404
        assert shop.api.get(f"/api/v1/book-lines/{uid()}/why").status == 404


def test_a_refund_a_loss_a_delivery_and_an_adjustment_are_told(inside: Inside, sold: tuple[TimedShop, str]) -> None:
    shop, producer = sold
    with inside.on(DAY):
        sale = shop.api.get("/api/v1/sales").ok()["items"][0]
        shop.refund(sale["uid"], 1, "1").ok(201)
        lot = sale["lines"][0]["lot"]
        loss = {"place": shop.place, "lines": [{"lot": lot, "quantity": "2", "cause": "damage"}]}
        shop.api.put(f"/api/v1/losses/{uid()}", loss).ok(201)
        charge = {"uid": uid(), "amount_vnd": 20_000, "memo": "tiền điện tủ mát"}
        shop.api.post(f"/api/v1/producers/{producer}/charges", charge).ok(201)
        (refund,) = why(shop, producer, "refunded")
        assert refund["steps"][-1] == "Lấy lại của HTX phần ấy: 22.755."
        assert refund["owed_vnd"] == -22_755
        (lost,) = why(shop, producer, "lost")
        assert lost["steps"][0] == "2 kg × 30.000 = 60.000."
        assert lost["steps"][-1] == "HTX được 49.200."
        assert lost["cause"] == "damage"
        (received,) = why(shop, producer, "received")
        assert received["receipt"].startswith("PN-2026-")
        (charged,) = why(shop, producer, "charge")
        assert charged["steps"] == ["Trừ của HTX 20.000: tiền điện tủ mát."]


@pytest.mark.parametrize("term", [TERMS[2], TERMS[5]])
def test_where_more_is_taken_off_than_there_is_the_producer_gets_nothing_and_is_told_so(
    inside: Inside, term: dict[str, Any]
) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.stocked(10_000, "20", term)
        shop.sell(shop.line(product, "1", 10_000, 9_900))
        (told,) = why(shop, shop.producer_of(product), "sold")
        assert told["owed_vnd"] == 0
        assert told["steps"][-1].endswith("HTX được 0, không phải bù.")
