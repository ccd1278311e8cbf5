"""What runs out, on the office's pages: the minimum in its place, the call-up with what is suggested, what comes when."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.people.permits import Role
from core.values.uid import new_uid
from inventory.announcing.pages import announcements, call_ups
from tests.outlet import ZONE
from tests.pages.office import PASSWORD, Browser, add, row_of, today

SOON = (today() + timedelta(days=3)).isoformat()


@pytest.fixture
def producer(office: Browser, site: Flask) -> Browser:
    """The producer, signed in to the portal."""
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return Browser(site, "htx")


def set_minimum(office: Browser, typed: str, product: str = "GAO") -> Any:
    return office.post("/stock/cover/minimum?show=all", {"product": product, "minimum": typed}, "/stock/cover")


def call_up_form(**more: Any) -> dict[str, Any]:
    lines = {"product": ["GAO"], "quantity": ["20"]}
    return {"uid": new_uid(), "producer": "NSX1", "wanted_by": SOON, "note": "cho Tết", **lines, **more}


def call_up(office: Browser, **more: Any) -> str:
    """Asks for 20 kg; answers the address of the call-up."""
    made = office.post("/stock/call-ups/new", call_up_form(**more), "/stock/call-ups")
    assert made.status_code == 302, made.text
    return str(made.headers["Location"])


def test_a_minimum_is_changed_in_its_place_and_makes_a_product_run_low(office: Browser, site: Flask) -> None:
    assert "Chưa có sản phẩm nào sắp hết" in office.get("/stock/cover").text
    done = set_minimum(office, "12,5")
    assert done.headers["Location"] == "/stock/cover?show=all#p-GAO"
    assert row_of(site, "SELECT minimum FROM product")["minimum"] == 12_500
    page = office.get("/stock/cover").text
    assert "1 sản phẩm cần gọi thêm, 1 sản phẩm đã hết." in page
    assert re.search(r"<b>13</b> kg", page), "what is asked for is asked in whole units"
    refused = set_minimum(office, "mười")
    assert refused.status_code == 422 and 'id="e-GAO"' in refused.text and 'value="mười"' in refused.text
    set_minimum(office, "")
    assert row_of(site, "SELECT minimum FROM product")["minimum"] is None
    assert set_minimum(office, "1", "KHONG-CO").status_code == 404


def test_a_call_up_begins_with_what_is_suggested_and_has_its_text_for_zalo(office: Browser, producer: Browser) -> None:
    set_minimum(office, "12,5")
    form = office.get("/stock/call-ups/new?producer=NSX1").text
    assert re.search(r'name="quantity"[^>]*value="13"', form)
    address = call_up(office)
    page = office.get(address).text
    text = re.search(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", page, re.S)
    assert text and "- Gạo tẻ: 20 kg" in text[1] and "HTX Thử" in text[1] and "cho Tết" in text[1]
    assert "/portal/announcements" in text[1]
    assert re.search(r'name="quantity"[^>]*value=""', office.get("/stock/call-ups/new?producer=NSX1").text), "20 kg are to come"
    assert "đang chờ 20" in office.get("/stock/cover").text
    assert "HTX Thử chưa trả lời lời gọi hàng" in office.get("/reports/today").text
    assert "Mang 20 kg" in producer.get("/portal").text
    cancelled = office.post(f"{address}/cancel", {"uid": new_uid()}, address)
    assert cancelled.headers["Location"] == address and "đã hủy" in office.get(address).text
    assert "Mang 20 kg" not in producer.get("/portal").text
    office.post(f"{address}/cancel", {"uid": new_uid()}, address)
    assert "đã được trả lời hoặc đã hủy" in office.get(address).text


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"wanted_by": "2020-01-01"}, 'id="e-wanted_by"'),
        ({"wanted_by": ""}, 'id="e-wanted_by"'),
        ({"quantity": ["hai chục"]}, 'id="e-GAO"'),
        ({"quantity": ["0"]}, 'id="e-GAO"'),
        ({"quantity": [""]}, "Chưa có dòng nào."),
        ({"note": "x" * 501}, 'id="e-note"'),
    ],
)
def test_a_wrong_call_up_is_refused_at_its_field_and_kept(office: Browser, change: dict[str, Any], shown: str) -> None:
    refused = office.post("/stock/call-ups/new", call_up_form(**change), "/stock/call-ups")
    assert refused.status_code == 422 and shown in refused.text
    for typed in (*change.get("quantity", ()), change.get("note", "")):
        assert typed in refused.text


def test_nobody_is_asked_for_goods_of_the_outlet_itself(office: Browser, site: Flask) -> None:
    owner = row_of(site, "SELECT owner_code FROM outlet")["owner_code"]
    assert office.get("/stock/call-ups/new?producer=KHONG-CO").status_code == 404
    refused = office.post("/stock/call-ups/new", call_up_form(producer=owner), "/stock/call-ups")
    assert refused.status_code == 422
    assert f'value="{owner}"' not in office.get("/stock/call-ups").text


def test_a_manager_says_in_a_note_how_the_producer_answered(office: Browser) -> None:
    address = call_up(office)
    answer = {"uid": new_uid(), "product": ["GAO"], "quantity": ["15,5"], "note": ""}
    refused = office.post(f"{address}/answer", answer, address)
    assert refused.status_code == 422 and 'id="e-note"' in refused.text and 'value="15,5"' in refused.text
    done = office.post(f"{address}/answer", answer | {"note": "chị Mai gọi điện"}, address)
    assert done.headers["Location"] == address
    page = office.get(address).text
    assert "chị Mai gọi điện" in page and "<b>15,5</b> kg" in page
    assert f"/stock/receive?announcement={answer['uid']}" in page
    listed = office.get("/stock/announcements").text
    assert f"/stock/receive?announcement={answer['uid']}" in listed and "15,5 kg Gạo tẻ" in listed
    assert "sẽ giao" in office.get("/stock/call-ups").text


def test_an_answer_of_nothing_says_so(office: Browser) -> None:
    address = call_up(office)
    answer = {"uid": new_uid(), "product": ["GAO"], "quantity": [""], "note": "hết mùa"}
    assert office.post(f"{address}/answer", answer, address).status_code == 302
    assert "không mang được" in office.get("/stock/call-ups").text


def test_what_is_due_and_overdue_stands_on_the_managers_day_and_before_the_storekeeper(
    office: Browser, producer: Browser, site: Flask
) -> None:
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    keeper = Browser(site, "kho")
    set_minimum(office, "40")
    for page in (office.get("/reports/today").text, keeper.get("/stock").text):
        assert "1 sản phẩm dưới tồn tối thiểu" in page
    form = {"uid": new_uid(), "expected_on": today().isoformat(), "product": ["GAO"], "quantity": ["7"], "note": ""}
    assert producer.post("/portal/announcements", form, "/portal/announcements").status_code == 302
    for page in (office.get("/reports/today").text, keeper.get("/stock").text):
        assert "HTX Thử giao hàng hôm nay" in page and f"/stock/receive?announcement={form['uid']}" in page
        assert "dưới tồn tối thiểu" not in page, "what is on the way waits for nobody's decision"
    tomorrow = datetime.combine(today() + timedelta(days=1), datetime.min.time(), ZONE) + timedelta(hours=9)
    with clock.time_travel(tomorrow):
        for page in (Browser(site).get("/reports/today").text, Browser(site, "kho").get("/stock").text):
            assert "chưa thấy đến" in page
        assert "quá ngày" in Browser(site, "kho").get("/stock/announcements").text


def test_a_storekeeper_calls_goods_up_but_changes_no_minimum_and_answers_for_nobody(office: Browser, site: Flask) -> None:
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    keeper = Browser(site, "kho")
    set_minimum(office, "40")
    page = keeper.get("/stock/cover").text
    assert "40" in page and 'name="minimum"' not in page
    assert set_minimum(keeper, "1").status_code == 403
    address = call_up(keeper)
    assert "Ghi trả lời thay nhà sản xuất" not in keeper.get(address).text
    assert keeper.post(f"{address}/answer", {"uid": new_uid(), "note": "x"}, address).status_code == 403
    uid = new_uid()
    office.post(f"{address}/answer", {"uid": uid, "product": ["GAO"], "quantity": ["3"], "note": "gọi điện"}, address)
    assert keeper.post(f"/stock/announcements/{uid}/cancel", {"uid": new_uid()}, "/stock").status_code == 403
    cancelled = office.post(f"/stock/announcements/{uid}/cancel", {"uid": new_uid()}, "/stock")
    assert cancelled.headers["Location"] == "/stock/announcements"
    assert "đã hủy" in office.get("/stock/announcements").text
    office.post(f"/stock/announcements/{uid}/cancel", {"uid": new_uid()}, "/stock")
    assert "đã nhận hoặc đã hủy" in office.get("/stock/announcements").text


def test_long_lists_go_on(office: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "PAGE", 1)
    monkeypatch.setattr(call_ups, "PAGE", 1)
    for _n in range(3):
        address, uid = call_up(office), new_uid()
        office.post(f"{address}/answer", {"uid": uid, "product": ["GAO"], "quantity": ["3"], "note": "gọi điện"}, address)
        office.post(f"/stock/announcements/{uid}/cancel", {"uid": new_uid()}, address)
        address = call_up(office)
        office.post(f"{address}/answer", {"uid": new_uid(), "product": ["GAO"], "quantity": ["3"], "note": "gọi điện"}, address)
    for path in ("/stock/call-ups", "/stock/announcements"):
        pages = 0
        following: str | None = path
        while following:
            pages += 1
            page = office.get(following).text
            onward = re.search(rf'href="({path}\?after=\d+)"', page)
            following = onward[1] if onward else None
        assert pages == (6 if path.endswith("call-ups") else 3), path


def test_the_day_that_a_call_up_proposes_is_at_most_a_week_ahead(office: Browser) -> None:
    page = office.get("/stock/call-ups/new?producer=NSX1").text
    proposed = re.search(r'name="wanted_by"[^>]*value="([\d-]+)"', page)
    assert proposed and date.fromisoformat(proposed[1]) == today() + timedelta(days=7)
