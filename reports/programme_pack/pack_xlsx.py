"""The report of the programme as a workbook: a sheet for each table, and what the figures mean."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from core.i18n import gettext as _
from core.printing.fonts import clean
from core.text.formats import day as day_text
from reports.programme_pack.results import ProgrammePack
from reports.programme_pack.tables import Cell, PackTable, tables

if TYPE_CHECKING:
    from xlsxwriter.format import Format

NAME_LETTERS = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def pack_xlsx(pack: ProgrammePack, number: str | None) -> bytes:
    """The workbook, in the present language; what people wrote never becomes formulas."""
    import xlsxwriter  # takes up room in every server, and few ask for a sheet

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {
            "title": book.add_format({"bold": True}),
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "total": book.add_format({"bold": True, "top": 1, "num_format": "#,##0;−#,##0"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "figure": book.add_format({"num_format": "#,##0;−#,##0"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        head = [pack.outlet, title_of(pack), _("Số %(number)s", number=number) if number else _("Bản chưa đánh số")]
        for n, table in enumerate(tables(pack), 1):
            name = f"{n} {_NOT_IN_NAMES.sub(' ', table.title)}"[:NAME_LETTERS]
            _sheet(book.add_worksheet(name), table, head, formats)
        page = book.add_worksheet(str(_("Cách tính")))
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 90)
        for n, meaning in enumerate(pack.meanings):
            page.write_string(n, 0, clean(meaning.figure), formats["title"])
            page.write_string(n, 1, clean(meaning.meaning), formats["text"])
    return out.getvalue()


def title_of(pack: ProgrammePack) -> str:
    """What the report is called, with its days."""
    days = {"first": day_text(pack.from_), "last": day_text(pack.to)}
    return str(_("Báo cáo chương trình OCOP từ %(first)s đến %(last)s", **days))


def _sheet(page: Any, table: PackTable, head: list[str], formats: Mapping[str, Format]) -> None:
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for n, line in enumerate([*head, table.title]):
        page.write_string(n, 0, clean(line), formats["title"])
    top = len(head) + 2
    for n, column in enumerate(table.columns):
        page.set_column(n, n, 40 if n == 0 else 18)
        page.write_string(top, n, clean(column.label), formats["head"])
    for number, row in enumerate(table.rows, top + 1):
        for n, cell in enumerate(row):
            _write(page, number, n, cell, formats, None)
    if not table.rows:
        page.write_string(top + 1, 0, table.nothing)
    elif table.total is not None:
        for n, cell in enumerate(table.total):
            _write(page, top + 1 + len(table.rows), n, cell, formats, formats["total"])


def _write(page: Any, row: int, n: int, cell: Cell, formats: Mapping[str, Format], style: Any) -> None:
    if cell is None:
        page.write_blank(row, n, None, style or formats["text"])
    elif isinstance(cell, date):
        page.write_datetime(row, n, datetime.combine(cell, time()), style or formats["day"])
    elif isinstance(cell, int):
        page.write_number(row, n, cell, style or formats["figure"])
    else:
        page.write_string(row, n, clean(cell), style or formats["text"])
