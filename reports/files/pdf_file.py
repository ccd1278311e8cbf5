"""A report on paper: A4, lying on its side where it has many columns, its totals never alone on a page."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from reportlab.platypus import Flowable, Paragraph, Spacer

from core.printing.fonts import reportlab_lock
from core.printing.issuer import present_issuer
from core.printing.sheets import parts
from core.printing.sheets.long_tables import long_table
from core.printing.sheets.pages import Ending, make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import TEXT, safe
from core.printing.sheets.tables import Column as PaperColumn
from core.text import formats
from reports.columns import Column, Kind, Report
from reports.files.cells import totals_of
from reports.files.heading import Heading

UPRIGHT_COLUMNS = 6
"""Columns that fit a sheet that stands upright."""


def pdf_bytes(columns: Sequence[Column], report: Report, head: Heading, words: Sequence[str] = ()) -> bytes:
    """A report as PDF in the language of the outlet's papers; `words` are sentences under the table. Codes of rows that have a
    name, too, are left out.
    """
    shown = _without_codes(columns)
    size = SheetSize.A4 if len(shown) <= UPRIGHT_COLUMNS else SheetSize.A4_ACROSS
    issuer = present_issuer()
    with reportlab_lock():
        width = SHEETS[size].text_width
        story: list[Flowable] = [
            parts.letterhead(issuer, width),
            parts.title(head.title, " · ".join(head.details), "", width),
            Spacer(1, 8),
        ]
        if report.items:
            total = None
            if report.totals is not None:
                total = [_text(column, value) for column, value in zip(shown, totals_of(shown, report.totals), strict=True)]
            rows = [[_text(column, column.value(row)) for column in shown] for row in report.items]
            heads = [PaperColumn(str(_(column.label)), figures=column.is_figure, wide=column.wide) for column in shown]
            story.append(Ending(long_table(heads, rows, width, total), [parts.note(line) for line in words]))
        else:
            story.append(Paragraph(safe(str(_("Không có dòng nào"))), TEXT))
        foot = f"{head.title} · {head.printed}"
        return make_pdf(story, size, title=head.title, author=issuer.name, foot=foot, language=issuer.language)


def _without_codes(columns: Sequence[Column]) -> list[Column]:
    keys = {column.key for column in columns}
    named = {"key": "label", "across_key": "across_label"}
    return [column for column in columns if named.get(column.key) not in keys]


def _text(column: Column, value: object) -> str:
    """A cell as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("có")) if value else ""
    if isinstance(value, int):
        return formats.qty(value) if column.kind is Kind.QUANTITY else formats.amount(value)  # type: ignore[arg-type]
    if column.kind is Kind.DAY:
        return formats.day(str(value))
    if column.kind is Kind.MOMENT:
        return formats.moment(value)  # type: ignore[arg-type]
    label = getattr(value, "label", None)
    return str(_(label)) if label else str(value)
