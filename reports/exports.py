"""Reports as files: CSV that spreadsheets open without guessing, and workbooks. What people wrote never becomes formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from core import clock
from core.printing.fonts import clean
from core.quantity import format_quantity
from reports.columns import Column, Kind, Report

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_bytes(columns: Sequence[Column], report: Report) -> bytes:
    """A report as CSV in UTF-8 with a byte order mark: the first line names the fields, the last holds the totals."""
    out = io.StringIO(newline="")
    file = csv.writer(out, lineterminator="\r\n")
    file.writerow([column.key for column in columns])
    for row in report.items:
        file.writerow([_cell(column, column.value(row)) for column in columns])
    if report.totals is not None and report.items:
        file.writerow([_cell(column, value) for column, value in zip(columns, _totals(columns, report.totals), strict=True)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(columns: Sequence[Column], report: Report, head: Sequence[str] = ()) -> bytes:
    """A report as a workbook: one sheet, figures as numbers, days as days, a filter in the row of heads, the totals under them.

    The lines of `head` stand above: whose it is, what it shows, of when.
    """
    import xlsxwriter  # takes up room in every server, and few ask for a sheet

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}),
            "title": book.add_format({"bold": True}),
            "text": book.add_format({}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "day total": book.add_format({"bold": True, "top": 1}),
            "money": book.add_format({"num_format": "#,##0;−#,##0"}),
            "quantity": book.add_format({"num_format": "#,##0.###;−#,##0.###"}),
            "text total": book.add_format({"bold": True, "top": 1}),
            "money total": book.add_format({"bold": True, "top": 1, "num_format": "#,##0;−#,##0"}),
            "quantity total": book.add_format({"bold": True, "top": 1, "num_format": "#,##0.###;−#,##0.###"}),
        }
        page = book.add_worksheet(str(_("Báo cáo")))
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for n, line in enumerate(head):
            page.write_string(n, 0, clean(line), formats["title"])
        top = len(head) + 1 if head else 0
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        for n, column in enumerate(columns):
            page.set_column(n, n, 34 if column.wide else 15)
            page.write_string(top, n, clean(str(_(column.label))), formats["head"])
        for number, row in enumerate(report.items, top + 1):
            for n, column in enumerate(columns):
                _write(page, number, n, column, column.value(row), formats, "")
        if not report.items:
            page.write_string(top + 1, 0, str(_("Không có dòng nào")))
        else:
            page.autofilter(top, 0, top + len(report.items), len(columns) - 1)
        if report.items and report.totals is not None:
            for n, value in enumerate(_totals(columns, report.totals)):
                _write(page, top + len(report.items) + 1, n, columns[n], value, formats, " total")
    return out.getvalue()


def safe_text(text: str) -> str:
    """A text that no spreadsheet reads as a formula: what might be one gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _cell(column: Column, value: Any) -> str | int:
    if value is None:
        return ""
    text = _text(column, value)
    if column.kind in {Kind.COUNT, Kind.MONEY} and isinstance(value, int):
        return value
    return text if _NUMBER.fullmatch(text) else safe_text(text)


def _text(column: Column, value: Any) -> str:
    """A cell as the API writes it. The word of the totals may stand in a column of any kind."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return clock.rfc3339(value)
    return format_quantity(value) if column.kind is Kind.QUANTITY and isinstance(value, int) else str(value)


def _totals(columns: Sequence[Column], totals: object) -> list[Any]:
    cells = [column.total(totals) for column in columns]
    if cells[0] is None:
        cells[0] = str(_("Cộng"))
    return cells


def _write(page: Any, row: int, n: int, column: Column, value: Any, formats: Mapping[str, Format], suffix: str) -> None:
    if value is None:
        page.write_blank(row, n, None, formats["text" + suffix])
    elif isinstance(value, bool):
        page.write_boolean(row, n, value, formats["text" + suffix])
    elif isinstance(value, date) and column.kind is Kind.DAY:
        page.write_datetime(row, n, datetime.combine(value, time()), formats["day" + suffix])
    elif isinstance(value, int) and column.kind is Kind.QUANTITY:
        page.write_number(row, n, value / 1000, formats["quantity" + suffix])
    elif isinstance(value, int):
        page.write_number(row, n, value, formats["money" + suffix])
    else:
        page.write_string(row, n, clean(_text(column, value)), formats["text" + suffix])
