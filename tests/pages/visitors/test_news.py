"""News: written by manager and officer, read by everybody from its day on, in the reader's language."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask

from core import clock
from core.people.permits import Role
from tests.core.files import pictures
from tests.pages.office import PASSWORD, Browser, add, row_of, today

DAY = timedelta(days=1)


def written(**more: str) -> dict[str, str]:
    return {"title": "Mùa khoai đã về", "body": "## Trên đồng\n\nKhoai **to**.", "publish_on": today().isoformat(), **more}


def test_a_draft_is_read_by_nobody_and_an_article_from_its_day_on(office: Browser, site: Flask) -> None:
    stranger, path = Browser(site, None), "/programme/news/mua-khoai-da-ve"
    assert office.post("/news", written(publish_on="")).headers["Location"] == "/news/mua-khoai-da-ve"
    assert stranger.get(path).status_code == 404
    assert "Chưa có tin tức nào" in stranger.get("/programme/news").text
    assert "bản nháp" in office.get("/news").text
    tomorrow = (today() + DAY).isoformat()
    office.post("/news", written(code="mua-khoai-da-ve", publish_on=tomorrow))
    assert stranger.get(path).status_code == 404
    with clock.time_travel(clock.now() + DAY):
        page = stranger.get(path).text
        assert "<h2>Trên đồng</h2>" in page and "<strong>to</strong>" in page
        assert "Mùa khoai đã về" in stranger.get("/programme/news").text


def test_a_reader_of_english_reads_english_where_there_is_some(office: Browser, site: Flask) -> None:
    office.post("/news", written(title_en="Potato season", body_en="Big **potatoes**."))
    office.post("/news", written(title="Chỉ tiếng Việt"))
    reader = Browser(site, None)
    reader.post("/language", {"language": "en", "next": "/programme/news"})
    assert "Potato season" in reader.get("/programme/news").text
    assert "<strong>potatoes</strong>" in reader.get("/programme/news/mua-khoai-da-ve").text
    assert "Chỉ tiếng Việt" in reader.get("/programme/news/chi-tieng-viet").text


def test_a_preview_saves_nothing(office: Browser, site: Flask) -> None:
    page = office.post("/news", written(act="preview"))
    assert page.status_code == 200
    assert "<strong>to</strong>" in page.text and "Chưa lưu gì cả" in page.text and 'value="Mùa khoai đã về"' in page.text
    assert row_of(site, "SELECT count(*) AS n FROM article")["n"] == 0


def test_what_is_refused_is_said_at_its_field(office: Browser) -> None:
    answer = office.post("/news", written(title=""))
    assert answer.status_code == 422 and 'id="e-title"' in answer.text and "Trên đồng" in answer.text
    answer = office.post("/news", written(body_en="Potatoes"))
    assert answer.status_code == 422 and 'id="e-title_en"' in answer.text


def test_a_second_press_writes_one_article_and_another_of_that_title_its_own(office: Browser, site: Flask) -> None:
    for _ in range(2):
        office.post("/news", written())
    assert row_of(site, "SELECT count(*) AS n FROM article")["n"] == 1
    office.post("/news", written(title="Mùa khoai đã về!"))
    assert row_of(site, "SELECT count(*) AS n FROM article")["n"] == 2


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '"><img src=x onerror=alert(1)>'])
def test_an_article_acts_on_nobody(office: Browser, site: Flask, attack: str) -> None:
    office.post("/news", written(title=f"Tin {attack}", body=attack, title_en=attack, body_en=attack))
    code = row_of(site, "SELECT code FROM article")["code"]
    stranger = Browser(site, None)
    pages = [stranger.get(f"/programme/news/{code}"), stranger.get("/programme/news"), office.get(f"/news/{code}")]
    for page in (*pages, office.post("/news", written(body=attack, act="preview"))):
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img src=x" not in page.text and 'href="javascript' not in page.text


def test_the_picture_of_a_draft_is_seen_by_those_who_write(office: Browser, site: Flask) -> None:
    picture = (io.BytesIO(pictures.jpeg()), "khoai.jpg")
    office.post("/news", written(publish_on="") | {"picture_files": picture})  # type: ignore[dict-item]
    uid = row_of(site, "SELECT picture FROM article")["picture"]
    stranger, address = Browser(site, None), f"/pictures/{uid}/480"
    page = office.get("/news/mua-khoai-da-ve").text
    assert uid in page
    assert stranger.get(address).status_code == 404
    office.post("/news", written(code="mua-khoai-da-ve", picture=uid))
    page = stranger.get("/programme/news/mua-khoai-da-ve").text
    assert uid in page and stranger.get(address).status_code == 200


def test_an_officer_writes_and_nobody_else(office: Browser, site: Flask) -> None:
    for name, role in (("canbo", Role.OFFICER), ("thukho", Role.STOREKEEPER)):
        add(site, name, role, password=PASSWORD)
    assert Browser(site, "canbo").post("/news", written()).status_code == 302
    assert Browser(site, "thukho").post("/news", written()).status_code == 403
    assert Browser(site, "thukho").get("/news").status_code == 403
