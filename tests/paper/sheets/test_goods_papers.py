"""Goods documents on sheets: what they say, how they break over pages, and how they look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from core.money import Vnd
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.quantity import Milli
from core.text.formats import amount, day, qty_text
from core.text.number_words import amount_in_words
from inventory.choices import GoodsDocumentKind
from inventory.papers.examples import example
from inventory.papers.goods_paper import GoodsPaper, goods_pdf
from inventory.results import CountResult, DeliveryResult, ReversalResult
from tests.inventory.test_goods_documents import TERM, put, store_room
from tests.journeys.inside import Inside
from tests.paper.sheets.reading import differs, overlaps, pages, pieces

KINDS = list(GoodsDocumentKind)
LONG = "Bánh đa nem làng Đại Xuân loại đặc biệt gói hút chân không, Ậ Ỗ Ữ, hộp quà biếu 12"
assert len(LONG) >= 80


def delivery(lines: int, **changes: Any) -> GoodsPaper:
    """The example of a delivery with so many lines."""
    paper = example(GoodsDocumentKind.DELIVERY)
    document = paper.document
    assert isinstance(document, DeliveryResult)
    some = [replace(document.lines[n % 3], lot=f"L261203-{n:03d}", **changes) for n in range(lines)]
    return replace(paper, document=replace(document, lines=some))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_looks_as_reviewed(app: Flask, kind: GoodsDocumentKind, language: str) -> None:
    assert differs(f"{kind}_{language}", goods_pdf(example(kind, language=language))) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_on_a4_looks_as_reviewed(app: Flask, kind: GoodsDocumentKind) -> None:
    assert differs(f"{kind}_a4", goods_pdf(example(kind, SheetSize.A4))) is None


def test_a_paper_of_the_api_says_the_figures_of_its_answer(app: Flask) -> None:
    shop = Inside(app).shop()
    shop.api.put("/api/v1/outlet", {"name": "Điểm bán Quế Võ", "address": "Phường Quế Võ, tỉnh Bắc Ninh", "phone": "0222 1",
                                    "tax_code": "2300123456"}).ok()  # fmt: skip
    producer = shop.producer()
    product = shop.product(producer, 12_500, unit="kg", places=1)
    shop.agreement(producer, TERM)
    lot, other = shop.code("LO"), store_room(shop)
    delivered = shop.deliver(producer, {"product": product, "lot": lot, "quantity": "20.5"})
    line = {"lot": lot, "quantity": "2.5"}
    made = {
        "deliveries": delivered,
        "producer-returns": put(shop, "producer-returns", {"producer": producer, "place": shop.place, "lines": [line]}),
        "losses": put(shop, "losses", {"place": shop.place, "lines": [{**line, "cause": "damage"}], "note": "rơi vỡ"}),
        "transfers": put(shop, "transfers", {"from": shop.place, "to": other, "lines": [line]}),
        "counts": put(shop, "counts", {"place": shop.place, "lines": [{"lot": lot, "counted": "12"}]}),
    }
    for path, answer in made.items():
        for size in ("a4", "a5"):
            (text,) = pages(shop.api.get(f"/api/v1/{path}/{answer['uid']}", format="pdf", size=size).body)
            said = {answer["number"], day(answer["day"]), "Điểm bán Quế Võ", "Mã số thuế 2300123456", "Điện thoại 0222 1",
                    "Ký, họ tên", "Trang 1/1"}  # fmt: skip
            for item in answer["lines"]:
                said |= {item["lot"], item["name"]}
                said |= {qty_text(item[key]) for key in ("quantity", "counted", "booked", "difference") if key in item}
                said |= {amount(item["owed_vnd"])} if "owed_vnd" in item else set()
            if answer.get("owed_vnd"):
                said |= {amount(answer["owed_vnd"]), amount_in_words(answer["owed_vnd"])}
            assert not {phrase for phrase in said if phrase not in text}, (path, size, text)
    (text,) = pages(shop.api.get(f"/api/v1/deliveries/{delivered['uid']}", format="pdf").body)
    gross_vnd = 12_500 * 205 // 10
    assert f"Cộng theo giá bán {amount(gross_vnd)}" in text
    assert f"bên giao được {amount(gross_vnd * 8 // 10)} ₫" in text, "less a commission of 20 %"


def test_an_unknown_size_is_refused_at_its_field(app: Flask) -> None:
    shop = Inside(app).shop()
    product = shop.stocked()
    (document,) = shop.api.get("/api/v1/deliveries", producer=shop.producer_of(product)).ok()["items"]
    refusal = shop.api.get(f"/api/v1/deliveries/{document['uid']}", format="pdf", size="a3")
    assert (refusal.status, refusal.json["errors"][0]["field"]) == (422, "size")


@pytest.mark.parametrize("size", [SheetSize.A4, SheetSize.A5])
def test_the_end_never_stands_alone_and_no_line_is_lost(app: Flask, size: SheetSize) -> None:
    """With any number of lines: the last two, their total and the signatures are on one page; each page repeats the heads."""
    for count in (*range(1, 10), *range(18, 27), 45):
        paper = replace(delivery(count), size=size)
        texts = pages(goods_pdf(paper))
        last = texts[-1]
        assert "Bên nhận, thủ kho" in last and "3.529.200" not in " ".join(texts[:-1]), count
        for n in range(max(0, count - 2), count):
            assert f"L261203-{n:03d}" in last, (count, n)
        assert all("Thành tiền" in text and f"Trang {n}/{len(texts)}" in text for n, text in enumerate(texts, 1)), count
        assert sum(text.count("lô L261203-") for text in texts) == count
        assert "Cộng theo giá bán" in last


@pytest.mark.parametrize("size", [SheetSize.A4, SheetSize.A5])
def test_long_names_and_twelve_digits_stay_inside_and_apart(app: Flask, size: SheetSize) -> None:
    paper = delivery(3, name=LONG, quantity=Milli(999_999_999))
    assert paper.value is not None
    value = replace(paper.value, prices_vnd=dict.fromkeys(paper.value.prices_vnd, Vnd(999_999)), owed_vnd=Vnd(999_999_999_999))
    names = replace(paper.names, producers={"VH": "Hợp tác xã " + LONG}, places={"STORE": LONG})
    pdf = goods_pdf(replace(paper, size=size, value=value, names=names))
    sheet = SHEETS[size]
    for page, text in enumerate(pages(pdf)):
        assert overlaps(pdf, page) == []
        for piece in pieces(pdf, page):
            assert sheet.side - 1 < piece.left and piece.right < sheet.width - sheet.side + 1, piece
            assert piece.bottom > 10 and piece.top < sheet.height - 20, piece
        assert "999.998.999.000" in text or page
    assert "999.999.999.999 ₫" in " ".join(pages(pdf))


def test_the_code_of_a_delivery_leads_to_the_goods(app: Flask) -> None:
    document = pypdfium2.PdfDocument(goods_pdf(example(GoodsDocumentKind.DELIVERY)))
    seen = zxingcpp.read_barcodes(document[0].render(scale=200 / 72).to_pil())
    document.close()
    assert [code.text for code in seen] == ["https://ocop.example.vn/portal/stock"]


def test_what_is_not_known_leaves_no_label(app: Flask) -> None:
    paper = delivery(1)
    assert isinstance(paper.document, DeliveryResult)
    bare = replace(
        paper,
        issuer=replace(paper.issuer, address=None, phone=None, tax_code=None),
        document=replace(paper.document, note=None, lines=[replace(paper.document.lines[0], best_before=None)]),
        value=replace(paper.value, owed_vnd=None, agreements=()) if paper.value else None,
    )
    (text,) = pages(goods_pdf(bare))
    for label in ("Mã số thuế", "Điện thoại", "Hợp đồng", "Bán hết số này", "HSD 1"):
        assert label not in text
    assert "Thứ Năm 03/12/2026" in text


def test_a_document_that_was_taken_back_says_so(app: Flask) -> None:
    paper = example(GoodsDocumentKind.COUNT)
    assert isinstance(paper.document, CountResult)
    reversal = ReversalResult(uid="u", day=date(2026, 12, 4), reason="ghi nhầm", at=paper.document.recorded_at, by="kho")
    (text,) = pages(goods_pdf(replace(paper, document=replace(paper.document, reversal=reversal))))
    assert "Đã hủy ngày 04/12/2026: ghi nhầm" in text
