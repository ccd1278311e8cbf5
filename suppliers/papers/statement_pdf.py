"""A statement on A4: form 01-BH, the sum, a code to every line, four signatures; annexes when goods came back or were lost."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table, TableStyle

from core.i18n import gettext as _
from core.i18n import in_language
from core.printing import qr
from core.printing.fonts import BOLD, ITALIC, REGULAR, clean, reportlab_lock
from core.printing.units import keep_units
from core.quantity import Milli
from core.text.formats import amount, qty, vnd
from core.text.number_words import amount_in_words
from suppliers.papers.statement_sheet import TITLE as FORM
from suppliers.papers.statement_sheet import AsideRow, GoodsRow, LineRow, Parties, Sheet, SumRow, build
from suppliers.results import StatementResult

MARGIN = 13 * mm
WIDTH = A4[0] - 2 * MARGIN
GREY, HAIR, TINT = HexColor("#666666"), HexColor("#dedbd2"), HexColor("#f4f6f0")

TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=9, leading=12.6)
RIGHT = ParagraphStyle("right", TEXT, alignment=TA_RIGHT)
CELL = ParagraphStyle("cell", TEXT, fontSize=8.6, leading=11)
HEAD = ParagraphStyle("head", TEXT, fontName=BOLD, fontSize=7.8, leading=10)
HEAD_RIGHT = ParagraphStyle("head right", HEAD, alignment=TA_RIGHT)
TITLE = ParagraphStyle("title", TEXT, fontName=BOLD, fontSize=14.5, leading=19, alignment=TA_CENTER, spaceBefore=14)
SECOND = ParagraphStyle("second", TEXT, fontSize=11, leading=15, alignment=TA_CENTER)
UNDER = ParagraphStyle("under", TEXT, alignment=TA_CENTER, textColor=HexColor("#444444"), spaceAfter=11)
ANNEX = ParagraphStyle("annex", TEXT, fontName=BOLD, fontSize=10.5, leading=14, spaceBefore=16, spaceAfter=5)
NOTE = ParagraphStyle("note", TEXT, fontSize=8, leading=11, textColor=GREY, spaceBefore=3)
IN_WORDS = ParagraphStyle("in words", RIGHT, fontName=ITALIC, spaceBefore=4)

GOODS_COLUMNS = [mm * w for w in (9, 48.5, 12, 14.5, 16, 15.5, 14.5, 18.5, 22, 13.5)]
GOODS_MARKS = ["A", "B", "C", "1", "2", "3 = 1+2", "4", "5", "6", "7 = 3−4"]
BASE_STYLE = [
    ("FONT", (0, 0), (-1, -1), REGULAR, 8.6),
    ("LEADING", (0, 0), (-1, -1), 11),
    ("ALIGN", (0, 0), (-1, -1), "RIGHT"),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 3.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4.6),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("LINEABOVE", (0, 0), (-1, 0), 0.7, black),
]


def statement_pdf(statement: StatementResult, *, parties: Parties, names: Mapping[str, str], agreements: str) -> bytes:
    """The paper of a statement; `names` are those of its products, `agreements` says what was agreed, a line each."""
    with reportlab_lock(), in_language(parties.language):
        sheet = build(statement, names=names, agreements=agreements)
        return _print(sheet, _story(sheet, parties), author=parties.outlet_name, language=parties.language)


def _story(sheet: Sheet, parties: Parties) -> list[Flowable]:
    """The paper from top to bottom."""
    story: list[Flowable] = [
        _head(sheet, parties),
        Paragraph(FORM, TITLE),
        *([Paragraph(_(FORM), SECOND)] if _(FORM) != FORM else []),
        Paragraph(_safe(" · ".join(part for part in (sheet.period, sheet.contract) if part)), UNDER),
        _parties(sheet, parties),
        Spacer(1, 9),
        _goods(sheet),
    ]
    if any(row.aside for row in sheet.goods):
        note = _("* Tồn cuối kỳ đã tính khách trả hàng, trả lại bên giao, hao hụt và kiểm kê, xem phụ lục 1.")
        story.append(Paragraph(_safe(note), NOTE))
    closing: list[Flowable] = [Spacer(1, 11), _sums(sheet), Paragraph(amount_in_words(sheet.pay_vnd), IN_WORDS), *_left(sheet)]
    if parties.link:
        closing += [Spacer(1, 13), _scan(parties.link)]
    story.append(KeepTogether([*closing, Spacer(1, 20), _signatures()]))  # nobody signs a page without the sum
    return story + _annexes(sheet)


def _print(sheet: Sheet, story: list[Flowable], *, author: str, language: str) -> bytes:
    """The story on pages."""
    out = io.BytesIO()
    title = clean(_("Bảng thanh toán %(number)s", number=sheet.number))
    document = BaseDocTemplate(out, pagesize=A4, title=title, author=clean(author), lang=language, invariant=1)
    body = Frame(MARGIN, 17 * mm, WIDTH, A4[1] - 31 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates(PageTemplate(frames=[body]))
    document.build(story, canvasmaker=_numbered(sheet.foot))
    return out.getvalue()


def _safe(text: str) -> str:
    """Words of people, harmless in a paragraph's markup."""
    return escape(keep_units(clean(text)))


def _plain(rows: Sequence[Sequence[Any]], widths: Sequence[float], *style: Any) -> Table:
    table = Table(rows, colWidths=widths)
    edges = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table.setStyle(TableStyle([*edges, ("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))
    return table


def _head(sheet: Sheet, parties: Parties) -> Flowable:
    lines = [f'<font name="{BOLD}">{_safe(parties.outlet_name)}</font>']
    if parties.outlet_address:
        lines.append(_safe(parties.outlet_address))
    if parties.outlet_tax_code:
        lines.append(_safe(_("MST %(code)s", code=parties.outlet_tax_code)))
    number = _labelled(_("Số %(number)s"), "number", sheet.number) if sheet.number else _safe(_("Bản xem trước"))
    right = (_safe(_("Mẫu số 01-BH")), number, _safe(_("Quyển %(year)s", year=sheet.year)))
    return _plain([[Paragraph("<br/>".join(lines), TEXT), Paragraph("<br/>".join(right), RIGHT)]], [WIDTH * 0.62, WIDTH * 0.38])


def _labelled(sentence: str, name: str, text: str) -> str:
    """A sentence of ours with a text that people wrote in bold at its one placeholder."""
    return _safe(sentence) % {name: f'<font name="{BOLD}">{_safe(text)}</font>'}


def _parties(sheet: Sheet, parties: Parties) -> Flowable:
    producer = parties.producer
    left = [_labelled(_("Bên giao: %(name)s"), "name", producer.name), *map(_safe, sheet.terms.split("\n"))]
    right = [_labelled(_("Bên nhận bán: %(name)s"), "name", parties.outlet_name)]
    if account := producer.bank_account or "":
        holder = f" ({producer.bank_holder})" if producer.bank_holder else ""
        right.append(_safe(_("Nhận tiền vào tài khoản %(account)s", account=f"···{account[-4:]}{holder}")))
    cells = [Paragraph("<br/>".join(part for part in side if part), TEXT) for side in (left, right)]
    return _plain([cells], [WIDTH * 0.52, WIDTH * 0.48], ("RIGHTPADDING", (0, 0), (0, 0), 12))


def _q(quantity: Milli | None) -> str:
    return "" if quantity is None else qty(quantity)


def _m(vnd_or_none: int | None) -> str:
    return "" if vnd_or_none is None else amount(vnd_or_none)


def _goods_cells(row: GoodsRow) -> list[Any]:
    name = Paragraph(("" if row.number else "&nbsp;&nbsp;&nbsp;") + _safe(row.name), CELL)
    return [
        _m(row.number), name, clean(row.unit), _q(row.opening), _q(row.received), _q(row.total), _q(row.sold),
        _m(row.unit_price_vnd), _m(row.gross_vnd), _q(row.closing) + ("*" if row.aside else ""),
    ]  # fmt: skip


def _heads(texts: Sequence[str], lefts: int) -> list[Flowable]:
    """The heads of a table whose first `lefts` columns stand on the left; the last word never hangs alone."""
    together = [re.sub(r" (\S+)$", "\u00a0\\1", text) if text.count(" ") > 1 else text for text in texts]
    return [Paragraph(_safe(text), HEAD if n < lefts else HEAD_RIGHT) for n, text in enumerate(together)]


def _goods(sheet: Sheet) -> Flowable:
    head = [
        _("STT"), _("Tên hàng, quy cách"), _("ĐVT"), _("Tồn đầu kỳ"), _("Nhận trong kỳ"), _("Tổng số"), _("Đã bán"), _("Đơn giá"),
        _("Thành tiền"), _("Tồn cuối kỳ"),
    ]  # fmt: skip
    total = ["", _("Cộng"), "", "×", "×", "×", "×", "×", amount(sheet.gross_vnd), "×"]
    table = Table([_heads(head, 2), GOODS_MARKS, *map(_goods_cells, sheet.goods), total], colWidths=GOODS_COLUMNS, repeatRows=2)
    table.setStyle(
        TableStyle(
            [
                *BASE_STYLE,
                ("ALIGN", (0, 0), (1, -1), "LEFT"),
                ("FONT", (0, 1), (-1, 1), REGULAR, 7.4),
                ("TEXTCOLOR", (0, 1), (-1, 1), GREY),
                ("TOPPADDING", (0, 1), (-1, 1), 0),
                ("LINEBELOW", (0, 1), (-1, 1), 0.7, black),
                ("LINEBELOW", (0, 2), (-1, -2), 0.4, HAIR),
                ("FONT", (0, -1), (-1, -1), BOLD, 8.6),
                ("LINEBELOW", (0, -1), (-1, -1), 0.7, black),
            ]
        )
    )
    return table


def _sums(sheet: Sheet) -> Flowable:
    rows = [[clean(row.label), _signed(row)] for row in sheet.sums]
    rows.append([_("V. Thanh toán kỳ này"), vnd(sheet.pay_vnd)])
    indents = [("LEFTPADDING", (0, i), (0, i), 15) for i, row in enumerate(sheet.sums) if row.indent]
    table = Table(rows, colWidths=[82 * mm, 34 * mm], hAlign="RIGHT")
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -2), REGULAR, 9),
                ("FONT", (0, -1), (-1, -1), BOLD, 11.5),
                ("LEADING", (0, -1), (-1, -1), 14),
                ("ALIGN", (1, 0), (1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -2), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -2), 4),
                ("TOPPADDING", (0, -1), (-1, -1), 5),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
                ("LINEABOVE", (0, -1), (-1, -1), 0.7, black),
                ("LINEBELOW", (0, -1), (-1, -1), 0.7, black),
                *indents,
            ]
        )
    )
    return table


def _signed(row: SumRow) -> str:
    return f"+{amount(row.amount_vnd)}" if row.signed and row.amount_vnd > 0 else amount(row.amount_vnd)


def _left(sheet: Sheet) -> list[Flowable]:
    """VI of the form, where something stays for the next period."""
    if not sheet.left_vnd:
        return []
    return [Paragraph(_safe(_("VI. Nợ lại chuyển kỳ sau: %(amount)s", amount=vnd(sheet.left_vnd))), RIGHT)]


class _Code(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A QR code as vectors in a story."""

    def __init__(self, content: str, size: float) -> None:
        super().__init__()
        self.content, self.width, self.height = content, size, size

    def draw(self) -> None:
        qr.draw_pdf(self.canv, self.content, 0, 0, self.width)


def _scan(link: str) -> Flowable:
    first = _safe(_("Quét để xem từng dòng trên điện thoại."))
    then = _safe(_("Bán ngày nào, phiếu nào, vì sao số này. Thấy chưa đúng thì bấm vào dòng đó và hỏi trước khi ký."))
    caption = f'<font name="{BOLD}">{first}</font> {then}'
    size = 19 * mm
    table = Table([[_Code(link, size), Paragraph(caption, TEXT)]], colWidths=[size + 22, WIDTH - size - 22])
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), TINT),
                ("ROUNDEDCORNERS", [6, 6, 6, 6]),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (0, 0), 11),
                ("RIGHTPADDING", (-1, 0), (-1, 0), 14),
                ("TOPPADDING", (0, 0), (-1, -1), 9),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ]
        )
    )
    return table


def _signatures() -> Flowable:
    who = [_("Bên giao hàng"), _("Người lập"), _("Kế toán"), _("Quản lý điểm bán")]
    return _plain(
        [who, [_("Ký, họ tên")] * 4, [""] * 4],
        [WIDTH / 4] * 4,
        ("FONT", (0, 0), (-1, 0), BOLD, 9),
        ("FONT", (0, 1), (-1, 1), ITALIC, 8),
        ("TEXTCOLOR", (0, 1), (-1, 1), GREY),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("BOTTOMPADDING", (0, 2), (-1, 2), 34),
    )


def _annexes(sheet: Sheet) -> list[Flowable]:
    story: list[Flowable] = []
    if sheet.aside:
        head = [
            _("Tên hàng, quy cách"), _("ĐVT"), _("Khách trả hàng"), _("Trả lại bên giao"), _("Hao hụt"),
            _("Kiểm kê thừa, thiếu"),
        ]  # fmt: skip
        title = _("Phụ lục 1. Hàng ra vào ngoài giao và bán")
        widths = [WIDTH - 100 * mm, 16 * mm, 21 * mm, 21 * mm, 21 * mm, 21 * mm]
        story += _annex(title, head, [_aside_cells(row) for row in sheet.aside], widths, 1)
    if sheet.aside_lines:
        head = [_("Ngày"), _("Việc"), _("Sản phẩm, lý do"), _("Lô"), _("Số lượng"), _("Tiền được tính")]
        title = _("Phụ lục 2. Từng dòng ngoài hàng nhận và bán")
        widths = [20 * mm, 29 * mm, WIDTH - 124 * mm, 31 * mm, 19 * mm, 25 * mm]
        total = ["", "", _("Cộng"), "", "", amount(sum(row.owed_vnd for row in sheet.aside_lines))]
        cells = [_line_cells(row) for row in sheet.aside_lines]
        story += _annex(title, head, [*cells, total], widths, 4, total=True)
    return story


def _aside_cells(row: AsideRow) -> list[Any]:
    moved = [qty(quantity) if quantity else "" for quantity in (row.refunded, row.returned, row.lost, row.counted)]
    return [Paragraph(_safe(row.name), CELL), clean(row.unit), *moved]


def _line_cells(row: LineRow) -> list[Any]:
    texts = [Paragraph(_safe(part), CELL) for part in (row.kind, row.text, row.lot)]
    return [row.day, *texts, qty(row.quantity) if row.quantity else "", amount(row.owed_vnd)]


def _annex(
    title: str, head: list[str], rows: list[list[Any]], widths: list[float], lefts: int, *, total: bool = False
) -> list[Flowable]:
    """A titled table whose first `lefts` columns are text; the title never stays alone at a page's end."""
    table = Table([_heads(head, lefts), *rows], colWidths=widths, repeatRows=1)
    style = [
        *BASE_STYLE,
        ("ALIGN", (0, 0), (lefts - 1, -1), "LEFT"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.7, black),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIR),
        ("LINEBELOW", (0, -1), (-1, -1), 0.7, black),
    ]
    if total:
        style.append(("FONT", (0, -1), (-1, -1), BOLD, 8.6))
    table.setStyle(TableStyle(style))
    heading = Paragraph(_safe(title), ANNEX)
    heading.keepWithNext = True
    return [heading, table]


def _numbered(foot: str) -> type[Canvas]:
    """A canvas that knows at the end how many pages there are, and writes it on each."""

    class Numbered(Canvas):  # type: ignore[misc]  # reportlab has no types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict[str, object]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page, state in enumerate(self._pages, 1):
                self.__dict__.update(state)
                self.setFont(REGULAR, 7.8)
                self.setFillColor(GREY)
                self.drawString(MARGIN, 9 * mm, clean(foot))
                self.drawRightString(A4[0] - MARGIN, 9 * mm, _("Trang %(page)s/%(pages)s", page=page, pages=len(self._pages)))
                super().showPage()
            super().save()

    return Numbered
