"""Statements on paper and as a workbook."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdfium2
import python_calamine
import zxingcpp

from core.printing.slip_parts import Issuer
from suppliers.papers.statement_pdf import statement_pdf
from suppliers.papers.statement_sheet import Parties, build
from suppliers.papers.statement_terms import TermsUsed
from suppliers.papers.statement_xlsx import statement_xlsx
from suppliers.results import ProducerAccount
from tests.paper.examples import LOSS, NAMES, OCTOBER, ON_PAPER, PARTIES, TERMS, statement


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return texts


def test_the_paper_says_all_of_form_01_bh() -> None:
    text = "\n".join(pages(statement_pdf(statement(), **ON_PAPER)))
    for phrase in (
        "Mẫu số 01-BH", "ĐS-2026-0041", "Bảng thanh toán hàng đại lý, ký gửi", "Từ 01/10/2026 đến 31/10/2026", "HTX Đại Xuân",
        "Gạo tẻ thơm Đại Xuân 5 kg", "14.040.000", "21.839.000", "Hoa hồng 15 %", "−3.275.850", "+42.500",
        "18.605.650 ₫", "Mười tám triệu sáu trăm linh năm nghìn sáu trăm năm mươi đồng", "Quản lý điểm bán",
        "Agribank, số 2608201234567",
        "Căn cứ hợp đồng số HĐ-2026/07, bản 1 áp dụng từ 02/01/2026.", "Mã số thuế 2301000000",
        "Phụ lục 1", "Phụ lục 2", "ẩm & <b>mốc</b>",
    ):  # fmt: skip
        assert phrase in text, phrase


def test_the_code_leads_to_the_lines() -> None:
    document = pypdfium2.PdfDocument(statement_pdf(statement(), **ON_PAPER))
    picture = document[0].render(scale=200 / 72).to_pil()
    document.close()
    assert [barcode.text for barcode in zxingcpp.read_barcodes(picture)] == [PARTIES.link]


def test_one_row_per_price_and_one_number_per_product() -> None:
    rows = build(statement(), names=NAMES).goods
    assert [(row.number, row.unit_price_vnd, row.sold) for row in rows] == [
        (1, 135_000, 104_000),
        (2, 28_000, 171_000),
        (None, 26_000, 36_000),
        (3, 25_000, 83_000),
    ]


def test_the_sum_adds_up_to_the_last_line() -> None:
    """III and everything below it is what is owed, whatever happened in the period."""
    money = {
        "opening_vnd": 100_000, "sold_owed_vnd": 18_563_150, "refunded_owed_vnd": 17_000, "loss_owed_vnd": 42_500,
        "charges_vnd": 5_000, "adjustments_vnd": -3_000, "paid_vnd": 90_000, "closing_vnd": 18_590_650, "payable_vnd": 18_000_000,
    }  # fmt: skip
    sheet = build(statement(money=money), names=NAMES, terms=TERMS)
    third = next(row.amount_vnd for row in sheet.sums if row.label.startswith("III."))
    deducted = next(row.amount_vnd for row in sheet.sums if row.label.startswith("IV."))
    assert sum(row.amount_vnd for row in sheet.sums if row.indent) == deducted
    assert third + deducted - money["paid_vnd"] == money["closing_vnd"] == sheet.pay_vnd + sheet.left_vnd


def test_many_pages_are_numbered_and_repeat_the_head() -> None:
    goods = [{**item, "product": f"P{n}", "prices": item["prices"] * 2} for n in range(25) for item in OCTOBER["goods"]]
    texts = pages(statement_pdf(statement(goods=goods, lines=[LOSS] * 90), **ON_PAPER))
    assert len(texts) > 5
    assert all(f"Trang {n}/{len(texts)}" in text for n, text in enumerate(texts, 1))
    assert "Thành tiền" in texts[1]
    signed = next(text for text in texts if "Quản lý điểm bán" in text)
    assert "V. Thanh toán kỳ này" in signed


def test_a_preview_and_an_empty_period_have_a_paper_too() -> None:
    empty = statement(number=None, goods=[], lines=[], money=dict.fromkeys(OCTOBER["money"], 0))
    parties: dict[str, Any] = {"parties": Parties(Issuer("A"), ProducerAccount("B & <C>")), "names": {}, "terms": TermsUsed()}
    text = pages(statement_pdf(empty, **parties))[0]
    assert "Bản xem trước" in text
    assert "B & <C>" in text
    assert "Không đồng" in text
    assert statement_xlsx(empty, **parties).startswith(b"PK")


def test_the_workbook_has_numbers_and_no_formulas() -> None:
    names = {**NAMES, "BD": '=HYPERLINK("http://evil.example")'}
    data = statement_xlsx(statement(), **{**ON_PAPER, "names": names})
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    form = book.get_sheet_by_name("Bảng thanh toán").to_python()
    cells = [cell for row in form for cell in row]
    assert 14_040_000 in cells
    assert 18_605_650 in cells
    assert names["BD"] in cells
    about, _blank, *lines = book.get_sheet_by_name("Từng dòng").to_python()
    assert "HTX Đại Xuân" in about[0] and "Từ 01/10/2026 đến 31/10/2026" in about[0]
    assert lines[0] == ["Ngày", "Việc", "Sản phẩm, lý do", "Lô", "Số lượng", "Giá niêm yết", "Tiền hàng", "Giảm giá cho khách",
                        "HTX chịu", "Tỷ lệ", "Tiền được tính"]  # fmt: skip
    assert lines[1][0] == date(2026, 10, 3) and lines[1][4:] == [-2, 25_000, 0, 0, "", "", 42_500]
    receipts = statement_xlsx(statement(), **ON_PAPER, numbers={"loss/9c1f": "HH-2026-0009"})
    lines = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(receipts)).get_sheet_by_name("Từng dòng").to_python()[2:]
    assert lines[0][4] == "Chứng từ" and lines[1][4] == "HH-2026-0009"
