"""What is printed for a day without power: the price sheet, and a pad whose numbers are taken once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from core.i18n import in_language
from core.money import Vnd
from core.printing.sheets.sizes import SHEETS, SheetSize
from inventory.papers import examples
from inventory.papers.price_sheet import price_sheet_pdf
from pos.pads.pad_numbers import Pad
from pos.pads.pad_sheet import LINES, pad_pdf
from pos.receipts.papers.examples import issuer
from tests.paper.sheets.reading import differs, pages, pieces


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sheets_of_the_counter_look_as_reviewed(app: Flask, language: str) -> None:
    with in_language(language):
        prices = price_sheet_pdf(examples.issuer(), examples.DAY, examples.goods_on_sale())
        pad = pad_pdf(issuer(), Pad(2026, 41, 2), SheetSize.A5)
    assert differs(f"price_sheet_{language}", prices) is None
    assert differs(f"pad_sheet_{language}", pad) is None


def test_an_outlet_without_goods_has_a_price_sheet_too(app: Flask) -> None:
    (text,) = pages(price_sheet_pdf(examples.issuer(), examples.DAY, []))
    assert "Bảng giá" in text


def test_hundreds_of_goods_fill_pages_without_a_card_in_two(app: Flask) -> None:
    goods = [replace(good, price_vnd=Vnd(1000 + n)) for n, good in enumerate(examples.goods_on_sale() * 40)]
    texts = pages(price_sheet_pdf(examples.issuer(), examples.DAY, goods))
    assert all(f"Trang {n}/{len(texts)}" in text for n, text in enumerate(texts, 1))
    assert sum(len(re.findall(r"₫/", text)) for text in texts) == len(goods) == 120


@pytest.mark.parametrize("size", [SheetSize.A4, SheetSize.A5])
def test_a_pad_is_a_page_a_sheet_with_consecutive_numbers(app: Flask, size: SheetSize) -> None:
    pdf = pad_pdf(issuer(), Pad(2026, 9_998, 4), size)
    texts = pages(pdf)
    numbers = ["VT-2026-9998", "VT-2026-9999", "VT-2026-10000", "VT-2026-10001"]
    assert [re.findall(r"VT-2026-\d+", text) for text in texts] == [[number] for number in numbers]
    assert all(f" {LINES[size]} " in text and "Tổng cộng" in text and "không phải hóa đơn" in text for text in texts)
    sheet = SHEETS[size]
    assert all(sheet.side - 1 < piece.left and piece.right < sheet.width - sheet.side + 1 for piece in pieces(pdf))
