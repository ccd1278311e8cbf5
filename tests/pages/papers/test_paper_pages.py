"""Papers that are printed from pages: the price sheet, the pad, and the buttons beside the documents."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, PRODUCT, Browser, add
from tests.pages.test_document_pages import KINDS, lose, newest
from tests.pages.test_goods_forms import receive
from tests.paper.sheets.reading import overlaps, pages


def test_a_price_sheet_names_what_is_on_sale_with_codes_that_read(office: Browser) -> None:
    name = "Ậ Ỗ Ữ " + "trà xanh ướp sen " * 10
    changes = {"barcodes": "", "name": name, "unit": "hộp", "price_vnd": "999999999"}
    assert office.post("/products/new", {**PRODUCT, "code": "TRA", **changes}).status_code == 302
    answer = office.get("/stock/price-sheet.pdf")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    (text,) = pages(answer.data)
    assert "22.000 ₫/kg" in text and "999.999.999 ₫/hộp" in text and overlaps(answer.data) == []
    document = pypdfium2.PdfDocument(answer.data)
    codes = {code.text for code in zxingcpp.read_barcodes(document[0].render(scale=200 / 72).to_pil())}
    document.close()
    assert {urlsplit(code).path for code in codes} == {"/01/08938500000010", "/p/TRA"}
    assert 'href="/stock/price-sheet.pdf"' in office.get("/products").text


def test_numbers_of_a_pad_are_taken_once_and_printed_again(office: Browser) -> None:
    def take(sheets: str, form: str) -> str:
        answer = office.post("/sell/pad", {"uid": form, "sheets": sheets, "size": "a4"})
        assert answer.status_code == 302
        return str(answer.location)

    form = new_uid()
    first, again, second = take("3", form), take("3", form), take("2", new_uid())
    assert first == again, "a second press takes no more numbers"
    for address, expected in ((first, [1, 2, 3]), (second, [4, 5])):
        for _ in range(2):
            found = [re.findall(r"VT-\d{4}-(\d+)", text) for text in pages(office.get(address).data)]
            assert found == [[f"{n:04d}"] for n in expected]
    assert office.get(first.replace("/1/3.pdf", "/4/3.pdf")).status_code == 404, "not taken yet"
    assert "-0005" in office.get("/sell/pad").text
    assert "lấy số cho phiếu viết tay" in office.get("/settings/audit").text.lower()


@pytest.mark.parametrize("typed", ["0", "201", "-1", "hai mươi", ""])
def test_a_wrong_number_of_sheets_is_refused_at_its_field_and_stays(office: Browser, typed: str) -> None:
    answer = office.post("/sell/pad", {"uid": new_uid(), "sheets": typed, "size": "a5"})
    assert answer.status_code == 422 and f'value="{typed}"' in answer.text and "wrong" in answer.text


def test_only_managers_print_prices_and_pads(site: Flask, office: Browser) -> None:
    add(site, "banhang", Role.CASHIER, password=PASSWORD)
    cashier = Browser(site, "banhang")
    for address in ("/sell/pad", "/stock/price-sheet.pdf"):
        assert office.get(address).status_code == 200 and cashier.get(address).status_code == 403


def test_documents_offer_their_paper_on_both_sizes(office: Browser) -> None:
    receive(office, ["A1"])
    lose(office)
    for path in ("deliveries", "losses"):
        assert path in KINDS
        address = newest(office, path) if path == "losses" else office.get("/stock/deliveries").text
        page = (
            office.get(address).text
            if path == "losses"
            else office.get(re.findall(r'href="(/stock/d[^"]*deliveries/[^"]+)"', address)[0]).text
        )
        links = [link.replace("&amp;", "&") for link in re.findall(rf'href="(/api/v1/{path}/[^"]+format=pdf[^"]*)"', page)]
        assert len(links) == 2
        for link, (width, _height) in zip(links, ((210, 297), (148, 210)), strict=True):
            document = pypdfium2.PdfDocument(office.get(link).data)
            assert round(document[0].get_width() * 25.4 / 72) == width
            document.close()


def test_a_printed_page_says_whose_it_is_and_when(office: Browser) -> None:
    for address in ("/reports/today", "/reports/sales", "/stock", "/products"):
        page = office.get(address).text
        (head,) = re.findall(r'<div class="printed-head"[^>]*>(.*?)</div>', page, re.DOTALL)
        assert "<b>Điểm bán thử</b>" in head and re.search(r"In lúc \d\d/\d\d/\d{4} \d\d:\d\d", head), head
