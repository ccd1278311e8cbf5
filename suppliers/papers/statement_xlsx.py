"""A statement as a workbook: the form, and every line of the book behind it. What people wrote never becomes formulas."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.printing.fonts import clean
from core.text.number_words import amount_in_words
from suppliers.papers.statement_sheet import TITLE, LineRow, Parties, Sheet, build
from suppliers.results import StatementResult

HEAD = (
    N_("STT"), N_("Tên hàng, quy cách"), N_("ĐVT"), N_("Tồn đầu kỳ"), N_("Nhận trong kỳ"), N_("Tổng số"), N_("Đã bán"),
    N_("Đơn giá"), N_("Thành tiền"), N_("Tồn cuối kỳ"),
)  # fmt: skip
MARKS = ("A", "B", "C", "1", "2", "3 = 1+2", "4", "5", "6", "7 = 3−4")
WIDTHS = (6, 38, 8, 11, 13, 11, 11, 12, 16, 12)
LINES_HEAD = (
    N_("Ngày"), N_("Việc"), N_("Sản phẩm, lý do"), N_("Lô"), N_("Số lượng"), N_("Giá bán"), N_("Tiền được tính"),
)  # fmt: skip
LINES_WIDTHS = (12, 18, 44, 20, 12, 16, 16)


def statement_xlsx(statement: StatementResult, *, parties: Parties, names: Mapping[str, str], agreements: str) -> bytes:
    """The same statement as `statement_pdf`, figures as numbers."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with in_language(parties.language), xlsxwriter.Workbook(out, options) as book:
        sheet = build(statement, names=names, agreements=agreements)
        title = _("Bảng thanh toán %(number)s", number=sheet.number)
        book.set_properties({"title": clean(title), "author": clean(parties.outlet_name)})
        formats = _formats(book)
        _form(book.add_worksheet(_("Bảng thanh toán")), formats, sheet, parties)
        _lines(book.add_worksheet(_("Từng dòng")), formats, sheet)
    return out.getvalue()


def _formats(book: Any) -> Mapping[str, Format]:
    money, quantity = "#,##0;−#,##0", "#,##0.###;−#,##0.###"
    return {
        "text": book.add_format({}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True}),
        "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        "under": book.add_format({"align": "center", "font_color": "#444444"}),
        "right": book.add_format({"align": "right"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "top": 1, "align": "right", "valign": "bottom"}),
        "head_left": book.add_format({"bold": True, "text_wrap": True, "top": 1, "valign": "bottom"}),
        "mark": book.add_format({"font_color": "#777777", "bottom": 1, "align": "right"}),
        "money": book.add_format({"num_format": money, "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "part": book.add_format({"num_format": quantity, "valign": "top"}),
        "total": book.add_format({"bold": True, "top": 1, "bottom": 1, "align": "right"}),
        "total_money": book.add_format({"bold": True, "top": 1, "bottom": 1, "num_format": money}),
        "in words": book.add_format({"italic": True, "align": "right"}),
        "small": book.add_format({"italic": True, "align": "center", "font_color": "#666666"}),
        "sign": book.add_format({"bold": True, "align": "center"}),
    }


def _form(page: Any, formats: Mapping[str, Format], sheet: Sheet, parties: Parties) -> None:
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&L" + clean(sheet.foot).replace("&", "&&") + "&R" + _("Trang %(page)s/%(pages)s", page="&P", pages="&N"))
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)

    def text(row: int, column: int, value: str, style: str = "text") -> None:
        page.write_string(row, column, clean(value), formats[style])

    def across(row: int, value: str, style: str) -> None:
        page.merge_range(row, 0, row, 9, "", formats[style])
        text(row, 0, value, style)

    number = _("Số %(number)s", number=sheet.number) if sheet.number else _("Bản xem trước")
    text(0, 0, parties.outlet_name, "bold")
    text(1, 0, parties.outlet_address or "")
    text(2, 0, _("MST %(code)s", code=parties.outlet_tax_code) if parties.outlet_tax_code else "")
    for row, value in enumerate((_("Mẫu số 01-BH"), number, _("Quyển %(year)s", year=sheet.year))):
        text(row, 9, value, "right")
    across(4, TITLE, "title")
    if _(TITLE) != TITLE:
        across(5, _(TITLE), "under")
    across(6, " · ".join(part for part in (sheet.period, sheet.contract) if part), "under")
    text(8, 0, _("Bên giao: %(name)s", name=parties.producer.name), "bold")
    text(8, 5, _("Bên nhận bán: %(name)s", name=parties.outlet_name), "bold")
    text(9, 0, sheet.terms)
    for column, (head, mark) in enumerate(zip(HEAD, MARKS, strict=True)):
        text(11, column, _(head), "head_left" if column < 2 else "head")
        text(12, column, mark, "mark")
    row = 13
    for item in sheet.goods:
        cells = (item.opening, item.received, item.total, item.sold)
        if item.number:
            page.write_number(row, 0, item.number)
        text(row, 1, item.name if item.number else f"   {item.name}", "wrap")
        text(row, 2, item.unit, "right")
        for column, quantity in (*enumerate(cells, 3), (9, item.closing)):
            if quantity is not None:
                _quantity(page, row, column, quantity, formats)
        for column, vnd in ((7, item.unit_price_vnd), (8, item.gross_vnd)):
            if vnd is not None:
                page.write_number(row, column, vnd, formats["money"])
        row += 1
    for column in range(10):
        text(row, column, _("Cộng") if column == 1 else "×" if column > 2 else "", "total")
    page.write_number(row, 8, sheet.gross_vnd, formats["total_money"])
    row += 2
    for line in sheet.sums:
        text(row, 4, ("   " if line.indent else "") + line.label)
        page.write_number(row, 8, line.amount_vnd, formats["money"])
        row += 1
    for column in range(4, 8):
        text(row, column, _("V. Thanh toán kỳ này") if column == 4 else "", "total_money")
    page.write_number(row, 8, sheet.pay_vnd, formats["total_money"])
    text(row + 1, 8, amount_in_words(sheet.pay_vnd), "in words")
    row += 2
    if sheet.left_vnd:
        text(row, 4, _("VI. Nợ lại chuyển kỳ sau"))
        page.write_number(row, 8, sheet.left_vnd, formats["money"])
        row += 1
    if parties.link:
        text(row + 1, 0, _("Xem từng dòng: %(link)s", link=parties.link))
        row += 2
    for column, who in ((1, _("Bên giao hàng")), (3, _("Người lập")), (6, _("Kế toán")), (8, _("Quản lý điểm bán"))):
        text(row + 1, column, who, "sign")
        text(row + 2, column, _("Ký, họ tên"), "small")


def _quantity(page: Any, row: int, column: int, milli: int, formats: Mapping[str, Format]) -> None:
    """Whole quantities without the lonely comma that `#,##0.###` would show."""
    page.write_number(row, column, milli / 1000, formats["part" if milli % 1000 else "whole"])


def _lines(page: Any, formats: Mapping[str, Format], sheet: Sheet) -> None:
    page.freeze_panes(1, 0)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for column, (head, width) in enumerate(zip(LINES_HEAD, LINES_WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, _(head), formats["head_left" if column < 4 else "head"])
    for row, line in enumerate(sheet.lines, 1):
        _line(page, row, line, formats)


def _line(page: Any, row: int, line: LineRow, formats: Mapping[str, Format]) -> None:
    for column, value in enumerate((line.day, line.kind, line.text, line.lot)):
        page.write_string(row, column, clean(value), formats["wrap"])
    _quantity(page, row, 4, line.quantity, formats)
    page.write_number(row, 5, line.gross_vnd, formats["money"])
    page.write_number(row, 6, line.owed_vnd, formats["money"])
