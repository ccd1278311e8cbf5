"""A report as a workbook: figures as numbers, days as days, a filter, the totals, and a chart of its shape."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from core.printing.fonts import clean
from reports.columns import Column, Kind, Report
from reports.files.cells import text_of, totals_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_BARS = 40
"""Rows that a chart of a workbook shows; the first ones."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which columns a chart shows: its names, its figures; columns stand upright where the names are times."""

    names: str
    figures: str
    is_time: bool


def xlsx_bytes(columns: Sequence[Column], report: Report, head: Sequence[str] = (), drawn: Drawn | None = None) -> bytes:
    """A report as a workbook: one sheet, figures as numbers, days as days, a filter in the row of heads, the totals under them.

    The lines of `head` stand above: whose it is, what it shows, of when. With `drawn` a chart stands on a sheet of its own.
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
            for n, value in enumerate(totals_of(columns, report.totals)):
                _write(page, top + len(report.items) + 1, n, columns[n], value, formats, " total")
        if drawn is not None and report.items:
            _chart(book, page, columns, drawn, top + 1, len(report.items))
    return out.getvalue()


def _chart(book: Workbook, page: Worksheet, columns: Sequence[Column], drawn: Drawn, first: int, rows: int) -> None:
    """Draws the first rows on a second sheet; the axis begins at zero."""
    keys = [column.key for column in columns]
    names, figures = keys.index(drawn.names), keys.index(drawn.figures)
    last = first + min(rows, MOST_BARS) - 1
    chart = book.add_chart({"type": "column" if drawn.is_time else "bar"})
    chart.add_series(
        {
            "name": str(_(columns[figures].label)),
            "categories": [page.get_name(), first, names, last, names],
            "values": [page.get_name(), first, figures, last, figures],
            "fill": {"color": "#1b6b43"},
            "gap": 60,
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"name": str(_(columns[figures].label)), "name_font": {"size": 12}})
    value_axis = {"num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#dddddd"}}}
    if drawn.is_time:
        chart.set_y_axis(value_axis)
    else:
        chart.set_x_axis(value_axis)
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 960, "height": 480 if drawn.is_time else max(240, 120 + 24 * (last - first + 1))})
    book.add_worksheet(str(_("Biểu đồ"))).insert_chart(0, 0, chart)


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
        page.write_string(row, n, clean(text_of(column, value)), formats["text" + suffix])
