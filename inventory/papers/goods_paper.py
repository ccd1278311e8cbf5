"""A goods document on A4: outlet, number, day, lines, signatures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table, TableStyle

from core import outlet
from core.i18n import gettext as _
from core.i18n import in_language
from core.outlet import OutletSettings
from core.people import people
from core.printing.fonts import BOLD, ITALIC, REGULAR, clean, reportlab_lock
from core.printing.stored_papers import StoredPaper, stored_paper
from core.printing.units import keep_units
from core.text.formats import amount, moment, qty, vnd
from core.text.formats import day as day_text
from core.text.labels import say
from inventory import places
from inventory.choices import GoodsDocumentKind
from inventory.results import (
    CountResult,
    DeliveryResult,
    GoodsDocumentResult,
    LossResult,
    ReturnResult,
    TransferResult,
)
from suppliers import producers

MARGIN = 15 * mm
WIDTH = A4[0] - 2 * MARGIN
HAIR = HexColor("#dedbd2")
TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=9.5, leading=13.4)
RIGHT = ParagraphStyle("right", TEXT, alignment=TA_RIGHT)
CELL = ParagraphStyle("cell", TEXT, fontSize=9, leading=11.6)
CELL_RIGHT = ParagraphStyle("cell right", CELL, alignment=TA_RIGHT)
HEAD = ParagraphStyle("head", CELL, fontName=BOLD, fontSize=8.4)
HEAD_RIGHT = ParagraphStyle("head right", HEAD, alignment=TA_RIGHT)
TITLE = ParagraphStyle("title", TEXT, fontName=BOLD, fontSize=15, leading=20, alignment=TA_CENTER, spaceBefore=12)
UNDER = ParagraphStyle("under", TEXT, alignment=TA_CENTER, spaceAfter=12)
CANCELLED = ParagraphStyle("cancelled", TEXT, fontName=BOLD, alignment=TA_CENTER, spaceAfter=12)

Columns = list[tuple[str, float, bool]]
"""Heading, width in millimetres, and whether it holds figures."""


def stored_pdf(kind: GoodsDocumentKind, document: GoodsDocumentResult) -> StoredPaper:
    """The paper of a goods document, in the outlet's paper language. Raises PaperBeingMade."""
    settings = outlet.show_outlet()
    with in_language(settings.paper_language):
        heading = _heading(document)
    depends_on = (document, settings.name, settings.address, settings.tax_code, settings.paper_language, heading)
    return stored_paper(f"{kind.path}-{document.number}", "pdf", depends_on, lambda: _pdf(kind, document, settings, heading))


def _pdf(kind: GoodsDocumentKind, document: GoodsDocumentResult, settings: OutletSettings, heading: list[str]) -> bytes:
    with reportlab_lock(), in_language(settings.paper_language):
        title = _(kind.label)
        story: list[Flowable] = [_letterhead(settings, document.number), Paragraph(_safe(title).upper(), TITLE)]
        story.append(Paragraph(_safe(_("Ngày %(day)s", day=day_text(document.day))), UNDER))
        if reversal := document.reversal:
            values = {"day": day_text(reversal.day), "reason": reversal.reason}
            story.append(Paragraph(_safe(_("Đã hủy ngày %(day)s: %(reason)s", **values)), CANCELLED))
        story += [Paragraph(_safe(line), TEXT) for line in heading]
        story += [Spacer(1, 9), _lines(document), Spacer(1, 22), KeepTogether(_signatures(kind))]
        return _print(story, f"{title} {document.number}", settings.name, settings.paper_language)


def _print(story: list[Flowable], title: str, author: str, language: str) -> bytes:
    out = io.BytesIO()
    paper = BaseDocTemplate(out, pagesize=A4, title=clean(title), author=clean(author), lang=language, invariant=1)
    body = Frame(MARGIN, 15 * mm, WIDTH, A4[1] - 30 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    paper.addPageTemplates(PageTemplate(frames=[body]))
    paper.build(story)
    return out.getvalue()


def _safe(text: str) -> str:
    """People's text, harmless in a paragraph's markup."""
    return escape(keep_units(clean(text)))


def _letterhead(settings: OutletSettings, number: str) -> Flowable:
    name = f'<font name="{BOLD}">{_safe(settings.name)}</font>'
    tax_code = _("MST %(code)s", code=settings.tax_code) if settings.tax_code else ""
    left = [name, *(_safe(line) for line in (settings.address, tax_code) if line)]
    cells = [Paragraph("<br/>".join(left), TEXT), Paragraph(_safe(_("Số %(number)s", number=number)), RIGHT)]
    table = Table([cells], colWidths=[WIDTH * 0.65, WIDTH * 0.35])
    edges = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table.setStyle(TableStyle([*edges, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _heading(document: GoodsDocumentResult) -> list[str]:
    """What stands above the lines: who and where, and a note."""
    names = places.place_names()
    lines: list[str] = []
    note: str | None = None
    if isinstance(document, (DeliveryResult, ReturnResult)):
        lines.append(_("Nhà sản xuất: %(name)s", name=producers.account_of(document.producer).name))
        note = document.note if isinstance(document, DeliveryResult) else document.reason
    if isinstance(document, TransferResult):
        lines.append(_("Từ %(place)s đến %(to)s", place=names[document.place], to=names[document.to]))
    else:
        lines.append(_("Nơi để hàng: %(place)s", place=names[document.place]))
    if isinstance(document, LossResult):
        note = document.note
    if isinstance(document, (LossResult, CountResult)):
        lines.append(_("Phải trả nhà sản xuất: %(amount)s", amount=vnd(document.owed_vnd)))
    if note:
        lines.append(_("Ghi chú: %(note)s", note=note))
    by = people.names().get(document.recorded_by, document.recorded_by)
    lines.append(_("Ghi lúc %(at)s, người ghi: %(name)s", at=moment(document.recorded_at), name=by))
    return lines


def _lines(document: GoodsDocumentResult) -> Flowable:
    columns, cells = _table(document)
    head = [Paragraph(_safe(text), HEAD_RIGHT if figures else HEAD) for text, _width, figures in columns]
    body = [[Paragraph(_safe(text), CELL_RIGHT if columns[i][2] else CELL) for i, text in enumerate(line)] for line in cells]
    widths = [width * mm or WIDTH - sum(w for _text, w, _figures in columns) * mm for _text, width, _figures in columns]
    table = Table([head, *body], colWidths=widths, repeatRows=1)
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("LINEABOVE", (0, 0), (-1, 0), 0.7, black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.7, black),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIR),
        ("LINEBELOW", (0, -1), (-1, -1), 0.7, black),
    ]
    table.setStyle(TableStyle(style))
    return table


def _table(document: GoodsDocumentResult) -> tuple[Columns, list[list[str]]]:
    """The columns of a kind's lines (one of width 0 takes what is left) and their cells."""
    goods: Columns = [(_("STT"), 10, False), (_("Tên hàng"), 0, False), (_("Lô"), 32, False), (_("ĐVT"), 14, False)]
    cells: list[list[str]] = []
    if isinstance(document, CountResult):
        columns = [*goods, (_("Trong sổ"), 21, True), (_("Đếm được"), 21, True), (_("Chênh lệch"), 21, True)]
        for n, counted in enumerate(document.lines, 1):
            figures = [qty(counted.booked), qty(counted.counted), qty(counted.difference)]
            cells.append([str(n), counted.name, counted.lot, counted.unit, *figures])
        return columns, cells
    if isinstance(document, LossResult):
        columns = [*goods, (_("Lý do"), 34, False), (_("Số lượng"), 20, True), (_("Phải trả"), 22, True)]
        for n, lost in enumerate(document.lines, 1):
            cells.append(
                [str(n), lost.name, lost.lot, lost.unit, say(lost.cause, "cause"), qty(lost.quantity), amount(lost.owed_vnd)]
            )
        return columns, cells
    if isinstance(document, DeliveryResult):
        dates: Columns = [(_("Ngày sản xuất"), 26, False), (_("Hạn sử dụng"), 24, False)]
        for n, came in enumerate(document.lines, 1):
            days = [day_text(came.made_on), day_text(came.best_before)]
            cells.append([str(n), came.name, came.lot, came.unit, *days, qty(came.quantity)])
        return [*goods, *dates, (_("Số lượng"), 22, True)], cells
    assert isinstance(document, (ReturnResult, TransferResult))
    for n, line in enumerate(document.lines, 1):
        cells.append([str(n), line.name, line.lot, line.unit, qty(line.quantity)])
    return [*goods, (_("Số lượng"), 26, True)], cells


def _signers(kind: GoodsDocumentKind) -> Sequence[str]:
    if kind is GoodsDocumentKind.DELIVERY:
        return [_("Bên giao hàng"), _("Thủ kho"), _("Quản lý điểm bán")]
    if kind is GoodsDocumentKind.RETURN:
        return [_("Bên nhận lại hàng"), _("Thủ kho"), _("Quản lý điểm bán")]
    if kind is GoodsDocumentKind.TRANSFER:
        return [_("Người giao"), _("Người nhận"), _("Quản lý điểm bán")]
    return [_("Người lập"), _("Thủ kho"), _("Quản lý điểm bán")]


def _signatures(kind: GoodsDocumentKind) -> Flowable:
    who = _signers(kind)
    table = Table([who, [_("Ký, họ tên")] * len(who), [""] * len(who)], colWidths=[WIDTH / len(who)] * len(who))
    style = [
        ("FONT", (0, 0), (-1, 0), BOLD, 9.5),
        ("FONT", (0, 1), (-1, 1), ITALIC, 8.4),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("BOTTOMPADDING", (0, 2), (-1, 2), 40),
    ]
    table.setStyle(TableStyle(style))
    return table
