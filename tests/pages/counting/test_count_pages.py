"""Counting on the screen: sessions, differences, the posted count, and what its producers say on their own pages."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from core.people.actor import Actor
from core.people.approvals import Approval
from core.people.permits import Role
from core.values.uid import new_uid
from inventory import counts
from inventory.requests import CountRequest
from tests.pages.office import PASSWORD, Browser, add, inside
from tests.pages.test_goods_forms import receive


@pytest.fixture
def producer(office: Browser, site: Flask) -> Browser:
    """Somebody of the producer whose lots A1, A2 and A3 lie here; 12,5 kg of each."""
    receive(office, ["A1", "A2", "A3"])
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return Browser(site, "htx")


def posted(site: Flask, **counted: str) -> str:
    """A count as if somebody had posted it; its id."""
    uid = new_uid()
    lines = [{"lot": lot, "counted": quantity} for lot, quantity in counted.items()]
    document = CountRequest.model_validate({"place": "QUAY", "lines": lines})
    actor = Actor("quanly", Role.MANAGER)
    inside(site, lambda: counts.count(uid, document, Approval(by=None, is_manager=True), actor))
    return uid


def test_a_producer_agrees_and_asks_on_its_own_page_and_the_manager_answers(
    office: Browser, producer: Browser, site: Flask
) -> None:
    uid = posted(site, A1="10", A2="12.5", A3="13")
    page, own = f"/stock/documents/counts/{uid}", f"/portal/counts/{uid}"
    assert f'href="{own}"' in producer.get("/portal").text, "it is asked of the producer on its first page"
    shown = producer.get(own).text
    assert "thiếu 2,5 kg" in shown and "thừa 0,5 kg" in shown and "38.500" in shown and "chờ xác nhận" in shown
    silent = producer.post(f"{own}/answer", {"uid": new_uid(), "lot": "A1", "asks": "1", "message": " "})
    assert silent.status_code == 422 and 'class="error"' in silent.text
    unread = producer.post(f"{own}/answer", {"uid": new_uid(), "all": "1"})
    assert unread.status_code == 422 and "Đánh dấu là đã xem" in unread.text, "nobody signs by one tap"
    asked = {"uid": new_uid(), "lot": "A1", "asks": "1", "message": "Hôm 28 tôi lấy về 2,5 kg."}
    assert producer.post(f"{own}/answer", asked).status_code == 302
    assert "HTX Thử hỏi về số đếm" in office.get("/reports/today").text
    assert "Hôm 28 tôi lấy về 2,5 kg." in office.get(page).text
    empty = office.post(f"{page}/answer", {"uid": new_uid(), "lot": "A1", "message": ""})
    assert empty.status_code == 422 and 'class="error"' in empty.text
    answer = {"uid": new_uid(), "lot": "A1", "message": "Đúng, phiếu trả chưa ghi."}
    assert office.post(f"{page}/answer", answer).status_code == 302
    assert office.post(f"{page}/answer", answer).status_code == 302, "a second press changes nothing"
    assert "hỏi về số đếm" not in office.get("/reports/today").text
    assert "Đúng, phiếu trả chưa ghi." in producer.get(own).text
    assert producer.post(f"{own}/answer", {"uid": new_uid(), "all": "1", "read": "1"}).status_code == 302
    assert producer.get(own).text.count("đã đồng ý") == 3 and f'href="{own}"' not in producer.get("/portal").text
    assert "đồng ý 3 trên 3 lô" in office.get(page).text


def test_a_manager_records_what_was_signed_on_paper_and_takes_the_count_back(
    office: Browser, producer: Browser, site: Flask
) -> None:
    uid = posted(site, A1="10")
    page = f"/stock/documents/counts/{uid}"
    form = {"uid": new_uid(), "producer": "NSX1"}
    assert office.post(f"{page}/countersign", {**form, "note": ""}).status_code == 422
    signed = {**form, "uid": new_uid(), "note": "Chị Mai ký biên bản ngày 01/12"}
    assert office.post(f"{page}/countersign", signed).status_code == 302
    assert "Chị Mai ký biên bản" in producer.get(f"/portal/counts/{uid}").text
    assert office.post(f"{page}/reverse", {"uid": new_uid(), "reason": "đếm nhầm kệ"}, page).status_code == 302
    assert "đếm nhầm kệ" in office.get(page).text and ">12,5 " in office.get("/stock").text
    assert "đã hủy" in producer.get("/portal/counts").text


def test_counts_of_others_are_not_found(office: Browser, producer: Browser, site: Flask) -> None:
    uid = posted(site, A1="10")
    body = {"code": "NSX2", "name": "HTX khác", "kind": "cooperative", "commune": "Đại Xuân"}
    assert office.post("/producers/new", body).status_code == 302
    add(site, "htx2", Role.PRODUCER, password=PASSWORD, producer="NSX2")
    other = Browser(site, "htx2")
    assert other.get(f"/portal/counts/{uid}").status_code == 404
    assert other.post(f"/portal/counts/{uid}/answer", {"uid": new_uid(), "lot": "A1"}).status_code == 404
    assert "Chưa có lần kiểm kê nào" in other.get("/portal/counts").text
    assert not re.search(r"KK-\d", other.get("/portal").text)
