"""A year's plan beside its results: each figure counted again from the documents behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import Shop, today, uid

YEAR = date.today().year
PLAN = f"/api/v1/programme/plans/{YEAR}"
TARGETS = {"products": 4, "cooperatives_new": 2, "cooperatives_strengthened": 4, "sales_points": 1, "trained": 60}


def results(inside: Inside, path: str = PLAN) -> dict[str, dict[str, Any]]:
    """The results of the whole, by target."""
    return {r["target"]: r for r in inside.api.get(path).ok()["results"] if r["group"] is None and r["commune"] is None}


def put(inside: Inside, path: str = PLAN, **more: Any) -> None:
    inside.api.put(path, {"targets": {**TARGETS, "sales_vnd": 2_000_000_000}, **more}).ok(200, 201)


def certify(inside: Inside, product: str, stars: int, day: str, **more: Any) -> str:
    body = {"kind": "ocop", "product": product, "number": "1/QĐ", "issuer": "UBND tỉnh", "issued_on": day, "stars": stars}
    path = f"/api/v1/papers/{uid()}"
    inside.api.put(path, body | more).ok(201)
    return path


def test_a_plan_is_read_back_as_it_was_put_and_may_be_sent_back_as_it_is(inside: Inside) -> None:
    assert inside.api.get(PLAN).status == 404
    body = {
        "targets": {**TARGETS, "sales_vnd": 2_000_000_000},
        "notes": {"cooperatives_strengthened": "từ 3 đến 5"},
        "by_group": [{"group": 1, "products": 2}],
        "by_commune": [{"commune": "Nhân Hòa", "products": 1}],
        "points": ["Điểm bán Phố Mới"],
        "note": "Kế hoạch số 1",
    }
    inside.api.put(PLAN, body).ok(201)
    shown = inside.api.get(PLAN).ok()
    assert shown["targets"] == body["targets"]
    assert shown["notes"]["cooperatives_strengthened"] == "từ 3 đến 5"
    inside.api.put(PLAN, shown).ok(200)
    assert inside.api.get(PLAN).ok() == shown
    put(inside)
    assert inside.api.get(PLAN).ok()["by_group"] == []
    assert [plan["year"] for plan in inside.api.get("/api/v1/programme/plans").ok()["items"]] == [YEAR]
    refused = inside.api.put("/api/v1/programme/plans/900", body)
    assert [error["field"] for error in refused.json["errors"]] == ["year"]


def test_a_product_counts_when_a_paper_of_the_year_is_its_first_or_gives_more_stars(inside: Inside) -> None:
    shop = Shop(inside.api)
    put(inside)
    first, raised, same, lower, old = (shop.product(shop.producer()) for _ in range(5))
    certify(inside, first, 3, f"{YEAR}-02-01")
    certify(inside, raised, 3, f"{YEAR - 3}-02-01")
    certify(inside, raised, 4, f"{YEAR}-02-01")
    certify(inside, same, 4, f"{YEAR - 3}-02-01")
    certify(inside, same, 4, f"{YEAR}-02-01")
    certify(inside, lower, 4, f"{YEAR - 3}-02-01")
    certify(inside, lower, 3, f"{YEAR}-02-01")
    certify(inside, old, 3, f"{YEAR - 1}-12-31")
    assert results(inside)["products"]["result"] == 2
    certify(inside, first, 4, f"{YEAR}-03-01")
    assert results(inside)["products"]["result"] == 2


def test_a_paper_that_waits_for_its_approval_waits_in_the_result(inside: Inside) -> None:
    shop = Shop(inside.api)
    put(inside)
    product = shop.product(shop.producer())
    producer = inside.api.as_(inside.token(Role.PRODUCER, producer=shop.producer_of(product)))
    body = {"kind": "ocop", "product": product, "number": "1", "issuer": "UBND", "issued_on": f"{YEAR}-02-01", "stars": 4}
    path = f"/api/v1/papers/{uid()}"
    producer.put(path, body).ok(201)
    found = results(inside)["products"]
    assert (found["result"], found["waiting"], found["met"]) == (0, 1, False)
    inside.api.post(f"{path}/approve", {"uid": uid()}).ok(201)
    found = results(inside)["products"]
    assert (found["result"], found["waiting"], found["share_bp"]) == (1, 0, 2500)


def test_producers_count_in_the_year_they_were_new_or_strengthened_in(inside: Inside) -> None:
    shop = Shop(inside.api)
    put(inside)
    years = [{"year": YEAR, "kind": "new"}], [{"year": YEAR, "kind": "strengthened"}], [{"year": YEAR - 1, "kind": "new"}]
    for of_year in (*years, years[1]):
        inside.api.put(f"/api/v1/programme/producers/{shop.producer()}", {"years": of_year}).ok(201)
    found = results(inside)
    assert (found["cooperatives_new"]["result"], found["cooperatives_strengthened"]["result"]) == (1, 2)


def test_people_count_once_their_training_was_held_and_wait_before(inside: Inside) -> None:
    put(inside, "/api/v1/programme/plans/2999")
    put(inside)
    days = {f"{YEAR}-01-01": 20, today(): 32, f"{YEAR - 1}-12-31": 7, "2999-05-01": 9}
    for day, people in days.items():
        body = {"on": day, "subject": "Ghi chép", "for": [], "people": people}
        inside.api.put(f"/api/v1/trainings/{uid()}", body).ok(201)
    assert (results(inside)["trained"]["result"], results(inside)["trained"]["waiting"]) == (52, 0)
    ahead = results(inside, "/api/v1/programme/plans/2999")["trained"]
    assert (ahead["result"], ahead["waiting"]) == (0, 9)


def test_places_that_sell_are_those_the_plan_names_or_where_something_was_sold(inside: Inside) -> None:
    shop = Shop(inside.api)
    put(inside)
    assert results(inside)["sales_points"]["result"] == 0
    shop.open_shift()
    shop.sell(shop.line(shop.stocked()))
    assert results(inside)["sales_points"]["result"] == 1
    put(inside, points=["Điểm bán Phố Mới", "Quầy trạm dừng nghỉ"])
    assert results(inside)["sales_points"]["result"] == 2


def test_sales_are_net_of_what_came_back_and_the_parts_of_groups_and_communes_follow_the_goods(inside: Inside) -> None:
    shop = Shop(inside.api)
    shop.open_shift()
    one, other = shop.stocked(), shop.stocked()
    path = f"/api/v1/products/{one}"
    inside.api.put(path, {**inside.api.get(path).ok(), "priority_group": 1, "commune": "Đại Xuân"}).ok(200)
    shop.sell(shop.line(one))
    shop.sell(shop.line(other))
    parts = {"by_group": [{"group": 1, "sales_vnd": 1}], "by_commune": [{"commune": "phường Nhân Hòa", "sales_vnd": 1}]}
    put(inside, **parts)
    by_product = {r["key"]: r["net_vnd"] for r in inside.api.get("/api/v1/reports/sales", by="product").ok()["items"]}
    found = inside.api.get(PLAN).ok()["results"]
    sold = {(r["group"], r["commune"]): r["result"] for r in found if r["target"] == "sales_vnd"}
    assert sold[None, None] == by_product[one] + by_product[other]
    assert sold[1, None] == by_product[one]
    assert by_product[one] <= sold[None, "phường Nhân Hòa"] <= sold[None, None]


@pytest.mark.parametrize("body", [{}, {"targets": {"trees": 1}}, {"targets": {}, "by_group": [{"group": 4}]}])
def test_a_plan_that_names_what_no_plan_has_is_refused(inside: Inside, body: dict[str, Any]) -> None:
    assert inside.api.put(PLAN, body).status == 422
    twice = {"targets": {}, "by_commune": [{"commune": "Nhân Hòa"}, {"commune": "phường Nhân Hoà"}]}
    assert inside.api.put(PLAN, twice).status == 422
