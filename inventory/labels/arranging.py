"""How the texts and the code of a label share its room: the most important first, nothing clipped, lines broken between words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.printing import drawing, ean, qr
from core.printing.drawing import Drawing, EanMark, Mark, PictureMark, QrMark, StarMark, TextMark
from core.printing.fonts import clean
from core.printing.units import DOTS_PER_MM, keep_units

SMALLEST_MM, LARGEST_MM, STEP_MM = 2.1, 3.6, 0.1
"""The em of a label's letters: 17 dots of a head of 203 dpi keep the marks of Ậ and Ỗ apart."""
LEAD = 1.28
"""A line's height in ems of its letters: a capital with two marks does not reach the line above."""
ASCENT = 1.02
LEAST_MODULE_DOTS = 4
LARGEST_QR_MM, SMALLEST_QR_MM, QR_HEIGHT = 29.0, 18.0, 0.7
"""No code is larger, and above the smaller size it leaves a third of the height, for the stars below it."""
SHARES = (0.56, 0.63)
"""How much of a label's width a QR code with its quiet zone may take: as a rule, and where it would be too small to scan."""
SHORT_WORD = 4
"""A word so short does not stand alone on the last line."""
STAR_EM_MM = 2.7
SMALLEST_MARK_MM, LARGEST_MARK_MM = 7.0, 12.0
"""The height of a mark's picture below the code; a smaller one shows nothing on a head of 203 dpi."""
TEXTS_MM = 26.0
"""A mark stands below the texts where they keep so much height, if there was no room below the code."""
BESIDE_BARS_MM = 26.0
"""Texts stand beside bars where they have so much room, else above them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One text of a label, 1 the most important rank.

    `wordings` go from long to short: the first that fits in `most` lines is printed. `size` is in ems of the label's letters.
    `breaks` lets a word that is longer than a line be broken, and what no line is left for be cut with an ellipsis.
    """

    wordings: tuple[str, ...]
    rank: int
    size: float = 1.0
    bold: bool = False
    most: int = 1
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code for phones and scanners."""

    content: str


@dataclass(frozen=True, slots=True)
class Ean13:
    """Bars with their 13 digits below."""

    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelText:
    """What a label says, top to bottom; `title` names its file. Stars stand only where the product's papers allow them.

    `mark` is the picture of a mark that the goods may bear; it stands where there is room for it.
    """

    title: str
    code: QrCode | Ean13
    parts: tuple[Part, ...]
    stars: int | None = None
    mark: bytes | None = None


def draw(text: LabelText, width: float, height: float, trim: float) -> Drawing:
    """The label in so many millimetres, `trim` of them left white at each edge."""
    match text.code:
        case QrCode(content):
            return _beside_qr(text, content, width, height, trim)
        case Ean13(digits):
            return _with_bars(text, digits, width, height, trim)


def _beside_qr(text: LabelText, content: str, width: float, height: float, trim: float) -> Drawing:
    """The code on the left, with the stars below where there is room, the texts on the right."""
    module, correction = _qr_module(content, width, height)
    side, quiet = module * len(qr.matrix(content, correction)), qr.QUIET * module
    left = max(trim, quiet)
    x = left + side + quiet
    stars = _stars(text.stars) if text.stars else []
    room = height - side - STAR_EM_MM * LEAD - 2 * quiet - trim
    start = max(trim, left + (side - _width(stars)) / 2) if stars else trim
    below = bool(stars) and room >= -1e-6 and start + _width(stars) <= x - 1.0
    tall = side + (quiet * 0.6 + STAR_EM_MM * LEAD if below else 0)
    picture = min(LARGEST_MARK_MM, height - tall - 2 * quiet - trim) if text.mark else 0
    has_picture = text.mark is not None and picture >= SMALLEST_MARK_MM
    if has_picture:
        tall += quiet * 0.6 + picture
    top = max(quiet, (height - tall) / 2)
    marks: list[Mark] = [QrMark(left, top, side, content, correction)]
    if text.mark and has_picture:
        marks.append(PictureMark(left, top + tall - picture, side, picture, text.mark))
    if below:
        marks += _moved(stars, start, top + side + quiet * 0.6 + STAR_EM_MM * ASCENT)
    parts = text.parts if below or not text.stars else (*text.parts, _star_part(text.stars))
    room_below = height - 2 * trim
    if text.mark and not has_picture and room_below - LARGEST_MARK_MM - 1.0 >= TEXTS_MM:
        room_below -= LARGEST_MARK_MM + 1.0
        marks.append(PictureMark(x, height - trim - LARGEST_MARK_MM, width - x - trim, LARGEST_MARK_MM, text.mark))
    marks += _column(parts, text.stars, x, trim, width - x - trim, room_below)
    return Drawing(width, height, marks)


def _qr_module(content: str, width: float, height: float) -> tuple[float, qr.Correction]:
    """Millimetres of a module, whole dots of a print head: four where it can be, else a denser code, else what there is."""
    smaller = 0, qr.Correction.LOW
    largest = min(LARGEST_QR_MM, max(SMALLEST_QR_MM, height * QR_HEIGHT))
    for share in SHARES:
        for correction in (qr.Correction.MEDIUM, qr.Correction.LOW):
            modules = len(qr.matrix(content, correction))
            with_quiet = modules + 2 * qr.QUIET
            module = min(height / with_quiet, width * share / with_quiet, largest / modules)
            dots = int(module * DOTS_PER_MM + 1e-6)
            if dots >= LEAST_MODULE_DOTS:
                return dots / DOTS_PER_MM, correction
            smaller = max(smaller, (dots, correction))
    return max(smaller[0], 1) / DOTS_PER_MM, smaller[1]


def _with_bars(text: LabelText, digits: str, width: float, height: float, trim: float) -> Drawing:
    """The texts beside the bars where both have room, else above them."""
    beside = next((module for module in ean.MODULES_MM if width - module * _BARS - 2 * trim >= BESIDE_BARS_MM), None)
    module = beside or next((module for module in ean.MODULES_MM if module * _BARS <= width), width / _BARS)
    wide = module * ean.MODULES
    size = SMALLEST_MM
    if beside:
        left, tall = width - trim - wide - ean.QUIET_RIGHT * module, min(height * 0.5, 20.0)
        bottom = (height + tall - size * LEAD) / 2
        room = left - ean.QUIET_LEFT * module - 2 * trim, height - 2 * trim
    else:
        left, tall = (width - wide + (ean.QUIET_LEFT - ean.QUIET_RIGHT) * module) / 2, min(max(height * 0.28, 6.0), 14.0)
        bottom = height - trim - size * LEAD
        room = width - 3 * trim, bottom - tall - trim - 0.4
    written = f"{digits[0]} {digits[1:7]} {digits[7:]}"
    marks: list[Mark] = [
        EanMark(left, bottom - tall, wide, tall, digits),
        TextMark(left + (wide - drawing.measure(written, size)) / 2, bottom + size * ASCENT, size, written),
    ]
    parts = text.parts if not text.stars else (*text.parts, _star_part(text.stars))
    return Drawing(width, height, [*_column(parts, text.stars, trim * 1.5, trim, *room), *marks])


_BARS = ean.QUIET_LEFT + ean.MODULES + ean.QUIET_RIGHT


def _star_part(stars: int) -> Part:
    """Stands for the stars among the texts; `_column` draws them."""
    return Part(wordings=("★" * stars,), rank=5, size=0.95)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    bold: bool


def _column(parts: Sequence[Part], stars: int | None, x: float, top: float, room: float, height: float) -> Iterator[Mark]:
    """The texts that fit, as large as all of them can be, in the middle of their height."""
    lines = _lines(parts, room, height)
    y = top + (height - sum(line.size for line in lines) * LEAD) / 2
    for line in lines:
        baseline = y + line.size * ASCENT
        if stars and line.text.startswith("★"):
            yield from _moved(_stars(stars, line.size), x, baseline)
        else:
            size = min(line.size, room / max(_em_length(line.text, line.bold), 1e-6))
            yield TextMark(x, baseline, size, line.text, line.bold)
        y += line.size * LEAD


def _lines(parts: Sequence[Part], room: float, height: float) -> list[_Line]:
    """The lines of as many parts as fit, the least important left out first, in the largest letters for them."""
    kept = [_shortened(part, room) for part in parts]
    best = _fitting(kept, SMALLEST_MM, room, height)
    while best is None and len(kept) > 1:
        kept.remove(max(kept, key=lambda part: part.rank))
        best = _fitting(kept, SMALLEST_MM, room, height)
    if best is None:
        return _wrapped(kept[0], SMALLEST_MM, room) or []
    fits, fits_not = 0, round((LARGEST_MM - SMALLEST_MM) / STEP_MM) + 1
    while fits_not - fits > 1:
        middle = (fits + fits_not) // 2
        lines = _fitting(kept, SMALLEST_MM + middle * STEP_MM, room, height)
        if lines is None:
            fits_not = middle
        else:
            best, fits = lines, middle
    return best


def _fitting(parts: Sequence[Part], em: float, room: float, height: float) -> list[_Line] | None:
    """The lines of all parts in letters of that size, or None where they do not fit."""
    lines: list[_Line] = []
    for part in parts:
        wrapped = _wrapped(part, em, room)
        if wrapped is None:
            return None
        lines += wrapped
    return lines if sum(line.size for line in lines) * LEAD <= height + 1e-6 else None


def _shortened(part: Part, room: float) -> Part:
    """The part as it fits in its lines in the smallest letters.

    What may be broken ends with an ellipsis after its last line; a figure or a date is set smaller, as a part of it is another.
    """
    part = replace(part, wordings=tuple(keep_units(clean(text)) for text in part.wordings))
    if _wrapped(part, SMALLEST_MM, room) is not None:
        return part
    rest = part.wordings[-1]
    if not part.breaks:
        return replace(part, size=part.size * room / (_em_length(rest, part.bold) * part.size * SMALLEST_MM) * 0.999, most=1)
    while rest and len(_broken(f"{rest}…", SMALLEST_MM * part.size, room, part.bold)) > part.most:
        shorter = rest.rpartition(" ")[0]
        rest = shorter if len(rest) - len(shorter) <= 12 and shorter else rest[:-1]
    return replace(part, wordings=(f"{rest}…",))


def _wrapped(part: Part, em: float, room: float) -> list[_Line] | None:
    """The lines of the first wording that fits, or None when none does; words are broken in the smallest letters alone."""
    size = em * part.size
    for wording in part.wordings:
        lines = _between_words(wording, size, room, part.bold)
        if lines is not None and len(lines) <= part.most:
            return [_Line(line, size, part.bold) for line in lines]
    if em == SMALLEST_MM and part.breaks:
        lines = _broken(part.wordings[-1], size, room, part.bold)
        if len(lines) <= part.most:
            return [_Line(line, size, part.bold) for line in lines]
    return None


def _between_words(text: str, size: float, room: float, bold: bool) -> list[str] | None:
    """Lines broken between words; None when a word is longer than a line."""
    lines: list[list[str]] = []
    length = 0.0
    for word in text.split(" "):
        long = _em_length(word, bold) * size
        if long > room:
            return None
        if lines and length + _em_length(" ", bold) * size + long <= room:
            lines[-1].append(word)
            length += _em_length(" ", bold) * size + long
        else:
            lines.append([word])
            length = long
    if len(lines) > 1 and len(lines[-2]) > 2 and len(lines[-1]) == 1 and len(lines[-1][0]) <= SHORT_WORD:
        company = [lines[-2][-1], *lines[-1]]
        if _em_length(" ".join(company), bold) * size <= room:
            lines[-2:] = [lines[-2][:-1], company]
    return [" ".join(line) for line in lines]


def _broken(text: str, size: float, room: float, bold: bool) -> list[str]:
    """Lines broken between words, and within a word that is longer than a line."""
    words: list[str] = []
    for word in text.split(" "):
        while len(word) > 1 and _em_length(word, bold) * size > room:
            cut = next((n for n in range(len(word) - 1, 1, -1) if _em_length(word[:n], bold) * size <= room), 1)
            words.append(word[:cut])
            word = word[cut:]
        words.append(word)
    return _between_words(" ".join(words), size, room, bold) or words


@lru_cache(maxsize=20_000)
def _em_length(text: str, bold: bool) -> float:
    return drawing.measure(text, 1.0, bold)


def _stars(count: int, size: float = STAR_EM_MM) -> list[TextMark | StarMark]:
    """`OCOP ★★★★` on a baseline that begins at (0, 0)."""
    word, step = "OCOP", size * 1.04
    length = drawing.measure(word, size) + size * 0.4
    shapes: list[TextMark | StarMark] = [TextMark(0, 0, size, word)]
    return shapes + [StarMark(length + (i + 0.5) * step, -size * 0.36, size * 0.48) for i in range(count)]


def _width(shapes: Sequence[TextMark | StarMark]) -> float:
    return max(mark.x + mark.radius if isinstance(mark, StarMark) else mark.x for mark in shapes)


def _moved(shapes: Sequence[TextMark | StarMark], x: float, y: float) -> Iterator[TextMark | StarMark]:
    for mark in shapes:
        yield replace(mark, x=mark.x + x, y=mark.y + y)
