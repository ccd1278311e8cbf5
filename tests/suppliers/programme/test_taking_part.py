"""Producers that take part in the programme and trainings: what is put is read back, once, and nothing unknown is taken."""

from __future__ import annotations

from typing import Any

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import Shop, uid


def part(**more: Any) -> dict[str, Any]:
    return {"since": "2019-07-31", "members": 42, "years": [{"year": 2026, "kind": "strengthened"}], **more}


def test_a_producers_part_is_put_and_read_back_as_it_was_put(inside: Inside) -> None:
    shop = Shop(inside.api)
    code = shop.producer()
    path = f"/api/v1/programme/producers/{code}"
    assert inside.api.get(path).status == 404
    body = part(strengthening="Mua máy sấy.", years=[{"year": 2020, "kind": "new", "note": "từ tổ hợp tác"}])
    inside.api.put(path, body).ok(201)
    shown = inside.api.get(path).ok()
    assert {name: shown[name] for name in body} == body
    inside.api.put(path, shown).ok(200)
    inside.api.put(path, part()).ok(200)
    assert inside.api.get(path).ok()["strengthening"] is None
    assert [item["code"] for item in inside.api.get("/api/v1/programme/producers").ok()["items"]] == [code]
    assert inside.api.put("/api/v1/programme/producers/KHONG-CO", part()).status == 404


def test_a_producer_is_new_once_and_a_year_says_a_thing_once(inside: Inside) -> None:
    path = f"/api/v1/programme/producers/{Shop(inside.api).producer()}"
    twice = [{"year": 2019, "kind": "new"}, {"year": 2020, "kind": "new"}]
    assert inside.api.put(path, part(years=twice)).status == 422
    assert inside.api.put(path, part(years=[twice[0], twice[0]])).status == 422
    assert inside.api.put(path, part(years=[twice[0], {"year": 2019, "kind": "strengthened"}])).status == 201


def test_the_audit_trail_says_how_a_part_was_before_and_after(inside: Inside) -> None:
    code = Shop(inside.api).producer()
    path = f"/api/v1/programme/producers/{code}"
    inside.api.put(path, part()).ok(201)
    inside.api.put(path, part(members=50)).ok(200)
    inside.api.put(path, part(members=50)).ok(200)
    entries = inside.api.get("/api/v1/audit", action="programme.participation_recorded").ok()["items"]
    assert [(e["before"], e["after"]) for e in entries[1:]] == [({"members": 42}, {"members": 50})]


def test_a_training_is_put_again_to_change_it_and_listed_by_day_and_producer(inside: Inside) -> None:
    shop = Shop(inside.api)
    code = shop.producer()
    one, other = (f"/api/v1/trainings/{uid()}" for _ in range(2))
    body = {"on": "2026-03-05", "subject": "Ghi chép sản xuất", "for": [code], "people": 24}
    inside.api.put(one, body).ok(201)
    inside.api.put(other, {**body, "on": "2026-09-01", "for": []}).ok(201)
    inside.api.put(one, {**body, "people": 26}).ok(200)
    assert inside.api.get(one).ok() == {**body, "people": 26, "uid": one[-36:]}
    items = inside.api.get("/api/v1/trainings").ok()["items"]
    assert [item["on"] for item in items] == ["2026-03-05", "2026-09-01"]
    assert [item["on"] for item in inside.api.get("/api/v1/trainings", producer=code).ok()["items"]] == ["2026-03-05"]
    assert [item["on"] for item in inside.api.get("/api/v1/trainings", from_="2026-04-01").ok()["items"]] == ["2026-09-01"]
    refused = inside.api.put(one, {**body, "for": ["KHONG-CO"]})
    assert [error["field"] for error in refused.json["errors"]] == ["for.0"]
    assert inside.api.put(one, {**body, "for": [code, code]}).status == 422


def test_only_the_office_of_the_programme_and_the_manager_read_and_write_it(inside: Inside) -> None:
    path = f"/api/v1/programme/producers/{Shop(inside.api).producer()}"
    inside.api.as_(inside.token(Role.OFFICER)).put(path, part()).ok(201)
    for role in (Role.CASHIER, Role.STOREKEEPER):
        assert inside.api.as_(inside.token(role)).put(path, part()).status == 403
        assert inside.api.as_(inside.token(role)).get(path).status == 403
