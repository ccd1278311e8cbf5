"""The parts of a sheet, top to bottom: letterhead, title, facts, sums, amount in words, place and day, signatures, code."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Image, Paragraph, Spacer, Table, TableStyle

from core import clock
from core.i18n import gettext as _
from core.printing import qr
from core.printing.fonts import BOLD, ITALIC, REGULAR, clean
from core.printing.sheets.styles import (
    CAPTION,
    HAIR,
    IN_WORDS,
    INK,
    LABEL,
    NUMBER,
    PLACE,
    RIGHT,
    RULE,
    SOFT,
    TEXT,
    TITLE,
    UNDER_TITLE,
    bold,
    safe,
)
from core.printing.skins import pictures
from core.printing.slip_parts import Issuer
from core.printing.units import unbroken
from core.text.formats import capitalized, clock_time, moment, weekday
from core.text.formats import day as day_text
from core.text.number_words import amount_in_words

_COMMUNE = re.compile(r"(?:phường|xã|thị trấn|đặc khu|thị xã|thành phố|tp\.?)\s+(.+)", re.IGNORECASE)
LOGO_WIDTH, LOGO_HEIGHT = 96, 34
"""Points that the outlet's picture takes at most: no higher than the lines beside it."""
TO_SIGN = 46.0
"""Points of room under the name of who signs."""


@dataclass(frozen=True, slots=True)
class SumLine:
    """A line of a sum: words on the left, an amount on the right. `result` stands between rules, `strong` below a light one."""

    label: str
    amount: str
    strong: bool = False
    indent: bool = False
    result: bool = False


def plain(rows: Sequence[Sequence[Any]], widths: Sequence[float], *style: Any) -> Table:
    """Cells beside each other without white or rules."""
    made = Table(rows, colWidths=widths)
    edges = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    font = [("FONT", (0, 0), (-1, -1), REGULAR, TEXT.fontSize), ("TEXTCOLOR", (0, 0), (-1, -1), INK)]
    made.setStyle(TableStyle([*edges, *font, ("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))
    return made


def letterhead(issuer: Issuer, width: float, right: Sequence[str] = ()) -> Flowable:
    """The outlet with its picture, address, phone and tax code; `right` are lines of a paragraph's markup."""
    phone = _("Điện thoại %(phone)s", phone=issuer.phone) if issuer.phone else ""
    tax_code = _("Mã số thuế %(code)s", code=issuer.tax_code) if issuer.tax_code else ""
    contact = " · ".join(unbroken(part) for part in (phone, tax_code) if part)
    left = [bold(issuer.name), *(safe(line) for line in (issuer.address, contact) if line)]
    cells: list[Flowable] = [Paragraph("<br/>".join(left), TEXT), Paragraph("<br/>".join(right), RIGHT)]
    widths = [width * 0.66, width * 0.34]
    if issuer.logo is not None:
        across, high = pictures.fitted(issuer.logo, LOGO_WIDTH, LOGO_HEIGHT)
        cells.insert(0, Image(io.BytesIO(issuer.logo), across, high))
        widths = [across + 10, widths[0] - across - 10, widths[1]]
    return plain([cells], widths, ("RIGHTPADDING", (-2, 0), (-2, 0), 12))


def title(text: str, under: str, number: str, width: float) -> Flowable:
    """The paper's name with its day on the left, its number on the right."""
    left = [Paragraph(safe(text), TITLE), Paragraph(safe(under), UNDER_TITLE)]
    return plain(
        [[left, Paragraph(safe(number), NUMBER)]],
        [width * 0.68, width * 0.32],
        ("VALIGN", (1, 0), (1, 0), "BOTTOM"),
        ("TOPPADDING", (0, 0), (-1, -1), 12),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
    )


def facts(
    pairs: Sequence[tuple[str, str | None]], width: float, *, ruled: bool = True, first_in_bold: bool = True
) -> list[Flowable]:
    """What stands above the lines: a label and what is known. A pair without a value is left out.

    A value with line breaks stands in several lines.
    """
    known = [(label, value) for label, value in pairs if value]
    if not known:
        return []
    labels = max(width_of_text(label) for label, _value in known) + 16
    cells = []
    for n, (label, value) in enumerate(known):
        first, *others = value.split("\n")
        lines = [bold(first) if n == 0 and first_in_bold else safe(first), *map(safe, others)]
        cells.append([Paragraph(safe(label), LABEL), Paragraph("<br/>".join(lines), TEXT)])
    pad = 3.4 if ruled else 0.6
    style: list[Any] = [("TOPPADDING", (0, 0), (-1, -1), pad), ("BOTTOMPADDING", (0, 0), (-1, -1), pad)]
    if ruled:
        style.append(("LINEBELOW", (0, 0), (-1, -1), RULE, HAIR))
    return [plain(cells, [labels, width - labels], *style)]


def beside(left: Sequence[Flowable], right: Sequence[Flowable], width: float, share: float = 0.56) -> Flowable:
    """Two stacks beside each other; the left one takes its `share` of the width."""
    return plain([[list(left), list(right)]], [width * share, width * (1 - share)])


def width_of_text(label: str) -> float:
    """How long a text is in the sheets' usual size, in points."""
    return float(stringWidth(clean(label), REGULAR, TEXT.fontSize))


def sums(lines: Sequence[SumLine], width: float) -> Flowable:
    """A sum as one writes it: words left, figures right, the result between two rules."""
    amounts = max(width_of_text(line.amount) * (1.3 if line.result else 1.05) for line in lines) + 10
    cells: list[list[Any]] = []
    style: list[Any] = []
    for n, line in enumerate(lines):
        font, size = (BOLD if line.strong or line.result else REGULAR), (11.3 if line.result else TEXT.fontSize)
        label: Any = clean(line.label)
        indent = 15 if line.indent else 0
        if width_of_text(line.label) * (1.3 if line.result else 1.08) > width - amounts - indent:
            label = Paragraph(bold(line.label) if line.strong or line.result else safe(line.label), TEXT)
        cells.append([label, line.amount])
        row = (0, n), (-1, n)
        style.append(("FONT", *row, font, size))
        style.append(("LEADING", *row, size * 1.3))
        style.append(("LEFTPADDING", (0, n), (0, n), indent))
        if line.strong:
            style.append(("LINEABOVE", *row, RULE, HAIR))
        if line.result:
            style += [("LINEABOVE", *row, RULE, INK), ("LINEBELOW", *row, RULE, INK)]
        style += [("TOPPADDING", *row, 3.6 if line.result else 1.2), ("BOTTOMPADDING", *row, 5.6 if line.result else 2.8)]
    return plain(cells, [width - amounts, amounts], ("ALIGN", (1, 0), (1, -1), "RIGHT"), *style)


def big_amount(label: str, text: str, width: float) -> Flowable:
    """The amount that the paper is about, the largest thing on it."""
    size = 19.5
    while width_of_text(text) * size / TEXT.fontSize * 1.12 > width * 0.7 and size > 11:
        size -= 1
    return plain(
        [[clean(label), text]],
        [width * 0.3, width * 0.7],
        ("ALIGN", (1, 0), (1, 0), "RIGHT"),
        ("VALIGN", (0, 0), (0, 0), "BOTTOM"),
        ("FONT", (1, 0), (1, 0), BOLD, size),
        ("LEADING", (1, 0), (1, 0), size * 1.2),
        ("LINEABOVE", (0, 0), (-1, 0), RULE, INK),
        ("LINEBELOW", (0, 0), (-1, 0), RULE, INK),
        ("TOPPADDING", (0, 0), (-1, 0), 3),
        ("BOTTOMPADDING", (0, 0), (0, 0), 8),
        ("BOTTOMPADDING", (1, 0), (1, 0), 9),
    )


def in_words(amount_vnd: int) -> Flowable:
    """The amount in words, on the right under its figure. In Vietnamese whatever the paper's language: it is what binds."""
    return Paragraph(safe(amount_in_words(amount_vnd)), IN_WORDS)


def place_of(issuer: Issuer) -> str:
    """The commune of the address, as it stands before a day ("Quế Võ, ngày 01 tháng 12 năm 2026"); nothing if unknown."""
    for part in (issuer.address or "").split(","):
        if found := _COMMUNE.fullmatch(part.strip()):
            return found[1]
    return ""


def place_and_day(issuer: Issuer, day: date) -> Flowable:
    """Where and when, above the signatures: "Quế Võ, ngày 01 tháng 12 năm 2026"."""
    values = {"day": f"{day:%d}", "month": f"{day:%m}", "year": day.year}
    if place := place_of(issuer):
        return Paragraph(safe(_("%(place)s, ngày %(day)s tháng %(month)s năm %(year)s", place=place, **values)), PLACE)
    return Paragraph(safe(_("Ngày %(day)s tháng %(month)s năm %(year)s", **values)), PLACE)


def when(issuer: Issuer, day: date, recorded_at: datetime) -> str:
    """Place, day and time, as they stand under a title."""
    place, name = place_of(issuer), weekday(day)
    whole = f"{f'{place}, {name}' if place else capitalized(name)} {day_text(day)}"
    if clock.day_of(recorded_at) == day:
        return _("%(day)s, lúc %(time)s", day=whole, time=clock_time(recorded_at))
    return _("%(day)s, ghi lúc %(moment)s", day=whole, moment=moment(recorded_at))


def signatures(who: Sequence[str], width: float, *, under: Sequence[str] = (), room: float = TO_SIGN) -> Flowable:
    """Names of those who sign, with room for it; `under` says otherwise than "Ký, họ tên" for the first of them."""
    how = [*under, *([_("Ký, họ tên")] * (len(who) - len(under)))]
    return plain(
        [[clean(name) for name in who], how, [""] * len(who)],
        [width / len(who)] * len(who),
        ("FONT", (0, 0), (-1, 0), BOLD, TEXT.fontSize),
        ("FONT", (0, 1), (-1, 1), ITALIC, 8.3),
        ("TEXTCOLOR", (0, 1), (-1, 1), SOFT),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("TOPPADDING", (0, 0), (-1, 0), 10),
        ("TOPPADDING", (0, 1), (-1, 1), 3),
        ("BOTTOMPADDING", (0, 2), (-1, 2), room),
    )


class Code(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A QR code as vectors, `side` points wide, in the middle of its room; the white around it is the place's."""

    def __init__(self, content: str, side: float, room: float) -> None:
        super().__init__()
        self.content, self.side = content, side
        self.width, self.height = room, side

    def draw(self) -> None:
        qr.draw_pdf(self.canv, self.content, (self.width - self.side) / 2, 0, self.side)


def code_beside(lines: Sequence[Flowable], content: str, caption: str, width: float) -> Flowable:
    """Sentences on the left, on the right a code with a line that says what it is for."""
    room = 78.0
    code = [Code(content, 57, room), Spacer(1, 4), Paragraph(safe(caption), CAPTION)]
    white = ("TOPPADDING", (0, 0), (-1, -1), 9), ("RIGHTPADDING", (0, 0), (0, 0), 10)
    return plain([[list(lines), code]], [width - room, room], *white)


def note(text: str, style: Any = TEXT) -> Flowable:
    """A sentence."""
    return Paragraph(safe(text), style)
