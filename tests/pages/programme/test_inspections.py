"""Inspections on pages: recorded by the officer, late on the manager's day, closed by the follow-up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, add, today


def days(n: int) -> str:
    """A day so many days from today."""
    return (today() + timedelta(days=n)).isoformat()


def form(**more: Any) -> dict[str, Any]:
    """An inspection as it is typed."""
    fields = {"producer": "NSX1", "on": days(-40), "by": "Đoàn liên ngành", "subject": "food_safety", "result": "to_mend"}
    return {"uid": new_uid(), **fields, "mend_by": days(-3), "note": "Chưa có sổ ghi thuốc.", **more}


def test_the_officer_records_one_it_is_late_on_the_managers_day_and_the_follow_up_closes_it(office: Browser, site: Flask) -> None:
    add(site, "canbo", Role.OFFICER, password=PASSWORD)
    officer = Browser(site, "canbo")
    assert "Chưa ghi lần kiểm tra nào" in officer.get("/inspections").text
    first = form()
    for _press in range(2):
        assert officer.post("/inspections/new", first, "/inspections/new").headers["Location"] == "/inspections"
    listed = officer.get("/inspections").text
    assert "quá hạn khắc phục 3 ngày" in listed and listed.count(f'href="/inspections/{first["uid"]}"') == 2
    day = office.get("/reports/today").text
    assert "HTX Thử quá hạn khắc phục 3 ngày" in day and f'href="/inspections/{first["uid"]}"' in day
    assert "Chưa có sổ ghi thuốc." in office.get("/producers/NSX1").text
    page = f"/inspections/new?after={first['uid']}"
    again = officer.get(page).text
    assert 'value="Đoàn liên ngành"' in again and '<option value="NSX1" selected>' in again
    officer.post("/inspections/new", form(on=days(0), result="met", mend_by="", note=""), page)
    assert "quá hạn khắc phục" not in office.get("/reports/today").text
    assert "đã kiểm tra lại" in officer.get(f"/inspections/{first['uid']}").text


@pytest.mark.parametrize(
    ("change", "field"), [({"mend_by": ""}, "mend_by"), ({"by": ""}, "by"), ({"producer": ""}, "producer"), ({"on": ""}, "on")]
)
def test_a_wrong_one_is_refused_at_its_field_and_stays_as_typed(office: Browser, change: dict[str, str], field: str) -> None:
    refused = office.post("/inspections/new", form(**change), "/inspections/new")
    assert refused.status_code == 422 and f'id="e-{field}"' in refused.text and "Chưa có sổ ghi thuốc." in refused.text


def test_the_list_is_narrowed_by_what_was_chosen(office: Browser) -> None:
    one, other = form(), form(subject="environment", result="met", mend_by="", note="")
    for each in (one, other):
        office.post("/inspections/new", each, "/inspections/new")

    def shown(query: str) -> set[str]:
        page = office.get(f"/inspections?{query}").text
        return {each["uid"] for each in (one, other) if f"/inspections/{each['uid']}" in page}

    assert shown("subject=environment") == shown("result=met") == shown("state=closed") == {other["uid"]}
    assert shown("state=overdue") == {one["uid"]} and shown("producer=NSX1") == {one["uid"], other["uid"]}
    assert "Không có lần kiểm tra nào như vậy" in office.get("/inspections?state=open").text


def test_a_known_one_is_corrected(office: Browser) -> None:
    one = form()
    office.post("/inspections/new", one, "/inspections/new")
    page = f"/inspections/{one['uid']}/edit"
    assert f'value="{days(-3)}"' in office.get(page).text
    assert office.post(page, one | {"mend_by": days(3)}, page).status_code == 302
    assert "khắc phục, còn 3 ngày" in office.get("/inspections").text


def test_trainings_and_inspections_are_two_tabs_of_one_line_of_the_menu(office: Browser) -> None:
    for page, other in (("/inspections", "/reports/programme/trainings"), ("/reports/programme/trainings", "/inspections")):
        shown = office.get(page).text
        assert f'href="{other}"' in shown and 'aria-label="Tập huấn, kiểm tra"' in shown
        assert re.search(r'aria-current="page">\s*Tập huấn, kiểm tra', shown), page
