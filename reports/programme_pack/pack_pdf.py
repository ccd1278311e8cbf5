"""The report of the programme on A4, as an office files it: letterhead, number, place and day, tables, who signs."""

from __future__ import annotations

from datetime import date

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from core.i18n import gettext as _
from core.printing.fonts import reportlab_lock
from core.printing.sheets import parts
from core.printing.sheets.pages import make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import HEADING, NOTE, TITLE_CENTRED, UNDER_TITLE_CENTRED, bold, safe
from core.printing.sheets.tables import Column, table
from core.printing.slip_parts import Issuer
from core.text.formats import day as day_text
from reports.programme_pack.results import ProgrammePack
from reports.programme_pack.tables import CellKind, PackTable, tables

SIZE = SheetSize.A4
WIDTH = SHEETS[SIZE].text_width
TO_SIGN = 62.0
FEW_ROWS = 6
"""Rows of a table that stays on one page with its title."""


def pack_pdf(pack: ProgrammePack, number: str | None, day: date, issuer: Issuer) -> bytes:
    """The paper as PDF, in the present language; `day` is when it was frozen, or today."""
    with reportlab_lock():
        name = _("Báo cáo chương trình OCOP")
        numbered = _("Số %(number)s", number=number) if number else _("Bản chưa đánh số")
        span = _("Từ ngày %(first)s đến ngày %(last)s", first=day_text(pack.from_), last=day_text(pack.to))
        story: list[Flowable] = [
            parts.letterhead(issuer, WIDTH, [bold(numbered)]),
            Spacer(1, 10),
            Paragraph(bold(_("Cộng hòa xã hội chủ nghĩa Việt Nam")), UNDER_TITLE_CENTRED),
            Paragraph(safe(_("Độc lập – Tự do – Hạnh phúc")), UNDER_TITLE_CENTRED),
            parts.place_and_day(issuer, day),
            Spacer(1, 8),
            Paragraph(safe(name), TITLE_CENTRED),
            Paragraph(safe(span), UNDER_TITLE_CENTRED),
            Spacer(1, 6),
        ]
        for n, one in enumerate(tables(pack), 1):
            story += _section(n, one)
        story.append(KeepTogether([Paragraph(safe(_("Cách tính")), HEADING), *_meanings(pack)]))
        signed = parts.signatures([_("Người lập"), _("Thủ trưởng đơn vị")], WIDTH, under=[], room=TO_SIGN)
        story.append(KeepTogether([Spacer(1, 10), signed]))
        whole = f"{name} {number or ''}".strip()
        return make_pdf(story, SIZE, title=whole, author=issuer.name, foot=whole, language=issuer.language)


def _section(n: int, shown: PackTable) -> list[Flowable]:
    heading = Paragraph(safe(f"{n}. {shown.title}"), HEADING)
    if not shown.rows:
        return [KeepTogether([heading, parts.note(shown.nothing, NOTE)])]
    figures = {CellKind.COUNT, CellKind.MONEY}
    columns = [Column(c.label, figures=c.kind in figures, wide=i == 0) for i, c in enumerate(shown.columns)]
    rows = [[column.write(cell) for column, cell in zip(shown.columns, row, strict=True)] for row in shown.rows]
    total = [column.write(cell) for column, cell in zip(shown.columns, shown.total, strict=True)] if shown.total else None
    if total and shown.columns[0].kind is CellKind.DAY:
        total[0] = _("Cộng")
    drawn = table(columns, rows, WIDTH, total)
    return [KeepTogether([heading, drawn])] if len(rows) <= FEW_ROWS else [heading, drawn]


def _meanings(pack: ProgrammePack) -> list[Flowable]:
    return [Paragraph(f"{bold(m.figure)}: {safe(m.meaning)}", NOTE) for m in pack.meanings]
