"""Pages of lots near their day: what is proposed, what it means in đồng, asking, answering, and what follows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, add, row_of, today


def receive(office: Browser, lot: str, days: int, quantity: str = "12,5", **more: str) -> None:
    """A lot of rice that ends in so many days."""
    form = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat(), "product": "GAO"}
    dated = {"quantity": quantity, "made_on": "", "best_before": (today() + timedelta(days=days)).isoformat(), "lot": lot}
    assert office.post("/stock/receive", {**form, **dated, **more}).status_code == 302


def text_of(answer: Any) -> str:
    """What a page says, its tags and line breaks made blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ").split())


@pytest.fixture
def htx(office: Browser, site: Flask) -> Browser:
    """The producer of the rice."""
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return Browser(site, "htx")


def test_what_ends_soon_is_listed_with_its_value_and_asked_about(office: Browser, site: Flask, htx: Browser) -> None:
    assert "Không có lô nào hết hạn trong 15 ngày" in office.get("/stock/expiring").text
    receive(office, "GAN", 5)
    receive(office, "LO-XA-25", 25)
    listed = text_of(office.get("/stock/expiring?days=30"))
    assert "2 lô hết hạn trong 30 ngày, trị giá 550.000 ₫." in listed
    assert "Khó bán kịp." in listed and "HTX lấy về 12,5 kg, trị giá 275.000 ₫." in listed
    assert "LO-XA-25" not in office.get("/stock/expiring?days=7").text
    assert "Chưa hỏi HTX." in listed and "LO-XA-25" not in htx.get("/portal/expiring").text.split("Hàng sắp hết hạn")[0]
    asked = {"uid": new_uid(), "choice": "mark_down", "rate": "20", "days": "30"}
    assert office.post("/stock/expiring/LO-XA-25/ask", asked).status_code == 302
    assert office.post("/stock/expiring/LO-XA-25/ask", asked).status_code == 302, "a second press changes nothing"
    assert row_of(site, "SELECT count(*) AS n FROM expiry_asking")["n"] == 1
    page = text_of(htx.get("/portal/expiring"))
    assert "giảm 20 %" in page and "Khách mua 17.600 ₫ một kg, HTX được 19.250 ₫ , như hiện nay." in page
    assert "Chưa trả lời thì giữ nguyên: hợp đồng không nói gì." in page


def test_a_producer_answers_at_one_touch_and_the_lot_is_marked_down(office: Browser, site: Flask, htx: Browser) -> None:
    receive(office, "GAN", 5)
    assert "Sắp hết hạn: 12,5 kg Gạo tẻ" in text_of(htx.get("/portal"))
    chosen = {"uid": new_uid(), "choice": "mark_down", "rate": "200"}
    wrong = htx.post("/portal/expiring/GAN", chosen, "/portal")
    assert wrong.status_code == 422 and 'value="200"' in wrong.text and 'class="field wrong' in wrong.text
    assert htx.post("/portal/expiring/GAN", {**chosen, "rate": "12,5"}, "/portal").status_code == 302
    assert row_of(site, "SELECT rate_bp, choice, recorded_by FROM expiry_answer")["rate_bp"] == 1250
    offer = row_of(site, "SELECT offer_code, rate_bp, bearer FROM offer_version")
    assert (offer["rate_bp"], offer["bearer"]) == (1250, "agreement")
    assert f"/offers/{offer['offer_code']}" in office.get("/stock/expiring").text
    assert office.get(f"/offers/{offer['offer_code']}").status_code == 200
    assert "HTX chọn giảm 12,5 %" in text_of(office.get("/stock/expiring/GAN"))
    again = htx.post("/portal/expiring/GAN", {"uid": new_uid(), "choice": "sample"}, "/portal")
    assert again.status_code == 409 and "Lô này đã có cách xử lý." in again.text


def test_a_manager_writes_down_an_answer_and_what_goes_back_is_set_aside(office: Browser, site: Flask) -> None:
    receive(office, "GAN", 5)
    said = {"uid": new_uid(), "choice": "give_back", "rate": "20"}
    silent = office.post("/stock/expiring/GAN/answer", said)
    assert silent.status_code == 422 and "Ghi rõ nhà sản xuất đã trả lời thế nào." in silent.text
    assert office.post("/stock/expiring/GAN/answer", {**said, "note": "chị Lan gọi"}).status_code == 302
    assert row_of(site, "SELECT set_aside FROM shelf WHERE lot = 'GAN'")["set_aside"] == 12_500
    assert 'href="/stock/set-aside"' in office.get("/stock/expiring").text


def test_samples_and_gifts_lead_to_the_loss_form_filled_in(office: Browser) -> None:
    receive(office, "GAN", 5)
    page = office.get("/stock/expiring/GAN").text
    assert "Điểm bán trả HTX 240.625" in page.replace("\u00a0", " ")
    note = {"uid": new_uid(), "choice": "sample", "note": "gọi điện"}
    assert office.post("/stock/expiring/GAN/answer", note).status_code == 302
    address = "/stock/losses?goods=GAN&amp;place=QUAY&amp;cause_all=sampling"
    assert address in office.get("/stock/expiring").text
    form = office.get(address.replace("&amp;", "&")).text
    assert 'value="GAN"' in form and re.search(r'value="sampling"[^>]* (selected|checked)', form)


def test_own_goods_are_marked_down_without_asking_and_others_are_not(office: Browser, site: Flask) -> None:
    owner = row_of(site, "SELECT owner_code FROM outlet")["owner_code"]
    assert office.post("/products/new", {**PRODUCT, "code": "TUI", "producer": owner, "barcodes": ""}).status_code == 302
    receive(office, "TUI1", 5, product="TUI", producer=owner)
    receive(office, "GAN", 5)
    assert "Hàng của điểm bán: không phải hỏi ai." in text_of(office.get("/stock/expiring"))
    wrong = office.post("/stock/expiring/TUI1/mark-down", {"uid": new_uid(), "rate": "x"})
    assert wrong.status_code == 422 and 'value="x"' in wrong.text
    assert office.post("/stock/expiring/TUI1/mark-down", {"uid": new_uid(), "rate": "30"}).status_code == 302
    assert row_of(site, "SELECT rate_bp FROM offer_version")["rate_bp"] == 3000
    assert office.post("/stock/expiring/GAN/mark-down", {"uid": new_uid(), "rate": "30"}).status_code == 404


def test_what_is_past_its_day_is_written_off_or_taken_back(office: Browser) -> None:
    receive(office, "QUA", -2, delivered_on=(today() - timedelta(days=9)).isoformat())
    page = text_of(office.get("/stock/expiring"))
    assert "quá hạn 2 ngày" in page and "Không được bán nữa." in page and "Ghi hết hạn" in page
    assert office.get("/stock/expiring/QUA").status_code == 200
    assert office.get("/stock/expiring/KHONG-CO").status_code == 404


def test_others_see_or_answer_nothing_of_it(office: Browser, site: Flask, htx: Browser) -> None:
    receive(office, "GAN", 5)
    office.post("/producers/new", {"code": "NSX2", "name": "HTX Khác", "kind": "cooperative", "commune": "Đại Xuân"})
    office.post("/products/new", {**PRODUCT, "code": "MY", "producer": "NSX2", "barcodes": ""})
    office.post("/producers/NSX2/agreements/new", {**AGREEMENT, "number": "HD2"})
    receive(office, "CUA-KHAC", 5, product="MY", producer="NSX2")
    for lot in ("CUA-KHAC", "KHONG-CO"):
        assert htx.get(f"/portal/expiring/{lot}").status_code == 404
        answer = {"uid": new_uid(), "choice": "sample"}
        assert htx.post(f"/portal/expiring/{lot}", answer, "/portal").status_code == 404
    assert "CUA-KHAC" not in htx.get("/portal/expiring").text + htx.get("/portal").text
    add(site, "thukho", Role.STOREKEEPER, password=PASSWORD)
    add(site, "thuha", Role.CASHIER, password=PASSWORD)
    keeper, cashier = Browser(site, "thukho"), Browser(site, "thuha")
    assert keeper.get("/stock/expiring").status_code == 200 and "Nhắc HTX" not in keeper.get("/stock/expiring").text
    assert keeper.post("/stock/expiring/GAN/ask", {"uid": new_uid(), "choice": "sample"}).status_code == 403
    assert keeper.post("/stock/expiring/GAN/answer", {"uid": new_uid(), "choice": "sample"}).status_code == 403
    for stranger in (cashier, htx):
        assert stranger.get("/stock/expiring").status_code == stranger.get("/stock/recalls").status_code == 403


def test_the_managers_day_names_what_is_unanswered_and_recalls_with_goods_left(office: Browser) -> None:
    for n in range(3):
        receive(office, f"GAN{n}", 3 + n)
    page = text_of(office.get("/reports/today"))
    assert "Gạo tẻ: còn 3 ngày" in page and "HTX chưa trả lời" in page and "1 lô HTX chưa trả lời" in page
    assert office.post("/stock/recalls", {"uid": new_uid(), "what": "GAN0", "reason": "lẫn sạn"}).status_code == 302
    page = text_of(office.get("/reports/today"))
    assert "Thu hồi Gạo tẻ: còn hàng phải xử lý" in page and "lẫn sạn" in page and "còn 3 ngày" not in page
    lost = {"uid": new_uid(), "place": "QUAY", "lot": "GAN0", "quantity": "12,5", "cause": "recall"}
    assert office.post("/stock/losses", lost).status_code == 302
    assert "Thu hồi Gạo tẻ" not in text_of(office.get("/reports/today"))
