"""Inspections: what is refused, when one is open, late and closed, and who reads them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import uid

DAY = date(2026, 11, 20)


def inspection(producer: str, **more: Any) -> dict[str, Any]:
    body = {"producer": producer, "on": "2026-11-01", "by": "Đoàn liên ngành", "subject": "food_safety", "result": "met"}
    return body | more


def test_an_open_inspection_is_late_after_its_last_day_and_closed_by_the_next_of_its_subject(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        path = f"/api/v1/inspections/{uid()}"
        body = inspection(producer, result="to_mend", mend_by=DAY.isoformat(), note="Kho ẩm.")
        made = shop.api.put(path, body).ok(201)
        assert (made["state"], made["days_left"], made["followed_by"]) == ("open", 0, None), "its last day counts"
        assert shop.api.put(path, made).ok(200) == made, "what GET shows changes nothing"
        assert shop.api.put(path, body | {"note": "Kho ẩm, mốc."}).ok(200)["note"] == "Kho ẩm, mốc."
    with inside.on(DAY + timedelta(days=1)):
        late = shop.api.get(path).ok()
        assert (late["state"], late["days_left"]) == ("overdue", -1)

        def of(state: str) -> list[str]:
            return [one["uid"] for one in shop.api.get(f"/api/v1/inspections?state={state}").ok()["items"]]

        assert of("overdue") == [made["uid"]] and of("open") == of("closed") == []
        for more in ({"subject": "environment"}, {"producer": shop.producer()}, {"on": "2026-10-31"}):
            shop.api.put(f"/api/v1/inspections/{uid()}", inspection(producer) | more).ok(201)
        assert shop.api.get(path).ok()["state"] == "overdue", "another subject, another producer and an earlier day close nothing"
        following = uid()
        again = inspection(producer, on="2026-11-21", result="to_mend", mend_by="2026-12-01")
        shop.api.put(f"/api/v1/inspections/{following}", again).ok(201)
        closed = shop.api.get(path).ok()
        assert (closed["state"], closed["days_left"], closed["followed_by"]) == ("closed", None, following)
        assert of("open") == [following]
        failed = inspection(producer, on="2026-11-21", result="not_met", subject="environment")
        assert shop.api.put(f"/api/v1/inspections/{uid()}", failed).ok(201)["state"] == "open"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"result": "to_mend"}, "mend_by"), ({"result": "to_mend", "mend_by": "2026-10-31"}, "mend_by"),
     ({"mend_by": "2026-12-01"}, "mend_by"), ({"on": "2026-11-21"}, "on"), ({"producer": "NOBODY"}, "producer"),
     ({"result": "good"}, "result"), ({"subject": "x"}, "subject"), ({"by": " "}, "by")],
)  # fmt: skip
def test_a_wrong_inspection_names_its_field(inside: Inside, change: dict[str, str], field: str) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        refused = shop.api.put(f"/api/v1/inspections/{uid()}", inspection(shop.producer()) | change)
        assert refused.status == 422 and [e["field"] for e in refused.json["errors"]] == [field]


def test_the_officer_records_and_a_producer_reads_nothing_of_it(inside: Inside) -> None:
    with inside.on(DAY):
        producer = inside.shop().producer()
        officer, path = inside.as_role(Role.OFFICER), f"/api/v1/inspections/{uid()}"
        officer.put(path, inspection(producer)).ok(201)
        for role in (Role.STOREKEEPER, Role.CASHIER):
            assert inside.as_role(role).get(path).status == 403
        assert inside.as_role(Role.PRODUCER, producer).get(path).status == 403
        assert len(officer.get(f"/api/v1/inspections?producer={producer}&from=2026-11-01&to=2026-11-01").ok()["items"]) == 1
        assert officer.get("/api/v1/inspections?to=2026-10-31").ok()["items"] == []
