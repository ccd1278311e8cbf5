"""What visitors say behind a label: heard from anybody, shown once a manager says so, followed up where it must be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.settings import BadSetting
from core.values.uid import new_uid
from inventory import deliveries
from inventory.feedback import erasing
from inventory.feedback.models import Feedback, FeedbackContact
from inventory.requests import DeliveryRequest
from suppliers.messages.models import ProducerMessage
from tests.conftest import AppOn
from tests.pages.office import PASSWORD, Browser, add, inside, row_of, today

LOT, PHONE = "L1", "0912345678"


def heard(**more: str) -> dict[str, str]:
    return {"uid": new_uid(), "rating": "4", "text": "Thơm, dẻo", "website": "", **more}


@pytest.fixture
def shop(office: Browser, site: Flask) -> Browser:
    """The manager of an outlet with one lot, whose producer has somebody who signs in."""
    line = {"product": "GAO", "lot": LOT, "quantity": "10"}
    document = {"producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat(), "lines": [line]}
    inside(site, lambda: deliveries.deliver(new_uid(), DeliveryRequest.model_validate(document), SYSTEM))
    add(site, "thukho", Role.STOREKEEPER, password=PASSWORD)
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return office


def say(site: Flask, **more: str) -> Any:
    return Browser(site, None).post(f"/t/{LOT}/feedback", heard(**more), f"/t/{LOT}/feedback")


def last(site: Flask) -> str:
    return str(row_of(site, "SELECT uid FROM feedback ORDER BY id DESC")["uid"])


def told(site: Flask) -> list[str]:
    query = select(ProducerMessage.text).where(ProducerMessage.kind == "feedback")
    return [r["text"] for r in inside(site, lambda: fetch_all(query))]


def test_nobody_reads_what_a_visitor_said_before_a_manager_shows_it(shop: Browser, site: Flask) -> None:
    assert say(site).headers["Location"] == f"/t/{LOT}/feedback/thanks"
    stranger, producer = Browser(site, None), Browser(site, "htx")
    assert "Cảm ơn bạn" in stranger.get(f"/t/{LOT}/feedback/thanks").text
    assert "Thơm, dẻo" not in stranger.get(f"/t/{LOT}").text
    assert "Thơm, dẻo" not in producer.get("/portal/feedback").text
    assert told(site) == []
    assert "1 lời khách chờ xem" in shop.get("/reports/today").text
    assert "Thơm, dẻo" in shop.get("/feedback?what=waiting").text

    assert shop.post(f"/feedback/{last(site)}/decide", {"show": "1"}).status_code == 302
    page = stranger.get(f"/t/{LOT}").text
    assert "Thơm, dẻo" in page and "4,0 trên 5, 1 người" in page
    assert "Thơm, dẻo" in producer.get("/portal/feedback").text
    assert len(told(site)) == 1 and "“Thơm, dẻo”" in told(site)[0]
    assert "lời khách chờ xem" not in shop.get("/reports/today").text

    shop.post(f"/feedback/{last(site)}/decide", {"show": "0"})
    assert "Thơm, dẻo" not in stranger.get(f"/t/{LOT}").text
    shop.post(f"/feedback/{last(site)}/decide", {"show": "1"})
    assert len(told(site)) == 1, "a producer hears of it once"


def test_a_phone_number_is_whole_for_managers_and_masked_for_the_storeroom_and_nobody_elses(shop: Browser, site: Flask) -> None:
    say(site, phone="0912 345 678", is_complaint="1", text="Có mốc")
    shop.post(f"/feedback/{last(site)}/decide", {"show": "1"})
    path = f"/feedback/{last(site)}"
    assert PHONE in shop.get(path).text
    keeper = Browser(site, "thukho").get(path).text
    assert PHONE not in keeper and "09••••678" in keeper
    for page in (Browser(site, None).get(f"/t/{LOT}"), Browser(site, "htx").get("/portal/feedback")):
        assert "Có mốc" in page.text and "345" not in page.text
    assert "345" not in told(site)[0]
    assert Browser(site, "htx").get(path).status_code == 403


def test_a_complaint_is_told_at_once_and_followed_up_until_it_is_closed(shop: Browser, site: Flask) -> None:
    say(site, is_complaint="1", text="Ăn xong đau bụng", rating="1")
    path = f"/feedback/{last(site)}"
    assert "Ăn xong đau bụng" in told(site)[0]
    assert "Ăn xong đau bụng" in Browser(site, "htx").get("/portal/feedback").text
    assert "vụ đang mở" in shop.get("/reports/today").text
    page = shop.get(path).text
    assert f'href="/stock/recalls/new?what={LOT}"' in page and "HTX Thử" in page and re.search(r"10\s+kg", page)
    refused = shop.post(f"{path}/notes", {"uid": new_uid(), "text": "", "close": "1"})
    assert refused.status_code == 422 and 'id="e-text"' in refused.text
    assert shop.post(f"{path}/notes", {"uid": new_uid(), "text": "đã gọi khách"}).status_code == 302
    assert "vụ đang mở" in shop.get("/reports/today").text
    assert shop.post(f"{path}/notes", {"uid": new_uid(), "text": "đã xin lỗi", "close": "1"}).status_code == 302
    page = shop.get(path).text
    assert "đã gọi khách" in page and "đã xin lỗi" in page and "đóng vụ này lúc" in page
    assert "vụ đang mở" not in shop.get("/reports/today").text


def test_a_recall_is_started_from_a_complaint(shop: Browser, site: Flask) -> None:
    say(site, is_complaint="1", text="Có mốc")
    recall = {"uid": new_uid(), "what": LOT, "reason": "khách báo mốc"}
    assert shop.post("/stock/recalls", recall).status_code == 302
    page = shop.get(f"/feedback/{last(site)}").text
    assert "Xem lần thu hồi" in page and "Thu hồi lô này" not in page


def test_only_a_manager_decides_and_notes(shop: Browser, site: Flask) -> None:
    say(site, is_complaint="1", text="Có mốc")
    path, keeper = f"/feedback/{last(site)}", Browser(site, "thukho")
    assert keeper.get(path).status_code == 200
    assert keeper.post(f"{path}/decide", {"show": "1"}).status_code == 403
    assert keeper.post(f"{path}/notes", {"uid": new_uid(), "text": "x"}).status_code == 403
    assert Browser(site, None).get("/feedback").status_code == 302


def test_what_is_missing_is_said_at_its_field_with_what_was_typed(shop: Browser, site: Flask) -> None:
    answer = say(site, rating="", text="Ngon quá")
    assert answer.status_code == 422
    assert 'id="e-rating"' in answer.text and "Ngon quá" in answer.text
    answer = say(site, phone="abc")
    assert answer.status_code == 422 and 'id="e-phone"' in answer.text and 'value="abc"' in answer.text
    answer = say(site, text="", is_complaint="1")
    assert answer.status_code == 422 and 'id="e-text"' in answer.text and "Hãy viết chuyện gì" in answer.text
    assert say(site, rating="9").status_code == 422
    assert row_of(site, "SELECT count(*) AS n FROM feedback")["n"] == 0
    assert Browser(site, None).get("/t/KHONG-CO/feedback").status_code == 404


def test_a_second_press_says_it_once(shop: Browser, site: Flask) -> None:
    stranger, form = Browser(site, None), heard()
    for _ in range(2):
        assert stranger.post(f"/t/{LOT}/feedback", form, f"/t/{LOT}/feedback").status_code == 302
    assert row_of(site, "SELECT count(*) AS n FROM feedback")["n"] == 1


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(shop: Browser, site: Flask) -> None:
    assert say(site, website="https://spam.example").status_code == 302
    assert row_of(site, "SELECT count(*) AS n FROM feedback")["n"] == 0


def test_an_address_says_three_things_of_a_lot_in_an_hour(shop: Browser, site: Flask) -> None:
    for _ in range(3):
        assert say(site).status_code == 302
    refused = say(site, text="lần bốn")
    assert refused.status_code == 429 and "lần bốn" in refused.text
    other = Browser(site, None)
    other.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert other.post(f"/t/{LOT}/feedback", heard(), f"/t/{LOT}/feedback").status_code == 302
    with clock.time_travel(clock.now() + timedelta(minutes=61)):
        assert say(site).status_code == 302


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"])
def test_what_a_visitor_writes_is_text_on_every_page(shop: Browser, site: Flask, attack: str) -> None:
    say(site, text=attack)
    shop.post(f"/feedback/{last(site)}/decide", {"show": "1"})
    pages = [shop.get("/feedback"), shop.get(f"/feedback/{last(site)}"), Browser(site, "htx").get("/portal/feedback")]
    for page in (*pages, Browser(site, None).get(f"/t/{LOT}")):
        assert attack not in page.text if "<" in attack else attack in page.text


def test_numbers_go_when_the_case_is_closed_and_the_days_are_over(shop: Browser, site: Flask) -> None:
    say(site, phone=PHONE)
    say(site, phone=PHONE, is_complaint="1", text="Có mốc")
    complaint = last(site)

    def left(days: int) -> set[str]:
        """Whose numbers are left after so many days."""
        with site.app_context(), clock.time_travel(clock.now() + timedelta(days=days)):
            erasing.erase_due()
        rows = inside(site, lambda: fetch_all(select(FeedbackContact.feedback_uid)))
        return {"complaint" if r["feedback_uid"] == complaint else "word" for r in rows}

    assert left(29) == {"complaint", "word"}
    assert left(31) == {"complaint"}, "as long as a case is open its number stays"
    shop.post(f"/feedback/{complaint}/notes", {"uid": new_uid(), "text": "xong", "close": "1"})
    assert left(29) == {"complaint"}
    assert left(31) == set()
    assert PHONE not in shop.get(f"/feedback/{complaint}").text
    assert inside(site, lambda: len(fetch_all(select(Feedback.uid)))) == 2, "what was said stays"


def test_a_setting_says_how_many_days(app_on: AppOn, monkeypatch: pytest.MonkeyPatch) -> None:
    site = app_on("sqlite")
    with site.app_context():
        assert erasing.days_kept() == erasing.DAYS
    for wrong in ("-1", "x", "99999"):
        settings = site.extensions["outlet_settings"]
        monkeypatch.setitem(settings.values, erasing.SETTING, wrong)
        with pytest.raises(BadSetting, match=erasing.SETTING):
            erasing.configure(site)
    monkeypatch.setitem(settings.values, erasing.SETTING, "7")
    erasing.configure(site)
    with site.app_context():
        assert erasing.days_kept() == 7
    monkeypatch.delitem(settings.values, erasing.SETTING)
    erasing.configure(site)
