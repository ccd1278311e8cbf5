"""A statement as a workbook: the form, and every line of the book behind it. What people wrote never becomes formulas."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.printing.fonts import clean
from core.text.number_words import amount_in_words
from core.values.banks import bank_name
from suppliers.members.results import MemberShare
from suppliers.papers.line_page import LineColumn, LinePage
from suppliers.papers.member_shares import HEADS, figures, named
from suppliers.papers.statement_sheet import TITLE, Parties, Sheet, build
from suppliers.papers.statement_terms import TermsUsed
from suppliers.results import StatementResult

HEAD = (
    N_("STT"), N_("Tên hàng, quy cách"), N_("ĐVT"), N_("Tồn đầu kỳ"), N_("Nhận trong kỳ"), N_("Tổng số"), N_("Đã bán"),
    N_("Đơn giá"), N_("Thành tiền"), N_("Tồn cuối kỳ"),
)  # fmt: skip
MARKS = ("A", "B", "C", "1", "2", "3 = 1+2", "4", "5", "6", "7 = 3−4")
WIDTHS = (6, 38, 8, 11, 13, 11, 11, 12, 16, 12)
TERMS_HEAD = (
    N_("Điều khoản trong hợp đồng"), N_("Tiền hàng"), N_("Giảm giá cho khách"), N_("Khách trả"), N_("Tỷ lệ"), N_("Hoa hồng"),
    N_("Bên giao được"),
)  # fmt: skip
LINES_HEAD = 2
"""The row of the heads of the lines; whose lines they are, and of which days, stands above."""
TERMS_COLUMNS = (1, 3, 4, 5, 6, 7, 8)
"""Where they stand on the form, under its own columns."""


def line_columns(numbers: Mapping[str, str] | None) -> list[LineColumn]:
    """The columns of the lines; `numbers` are printed numbers of their documents, without them there is no such column."""
    receipt = [] if numbers is None else [LineColumn(N_("Chứng từ"), 16, "wrap", lambda line: numbers.get(line.document, ""))]
    return [
        LineColumn(N_("Ngày"), 12, "day", lambda line: line.day),
        LineColumn(N_("Việc"), 18, "wrap", lambda line: line.kind),
        LineColumn(N_("Sản phẩm, lý do"), 44, "wrap", lambda line: line.text),
        LineColumn(N_("Lô"), 20, "wrap", lambda line: line.lot),
        *receipt,
        LineColumn(N_("Số lượng"), 12, "quantity", lambda line: line.quantity),
        LineColumn(N_("Giá niêm yết"), 14, "money", lambda line: line.unit_price_vnd),
        LineColumn(N_("Tiền hàng"), 16, "money", lambda line: line.gross_vnd),
        LineColumn(N_("Giảm giá cho khách"), 16, "money", lambda line: line.discount_vnd),
        LineColumn(N_("HTX chịu"), 14, "money", lambda line: line.borne_vnd),
        LineColumn(N_("Tỷ lệ"), 10, "rate", lambda line: line.rate_bp),
        LineColumn(N_("Tiền được tính"), 16, "money", lambda line: line.owed_vnd),
    ]


def statement_xlsx(
    statement: StatementResult,
    *,
    parties: Parties,
    names: Mapping[str, str],
    terms: TermsUsed,
    numbers: Mapping[str, str] | None = None,
    shares: Sequence[MemberShare] = (),
) -> bytes:
    """The same statement as `statement_pdf`, figures as numbers, days as days; `numbers` are those of its lines' documents."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with in_language(parties.issuer.language), xlsxwriter.Workbook(out, options) as book:
        sheet = build(statement, names=names, terms=terms)
        title = _("Bảng thanh toán %(number)s", number=sheet.number)
        book.set_properties({"title": clean(title), "author": clean(parties.issuer.name)})
        formats = _formats(book)
        _form(book.add_worksheet(_("Bảng thanh toán")), formats, sheet, parties)
        about = f"{parties.issuer.name} · {parties.producer.name} · {sheet.number} · {sheet.period}"
        _lines(book.add_worksheet(_("Từng dòng"), LinePage), formats, sheet, line_columns(numbers), about)
        if shares:
            _by_member(book.add_worksheet(_("Chia theo hộ")), formats, shares)
    return out.getvalue()


def _by_member(page: Any, formats: Mapping[str, Format], shares: Sequence[MemberShare]) -> None:
    """What of the statement is whose, and its sums."""
    page.set_column(0, 0, 38)
    page.set_column(1, len(HEADS) - 1, 16)
    page.freeze_panes(1, 0)
    for column, head in enumerate(HEADS):
        page.write_string(0, column, clean(_(head)), formats["head" if column else "head_left"])
    for row, share in enumerate(shares, 1):
        page.write_string(row, 0, clean(named(share)), formats["wrap"])
        for column, vnd in enumerate(figures(share), 1):
            page.write_number(row, column, vnd, formats["money"])
    page.write_string(len(shares) + 1, 0, _("Cộng"), formats["total_money"])
    for column, amounts in enumerate(zip(*(figures(share) for share in shares), strict=True), 1):
        page.write_number(len(shares) + 1, column, sum(amounts), formats["total_money"])


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
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
        "rate": book.add_format({"num_format": "0.##%", "valign": "top"}),
        "whole rate": book.add_format({"num_format": "0%", "valign": "top"}),
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
    page.set_footer(
        "&L"
        + clean(sheet.foot(parties.producer.name)).replace("&", "&&")
        + "&R"
        + _("Trang %(page)s/%(pages)s", page="&P", pages="&N")
    )
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)

    def text(row: int, column: int, value: str, style: str = "text") -> None:
        page.write_string(row, column, clean(value), formats[style])

    def across(row: int, value: str, style: str) -> None:
        page.merge_range(row, 0, row, 9, "", formats[style])
        text(row, 0, value, style)

    number = _("Số %(number)s", number=sheet.number) if sheet.number else _("Bản xem trước")
    issuer = parties.issuer
    text(0, 0, issuer.name, "bold")
    text(1, 0, issuer.address or "")
    text(2, 0, _("Mã số thuế %(code)s", code=issuer.tax_code) if issuer.tax_code else "")
    for row, value in enumerate((_("Mẫu số 01-BH"), number, _("Quyển %(year)s", year=sheet.year))):
        text(row, 9, value, "right")
    across(4, TITLE, "title")
    if _(TITLE) != TITLE:
        across(5, _(TITLE), "under")
    across(6, sheet.period, "under")
    text(7, 0, sheet.basis)
    text(8, 0, _("Bên giao: %(name)s", name=parties.producer.name), "bold")
    text(8, 5, _("Bên nhận bán: %(name)s", name=issuer.name), "bold")
    _about_producer(text, parties)
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
    row = _terms(page, formats, sheet, row + 2)
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


def _about_producer(text: Callable[..., None], parties: Parties) -> None:
    producer = parties.producer
    known = (
        producer.address,
        _("Mã số thuế %(code)s", code=producer.tax_code) if producer.tax_code else None,
    )
    text(9, 0, " · ".join(part for part in known if part))
    text(10, 0, _("Đại diện: %(name)s", name=producer.representative) if producer.representative else "")
    text(10, 5, _("Đại diện: %(name)s", name=parties.representative) if parties.representative else "")
    account = (bank_name(producer.bank_bin), producer.bank_account, producer.bank_holder) if producer.bank_account else ()
    text(9, 5, " · ".join(part for part in account if part))


def _terms(page: Any, formats: Mapping[str, Format], sheet: Sheet, row: int) -> int:
    """The terms used, below the goods; answers the row after them."""
    if not sheet.terms:
        return row
    for column, head in zip(TERMS_COLUMNS, TERMS_HEAD, strict=True):
        page.write_string(row, column, _(head), formats["head_left" if column == 1 else "head"])
    for term in sheet.terms:
        row += 1
        page.write_string(row, 1, clean(term.label), formats["wrap"])
        for column, vnd in (
            (3, term.gross_vnd),
            (4, term.discount_vnd),
            (5, term.net_vnd),
            (7, term.kept_vnd),
            (8, term.owed_vnd),
        ):
            page.write_number(row, column, vnd, formats["money"])
        page.write_string(row, 6, term.rate, formats["right"])
    for note in sheet.term_notes:
        row += 1
        page.write_string(row, 1, clean(note))
    return row + 2


def _lines(page: Any, formats: Mapping[str, Format], sheet: Sheet, columns: Sequence[LineColumn], about: str) -> None:
    page.write_string(0, 0, clean(about), formats["bold"])
    page.freeze_panes(LINES_HEAD + 1, 0)
    page.autofilter(LINES_HEAD, 0, LINES_HEAD + max(1, len(sheet.lines)), len(columns) - 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(LINES_HEAD)
    for n, column in enumerate(columns):
        page.set_column(n, n, column.width)
        page.write_string(LINES_HEAD, n, _(column.head), formats["head_left" if column.style in {"day", "wrap"} else "head"])
    page.write_lines(LINES_HEAD + 1, columns, sheet.lines, formats)
