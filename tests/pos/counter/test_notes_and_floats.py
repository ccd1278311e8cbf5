"""What a cashier writes to a sale, and the notes that a shift begins with."""

from __future__ import annotations

import pytest

from tests.journeys.inside import Inside
from tests.outlet import Shop, uid


def printed(shop: Shop, sale: str) -> str:
    """The slip as text."""
    return shop.api.get(f"/api/v1/sales/{sale}/receipt?format=text").body.decode()


def test_notes_stay_with_the_sale_and_are_printed(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    lines = [{**shop.line(product, "1"), "note": " gói quà "}, shop.line(product, "2")]
    body = {**shop.sale(*lines), "note": "giao buổi chiều"}
    answer = shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)
    assert answer["note"] == "giao buổi chiều"
    assert [line.get("note") for line in answer["lines"]] == ["gói quà", None]
    again = shop.api.get(f"/api/v1/sales/{answer['uid']}").ok()
    assert (again["note"], again["lines"][0]["note"]) == ("giao buổi chiều", "gói quà")
    slip = printed(shop, answer["uid"])
    assert "Ghi chú: gói quà" in slip and "Ghi chú: giao buổi chiều" in slip


def test_a_sale_without_notes_says_nothing_of_them(inside: Inside) -> None:
    shop = inside.shop()
    body = {**shop.sale(shop.line(shop.stocked())), "note": "  "}
    answer = shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)
    assert "note" not in answer and "note" not in answer["lines"][0]
    assert "Ghi chú" not in printed(shop, answer["uid"])


@pytest.mark.parametrize("where", ["note", "lines.0.note"])
def test_a_note_of_more_than_200_letters_is_an_error_at_its_field(inside: Inside, where: str) -> None:
    shop = inside.shop()
    body = shop.sale(shop.line(shop.stocked()))
    (body if where == "note" else body["lines"][0])["note"] = "đ" * 201
    problem = shop.api.put(f"/api/v1/sales/{uid()}", body)
    assert problem.status == 422 and [error["field"] for error in problem.json["errors"]] == [where]


def test_a_line_that_is_cut_over_lots_prints_its_note_once(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(quantity="1")
    shop.deliver(shop.producer_of(product), {"product": product, "quantity": "5", "best_before": "2099-02-01"})
    body = shop.sale({**shop.line(product, "3"), "note": "cắt đôi"})
    answer = shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)
    assert [line["note"] for line in answer["lines"]] == ["cắt đôi", "cắt đôi"]
    assert printed(shop, answer["uid"]).count("cắt đôi") == 1


def test_the_notes_of_a_float_stay_with_the_shift_and_come_back_with_the_next_count(inside: Inside) -> None:
    from pos import shifts

    shop = inside.shop()
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"200000": 2, "50000": 1}}).ok()
    assert shifts.last_count(shop.till).counted == {"200000": 2, "50000": 1}
    body = {"till": shop.till, "opening_float_vnd": 450_000, "opening_counted": {"200000": 2, "50000": 1}}
    wrong = shop.api.put(f"/api/v1/shifts/{uid()}", body | {"opening_float_vnd": 400_000})
    assert wrong.status == 422 and wrong.json["errors"][0]["field"] == "opening_counted"
    opened = shop.api.put(f"/api/v1/shifts/{uid()}", body).ok(201)
    assert opened["opening_counted"] == {"200000": 2, "50000": 1}
    assert inside.gaps() == []


def test_a_till_says_whether_the_money_of_a_code_came_before_its_sale(inside: Inside) -> None:
    from core import clock

    shop = inside.shop()
    where = "/api/v1/vietqr?amount_vnd=25000&reference=OCOPAB12CD34"
    assert shop.api.get(where).ok() == {"arrived": False, "at": None}
    at = clock.rfc3339(clock.now())
    notice = {"id": uid(), "amount_vnd": 25_000, "description": "MBVCB ocopab12cd34 CT tu", "at": at}
    shop.api.post("/api/v1/bank-notices", notice).ok(201)
    assert shop.api.get(where).ok()["arrived"] is True
    assert shop.api.get(where.replace("25000", "25001")).ok()["arrived"] is False
    assert shop.api.get(where.replace("CD34", "CD35")).ok()["arrived"] is False


def test_transfers_that_nobody_has_seen_are_listed_until_somebody_has(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    paid = [{"method": "vietqr", "amount_vnd": 10_000, "reference": "OCOP1"}]
    sold = shop.sell(shop.line(product), payments=paid)
    shop.sell(shop.line(product))
    where = f"/api/v1/sales?till={shop.till}&unconfirmed=true"
    assert [sale["uid"] for sale in shop.api.get(where).ok()["items"]] == [sold["uid"]]
    shop.api.post(f"/api/v1/sales/{sold['uid']}/payments/1/confirm").ok()
    assert shop.api.get(where).ok()["items"] == []
