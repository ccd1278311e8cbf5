"""A drawer counted once more: once, by a manager's leave, before the next shift, with the first count beside it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from core.people.permits import Role
from tests.journeys.inside import PIN, Inside
from tests.outlet import Answer, Shop, uid


def recount(shop: Shop, counted: dict[str, int], **more: Any) -> Answer:
    """Counts the drawer again."""
    return shop.api.post(f"/api/v1/shifts/{shop.shift}/recount", {"uid": uid(), "counted": counted} | more)


def test_a_new_difference_with_the_first_count_beside_it(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"200000": 2}}).ok()
    body = {"uid": uid()}
    first = recount(shop, {"200000": 2, "100000": 1}, **body)
    assert first.status == 201 and recount(shop, {"200000": 2, "100000": 1}, **body).body == first.body
    for report in (shop.api.get(f"/api/v1/shifts/{shop.shift}").ok(), shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()):
        assert report["counted"] == {"200000": 2, "100000": 1}
        assert (report["expected_vnd"], report["counted_vnd"], report["difference_vnd"]) == (500_000, 500_000, 0)
        assert report["first_count"] == {"counted": {"200000": 2}, "counted_vnd": 400_000, "difference_vnd": -100_000}
    assert recount(shop, {}).code == "recounted"
    totals = shop.api.get("/api/v1/reports/shifts").ok()["totals"]
    assert totals["difference_vnd"] == 0
    assert inside.gaps() == []


def test_the_next_float_starts_from_the_recount(inside: Inside) -> None:
    from pos import shifts

    shop = inside.shop()
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"200000": 2}}).ok()
    assert shifts.last_count(shop.till).counted == {"200000": 2}
    recount(shop, {"500000": 1}).ok(201)
    assert shifts.last_count(shop.till).counted == {"500000": 1}


def test_only_after_the_close_and_before_the_next_shift(inside: Inside) -> None:
    shop = inside.shop()
    assert recount(shop, {}).code == "shift_open"
    closed = shop.shift
    shop.api.post(f"/api/v1/shifts/{closed}/close", {"counted": {}}).ok()
    shop.open_shift()
    shop.shift, open_one = closed, shop.shift
    assert recount(shop, {}).code == "too_late"
    shop.api.post(f"/api/v1/shifts/{open_one}/close", {"counted": {}}).ok()
    assert recount(shop, {}).code == "too_late"
    shop.shift = open_one
    assert recount(shop, {}).status == 201
    shop.shift = uid()
    assert recount(shop, {}).status == 404


def test_a_cashier_needs_a_manager(inside: Inside) -> None:
    by = inside.manager_with_pin()
    shop = inside.shop()
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    shop.api = inside.as_role(Role.CASHIER)
    assert recount(shop, {"500000": 1}).code == "approval_needed"
    assert recount(shop, {"500000": 1}, approval={"by": by, "pin": "1"}).code == "approval_refused"
    done = recount(shop, {"500000": 1}, approval={"by": by, "pin": PIN})
    assert (done.status, done.json["recount_approved_by"]) == (201, by)
    named = inside.api.get("/api/v1/reports/approvals").ok()["items"][0]
    assert (named["what"], named["by"], named["document"]) == ("recount", by, shop.shift)
