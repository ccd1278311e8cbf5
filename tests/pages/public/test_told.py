"""What the office writes down for visitors: stories, seasons, how to use and keep goods, when the outlet is open."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from core.files import apart, converting
from tests.core.files import pictures
from tests.pages.office import Browser, row_of

PRODUCT = {"name": "Gạo tẻ", "producer": "NSX1", "unit": "kg", "places": "3", "price_vnd": "22.000", "vat": "KCT"}
OUTLET = {"name": "Điểm bán", "cash_rounding_vnd": "0", "cashier_discount_limit_bp": "10", "near_expiry_days": "7"}


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_answer", converting.answer)


def test_a_product_is_told_of_in_both_languages_and_has_a_season(office: Browser, site: Flask) -> None:
    told = {
        "name_en": "Rice",
        "story_en": "From the river bank.",
        "usage_en": "Rinse.",
        "keeping": "Để khô.",
        "keeping_en": "Dry.",
    }
    assert office.post("/products/GAO", {**PRODUCT, **told, "season": ["5", "10"]}, "/products/GAO").status_code == 302
    row = row_of(site, "SELECT * FROM product WHERE code = 'GAO'")
    assert {name: row[name] for name in told} == told
    assert row["season"] == 0b1000010000
    page = office.get("/products/GAO").text
    ticked = [n for n in range(1, 13) if f'name="season" value="{n}" checked' in page]
    assert ticked == [5, 10]
    assert office.post("/products/GAO", PRODUCT, "/products/GAO").status_code == 302
    assert row_of(site, "SELECT season FROM product WHERE code = 'GAO'")["season"] is None


def test_what_was_ticked_stays_when_something_else_is_wrong(office: Browser) -> None:
    page = office.post("/products/GAO", {**PRODUCT, "price_vnd": "x", "season": ["2", "3"]}, "/products/GAO")
    assert page.status_code == 422
    assert [n for n in range(1, 13) if f'name="season" value="{n}" checked' in page.text] == [2, 3]


def test_a_producer_has_a_story_and_a_picture(office: Browser, site: Flask) -> None:
    form = {
        "name": "HTX Thử",
        "kind": "cooperative",
        "commune": "Đại Xuân",
        "story": "Bốn mươi hộ.",
        "story_en": "Forty families.",
    }
    sent = {**form, "photo_files": (io.BytesIO(pictures.jpeg()), "IMG.jpg")}
    assert office.post("/producers/NSX1/edit", sent, "/producers/NSX1/edit").status_code == 302
    row = row_of(site, "SELECT story, story_en, photo FROM producer WHERE code = 'NSX1'")
    assert (row["story"], row["story_en"]) == ("Bốn mươi hộ.", "Forty families.")
    stranger = Browser(site, None)
    assert stranger.get(f"/pictures/{row['photo']}/480").status_code == 200, "everybody sees the picture"
    page = office.get("/producers/NSX1/edit").text
    assert "Bốn mươi hộ." in page and f'value="{row["photo"]}"' in page


def test_the_outlet_says_when_it_is_open(office: Browser, site: Flask) -> None:
    hours = {"opens_at": "07:00", "closes_at": "18:30", "closed_on": ["1"], "map_link": "https://osm.org/x"}
    assert office.post("/settings/outlet", {**OUTLET, **hours}, "/settings").status_code == 302
    row = row_of(site, "SELECT * FROM outlet")
    assert (row["opens_at"], row["closes_at"], row["closed_on"], row["map_link"]) == ("07:00", "18:30", 1, "https://osm.org/x")
    assert not row["shows_prices"], "a box that is not ticked says no"
    page = office.get("/settings").text
    assert 'name="closed_on" value="1" checked' in page and 'name="closed_on" value="2" checked' not in page
    assert office.post("/settings/outlet", {**OUTLET, **hours, "shows_prices": "1"}, "/settings").status_code == 302
    assert row_of(site, "SELECT shows_prices FROM outlet")["shows_prices"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"opens_at": "7h", "closes_at": "18:30"}, "Giờ có dạng 00:00 đến 23:59, ví dụ 07:30."),
        ({"opens_at": "19:00", "closes_at": "18:30"}, "Giờ đóng cửa phải sau giờ mở cửa."),
        ({"opens_at": "07:00"}, "Ghi cả giờ mở cửa và giờ đóng cửa."),
        ({"map_link": "javascript:alert(1)"}, "Đường dẫn bắt đầu bằng https://"),
    ],
)
def test_hours_and_links_that_are_none_are_refused(office: Browser, typed: dict[str, str], sentence: str) -> None:
    page = office.post("/settings/outlet", {**OUTLET, **typed}, "/settings")
    assert page.status_code == 422 and sentence in page.text
