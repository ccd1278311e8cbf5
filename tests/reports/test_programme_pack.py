"""The report of the programme: its sums are those of the sales report, and a frozen one stays as it was."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reports.programme_pack import freezing
from tests.journeys.inside import Inside
from tests.outlet import Shop, today, uid
from tests.paper.sheets.reading import pages
from tests.schedule import examples

PACK = "/api/v1/programme/pack"
PACKS = "/api/v1/programme/packs"
YEAR = date.today().year
SPAN = {"from": f"{YEAR}-01-01", "to": today()}
SALES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5), st.integers(0, 9_000)), min_size=1, max_size=5)


def shop_of(inside: Inside) -> tuple[Shop, list[str]]:
    """An outlet with three products: with stars and a set, of a second producer, and with neither."""
    shop = Shop(inside.api)
    shop.open_shift()
    goods = [shop.stocked() for _ in range(3)]
    paper = {"kind": "ocop", "product": goods[0], "number": "1", "issuer": "UBND", "issued_on": f"{YEAR}-01-01", "stars": 4}
    inside.api.put(f"/api/v1/papers/{uid()}", paper).ok(201)
    return shop, goods


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sold=SALES)
def test_each_way_to_group_adds_up_to_what_the_sales_report_says(inside: Inside, sold: list[tuple[int, int, int]]) -> None:
    shop, goods = shop_of(inside)
    for product, quantity, discount_vnd in sold:
        shop.sell(shop.line(goods[product], str(quantity), discount_vnd=discount_vnd))
    pack = inside.api.get(PACK, from_=SPAN["from"], to=SPAN["to"]).ok()
    for group in pack["sales"]:
        report = inside.api.get("/api/v1/reports/sales", by=group["by"], from_=SPAN["from"], to=SPAN["to"]).ok()
        assert {r["key"]: r["net_vnd"] for r in group["items"]} == {r["key"]: r["net_vnd"] for r in report["items"]}
        for name, amount in pack["totals"].items():
            assert sum(row[name] for row in group["items"]) == amount == report["totals"][name]
    assert {group["by"] for group in pack["sales"]} == {"stars", "commune", "kind", "set", "month"}


def test_a_frozen_report_stays_as_it_was_whatever_is_sold_later(inside: Inside) -> None:
    shop, goods = shop_of(inside)
    shop.sell(shop.line(goods[0]))
    path = f"{PACKS}/{uid()}"
    frozen = inside.api.put(path, SPAN).ok(201)
    shop.sell(shop.line(goods[0], "3"))
    inside.api.put(f"/api/v1/trainings/{uid()}", {"on": today(), "subject": "Ghi chép", "for": [], "people": 9}).ok(201)
    assert inside.api.get(path).ok() == frozen
    assert inside.api.put(path, SPAN).ok(200) == frozen
    live = inside.api.get(PACK, from_=SPAN["from"], to=SPAN["to"]).ok()
    assert live["totals"]["net_vnd"] > frozen["pack"]["totals"]["net_vnd"] > 0
    assert inside.api.put(path, {**SPAN, "from": f"{YEAR}-01-02"}).status == 409


def test_reports_are_numbered_within_the_year_without_gaps(inside: Inside) -> None:
    uids = [uid() for _ in range(3)]
    for one in uids:
        inside.api.put(f"{PACKS}/{one}", SPAN).ok(201)
    items = inside.api.get(PACKS).ok()["items"]
    assert [item["number"] for item in items] == [f"{YEAR}-{n:06d}" for n in (1, 2, 3)]
    assert [item["uid"] for item in items] == uids
    page = inside.api.get(PACKS, limit=2).ok()
    assert inside.api.get(PACKS, after=page["next"]).ok()["items"][0]["uid"] == uids[2]
    assert list(freezing.gaps()) == []


def test_a_span_that_is_none_is_refused_and_takes_no_number(inside: Inside) -> None:
    backwards = {"from": f"{YEAR}-03-01", "to": f"{YEAR}-02-01"}
    assert inside.api.put(f"{PACKS}/{uid()}", backwards).status == 422
    assert inside.api.get(PACK, from_=backwards["from"], to=backwards["to"]).status == 422
    assert inside.api.put(f"{PACKS}/{uid()}", SPAN).ok(201)["number"] == f"{YEAR}-000001"


def test_files_of_a_frozen_report_come_from_what_was_frozen(inside: Inside) -> None:
    shop, goods = shop_of(inside)
    shop.sell(shop.line(goods[0]))
    targets = {"targets": {"products": 4, "trained": 60}}
    inside.api.put(f"/api/v1/programme/plans/{YEAR}", targets).ok(201)
    path = f"{PACKS}/{uid()}"
    frozen = inside.api.put(path, SPAN).ok(201)
    shop.sell(shop.line(goods[0], "3"))
    rows = _rows(inside, path)
    total = frozen["pack"]["totals"]["net_vnd"]
    assert [row[-1] for row in rows if row[0] == "Cộng" and row[-1] == total]
    text = " ".join(pages(inside.api.call("GET", f"{path}?format=pdf").body))
    assert f"Số {frozen['number']}" in text
    assert "Thủ trưởng đơn vị" in text
    assert f"{total:,}".replace(",", ".") in text
    draft = " ".join(pages(inside.api.call("GET", f"{PACK}?format=pdf").body))
    assert "Bản chưa đánh số" in draft


def _rows(inside: Inside, path: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(inside.api.call("GET", f"{path}?format=xlsx").body))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]


def test_the_plan_stands_in_the_report_as_it_was_on_its_last_day(inside: Inside) -> None:
    inside.api.put(f"/api/v1/programme/plans/{YEAR}", {"targets": {"trained": 60}}).ok(201)
    for day, people in ((f"{YEAR}-01-05", 20), (f"{YEAR}-02-05", 30)):
        inside.api.put(f"/api/v1/trainings/{uid()}", {"on": day, "subject": "x", "for": [], "people": people}).ok(201)
    pack = inside.api.get(PACK, from_=f"{YEAR}-01-01", to=f"{YEAR}-01-31").ok()
    (found,) = pack["years"][0]["results"]
    assert (found["result"], found["waiting"]) == (20, 30)
    assert [t["people"] for t in pack["trainings"]] == [20]
