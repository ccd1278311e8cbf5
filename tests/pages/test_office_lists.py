"""Lists of the office go on where they stopped, keep what was chosen, and show figures to those who may see them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from suppliers import payouts
from suppliers.pages import agreements, producers, products
from suppliers.requests import AdjustmentRequest
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, add, inside, row_of


def owe(site: Flask, amount_vnd: int) -> None:
    document = AdjustmentRequest(uid=new_uid(), amount_vnd=amount_vnd, memo=f"khoản {amount_vnd}")
    inside(site, lambda: payouts.adjust("NSX1", document, SYSTEM))


def onward(page: Any) -> str | None:
    """The address behind the page's "more", None on the last page."""
    match = re.search(r'<div class="pager">\s*<a class="btn"\s+href="([^"]+)"', page.text)
    return match[1].replace("&amp;", "&") if match else None


def test_a_book_of_one_long_day_is_read_to_its_end(office: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producers, "BOOK_PAGE", 2)
    for n in range(1, 6):
        owe(site, n)
    seen, path = [], "/producers/NSX1"
    for _ in range(3):
        page = office.get(path)
        seen.append(re.findall(r"khoản (\d)", page.text))
        path = onward(page) or ""
    assert seen == [["1", "2"], ["3", "4"], ["5"]]
    assert path == ""
    assert office.get("/producers/NSX1?after=x").status_code == 422


def test_the_products_of_a_producer_go_on_as_theirs(office: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "PRODUCTS_PAGE", 1)
    office.post("/producers/new", {"code": "NSX2", "name": "Tổ Khác", "kind": "group", "commune": "Phù Lãng"})
    for code, producer in (("HU", "NSX2"), ("MY", "NSX1")):
        product = {**PRODUCT, "code": code, "name": f"Hàng {code}", "producer": producer, "barcodes": ""}
        assert office.post("/products/new", product).status_code == 302
    first = office.get("/products?producer=NSX1")
    second = office.get(onward(first) or "")
    assert "Gạo tẻ" in first.text and "Hàng MY" in second.text
    assert "Hàng HU" not in second.text and onward(second) is None


def test_a_storekeeper_does_not_see_what_is_owed(office: Browser, site: Flask) -> None:
    owe(site, 123_456)
    add(site, "thukho", Role.STOREKEEPER, password=PASSWORD)
    assert "123.456" in office.get("/producers").text
    theirs = Browser(site, "thukho").get("/producers")
    assert "HTX Thử" in theirs.text
    assert "123.456" not in theirs.text


def test_a_new_form_does_not_overwrite_what_is_known(office: Browser, site: Flask) -> None:
    known = {"code": "NSX1", "name": "Tên khác", "kind": "group", "commune": "Nơi khác"}
    assert office.post("/producers/new", known).status_code == 409
    assert office.post("/products/new", {**PRODUCT, "name": "Tên khác"}).status_code == 409
    assert office.post("/producers/NSX1/agreements/new", {**AGREEMENT, "figure": "99"}).status_code == 409
    assert row_of(site, "SELECT name FROM producer WHERE code = 'NSX1'")["name"] == "HTX Thử"
    assert row_of(site, "SELECT name FROM product")["name"] == "Gạo tẻ"
    assert row_of(site, "SELECT max(rate_bp) AS most FROM agreement_term")["most"] == 1250


def test_a_producer_is_found_by_a_part_of_the_code(office: Browser) -> None:
    assert "HTX Thử" in office.get("/producers?q=sx1").text
    assert "HTX Thử" not in office.get("/producers?q=sx2").text


def test_agreements_go_on_where_they_stopped(office: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreements, "AGREEMENTS_PAGE", 1)
    assert office.post("/producers/NSX1/agreements/new", {**AGREEMENT, "number": "HD2"}).status_code == 302
    office.get("/agreements")  # the page after saving names what was saved
    first = office.get("/agreements")
    second = office.get(onward(first) or "")
    assert AGREEMENT["number"] in first.text and "HD2" not in first.text
    assert "HD2" in second.text and onward(second) is None


def test_the_audit_trail_reads_what_it_was_and_what_it_became(office: Browser) -> None:
    producer = {"name": "HTX Thử", "kind": "cooperative", "commune": "Đại Xuân", "phone": "0912345678"}
    office.post("/producers/NSX1/edit", producer)
    office.post("/producers/NSX1/edit", {**producer, "kind": "group", "phone": "0987654321"})
    page = office.get("/settings/audit?subject=NSX1&who=quanly&action=producer.recorded")
    assert page.status_code == 200
    text = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "Điện thoại: 0912345678 → 0987654321" in text
    assert "Loại: Hợp tác xã → Tổ hợp tác" in text
    assert text.index("0987654321") < text.index("Xã, phường: Đại Xuân"), "the newest line first"
    assert "Không có dòng nào" in office.get("/settings/audit?to=2020-01-01").text
    price = office.get("/settings/audit?subject=GAO").text
    assert "22.000\u00a0₫" in price and "Giá bán" in price
    assert office.get("/settings/audit?from=x&after=1").status_code == 200


def test_staff_is_found_by_a_word_and_producers_people_stand_apart(site: Flask, office: Browser) -> None:
    add(site, "thuha", Role.CASHIER, password=PASSWORD)
    add(site, "mai-htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    page = office.get("/people").text
    staff, _, apart = page.partition('id="of-producers"')
    assert "thuha" in staff and "mai-htx" not in staff and "mai-htx" in apart and "/producers/NSX1/people" in apart
    found = office.get("/people?q=htx thu").text
    assert 'id="of-producers"' in found and 'action="/people/' not in found.partition('id="of-producers"')[0]


def test_another_role_ends_the_sessions_of_the_old_one(site: Flask, office: Browser) -> None:
    add(site, "thuha", Role.CASHIER, password=PASSWORD)
    cashier = Browser(site, "thuha")
    person = row_of(site, "SELECT id FROM person WHERE username = 'thuha'")["id"]
    assert office.post(f"/people/{person}", {"name": "Thu Hà", "role": "storekeeper"}).status_code == 302
    assert row_of(site, "SELECT role FROM person WHERE username = 'thuha'")["role"] == "storekeeper"
    assert cashier.get("/sell").status_code == 302
    own = row_of(site, "SELECT id FROM person WHERE username = 'quanly'")["id"]
    assert office.post(f"/people/{own}", {"name": "Quản lý", "role": "cashier"}).status_code == 302
    assert row_of(site, "SELECT role FROM person WHERE username = 'quanly'")["role"] == "manager"
