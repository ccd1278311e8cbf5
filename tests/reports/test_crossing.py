"""Sales by one key and by two, against a recount from raw lines: offers, a basket, mixed payments, refunds, goods of our own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.db import fetch_all
from core.people.permits import Role
from pos.models import Refund, RefundLine, Sale, SaleLine, SaleLineAdjustment
from reports.choices import Compare, SalesKey
from reports.selling.report import earlier
from reports.selling.spreading import cells
from suppliers.models import Producer, Product
from tests.journeys.inside import Inside, TimedShop

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 29)
SUMMED = ("quantity", "gross_vnd", "discount_vnd", "net_vnd", "vat_vnd", "owed_vnd", "kept_vnd", "refunds_vnd")
ALWAYS = {"from": "2020-01-01", "to": "2099-12-31"}
Cells = dict[tuple[str, ...], dict[str, Any]]


@pytest.fixture
def history(inside: Inside) -> tuple[Inside, TimedShop]:
    with inside.on(date(2026, 10, 20)):
        shop = inside.shop()
        certificate = {"number": "1", "issuer": "UBND tỉnh", "issued_on": "2024-01-01", "valid_until": "2026-11-10"}
        tea = shop.stocked(10_000, set=3, stars=4, vat="8", certificate=certificate, priority_group=1)
        rice = shop.stocked(7_777, set=7, commune="Chi Lăng", vat="KKKNT", priority_group=3)
        honey = shop.stocked(33_333, vat="10")
        code, basket = shop.code("KM"), shop.code("GIO")
        offer = {"name": "Chào hè", "on": {"products": [tea]}, "kind": "percent", "rate_bp": 1_500, "bearer": "outlet"}
        shop.api.put(f"/api/v1/offers/{code}", offer | ALWAYS).ok()
        items = [{"product": rice, "quantity": "1"}, {"product": honey, "quantity": "1"}]
        gift = {"name": "Giỏ quà Tết", "price_vnd": 35_000, "items": items, "bearer": "outlet"}
        shop.api.put(f"/api/v1/baskets/{basket}", gift).ok()
        shop.deliver(shop.producer_of(tea), {"product": tea, "quantity": "5"})
    with inside.on(date(2026, 11, 2), 8):
        first = _sold(shop, 25_500 + 7_777, shop.line(tea, "3"), shop.line(rice, "1", 7_777))
    with inside.on(date(2026, 11, 7), 9):
        _sold(shop, 35_000, {"basket": basket, "quantity": "1", "unit_price_vnd": 35_000}, parts=(20_001, 14_999))
    with inside.on(date(2026, 11, 15), 18):
        lines = (shop.line(tea, "1"), shop.line(honey, "1", 33_333), shop.line(rice, "1.25", 7_777, 333))
        second = _sold(shop, 8_500 + 33_333 + 9_388, *lines, parts=(10_000, 1, 41_220))
        shop.refund(first["uid"], 2, "0.5").ok(201)
    with inside.on(date(2026, 11, 28), 11):
        shop.refund(second["uid"], 3, "1", "spoiled", method="vietqr").ok(201)
        _sold(shop, 8_500, shop.line(tea, "1"))
    return inside, shop


def _sold(shop: TimedShop, total_vnd: int, *lines: Any, parts: Sequence[int] = ()) -> Any:
    ways = ("cash", "vietqr", "card")
    paid = [{"method": way, "amount_vnd": amount} for way, amount in zip(ways, parts or (total_vnd,), strict=False)]
    return shop.sell(*lines, total_vnd=total_vnd, payments=paid)


def _ask(inside: Inside, by: str, **more: str) -> Any:
    return inside.api.get("/api/v1/reports/sales", by=by, from_=FIRST.isoformat(), to=LAST.isoformat(), **more).ok()


KEYS: dict[str, Callable[[Any], Any]] = {
    "producer": lambda line: line["producer_code"],
    "product": lambda line: line["product_code"],
    "set": lambda line: line["product_set"],
    "commune": lambda line: line["commune"] or line["producer_commune"],
    "stars": lambda line: line["stars"] if line["stars"] and line["business_day"] <= date(2026, 11, 10) else None,
    "hour": lambda line: f"{line['business_hour']:02d}",
    "day": lambda line: line["business_day"].isoformat(),
    "week": lambda line: "{}-W{:02d}".format(*line["business_day"].isocalendar()[:2]),
    "month": lambda line: f"{line['business_day']:%Y-%m}",
    "weekday": lambda line: line["business_day"].isoweekday(),
    "cashier": lambda line: line["cashier"],
    "till": lambda line: line["till_code"],
    "group": lambda line: line["priority_group"],
    "kind": lambda line: line["kind"],
    "offer": lambda line: line["offer"],
    "basket": lambda line: line["basket_code"],
    "vat": lambda line: line["vat"],
}


def _recount(keys: Sequence[str]) -> Cells:
    """What the rows must be, from the tables themselves, one line at a time."""
    goods = {
        r["code"]: dict(r)
        for r in fetch_all(
            select(
                Product.code,
                Product.product_set,
                Product.commune,
                Product.stars,
                Product.priority_group,
                Producer.commune.label("producer_commune"),
                Producer.kind,
            ).join(Producer, Producer.code == Product.producer_code)
        )
    }
    taken: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for r in fetch_all(select(SaleLineAdjustment.__table__).order_by(SaleLineAdjustment.n)):
        taken[r["sale_uid"], r["line"]].append(r)
    table: Cells = defaultdict(lambda: dict.fromkeys(SUMMED, 0) | {"sales": set(), "discounts": defaultdict(int)})
    heads = {r["uid"]: r for r in fetch_all(select(Sale.__table__))}
    sold = {}
    for r in fetch_all(select(SaleLine.__table__)):
        adjustments = taken[r["sale_uid"], r["line"]]
        offer = next((x["code"] for x in adjustments if x["kind"] == "offer"), None)
        sold[r["sale_uid"], r["line"]] = line = {**goods[r["product_code"]], **heads[r["sale_uid"]], **r, "offer": offer}
        if FIRST <= r["business_day"] <= LAST:
            row = table[_key(keys, line)]
            row["sales"].add(r["sale_uid"])
            for name in SUMMED[:-1]:
                row[name] += line[name]
            for x in adjustments:
                row["discounts"][x["kind"]] += x["amount_vnd"]
    refunds = {r["uid"]: r for r in fetch_all(select(Refund.__table__))}
    for r in fetch_all(select(RefundLine.__table__)):
        if FIRST <= r["business_day"] <= LAST:
            row = table[_key(keys, {**sold[r["sale_uid"], r["line"]], **refunds[r["refund_uid"]], **r})]
            row["refunds_vnd"] += r["net_vnd"]
            for name in ("net_vnd", "vat_vnd", "owed_vnd", "kept_vnd"):
                row[name] -= r[name]
    return table


def _key(keys: Sequence[str], line: Any) -> tuple[str, ...]:
    parts = [KEYS[key](line) for key in keys]
    return tuple("" if part is None else str(part) for part in parts)


def _same(found: Any, expected: Cells, pair: Callable[[Any], tuple[str, ...]]) -> None:
    rows = {pair(x): {name: x[name] for name in SUMMED[1:]} for x in found["items"]}
    assert rows == {key: {name: row[name] for name in SUMMED[1:]} for key, row in expected.items()}
    assert {pair(x): x["sales"] for x in found["items"]} == {key: len(row["sales"]) for key, row in expected.items()}
    assert {pair(x): x["discounts"] for x in found["items"]} == {key: dict(row["discounts"]) for key, row in expected.items()}


def test_the_rows_of_every_key_are_what_a_recount_finds(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    assert set(KEYS) == set(SalesKey) - {"method"}
    for by in KEYS:
        with inside.app.app_context():
            expected = _recount([by])
        _same(_ask(inside, by), expected, lambda x: (x["key"],))
    assert {x["key"] for x in _ask(inside, "offer")["items"]} > {""}
    assert {x["key"]: x["discounts"] for x in _ask(inside, "basket")["items"] if x["key"]}


def test_the_rows_of_every_pair_of_keys_are_what_a_recount_finds(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    for by, across in permutations(KEYS, 2):
        with inside.app.app_context():
            expected = _recount([by, across])
        found = _ask(inside, by, across=across)
        _same(found, expected, lambda x: (x["key"], x["across_key"]))
        assert found["across"] == across and all(x["across_label"] for x in found["items"])
        assert found["totals"]["sales"] == 4


def test_ways_of_payment_crossed_add_up_both_ways(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    by_way = _ask(inside, "method")
    pairs = [("method", other, by_way) for other in KEYS] + [(other, "method", _ask(inside, other)) for other in KEYS]
    for by, across, whole in pairs:
        found = _ask(inside, by, across=across)
        assert found["totals"] == by_way["totals"]
        for name in SUMMED[1:]:
            sums: dict[str, int] = defaultdict(int)
            for x in found["items"]:
                sums[x["key"]] += x[name]
            assert sums == {x["key"]: x[name] for x in whole["items"]}, name
        for x in found["items"]:
            assert x["net_vnd"] == x["gross_vnd"] - x["discount_vnd"] - x["refunds_vnd"] == x["owed_vnd"] + x["kept_vnd"]
            assert x["discount_vnd"] == sum(x["discounts"].values())


def test_discounts_are_told_by_kind(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    totals = _ask(inside, "day")["totals"]
    assert totals["discounts"] == {"basket": 41_110 - 35_000, "offer": 7_500, "manual": 333}
    assert sum(totals["discounts"].values()) == totals["discount_vnd"]


def test_what_a_key_is_called(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    assert {x["key"]: x["label"] for x in _ask(inside, "weekday")["items"]} == {"1": "Thứ Hai", "6": "Thứ Bảy", "7": "Chủ Nhật"}
    assert "Chào hè" in {x["label"] for x in _ask(inside, "offer")["items"]}
    assert "Giỏ quà Tết" in {x["label"] for x in _ask(inside, "basket")["items"]}
    assert {x["label"] for x in _ask(inside, "group")["items"]} == {"Nhóm ưu tiên 1", "Nhóm ưu tiên 3", "Ngoài ba nhóm ưu tiên"}


def test_a_key_is_not_crossed_with_itself(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    answer = inside.api.get("/api/v1/reports/sales", by="day", across="day")
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "across")


def test_a_producer_crosses_only_what_it_may_group_by(history: tuple[Inside, TimedShop]) -> None:
    inside, shop = history
    theirs = inside.as_role(Role.PRODUCER, shop.producer())
    assert theirs.get("/api/v1/reports/sales", by="product", across="month").status == 200
    for across in ("method", "cashier", "till", "offer", "vat"):
        assert theirs.get("/api/v1/reports/sales", by="product", across=across).status == 403


def test_last_year_is_the_same_days_a_year_before(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    report = inside.api.get("/api/v1/reports/sales", by="product", compare="last_year", from_="2027-11-02", to="2027-11-29").ok()
    assert (report["previous"]["from"], report["previous"]["to"]) == (FIRST.isoformat(), LAST.isoformat())
    assert report["previous"]["totals"] == _ask(inside, "product")["totals"]
    assert earlier(Compare.LAST_YEAR, date(2028, 2, 29), date(2028, 2, 29)) == (date(2027, 2, 28), date(2027, 2, 28))


def test_a_file_of_a_crossed_report_names_both_keys(history: tuple[Inside, TimedShop]) -> None:
    inside, _ = history
    answer = inside.api.get(
        "/api/v1/reports/sales", by="producer", across="month", format="csv", from_=FIRST.isoformat(), to=LAST.isoformat()
    )
    head, *_rows = answer.body.decode("utf-8-sig").splitlines()
    assert head.startswith("key,label,across_key,across_label,sales,")


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=6).flatmap(
        lambda rows: st.tuples(st.just(rows), st.lists(st.integers(0, sum(rows)), max_size=4))
    )
)
def test_a_spread_table_adds_up_along_and_across(drawn: tuple[list[int], list[int]]) -> None:
    rows, cuts = drawn
    edges = [0, *sorted(cuts), sum(rows)]
    columns = [after - before for before, after in pairwise(edges)]
    table = cells(rows, columns)
    assert [sum(row) for row in table] == rows
    assert [sum(column) for column in zip(*table, strict=True)] == columns
    for row, whole in zip(table, rows, strict=True):
        for part, column in zip(row, columns, strict=True):
            assert sum(rows) == 0 or abs(part - whole * column / sum(rows)) <= 2
