"""Marks on pages: the manager records one with its picture and its goods, the officer reads where it was used."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from tests.core.files.pictures import jpeg
from tests.pages.office import PASSWORD, Browser, add, today


def form(**more: Any) -> dict[str, Any]:
    """A mark as it is typed."""
    days = {"from": today().isoformat(), "to": (today() + timedelta(days=30)).isoformat()}
    fields = {"code": "NH1", "name": "OCOP Quế Võ", "where": ["label", "page"], "products": "GAO", **days}
    return {**fields, "files_files": (BytesIO(jpeg()), "nhan.jpg"), **more}


def test_a_mark_is_recorded_changed_and_its_earlier_version_stays(office: Browser, site: Flask) -> None:
    assert "Chưa có nhãn hiệu nào" in office.get("/marks").text
    assert office.post("/marks/new", form(), "/marks/new").headers["Location"] == "/marks/NH1"
    page = office.get("/marks/NH1").text
    assert "trên tem, trên trang khách xem" in page and "Gạo tẻ" in page and "Chưa dùng lần nào" in page
    changed = office.post("/marks/NH1/edit", form(name="OCOP Bắc Ninh", products=[], producers="NSX1"), "/marks/NH1/edit")
    assert changed.status_code == 302, changed.text
    page = office.get("/marks/NH1").text
    assert "OCOP Bắc Ninh" in page and "Bản 1" in page and "HTX Thử" in page
    add(site, "canbo", Role.OFFICER, password=PASSWORD)
    officer = Browser(site, "canbo")
    assert "OCOP Bắc Ninh" in officer.get("/marks").text and "Thêm nhãn hiệu" not in officer.get("/marks").text
    assert officer.get("/marks/new").status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"where": []}, "where"), ({"to": "2020-01-01"}, "to"), ({"files_files": []}, "files"),
     ({"files_files": (BytesIO(b"GIF89a"), "x.gif")}, "files"), ({"products": "KHONG-CO"}, "products")],
)  # fmt: skip
def test_a_wrong_mark_is_refused_at_its_field_and_what_was_typed_stays(
    office: Browser, change: dict[str, Any], field: str
) -> None:
    refused = office.post("/marks/new", form(**change), "/marks/new")
    assert refused.status_code == 422 and f'id="e-{field}"' in refused.text
    assert f'value="{form()["to"] if field != "to" else "2020-01-01"}"' in refused.text


def test_a_page_that_showed_it_is_written_down_once_a_day(office: Browser) -> None:
    office.post("/marks/new", form(), "/marks/new")
    paper = {"uid": "11111111-1111-4111-8111-111111111111", "of": "GAO", "kind": "ocop", "number": "1", "issuer": "UBND"}
    office.post("/papers/new", paper | {"issued_on": "2026-01-10", "valid_until": "2099-01-01", "stars": "4"}, "/papers/new")
    assert 'class="marks"' in office.get("/p/GAO").text
    office.get("/p/GAO")
    assert office.get("/marks/NH1").text.count("trên trang khách xem</td>") == 1
