"""Pages about messages: what was told and how far it came, how a producer wants to hear, and no more than is true."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from suppliers import payouts
from suppliers.messages.transports import AddressTrouble
from suppliers.requests import AdjustmentRequest
from tests.pages.office import PASSWORD, Browser, add, inside, today
from tests.suppliers.messages.telling import EMAIL, Post, work

CHANNELS = "/producers/NSX1/channels"


def change_price(office: Browser, price: str) -> None:
    """Another price of the office's product, which its producer is told of."""
    form = {"name": "Gạo tẻ", "producer": "NSX1", "unit": "kg", "places": "3", "price_vnd": price, "vat": "KCT", "barcodes": ""}
    assert office.post("/products/GAO", form).status_code == 302


def test_the_office_reads_what_a_producer_was_told_and_can_copy_it(office: Browser) -> None:
    change_price(office, "23.000")
    page = office.get("/messages").text
    assert "Giá bán của Gạo tẻ là 23.000" in page and 'data-copies="text-1"' in page and "<textarea" in page
    assert "Giá bán của Gạo tẻ" in office.get("/messages?producer=NSX1&kind=price").text
    assert "Không có tin nào" in office.get("/messages?kind=paid").text
    assert "Không có tin nào" in office.get("/messages?state=failed").text
    assert office.get("/messages?producer=KHAC").status_code == 404
    assert office.get("/messages?kind=gi-do&state=gi-do&after=1").status_code == 200


def test_channels_are_chosen_and_what_was_typed_stays_when_it_is_refused(office: Browser) -> None:
    assert 'value="statement.email" checked' in office.get(CHANNELS).text, "proposed to one who chose nothing yet"
    refused = office.post(
        CHANNELS, {"email": "không phải", "zalo": "0912 345 678", "chosen": ["price.zalo"], "sold_every": "week"}
    )
    assert refused.status_code == 422 and "không phải" in refused.text and "0912 345 678" in refused.text
    assert 'value="price.zalo" checked' in refused.text and 'value="statement.email" checked' not in refused.text
    chosen = {"email": EMAIL, "zalo": "0912 345 678", "chosen": ["price.zalo", "price.email"], "sold_every": "week"}
    assert office.post(CHANNELS, chosen).status_code == 302
    page = office.get(CHANNELS).text
    assert "0912345678" in page and 'value="price.zalo" checked' in page and 'value="price.sms" checked' not in page
    assert office.post(CHANNELS, {"chosen": ["gi.do"]}).status_code == 422


def test_what_lies_in_a_file_is_not_said_to_be_sent(office: Browser, site: Flask) -> None:
    office.post(CHANNELS, {"email": EMAIL, "chosen": ["price.email"]})
    change_price(office, "23.000")
    assert "e-mail: chờ gửi" in office.get("/messages").text
    with site.app_context():
        work()
    assert "e-mail: đã ghi ra tệp, chờ người gửi" in office.get("/messages").text


def test_a_stopped_address_is_named_and_tried_again(office: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post(always=lambda _letter: AddressTrouble("550 đầy")).carries(site, monkeypatch)
    office.post(CHANNELS, {"email": EMAIL, "chosen": ["price.email"]})
    change_price(office, "23.000")
    with site.app_context():
        work()
    assert "Nơi nhận chưa nhận được: 550 đầy" in office.get("/messages").text
    with site.app_context():
        work(timedelta(days=4))
    assert "Đã ngừng gửi qua e-mail" in office.get(CHANNELS).text
    assert "e-mail: đã ngừng gửi" in office.get("/messages?state=stopped").text
    post.always = lambda _letter: None
    assert office.post(f"{CHANNELS}/email/again", {}).status_code == 302
    assert office.post(f"{CHANNELS}/khoi/again", {}).status_code == 404
    assert office.post(f"{CHANNELS}/sms/again", {}).status_code == 404
    with site.app_context():
        work()
    assert len(post.sent) == 1 and "e-mail: đã gửi" in office.get("/messages").text


def test_a_producer_reads_its_history_closes_it_and_chooses(office: Browser, site: Flask) -> None:
    change_price(office, "23.000")
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    own = Browser(site, "htx")
    assert "Tin của điểm bán: 1 tin mới" in own.get("/portal").text
    page = own.get("/portal/messages").text
    until = re.search(r'name="until" value="(\d+)"', page)
    assert until and "23.000" in page
    change_price(office, "24.000")
    assert own.post("/portal/messages/read-all", {"until": until[1]}).status_code == 302
    assert "Tin của điểm bán: 1 tin mới" in own.get("/portal").text, "what came meanwhile is new"
    refused = own.post("/portal/channels", {"email": "sai", "chosen": ["price.email"]})
    assert refused.status_code == 422 and 'value="sai"' in refused.text
    assert own.post("/portal/channels", {"email": EMAIL, "chosen": ["price.email"]}).status_code == 302
    assert 'value="price.email" checked' in own.get("/portal/channels").text
    assert EMAIL in office.get(CHANNELS).text


def test_closing_a_statement_says_where_it_went(office: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post().carries(site, monkeypatch)
    memo = AdjustmentRequest(uid=new_uid(), amount_vnd=5_000, memo="bù")
    inside(site, lambda: payouts.adjust("NSX1", memo, SYSTEM))
    office.post(CHANNELS, {"email": EMAIL, "chosen": ["statement.email"]})
    closed = office.post("/producers/NSX1/statement", {"uid": new_uid(), "until": today().isoformat()})
    page = office.get(closed.headers["Location"]).text
    assert "Đã lên trang của HTX, đang gửi qua e-mail." in page and "đã chốt, chờ HTX xem" in page
    with site.app_context():
        work()
    assert len(post.sent) == 1
    assert "Đã lên trang của HTX, đã gửi qua e-mail." in office.get(closed.headers["Location"]).text
