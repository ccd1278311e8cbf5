"""The producer's phone: what it is asked for, how it answers, what it announces; another one's is not there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, add, row_of, today

SOON = (today() + timedelta(days=3)).isoformat()
MINE = "/portal/announcements"


@pytest.fixture
def producer(office: Browser, site: Flask) -> Browser:
    """The producer, signed in to the portal."""
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return Browser(site, "htx")


@pytest.fixture
def stranger(office: Browser, site: Flask) -> Browser:
    """Another producer, with a product of its own."""
    office.post("/producers/new", {"code": "NSX2", "name": "HTX Khác", "kind": "cooperative", "commune": "Chi Lăng"})
    office.post("/products/new", PRODUCT | {"code": "NEP", "name": "Gạo nếp", "producer": "NSX2", "barcodes": ""})
    office.post("/producers/NSX2/agreements/new", AGREEMENT | {"number": "HD2"})
    add(site, "khac", Role.PRODUCER, password=PASSWORD, producer="NSX2")
    return Browser(site, "khac")


def call_up(office: Browser) -> str:
    """Asks for 20 kg; answers the id of the call-up."""
    form = {"uid": new_uid(), "producer": "NSX1", "wanted_by": SOON, "product": ["GAO"], "quantity": ["20"]}
    assert office.post("/stock/call-ups/new", form, "/stock").status_code == 302
    return str(form["uid"])


def answer(browser: Browser, uid: str, choice: str, **more: Any) -> Any:
    return browser.post(f"/portal/call-ups/{uid}/answer", {"uid": new_uid(), "choice": choice, **more}, "/portal")


def announce(browser: Browser, typed: str = "12,5", **more: Any) -> Any:
    form = {"uid": new_uid(), "expected_on": SOON, "product": ["GAO"], "quantity": [typed], "note": "", **more}
    return browser.post(MINE, form, MINE)


def test_a_call_up_is_answered_by_one_touch(office: Browser, producer: Browser, site: Flask) -> None:
    uid = call_up(office)
    page = producer.get("/portal").text
    assert "Mang 20 kg" in page and "Số khác…" in page and "Không mang được" in page
    form = re.search(rf'action="/portal/call-ups/{uid}/answer">(.*?)</form>', page, re.S)
    assert form
    pressed = {"uid": re.findall(r'name="uid" value="([^"]+)"', form[1])[0], "choice": "as-asked"}
    for _press in range(2):
        done = producer.post(f"/portal/call-ups/{uid}/answer", pressed, "/portal")
        assert done.headers["Location"] == MINE, "a second press changes nothing"
    assert row_of(site, "SELECT count(*) AS n, max(quantity) AS q FROM announcement_line") == {"n": 1, "q": 20_000}
    assert "Mang 20 kg" not in producer.get("/portal").text
    assert "20 kg Gạo tẻ" in office.get("/stock/announcements").text
    assert answer(producer, uid, "as-asked").status_code == 409
    assert "sẽ giao" in producer.get(f"/portal/call-ups/{uid}").text


def test_a_call_up_is_answered_with_other_amounts(office: Browser, producer: Browser) -> None:
    uid = call_up(office)
    assert re.search(r'name="quantity"[^>]*value="20"', producer.get(f"/portal/call-ups/{uid}").text)
    for typed, shown in (("hai mươi", 'id="e-GAO"'), ("", "Ghi số mang được, hoặc bấm Không mang được.")):
        refused = answer(producer, uid, "other", product=["GAO"], quantity=[typed])
        assert refused.status_code == 422 and shown in refused.text and f'value="{typed}"' in refused.text
    assert answer(producer, uid, "other", product=["GAO"], quantity=["14,5"], note="thiếu xe").status_code == 302
    page = office.get(f"/stock/call-ups/{uid}").text
    assert "<b>14,5</b> kg" in page and "thiếu xe" in page


def test_a_call_up_is_answered_by_nothing_with_a_note(office: Browser, producer: Browser) -> None:
    uid = call_up(office)
    assert answer(producer, uid, "who knows").status_code == 422
    assert answer(producer, uid, "nothing", note="x" * 501).status_code == 422
    assert answer(producer, uid, "nothing", note="hết mùa").status_code == 302
    page = office.get(f"/stock/call-ups/{uid}").text
    assert "không mang được" in page and "hết mùa" in page


def test_a_delivery_is_announced_changed_and_cancelled(producer: Browser, site: Flask) -> None:
    uid = new_uid()
    done = announce(producer, uid=uid, made_on=[today().isoformat()], best_before=[SOON], note="đi xe sớm")
    assert done.headers["Location"] == f"{MINE}#mine"
    page = producer.get(MINE).text
    assert "12,5 kg" in page and "đi xe sớm" in page and "đang chờ" in page
    form = producer.get(f"{MINE}/{uid}").text
    assert "Sửa chuyến đã báo" in form and re.search(r'name="quantity"[^>]*value="12,5"', form) and "<details open>" in form
    assert announce(producer, "9", uid=uid, note="ít hơn").status_code == 302
    assert row_of(site, "SELECT count(*) AS n, max(quantity) AS q FROM announcement_line") == {"n": 1, "q": 9_000}
    cancelled = producer.post(f"{MINE}/{uid}/cancel", {"uid": new_uid()}, MINE)
    assert cancelled.headers["Location"] == f"{MINE}#mine"
    assert "đã hủy" in producer.get(MINE).text
    assert announce(producer, "3", uid=uid).status_code == 409
    producer.post(f"{MINE}/{uid}/cancel", {"uid": new_uid()}, MINE)
    assert "đã nhận hoặc đã hủy" in producer.get(MINE).text


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"expected_on": ""}, 'id="e-expected_on"'),
        ({"expected_on": "2020-01-01"}, 'id="e-expected_on"'),
        ({"quantity": ["nhiều"]}, 'id="e-GAO"'),
        ({"quantity": [""]}, "Ghi số lượng ít nhất một sản phẩm."),
        ({"made_on": [SOON], "best_before": [today().isoformat()]}, 'id="e-GAO"'),
        ({"made_on": ["hôm qua"], "best_before": [""]}, 'id="e-GAO"'),
        ({"product": ["KHONG-CO"]}, "notice bad"),
        ({"note": "x" * 501}, 'id="e-note"'),
        ({"uid": "x"}, "notice bad"),
    ],
)
def test_a_wrong_announcement_is_refused_at_its_field_and_kept(producer: Browser, change: dict[str, Any], shown: str) -> None:
    refused = announce(producer, **change)
    assert refused.status_code == 422 and shown in refused.text
    if "product" not in change:
        assert f'value="{change.get("quantity", ["12,5"])[0]}"' in refused.text


def test_another_ones_call_ups_and_announcements_are_not_there(office: Browser, producer: Browser, stranger: Browser) -> None:
    asked, uid = call_up(office), new_uid()
    announce(producer, uid=uid)
    assert stranger.get(f"/portal/call-ups/{asked}").status_code == 404
    assert answer(stranger, asked, "as-asked").status_code == 404
    assert stranger.get(f"{MINE}/{uid}").status_code == 404
    assert stranger.post(f"{MINE}/{uid}/cancel", {"uid": new_uid()}, MINE).status_code == 404
    taken = announce(stranger, uid=uid, product=["NEP"])
    assert taken.status_code == 404
    assert announce(stranger, product=["GAO"]).status_code == 422
    assert "Gạo tẻ" not in stranger.get(MINE).text + stranger.get("/portal").text
    for path in ("/stock/cover", "/stock/call-ups", "/stock/announcements", f"/stock/call-ups/{asked}"):
        assert producer.get(path).status_code == 403, path
    assert "12,5 kg" in producer.get(MINE).text and "đang chờ" in producer.get(MINE).text


def test_what_runs_low_stands_on_the_first_page(office: Browser, producer: Browser) -> None:
    assert "Sắp hết trên kệ" not in producer.get("/portal").text
    office.post("/stock/cover/minimum", {"product": "GAO", "minimum": "40"}, "/stock/cover")
    page = producer.get("/portal").text
    assert "Sắp hết trên kệ" in page and "Điểm bán muốn luôn có ít nhất 40 kg." in page and "đã hết" in page
    announce(producer)
    assert "Đang chờ 12,5 kg." in producer.get("/portal").text
