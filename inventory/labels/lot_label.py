"""The label on a lot: what it is, who made it, and a code that leads to its story."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.i18n import gettext as _
from core.i18n import in_language
from core.printing import drawing
from core.printing.drawing import MM, Drawing, QrMark, StarMark, TextMark, measure
from core.printing.fonts import clean, reportlab_lock
from core.printing.skins import escpos
from core.printing.units import MEASURED_UNITS, keep_units
from core.text.formats import vnd

WIDTH_MM, HEIGHT_MM = 80.0, 48.0
ROLL_MM = {58: (48.0, 38.0), 80: (72.0, 43.0)}
"""A label on receipt rolls: what their heads can print across, and a height that keeps letters readable."""

NARROWER = 1.15
"""A line this much too long is set smaller rather than broken."""

Format = Literal["png", "svg", "pdf", "escpos"]
MIMETYPES: dict[Format, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "escpos": "application/octet-stream",
}


@dataclass(frozen=True)
class LabelData:
    """Everything a lot's label says; `link` is what its code holds, `language` what the paper speaks."""

    product_name: str
    producer_name: str
    commune: str | None
    lot: str
    made_on: date | None
    best_before: date | None
    price_vnd: int
    unit: str
    stars: int | None
    link: str
    language: str = "vi"


def layout(label: LabelData, width: float = WIDTH_MM, height: float = HEIGHT_MM) -> Drawing:
    """Code on the left with the stars below it, texts on the right; everything grows with the height."""
    u = height / 181
    side, pad, gap = 108 * u, 12 * u, 10 * u
    x = pad + side + gap
    room = width - x - pad / 2
    with in_language(label.language):
        lines = list(_lines(label, room / u))
    tall = max(side + (22 * u if label.stars else 0), sum(line.lead for line in lines) * u)
    y = top = max(pad, (height - tall) / 2)
    marks: list[TextMark | QrMark | StarMark] = [QrMark(pad, top, side, label.link)]
    if label.stars:
        marks += _stars(label.stars, pad + side / 2, top + side + 17 * u, u)
    for line in lines:
        size = _fitting(line, room, u)
        y += line.lead * u
        marks.append(TextMark(x, y, size, line.text, line.bold))
    return Drawing(width, height, marks)


@dataclass(frozen=True)
class _Line:
    text: str
    size: float = 12
    lead: float = 15.6
    bold: bool = False


def _lines(label: LabelData, room: float) -> Iterator[_Line]:
    """The texts, with sizes and leads in units of the sketch (181 high)."""
    for line in _wrap(label.product_name, 15, room, bold=True, most=3):
        yield _Line(line, 15, 17.5, bold=True)
    maker = ", ".join(part for part in (label.producer_name, label.commune) if part)
    for line in _wrap(maker, 12, room, most=2):
        yield _Line(line)
    yield _Line(_("Lô %(lot)s", lot=label.lot))
    made = label.made_on and _("NSX %(day)s", day=f"{label.made_on:%d/%m/%y}").replace(" ", "\u00a0")
    best = label.best_before and _("HSD %(day)s", day=f"{label.best_before:%d/%m/%y}").replace(" ", "\u00a0")
    yield from map(_Line, _dates([text[0].upper() + text[1:] for text in (made, best) if text], room))
    per = f"/{label.unit}" if label.unit in MEASURED_UNITS else ""
    yield _Line(vnd(label.price_vnd) + per, 20, 25, bold=True)
    yield _Line(_("Quét để xem nguồn gốc"), 10, 16)


def _dates(texts: list[str], room: float) -> list[str]:
    """On one line where they fit, else one below the other; a date is never cut short."""
    line = " · ".join(texts)
    return [line] if texts and measure(line, 12) <= room * NARROWER else texts


def _fitting(line: _Line, room: float, u: float) -> float:
    """A line that is a little too long is set smaller; wrapping has done the rest."""
    length = measure(line.text, line.size * u, line.bold)
    return line.size * u * min(1.0, room / length) if length else line.size * u


def _wrap(text: str, size: float, room: float, *, bold: bool = False, most: int) -> list[str]:
    """At most so many lines; what is left over is said with an ellipsis."""
    text = keep_units(clean(text))
    if measure(text, size, bold) <= room * NARROWER:
        return [text]
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or measure(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    shortened = lines[:most]
    if len(lines) > most:
        shortened[-1] += "…"
    for i, line in enumerate(shortened):
        while measure(line, size, bold) > room * NARROWER and len(line) > 2:
            line = line.rstrip("…")[:-1] + "…"
        shortened[i] = line
    return shortened


def _stars(count: int, centre: float, y: float, u: float) -> Iterator[TextMark | StarMark]:
    """`OCOP ★★★★` around a centre."""
    word, step = "OCOP", 12.5 * u
    length = measure(word, 12 * u)
    x = centre - (length + 5 * u + count * step) / 2
    yield TextMark(x, y, 12 * u, word)
    for i in range(count):
        yield StarMark(x + length + 5 * u + (i + 0.5) * step, y - 4.3 * u, 5.8 * u)


def _title(label: LabelData) -> str:
    with in_language(label.language):
        return _("Tem lô %(lot)s", lot=label.lot)


def label_png(label: LabelData) -> bytes:
    """A picture at 305 dpi that knows its size on paper."""
    return drawing.to_png(layout(label))


def label_svg(label: LabelData) -> str:
    """A vector file without fonts."""
    return drawing.to_svg(layout(label), label=f"{_title(label)}: {label.product_name}")


def label_pdf(label: LabelData) -> bytes:
    """One page as large as the label."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH_MM * MM, HEIGHT_MM * MM), invariant=1)
    canvas.setTitle(clean(_title(label)))
    with reportlab_lock():
        drawing.draw_pdf(layout(label), canvas, 0, HEIGHT_MM * MM)
        canvas.save()
    return out.getvalue()


def label_escpos(label: LabelData, paper_mm: int = 80) -> bytes:
    """A job for a receipt printer, cut after the label."""
    return escpos.encode(drawing.to_image(layout(label, *ROLL_MM[paper_mm]), 8, one_bit=True))


def render(label: LabelData, format: Format, paper_mm: int = 80) -> bytes:
    """One label in one of the four formats."""
    match format:
        case "png":
            return label_png(label)
        case "svg":
            return label_svg(label).encode()
        case "pdf":
            return label_pdf(label)
        case "escpos":
            return label_escpos(label, paper_mm)
