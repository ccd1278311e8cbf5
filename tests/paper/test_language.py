"""Every text of a paper is in the outlet's paper language, whatever the reader's language."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import python_calamine
from flask import Flask

from core.printing.drawing import TextMark
from core.printing.papers import SlipFormat
from core.printing.slip_parts import Issuer
from inventory.labels.files import LabelFormat, plan
from inventory.labels.files import render as render_label
from inventory.labels.stocks import LabelStock
from pos.receipts.receipt import ReceiptData, ReceiptItem
from suppliers.papers.statement_pdf import statement_pdf
from suppliers.papers.statement_sheet import TITLE, Parties
from suppliers.papers.statement_xlsx import statement_xlsx
from suppliers.results import ProducerAccount, StatementResult
from tests.journeys.inside import Inside
from tests.outlet import today, uid
from tests.paper.examples import (
    LOSS,
    MIXED_BASKET,
    NOODLES,
    OCTOBER,
    ON_PAPER,
    REFUND,
    TERMS,
    in_english,
    receipt_file,
    statement,
)

SNAPSHOTS = Path(__file__).parent / "snapshots"
VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
PLAIN: dict[str, Any] = {
    "issuer": Issuer("Outlet", "Street 1", "1", "2", "en"), "till_name": "Till 1", "cashier_name": "Ha", "note": None,
    "items": [ReceiptItem("Rice", 1250, "kg", 30_000, 777, 36_723, "Coop", "L-1")], "discount_vnd": 777, "rounding_vnd": -223,
}  # fmt: skip
PARTIES_IN_ENGLISH = Parties(
    issuer=Issuer("Outlet", "Street 1", "1", "2", "en"),
    producer=ProducerAccount("Coop", "123456789", "COOP", "970405", "Street 2", "3"),
    link="https://x.example/1",
)
IN_ENGLISH: dict[str, Any] = {"parties": PARTIES_IN_ENGLISH, "names": {}, "terms": TERMS}


@pytest.mark.parametrize(("name", "receipt"), [("mixed_basket", MIXED_BASKET), ("refund", REFUND)])
@pytest.mark.parametrize(("paper_mm", "columns"), [(58, 32), (80, 48)])
def test_an_english_slip_reads_as_reviewed(app: Flask, name: str, receipt: ReceiptData, paper_mm: int, columns: int) -> None:
    text = receipt_file(in_english(receipt), SlipFormat.TEXT, paper_mm).decode()
    assert text == (SNAPSHOTS / f"{name}_en_{columns}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "receipt", [replace(MIXED_BASKET, **PLAIN), replace(REFUND, **PLAIN, reason="cracked")], ids=["sale", "refund"]
)
def test_an_english_slip_has_no_vietnamese_of_ours(app: Flask, receipt: ReceiptData) -> None:
    text = receipt_file(receipt, SlipFormat.TEXT).decode()
    assert not VIETNAMESE.search(text), text


def test_an_english_slip_on_a_vietnamese_screen(app: Flask) -> None:
    with app.test_request_context("/"):
        page = receipt_file(replace(MIXED_BASKET, **PLAIN), SlipFormat.HTML).decode()
    slip = page[page.index("<article") : page.index("</article>")]
    assert 'lang="en"' in slip
    assert "not a tax invoice" in slip
    assert not VIETNAMESE.search(re.sub(r"aria-label=\"[^\"]*\"", "", slip))
    assert 'lang="vi"' in page[: page.index("<article")], "the frame is the reader's"


def test_an_english_label_has_no_vietnamese_of_ours(app: Flask) -> None:
    label = replace(
        NOODLES, product_name="Noodles", producer_name="Coop", commune="Xa", unit="kg", outlet_name="Outlet", language="en"
    )
    texts = [mark.text for mark in plan(label, LabelStock.ROLL_80X48).marks if isinstance(mark, TextMark)]
    assert "Scan to see its story" in texts
    assert not VIETNAMESE.search(" ".join(texts)), texts
    assert not VIETNAMESE.search(render_label(label, LabelFormat.SVG).decode().partition(">")[0])
    assert "Label of lot" in pypdfium2.PdfDocument(render_label(label, LabelFormat.PDF)).get_metadata_value("Title")


@pytest.fixture
def english_statement(app: Flask) -> StatementResult:
    """A statement with a line of every kind, whose data has no Vietnamese letters."""
    kinds = ("refunded", "returned", "lost", "count", "charge", "adjustment", "payout", "received", "sold")
    lines = [{**LOSS, "kind": kind, "cause": None, "memo": "damp"} for kind in kinds]
    money = {
        "opening_vnd": 100_000, "sold_owed_vnd": 18_563_150, "refunded_owed_vnd": 17_000, "loss_owed_vnd": 42_500,
        "charges_vnd": 5_000, "adjustments_vnd": -3_000, "paid_vnd": 90_000, "closing_vnd": 18_590_650, "payable_vnd": 18_000_000,
    }  # fmt: skip
    goods = [{**item, "unit": "kg"} for item in OCTOBER["goods"]]
    return statement(number="S-1", goods=goods, lines=lines, money=money)


def test_an_english_statement_has_the_forms_name_and_amount_in_words_in_vietnamese(english_statement: StatementResult) -> None:
    document = pypdfium2.PdfDocument(statement_pdf(english_statement, **IN_ENGLISH))
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    for phrase in (TITLE, "Statement of goods sold on agency and consignment", "Mười tám triệu đồng", "Annex 1", "Annex 2",
                   "Form 01-BH", "Outlet manager", "Page 1/2", "Closing stock"):  # fmt: skip
        assert phrase in text, phrase
    for phrase in (TITLE, "Mười tám triệu đồng"):
        text = text.replace(phrase, "")
    assert not VIETNAMESE.search(text.replace("HĐ-2026/07", "")), text


def test_an_english_workbook_speaks_english(english_statement: StatementResult) -> None:
    data = statement_xlsx(english_statement, **IN_ENGLISH)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Statement", "Line by line"]
    cells = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert TITLE in cells
    cells = [cell.replace("HĐ-2026/07", "") for cell in cells]
    assert [cell for cell in cells if VIETNAMESE.search(cell)] == [TITLE, "Mười tám triệu đồng"]


def test_a_vietnamese_statement_has_its_name_once(app: Flask) -> None:
    document = pypdfium2.PdfDocument(statement_pdf(statement(), **ON_PAPER))
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert text.count(TITLE) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_papers_are_the_same_for_readers_of_any_language(app: Flask, language: str) -> None:
    inside = Inside(app)
    outlet = {"name": "Outlet", "paper_language": language}
    assert inside.api.put("/api/v1/outlet", outlet).ok()["paper_language"] == language
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "2"))
    refund = shop.refund(sold["uid"], 1, "1").ok(201)
    issued = uid()
    shop.api.put(f"/api/v1/statements/{issued}", {"producer": shop.producer_of(product), "until": today()}).ok(201)
    lot = sold["lines"][0]["lot"]
    papers = [
        *(f"/api/v1/sales/{sold['uid']}/receipt?format={kind}" for kind in ("text", "png", "escpos")),
        *(f"/api/v1/refunds/{refund['uid']}/receipt?format={kind}" for kind in ("text", "png", "escpos")),
        *(f"/api/v1/lots/{lot}/label?format={kind}" for kind in ("png", "svg", "pdf", "escpos", "zpl")),
        f"/api/v1/statements/{issued}?format=pdf",
        "/api/v1/reports/losses?format=csv",
        "/api/v1/reports/sales?by=method&format=csv",
        f"/api/v1/reports/stock-age?format=csv&from={today()}",
    ]
    for path in papers:
        answers = [shop.api.call("GET", path, headers={"Accept-Language": reader}) for reader in ("vi", "en")]
        assert answers[0].status == 200, path
        assert answers[0].body == answers[1].body, path
    assert ("Refund slip" if language == "en" else "Phiếu trả hàng") in shop.api.get(papers[3]).body.decode()
    report = shop.api.get("/api/v1/reports/sales", by="method", format="csv").body.decode()
    assert ("Cash" if language == "en" else "Tiền mặt").lower() in report.lower()


def test_an_unknown_paper_language_is_refused_and_an_omitted_one_is_vietnamese(app: Flask) -> None:
    api = Inside(app).api
    refusal = api.put("/api/v1/outlet", {"name": "Outlet", "paper_language": "fr"})
    assert (refusal.status, refusal.json["errors"][0]["field"]) == (422, "paper_language")
    api.put("/api/v1/outlet", {"name": "Outlet", "paper_language": "en"}).ok()
    assert api.put("/api/v1/outlet", {"name": "Outlet"}).ok()["paper_language"] == "vi"
