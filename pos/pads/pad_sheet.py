"""A pad sheet: a sale to be written by hand, one sheet of A4 or A5 a sale."""

from __future__ import annotations

from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

from core.i18n import gettext as _
from core.i18n import in_language
from core.printing.fonts import BOLD, clean, reportlab_lock
from core.printing.sheets import parts
from core.printing.sheets.pages import make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import HAIR, INK, RULE, SMALL
from core.printing.slip_parts import Issuer
from pos.pads.pad_numbers import Pad

LINES = {SheetSize.A4: 22, SheetSize.A5: 11}
LINE_HEIGHT = 22.0
"""Points: a hand writes larger than a printer."""
SHARES = (0.06, 0.42, 0.12, 0.17, 0.23)
BOX = 9.0


def pad_pdf(issuer: Issuer, pad: Pad, size: SheetSize) -> bytes:
    """The sheets of a pad."""
    with reportlab_lock(), in_language(issuer.language):
        story: list[Flowable] = []
        for number in pad.numbers:
            story += [*([PageBreak()] if story else []), *_sheet(issuer, number, size)]
        title = _("Phiếu bán hàng viết tay")
        foot = _("Phiếu này không phải hóa đơn. Giữ lại để nhập vào máy bán hàng.")
        return make_pdf(
            story, size, title=title, author=issuer.name, foot=foot, language=issuer.language, shows_page_numbers=False
        )


def _sheet(issuer: Issuer, number: str, size: SheetSize) -> list[Flowable]:
    width = SHEETS[size].text_width
    return [
        parts.letterhead(issuer, width),
        parts.title(_("Phiếu bán hàng"), _("Viết tay khi mất điện, mất kết nối"), number, width),
        _blanks([_("Ngày"), _("Giờ"), _("Thu ngân")], width),
        Spacer(1, 8),
        _lines(size, width),
        Spacer(1, 8),
        _ways(width),
        Spacer(1, 8),
        _blanks([_("Khách đưa"), _("Tiền thừa")], width),
        Spacer(1, 8),
        parts.signatures([_("Khách hàng"), _("Thu ngân")], width, room=10),
    ]


def _blanks(labels: list[str], width: float) -> Flowable:
    """Words with a line to write on behind each."""
    widths: list[float] = []
    room = (width - 10 * (len(labels) - 1)) / len(labels)
    cells: list[str] = []
    style = []
    for n, label in enumerate(labels):
        own = parts.width_of_text(label) + 6
        cells += [clean(label), ""] + ([""] if n < len(labels) - 1 else [])
        widths += [own, max(room - own, 20)] + ([10] if n < len(labels) - 1 else [])
        style.append(("LINEBELOW", (3 * n + 1, 0), (3 * n + 1, 0), RULE, HAIR))
    return parts.plain([cells], widths, ("BOTTOMPADDING", (0, 0), (-1, -1), 3), *style)


def _lines(size: SheetSize, width: float) -> Flowable:
    """The table to write the goods in."""
    head = [_("STT"), _("Tên hàng, mã hoặc lô"), _("Số lượng"), _("Đơn giá"), _("Thành tiền")]
    blank = [[str(n + 1), "", "", "", ""] for n in range(LINES[size])]
    cells = [[clean(text) for text in head], *blank, ["", _("Tổng cộng"), "", "", ""]]
    made = Table(cells, colWidths=[width * share for share in SHARES], rowHeights=[18.0, *[LINE_HEIGHT] * (len(cells) - 1)])
    made.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), BOLD, 8.3),
                ("FONT", (0, 1), (-1, -2), SMALL.fontName, 8.3),
                ("TEXTCOLOR", (0, 1), (0, -2), SMALL.textColor),
                ("FONT", (0, -1), (-1, -1), BOLD, 10.5),
                ("ALIGN", (2, 0), (-1, 0), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 2),
                ("LINEABOVE", (0, 0), (-1, 0), RULE, INK),
                ("LINEBELOW", (0, 0), (-1, 0), RULE, INK),
                ("LINEBELOW", (0, 1), (-1, -2), RULE, HAIR),
                ("LINEBEFORE", (2, 1), (-1, -2), RULE, HAIR),
                ("LINEBELOW", (0, -1), (-1, -1), RULE, INK),
                ("LINEABOVE", (0, -1), (-1, -1), RULE, INK),
            ]
        )
    )
    return made


def _ways(width: float) -> Flowable:
    """Boxes to tick: how the customer paid."""
    labels = [_("Tiền mặt"), _("Chuyển khoản"), _("Thẻ")]
    cells: list[str] = []
    widths: list[float] = []
    style = []
    for n, label in enumerate(labels):
        cells += ["", clean(label)]
        widths += [BOX, (width - BOX * len(labels)) / len(labels)]
        style += [("BOX", (2 * n, 0), (2 * n, 0), RULE, INK), ("LEFTPADDING", (2 * n + 1, 0), (2 * n + 1, 0), 6)]
    made = Table([cells], colWidths=widths, rowHeights=[BOX])
    made.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), SMALL.fontName, 9.4),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                *style,
            ]
        )
    )
    return made
