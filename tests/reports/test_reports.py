"""Sales reports against a naive recount from the sales and refunds themselves."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest
from python_calamine import CalamineWorkbook

from core.people.permits import Role
from reports.choices import SalesKey
from reports.definition import Definition
from reports.files.csv_file import csv_bytes
from reports.files.xlsx_file import xlsx_bytes
from reports.registry import REPORTS
from reports.selling.report import COLUMNS, sales
from tests.journeys.inside import Inside, TimedShop

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)
FIXED = {"basis": "fixed_price", "owed_per_unit_vnd": 25_001, "discount_bearer": "shared"}
AMOUNTS = ("gross_vnd", "discount_vnd", "net_vnd", "vat_vnd", "owed_vnd", "kept_vnd", "refunds_vnd")


@pytest.fixture
def history(inside: Inside) -> tuple[Inside, TimedShop, list[str]]:
    """Three producers, two days before and within the span, mixed payments, discounts, refunds on other days."""
    with inside.on(date(2026, 10, 20)):
        shop = inside.shop()
        goods = [
            shop.stocked(10_000, set=3, stars=4, vat="8", certificate=_certificate("2026-11-10")),
            shop.stocked(7_777, set=7, commune="Chi Lăng", vat="KKKNT"),
            shop.stocked(33_333, vat="10", term=FIXED),
        ]
        shop.sell(shop.line(goods[0], "4"))
    a, b, c = goods
    with inside.on(date(2026, 11, 2), 8):
        first = shop.sell(shop.line(a, "3"), shop.line(b, "1.25", 7_777), discount_vnd=1_111)
        _paid(shop, [("cash", 10_001), ("vietqr", 9_999), ("card", 13_333)], shop.line(c, "1", 33_333))
    with inside.on(date(2026, 11, 15), 18):
        lines = (shop.line(a, "1"), shop.line(c, "1", 33_333), shop.line(b, "1", 7_777, 333))
        second = _paid(shop, [("vietqr", 5_000), ("cash", 45_777)], *lines)
        shop.refund(first["uid"], 2, "0.5").ok(201)
        shop.sell(shop.line(a, "1", 10_000, 10_000), payments=[], approval={})
    with inside.on(date(2026, 11, 20), 11):
        shop.refund(second["uid"], 2, "1", "spoiled", method="vietqr").ok(201)
    return inside, shop, goods


def _certificate(until: str) -> dict[str, str]:
    return {"number": "1", "issuer": "UBND tỉnh", "issued_on": "2024-01-01", "valid_until": until}


def _paid(shop: TimedShop, payments: list[tuple[str, int]], *lines: Any) -> Any:
    return shop.sell(*lines, payments=[{"method": method, "amount_vnd": amount} for method, amount in payments])


def _report(inside: Inside, by: str, **more: str) -> Any:
    return inside.api.get("/api/v1/reports/sales", by=by, from_=FIRST.isoformat(), to=LAST.isoformat(), **more).ok()


KEYS: dict[str, Callable[[Any, Any], str]] = {
    "producer": lambda head, line: line["producer"],
    "product": lambda head, line: line["product"],
    "day": lambda head, line: head["day"],
    "month": lambda head, line: head["day"][:7],
    "week": lambda head, line: "{}-W{:02d}".format(*date.fromisoformat(head["day"]).isocalendar()[:2]),
    "hour": lambda head, line: head["at"][11:13],
    "till": lambda head, line: head["till"],
}


@pytest.mark.parametrize("by", sorted(KEYS))
def test_rows_are_what_a_recount_finds(history: tuple[Inside, TimedShop, list[str]], by: str) -> None:
    inside, shop, _ = history
    key = KEYS[by]
    table: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    different: dict[str, set[str]] = defaultdict(set)
    for sale in inside.api.all("/api/v1/sales"):
        head = {"day": sale["business_day"], "at": sale["sold_at"], "till": sale["till"]}
        if FIRST.isoformat() <= head["day"] <= LAST.isoformat():
            for line in sale["lines"]:
                different[key(head, line)].add(sale["uid"])
                for name in ("gross_vnd", "discount_vnd", "net_vnd", "vat_vnd", "owed_vnd", "kept_vnd"):
                    table[key(head, line)][name] += line[name]
        for back in sale["refunds"]:
            refund = inside.api.get(f"/api/v1/refunds/{back['uid']}").ok()
            head = {"day": refund["business_day"], "at": refund["refunded_at"], "till": shop.till}
            for line in refund["lines"]:
                row = table[key(head, line)]
                row["refunds_vnd"] += line["net_vnd"]
                for name in ("net_vnd", "vat_vnd", "owed_vnd", "kept_vnd"):
                    row[name] -= line[name]
    report = _report(inside, by)
    assert {x["key"]: {name: x[name] for name in AMOUNTS} for x in report["items"]} == {
        k: {name: row[name] for name in AMOUNTS} for k, row in table.items()
    }
    assert {x["key"]: x["sales"] for x in report["items"]} == {k: len(different[k]) for k in table}
    assert report["totals"]["sales"] == len(set().union(*different.values()))


@pytest.mark.parametrize("by", SalesKey)
def test_totals_are_the_sum_of_the_rows_and_equal_the_book(history: tuple[Inside, TimedShop, list[str]], by: str) -> None:
    inside, shop, goods = history
    report = _report(inside, by)
    for name in AMOUNTS:
        assert report["totals"][name] == sum(x[name] for x in report["items"]), name
    for x in (*report["items"], report["totals"]):
        assert x["net_vnd"] == x["gross_vnd"] - x["discount_vnd"] - x["refunds_vnd"] == x["owed_vnd"] + x["kept_vnd"]
    book = [line for product in goods for line in shop.book(shop.producer_of(product)) if line["kind"] in {"sold", "refunded"}]
    inside_span = [line for line in book if FIRST.isoformat() <= line["day"] <= LAST.isoformat()]
    assert report["totals"]["owed_vnd"] == sum(line["owed_vnd"] for line in inside_span)
    assert report["totals"]["gross_vnd"] == sum(line["gross_vnd"] for line in inside_span if line["kind"] == "sold")
    assert report["totals"]["sales"] == 4
    assert inside.gaps() == []


def test_a_sale_paid_in_several_ways_is_spread_over_them(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, _, _ = history
    rows = {x["key"]: x for x in _report(inside, "method")["items"]}
    assert {key: x["sales"] for key, x in rows.items()} == {"cash": 3, "vietqr": 2, "card": 1, "": 1}
    assert rows["card"]["net_vnd"] == 13_333
    assert rows["vietqr"]["net_vnd"] + rows["vietqr"]["refunds_vnd"] == 9_999 + 5_000
    assert (rows[""]["gross_vnd"], rows[""]["net_vnd"]) == (10_000, 0)


def test_stars_show_only_while_the_certificate_was_valid(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, _, _ = history
    rows = {x["key"]: x for x in _report(inside, "stars")["items"]}
    assert rows["4"]["gross_vnd"] == 30_000
    assert rows[""]["gross_vnd"] > 10_000


def test_communes_and_sets_are_the_products_own_or_else_the_producers(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, _, _ = history
    assert {x["key"] for x in _report(inside, "commune")["items"]} == {"Chi Lăng", "Phù Lãng"}
    assert {x["key"] for x in _report(inside, "set")["items"]} == {"3", "7", ""}


def test_the_span_before_is_as_long(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, _, _ = history
    report = _report(inside, "producer", compare="previous")
    assert (report["previous"]["from"], report["previous"]["to"]) == ("2026-10-14", "2026-11-01")
    assert report["previous"]["totals"]["gross_vnd"] == 40_000


def test_one_producers_report_holds_nothing_of_others(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, shop, goods = history
    own = shop.producer_of(goods[2])
    whole = {x["key"]: x for x in _report(inside, "producer")["items"]}
    for by in SalesKey:
        totals = _report(inside, by, producer=own)["totals"]
        assert (totals["net_vnd"], totals["owed_vnd"], totals["sales"]) == (whole[own]["net_vnd"], whole[own]["owed_vnd"], 2)


def test_files_carry_the_same_figures_and_no_formulas(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, _, _ = history
    with inside.app.test_request_context("/"):
        report = sales(SalesKey.PRODUCT, FIRST, LAST)
        evil = replace(report, items=[replace(report.items[0], label='=HYPERLINK("x")'), *report.items[1:]])
        text, workbook = csv_bytes(COLUMNS, evil), xlsx_bytes(COLUMNS, evil)
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[0]["label"].startswith("'=") and int(rows[0]["net_vnd"]) == report.items[0].net_vnd
    assert int(rows[-1]["net_vnd"]) == report.totals.net_vnd
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[1][1] == '=HYPERLINK("x")' and sheet[-1][6] == report.totals.net_vnd


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_an_empty_file_names_its_own_columns(inside: Inside, report: Definition) -> None:
    address, nothing = f"/api/v1/reports/{report.name}", {"from_": "2020-01-01", "to": "2020-01-02"}
    lines = inside.api.get(address, format="csv", **nothing).body.decode("utf-8-sig").splitlines()
    assert lines == [",".join(column.key for column in report.columns)]
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(inside.api.get(address, format="xlsx", **nothing).body))
    *head, titles, empty = workbook.get_sheet_by_index(0).to_python()
    assert titles == [column.label for column in report.columns] and empty[0] == "Không có dòng nào"
    lines = [row[0] for row in head if row[0]]
    assert lines[1] == report.title and lines[-1].startswith("In lúc ")
    assert ("Từ ngày 01/01/2020 đến ngày 02/01/2020" in lines) is report.dated


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_the_columns_are_fields_of_the_rows_in_their_order(report: Definition) -> None:
    (row_type,) = get_args(get_type_hints(report.result)["items"])
    assert [column.attribute for column in report.columns] == [field.name for field in fields(row_type)]


@pytest.mark.parametrize("by", SalesKey)
def test_only_the_outlet_groups_by_its_staff_and_cash(history: tuple[Inside, TimedShop, list[str]], by: SalesKey) -> None:
    inside, shop, goods = history
    theirs = inside.as_role(Role.PRODUCER, shop.producer_of(goods[0]))
    theirs_too = {"producer", "product", "set", "commune", "stars", "hour", "day", "week", "month"}
    assert theirs.get("/api/v1/reports/sales", by=by).status == (200 if by in theirs_too else 403)


def test_the_other_reports_answer_with_what_happened(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, shop, goods = history
    span = {"from_": FIRST.isoformat(), "to": LAST.isoformat()}
    with inside.on(LAST, 12):
        lost = inside.api.get("/api/v1/reports/losses", **span).ok()["items"]
        assert [(x["cause"], x["product"], x["quantity"]) for x in lost] == [("damage", goods[2], "1")]
        ages = inside.api.get("/api/v1/reports/stock-age").ok()["items"]
        assert {x["product"] for x in ages} == set(goods) and {x["age_days"] for x in ages} == {31}
        sheet = inside.api.get("/api/v1/reports/stock-age", format="xlsx").body
        rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
        top = next(n for n, row in enumerate(rows) if "Thu hồi" in row)
        assert rows[top + 1][rows[top].index("Thu hồi")] is False
        assert inside.api.get("/api/v1/reports/expiring").ok()["items"] == []
        programme = inside.api.get("/api/v1/reports/programme", **span).ok()
        sold = _report(inside, "commune")["totals"]
        assert sold["refunds_vnd"] > 0
        assert programme["totals"] == {key: sold[key] for key in ("gross_vnd", "net_vnd", "owed_vnd", "refunds_vnd")}
        approvals = inside.api.get("/api/v1/reports/approvals", **span).ok()["items"]
        assert [x["kind"] for x in approvals] == ["sale"]
        assert inside.api.get("/api/v1/reports/shifts", from_="2026-10-20", to="2026-10-20").ok()["items"][0]["till"] == shop.till
