"""What a new printer prints first: a trial slip, and the page by whose lines a person finds out which letters it knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby

from core.i18n import gettext as _
from core.printing.devices.choices import CodePageName, PrintMode
from core.printing.devices.profiles import vietnamese_code_pages
from core.printing.devices.settings import PrinterSettings
from core.printing.layout import Big, Gap, Pair, Row, Rule, Text, Title
from core.printing.skins import escpos, escpos_text, raster
from core.printing.skins.code_pages import CODE_PAGES, VIETNAMESE_LETTERS, without_tone
from core.printing.slip_parts import Issuer

REPORTED = (
    (CodePageName.TCVN_3_ONE_PAGE, 27),
    (CodePageName.TCVN_5712, 27),
    (CodePageName.VISCII, 27),
    (CodePageName.UTF_8, 50),
)
"""Pages that no model of the database has, at the number that cheap printers call "Vietnam"; UTF-8 is Epson's `FS ( C`."""


@dataclass(frozen=True, slots=True)
class TextMode:
    """A line of the page of letters: its number there, and the code page that it is printed in."""

    line: int
    code_page: CodePageName
    code_page_number: int


@cache
def text_modes() -> tuple[TextMode, ...]:
    """Every mode that a printer might know, in the order of the page. Without a model in between, an answer fits any printer."""
    pairs = (*vietnamese_code_pages(), *REPORTED)
    return tuple(TextMode(line, name, number) for line, (name, number) in enumerate(pairs, 1))


def trial_slip(issuer: Issuer, printer_name: str, at: datetime) -> list[Row]:
    """Shows the letters that are clipped first, and both edges of the head."""
    return [
        Title(issuer.name.upper()),
        Pair(_("Phiếu in thử"), f"{at:%d/%m/%Y %H:%M}", bold=True),
        Text(printer_name, small=True),
        Rule(),
        Text(_("Vạch trên phải chạy hết chiều ngang và không mất hai đầu."), small=True),
        Text("Ổi Đông Dư, gạo tẻ Đại Xuân, mỳ Ấp Bắc"),
        Text("Ậ Ỗ Ữ Ặ Ể Ợ Ỷ · ậ ỗ ữ ặ ể ợ ỷ", bold=True),
        Big(_("Tổng cộng"), "435.500 ₫"),
    ]


def letters_job(settings: PrinterSettings) -> bytes:
    """One job: every Vietnamese letter as a picture, then in each mode of `text_modes` under its number."""
    guide: list[Row] = [
        Title(_("Kiểm tra chữ")),
        Text(_("Tìm dòng có đủ chữ và đúng dấu như mẫu này, rồi bấm số của dòng đó trên màn hình.")),
        Rule(),
        *_letters(VIETNAMESE_LETTERS),
    ]
    job = escpos.begin(settings) + _picture(guide, settings)
    for mode in text_modes():
        job += _picture([Rule(), Big(str(mode.line), f"{mode.code_page} · {mode.code_page_number}"), Gap(1)], settings)
        in_mode = replace(settings, mode=PrintMode.TEXT, code_page=mode.code_page, code_page_number=mode.code_page_number)
        # Reset in between: what one mode left behind must not spoil the next.
        job += escpos.begin(settings) + escpos_text.body(_lines(mode), in_mode)
    return job + escpos.end(settings)


def _picture(rows: Sequence[Row], settings: PrinterSettings) -> bytes:
    return escpos.strips(raster.to_image(rows, dots=settings.dots), settings)


def _lines(mode: TextMode) -> Iterator[Row]:
    """The letters that the page has; then those that it lacks, which slips print as pictures."""
    page = CODE_PAGES[mode.code_page]
    known = [letter for letter in VIETNAMESE_LETTERS if page.encode(letter, mode.code_page_number) is not None]
    yield from _letters(known)
    if missing := [letter for letter in VIETNAMESE_LETTERS if letter not in known]:
        yield Text(_("in bằng ảnh: %(letters)s", letters=" ".join(missing)), small=True)


def _letters(letters: Sequence[str]) -> list[Row]:
    """Small letters and capitals apart, a vowel with all its tones together."""
    texts = []
    for is_small in (True, False):
        chosen = [letter for letter in letters if letter.islower() == is_small]
        texts.append(" ".join("".join(group) for _vowel, group in groupby(chosen, without_tone)))
    return [Text(text) for text in texts if text]
