"""The pages of fairs: recorded by a form, counted, printed, and told to visitors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from core.people.actor import SYSTEM
from core.people.permits import Role
from inventory import places
from inventory.choices import PlaceKind
from inventory.requests import PlaceRequest
from tests.pages.office import PASSWORD, Browser, add, inside, today

DAY = timedelta(days=1)


def typed(first: date, last: date, **more: str) -> dict[str, str]:
    days = {"from": first.isoformat(), "to": last.isoformat()}
    return {"name": "Hội chợ xuân", "where": "Trung tâm văn hóa", "place": "GIAN", "next_code": "HC-1", **days, **more}


@pytest.fixture
def fairground(office: Browser, site: Flask) -> Browser:
    """The manager of an outlet with a stall."""
    inside(site, lambda: places.put_place("GIAN", PlaceRequest(name="Gian hội chợ", kind=PlaceKind.STALL), SYSTEM))
    return office


def test_a_fair_is_added_once_and_changed_by_its_forms(fairground: Browser) -> None:
    form = typed(today() + DAY, today() + 3 * DAY)
    for _ in range(2):  # a second press
        assert fairground.post("/fairs", form).headers["Location"] == "/fairs/HC-1"
    assert fairground.get("/fairs").text.count('href="/fairs/HC-1"') == 1
    assert fairground.post("/fairs", {**form, "code": "HC-1", "name": "Hội chợ tết"}).status_code == 302
    page = fairground.get("/fairs/HC-1").text
    assert "Hội chợ tết" in page and "Hội chợ chưa mở" in page and "Gian hội chợ" in page
    assert "Hội chợ tết" in fairground.get("/fairs/HC-1/sheet").text


def test_two_new_fairs_of_forms_opened_at_once_stand_side_by_side(fairground: Browser) -> None:
    fairground.post("/fairs", typed(today(), today()))
    other = fairground.post("/fairs", typed(today() + DAY, today() + DAY, name="Hội chợ khác"))
    assert other.headers["Location"] != "/fairs/HC-1"
    assert "Hội chợ xuân" in fairground.get("/fairs/HC-1").text


def test_what_is_refused_stands_at_its_field_with_what_was_typed(fairground: Browser) -> None:
    answer = fairground.post("/fairs", typed(today(), today(), where="", place="QUAY", note="Có gốm"))
    assert answer.status_code == 422
    assert 'id="e-where"' in answer.text and "Có gốm" in answer.text
    answer = fairground.post("/fairs", typed(today(), today(), place="QUAY"))
    assert answer.status_code == 422 and 'id="e-place"' in answer.text and "Trung tâm văn hóa" in answer.text
    answer = fairground.post("/fairs", typed(today() + DAY, today()))
    assert answer.status_code == 422 and 'id="e-to"' in answer.text
    fairground.post("/fairs", typed(today(), today()))
    taken = fairground.post("/fairs", typed(today(), today(), name="Hội chợ khác"))
    assert taken.status_code == 409 and "đã dành cho Hội chợ xuân" in taken.text


def test_an_officer_adds_fairs_and_a_storekeeper_looks_at_them(fairground: Browser, site: Flask) -> None:
    fairground.post("/fairs", typed(today(), today()))
    for name, role in (("canbo", Role.OFFICER), ("thukho", Role.STOREKEEPER)):
        add(site, name, role, password=PASSWORD)
    officer, keeper = Browser(site, "canbo"), Browser(site, "thukho")
    assert 'href="/fairs"' in officer.get("/reports/programme").text
    assert officer.post("/fairs", typed(today() + DAY, today() + DAY, next_code="HC-2")).status_code == 302
    assert "Thêm hội chợ" not in keeper.get("/fairs").text
    assert keeper.get("/fairs/HC-1").status_code == 200
    assert keeper.post("/fairs", typed(today() + DAY, today() + DAY)).status_code == 403


def test_visitors_read_what_comes_first_and_then_what_is_over(fairground: Browser, site: Flask) -> None:
    stranger = Browser(site, None)
    assert "Chưa có hội chợ nào sắp tới" in stranger.get("/programme/fairs").text
    spans = {"qua-lau": (-9, -8), "vua-qua": (-5, -4), "dang-mo": (-1, 0), "mai-mo": (1, 2), "con-lau": (8, 9)}
    for n, (name, (first, last)) in enumerate(spans.items()):
        form = typed(today() + first * DAY, today() + last * DAY, name=name, next_code=f"HC-{n}", note="<b>gốm</b>")
        assert fairground.post("/fairs", form).status_code == 302
    page = stranger.get("/programme/fairs").text
    order = [page.index(name) for name in ("dang-mo", "mai-mo", "con-lau", "vua-qua", "qua-lau")]
    assert order == sorted(order)
    assert "<b>gốm</b>" not in page
    assert "đang diễn ra" in page
