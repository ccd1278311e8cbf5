"""Reports as files: a workbook that says what it shows and draws it, and paper with every row."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from core.text import formats
from reports.definition import Definition
from reports.registry import REPORTS
from tests.journeys.inside import Inside, TimedShop
from tests.reports.test_reports import FIRST, LAST, history

__all__ = ["history"]


def _report(inside: Inside, by: str) -> Any:
    return inside.api.get("/api/v1/reports/sales", by=by, from_=FIRST.isoformat(), to=LAST.isoformat()).ok()


def _words(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_a_workbook_of_sales_says_what_it_shows_and_draws_it(history: tuple[Inside, TimedShop, list[str]]) -> None:
    inside, shop, goods = history
    own = shop.producer_of(goods[0])
    span = {"from_": FIRST.isoformat(), "to": LAST.isoformat()}
    data = inside.api.get("/api/v1/reports/sales", by="product", producer=own, format="xlsx", **span).body
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert workbook.sheet_names == ["Báo cáo", "Biểu đồ"]
    lines = [row[0] for row in workbook.get_sheet_by_index(0).to_python()]
    assert lines[1:4] == ["Bán hàng theo sản phẩm", "Từ ngày 02/11/2026 đến ngày 20/11/2026", f"Chỉ hàng của HTX {own}"]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert "$G$8" in chart and '<c:min val="0"/>' in chart


@pytest.mark.parametrize("by", ["producer", "day", "method"])
def test_a_report_on_paper_has_every_row_and_its_totals(history: tuple[Inside, TimedShop, list[str]], by: str) -> None:
    inside, _, _ = history
    report = _report(inside, by)
    answer = inside.api.get("/api/v1/reports/sales", by=by, format="pdf", from_=FIRST.isoformat(), to=LAST.isoformat())
    assert answer.headers["content-type"] == "application/pdf"
    words = _words(answer.body).replace("\xa0", " ")
    for row in (*report["items"], report["totals"]):
        assert formats.amount(row["net_vnd"]) in words
    assert "Từ ngày 02/11/2026 đến ngày 20/11/2026" in words and "In lúc" in words and "Trang 1/1" in words


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_is_made_on_paper(history: tuple[Inside, TimedShop, list[str]], report: Definition) -> None:
    inside, _, _ = history
    span = {"from_": FIRST.isoformat(), "to": LAST.isoformat()}
    answer = inside.api.get(f"/api/v1/reports/{report.name}", format="pdf", **span)
    words = _words(answer.body)
    assert report.title.split(",")[0] in words
