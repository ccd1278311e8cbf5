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
from tests.pages.office import PASSWORD, Browser, add, begin_count, close_count, inside, row_of
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


def on_hand(site: Flask, lot: str) -> int:
    """Thousandths of a lot on the shelf."""
    return int(row_of(site, f"SELECT on_hand FROM shelf WHERE lot = '{lot}'")["on_hand"])


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
    assert "đếm nhầm kệ" in office.get(page).text and on_hand(site, "A1") == 12_500
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


def test_a_count_is_made_without_a_script_from_the_begin_to_its_paper(office: Browser, site: Flask) -> None:
    receive(office, ["A1", "A2", "A3"])
    form = {"uid": new_uid(), "place": "QUAY", "blind": "1", "product": ["GAO"]}
    begun = office.post("/stock/count", form)
    assert office.post("/stock/count", form).headers["Location"] == begun.headers["Location"], "a second press begins nothing"
    session = begun.headers["Location"]
    assert f'href="{session}"' in office.get("/stock/count").text
    found = office.get(f"{session}?q=gao te").text
    assert "A1" in found and "A3" in found and "còn 12,5" not in found, "blind: nobody reads what the book says"
    assert office.get(f"{session}/find?q=A2").json["items"][0]["on_hand"] is None
    chosen = office.get(f"{session}?q=A2").text
    assert 'name="lot" value="A2"' in chosen and "Trên sổ" not in chosen
    entry = {"uid": new_uid(), "lot": "A2", "counted": "10,25"}
    assert office.post(f"{session}/entries", entry).status_code == 302
    assert office.post(f"{session}/entries", entry).status_code == 302, "a second press counts nothing twice"
    wrong = office.post(f"{session}/entries", {"uid": new_uid(), "lot": "A1", "counted": "nhiều"})
    assert wrong.status_code == 422 and "Không đọc được số lượng này." in wrong.text and 'value="nhiều"' in wrong.text
    unknown = office.post(f"{session}/entries", {"uid": new_uid(), "lot": "KHONG-CO", "counted": "1"})
    assert unknown.status_code == 422 and "Không có lô này." in unknown.text
    assert office.post(f"{session}/entries", {"uid": new_uid(), "lot": "A1", "counted": "12.5"}).status_code == 302
    assert "quanly đã đếm 10,25 kg" in office.get(f"{session}?lot=A2").text
    shown = office.get(f"{session}/differences").text
    assert "1 lô lệch" in shown and "1 lô khớp" in shown and "1 lô trong sổ chưa đếm" in shown
    assert "thiếu 2,25 kg" in shown and "Điểm bán trả HTX" in shown and "43.312" in shown
    done = close_count(office, session)
    assert done.status_code == 302
    assert office.get(session).headers["Location"] == done.headers["Location"], "a session that was posted leads to its count"
    posted_page = office.get(done.headers["Location"]).text
    assert "Đã đếm 2 lô: 1 lô khớp sổ, 1 lô chênh lệch." in posted_page and "?format=pdf" in posted_page
    assert on_hand(site, "A2") == 10_250
    assert "Không có đợt nào đang đếm." in office.get("/stock/count").text


def test_what_changed_since_somebody_looked_is_shown_before_it_is_posted(office: Browser) -> None:
    receive(office, ["A1", "A2"])
    session = begin_count(office)
    office.post(f"{session}/entries", {"uid": new_uid(), "lot": "A1", "counted": "12"})
    seen = dict(re.findall(r'name="(seen_\w+)" value="(\d+)"', office.get(f"{session}/differences").text))
    office.post(f"{session}/entries", {"uid": new_uid(), "lot": "A2", "counted": "1"})
    stale = office.post(f"{session}/close", {"uid": new_uid(), **seen})
    assert stale.status_code == 409 and "đã có thay đổi" in stale.text and "2 lô lệch" in stale.text
    assert office.post(f"{session}/close", {"uid": new_uid()}).status_code == 422, "nobody posts what was not seen"
    assert close_count(office, session).status_code == 302


def test_a_keeper_beyond_the_limit_asks_a_manager_and_a_manager_does_not(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    add(site, "sep", Role.MANAGER, password=PASSWORD, pin="735291")
    keeper = Browser(site, "kho")
    session = begin_count(keeper)
    keeper.post(f"{session}/entries", {"uid": new_uid(), "lot": "A1", "counted": "99"})
    assert 'name="approval_pin"' in keeper.get(f"{session}/differences").text, "it is asked before the button is pressed"
    assert 'name="approval_pin"' not in office.get(f"{session}/differences").text
    assert close_count(keeper, session).status_code == 409
    wrong = close_count(keeper, session, approval_by="sep", approval_pin="735292")
    assert wrong.status_code == 409 and 'name="approval_pin"' in wrong.text and "735292" not in wrong.text
    assert close_count(keeper, session, approval_by="sep", approval_pin="735291").status_code == 302


def test_a_dropped_session_changes_nothing_and_takes_nothing_more(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    session = begin_count(office)
    office.post(f"{session}/entries", {"uid": new_uid(), "lot": "A1", "counted": "1"})
    assert office.post(f"{session}/drop", {"uid": new_uid()}).status_code == 302
    page = office.get(session).text
    assert "đã bỏ" in page and "data-count-figure" not in page
    assert "Ghi kiểm kê" not in office.get(f"{session}/differences").text
    assert office.post(f"{session}/entries", {"uid": new_uid(), "lot": "A1", "counted": "2"}).status_code == 302
    assert on_hand(site, "A1") == 12_500


def test_what_the_book_says_is_gone_is_found_and_an_open_count_shows_the_book(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    gone = {"uid": new_uid(), "place": "QUAY", "lot": "A1", "quantity": "12,5", "cause": "damage"}
    assert office.post("/stock/losses", gone).status_code == 302
    session = begin_count(office, blind="")
    assert "Trên sổ: 0 kg" in office.get(f"{session}?q=A1").text
    assert office.post(f"{session}/entries", {"uid": new_uid(), "lot": "A1", "counted": "3"}).status_code == 302
    assert close_count(office, session).status_code == 302
    assert on_hand(site, "A1") == 3_000


def test_what_was_not_counted_longest_begins_a_session_of_its_products(office: Browser) -> None:
    receive(office, ["A1", "A2"])
    page = office.get("/stock/count/due?place=QUAY").text
    assert page.count('name="product" value="GAO"') == 2 and "chưa lần nào" in page and "550.000" not in page
    begun = office.post("/stock/count", {"uid": new_uid(), "place": "QUAY", "blind": "1", "product": ["GAO", "GAO"]})
    assert "Đợt này đếm: Gạo tẻ." in office.get(begun.headers["Location"]).text
    refused = office.post("/stock/count", {"uid": new_uid(), "place": "QUAY", "product": ["KHONG-CO"]})
    assert refused.status_code == 422 and "Không có sản phẩm này." in refused.text


def test_a_lot_that_the_book_has_at_nothing_is_counted_alone(office: Browser, producer: Browser, site: Flask) -> None:
    posted(site, A1="0")
    form = office.get("/stock/count?lot=A1&place=QUAY").text
    assert 'value="A1"' in form and 'name="figure"' in form and "/stock/count?lot=A1" in office.get("/stock/lots/A1").text
    typed = {"uid": new_uid(), "entry": new_uid(), "lot": "A1", "place": "QUAY"}
    wrong = office.post("/stock/count/one", typed | {"figure": "ba"})
    assert wrong.status_code == 422 and 'value="ba"' in wrong.text and 'id="e-figure"' in wrong.text
    first = office.post("/stock/count/one", typed | {"figure": "3"})
    again = office.post("/stock/count/one", typed | {"figure": "3"})
    assert first.status_code == again.status_code == 302 and first.location == again.location, "a second tap counts once"
    assert "thừa 3 kg" in office.get(first.location).text and on_hand(site, "A1") == 0
    assert office.get("/stock/count?lot=KHONG-CO").status_code == 404
