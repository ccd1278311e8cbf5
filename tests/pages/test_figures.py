"""Figures typed into the office's forms: as people write them, asked about where two readings are likely, never a thousandth."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from core.values.uid import new_uid
from tests.pages.office import AGREEMENT, PRODUCT, Browser, count_lot, row_of, today


def receive(office: Browser, quantity: str, product: str = "GAO", lot: str = "A1") -> Any:
    head = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat()}
    return office.post("/stock/receive", {**head, "product": product, "quantity": quantity, "lot": lot})


def count(office: Browser, figure: str, lot: str = "A1") -> Any:
    return count_lot(office, lot, figure)


def is_on_hand(office: Browser, quantity: str) -> bool:
    """Answers whether the stock page shows this quantity of the one lot."""
    return re.search(rf"(?<![\d.,−]){re.escape(quantity)} (kg|quả)", office.get("/stock?q=A1").text) is not None


PRICES = (
    "45000", "45.000", "45 000", "45,000", "45.000đ", "45.000 Đ", "45.000 \u00d0", "45.000 VNĐ", "45 000 đồng", "45.000\u00a0₫",
    "45k",
)  # fmt: skip


@pytest.mark.parametrize("typed", PRICES)
def test_a_price_is_read_with_the_sign_people_have_on_their_keyboard(office: Browser, site: Flask, typed: str) -> None:
    form = {**PRODUCT, "code": "MUT", "barcodes": "", "price_vnd": typed}
    assert office.post("/products/new", form).status_code == 302
    assert row_of(site, "SELECT price_vnd FROM product WHERE code = 'MUT'")["price_vnd"] == 45_000


def test_a_price_that_cannot_be_read_is_refused_at_its_field(office: Browser, site: Flask) -> None:
    form = {**PRODUCT, "code": "MUT", "barcodes": ""}
    refused = office.post("/products/new", {**form, "price_vnd": "45.00"})
    assert refused.status_code == 422
    assert 'id="e-price_vnd">Không đọc được số tiền này. Ghi như 45000, 45.000đ hoặc 45k.<' in refused.text
    assert 'value="45.00"' in refused.text
    refused = office.post("/products/new", {**form, "price_vnd": "1.500k"})
    assert refused.status_code == 422
    assert 'id="e-price_vnd">“1.500k” là 1.500.000 hay 1.500? Hãy ghi rõ một trong hai số đó.<' in refused.text
    assert row_of(site, "SELECT count(*) AS n FROM product WHERE code = 'MUT'")["n"] == 0


@pytest.mark.parametrize("typed", ["1.500", "1,500"])
def test_a_quantity_with_two_readings_is_asked_about(office: Browser, typed: str) -> None:
    question = f"“{typed}” là 1500 hay 1,5? Hãy ghi rõ một trong hai số đó."
    refused = receive(office, typed)
    assert refused.status_code == 422 and f'value="{typed}"' in refused.text
    assert f'">{question}<' in refused.text.split('class="error" id="e-quantity-')[1]
    assert receive(office, "1500").status_code == 302
    refused = count(office, typed)
    assert refused.status_code == 422 and question in refused.text and f'value="{typed}"' in refused.text
    assert is_on_hand(office, "1.500")
    assert count(office, "1500").status_code == 302
    assert is_on_hand(office, "1.500")


@pytest.mark.parametrize(
    ("typed", "counted"), [("1.500,5", "1.500,5"), ("1 500,5", "1.500,5"), ("1,5", "1,5"), ("1,234", "1,234")]
)
def test_a_quantity_is_read_back_as_a_page_shows_it(office: Browser, typed: str, counted: str) -> None:
    assert receive(office, "1500,5").status_code == 302
    assert is_on_hand(office, "1.500,5")
    assert count(office, typed).status_code == 302
    assert is_on_hand(office, counted)


def test_pieces_have_no_decimals_to_be_in_doubt_about(office: Browser) -> None:
    office.post("/products/new", {**PRODUCT, "code": "TRUNG", "unit": "quả", "places": "0", "barcodes": ""})
    assert receive(office, "1.500", "TRUNG").status_code == 302
    assert count(office, "1.200").status_code == 302
    assert is_on_hand(office, "1.200")
    assert count(office, "1,5").status_code == 422
    assert is_on_hand(office, "1.200")


@pytest.mark.parametrize("typed", ["", "nhiều", "1.50.000", "-5", "1,2345"])
def test_a_quantity_that_cannot_be_read_is_refused(office: Browser, site: Flask, typed: str) -> None:
    refused = receive(office, typed)
    assert refused.status_code == 422
    assert ("Không đọc được số lượng này. Ghi như 12, 1,25 hoặc 1.500,5." if typed else "Chưa điền.") in refused.text
    assert row_of(site, "SELECT count(*) AS n FROM lot")["n"] == 0


def test_rates_and_days_are_read_or_refused_with_a_sentence(office: Browser, site: Flask) -> None:
    terms = {**AGREEMENT, "number": "HD9", "starts_on": "2019-01-01", "ends_on": "2019-12-31"}
    refused = office.post("/producers/NSX1/agreements/new", {**terms, "figure": "12.500", "holding_days": "bảy"})
    assert refused.status_code == 422
    assert refused.text.count("Không đọc được phần trăm này. Ghi như 15 hoặc 12,5.") == 1
    assert 'id="figure-0-error">Không đọc được phần trăm này.' in refused.text
    assert 'id="holding_days-error">Phải là số nguyên.<' in refused.text
    answer = office.post("/producers/NSX1/agreements/new", {**terms, "figure": "12,5 %", "holding_days": "7"})
    assert answer.status_code in (302, 422), answer.text
    outlet = {"name": "Điểm bán", "cash_rounding_vnd": "500", "cashier_discount_limit_bp": "7,5%", "near_expiry_days": "30"}
    saved = office.post("/settings/outlet", {**outlet, "paper_language": "vi"})
    assert saved.status_code == 302, saved.text
    assert row_of(site, "SELECT cashier_discount_limit_bp AS bp FROM outlet")["bp"] == 750


def test_a_form_s_texts_lose_what_no_screen_shows(office: Browser, site: Flask) -> None:
    form = {**PRODUCT, "code": "\u200bDONG", "barcodes": "", "name": "\u200b\u00d0ông trùng\ufeff"}
    assert office.post("/products/new", form).status_code == 302
    assert row_of(site, "SELECT name FROM product WHERE code = 'DONG'")["name"] == "\u0110ông trùng"
    for query in ("dong trung", "\u00d0ông", "đông\u200b trùng"):
        assert "Đông trùng" in office.get(f"/products?q={query}").text
    refused = office.post("/products/new", {**form, "code": "KHAC", "name": "\u200b\u2060"})
    assert refused.status_code == 422
    assert 'id="e-name"' in refused.text


@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("/producers/NSX1/agreements/new", {**AGREEMENT, "number": "01/2026/HĐ"}, "Số như trên giấy ghi ở ô bên cạnh."),
        ("/producers/NSX1/edit", {"bank_bin": "970436", "bank_account": "0011 0045"}, "Số tài khoản chỉ có chữ số"),
        ("/producers/NSX1/edit", {"bank_bin": "Vietcombank", "bank_account": "1"}, "Mã ngân hàng gồm 6 chữ số."),
        ("/products/new", {**PRODUCT, "code": "Gạo tẻ"}, "Mã chỉ có chữ không dấu"),
        ("/products/new", {**PRODUCT, "plu": "12"}, "Mã cân gồm đúng 5 chữ số, ví dụ 00123."),
        ("/products/new", {**PRODUCT, "barcodes": "89385"}, "Mã vạch gồm 8, 12, 13 hoặc 14 chữ số"),
        ("/producers/NSX1/channels", {"email": "mai@"}, "Địa chỉ email có dạng ten@tenmien.vn"),
    ],
)
def test_a_text_that_does_not_fit_is_told_what_fits(office: Browser, path: str, form: dict[str, str], sentence: str) -> None:
    whole = {"name": "HTX Thử", "kind": "cooperative", "commune": "Đại Xuân", "code": "NSX1"} if "edit" in path else {}
    refused = office.post(path, {**whole, **form})
    assert refused.status_code == 422 and sentence in refused.text and "Sai định dạng." not in refused.text
