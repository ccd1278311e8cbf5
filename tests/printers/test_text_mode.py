"""Slips in the printer's own letters: every Vietnamese letter arrives as itself, or the line is a picture."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from core.printing.devices.choices import CodePageName, PrintMode
from core.printing.devices.profiles import profiles, vietnamese_code_pages
from core.printing.devices.settings import PrinterSettings, usual_settings
from core.printing.layout import Big, Gap, Pair, Picture, Qr, Row, Rule, Text, Title
from core.printing.skins import escpos, escpos_text
from core.printing.skins.code_pages import SIGNS, VIETNAMESE_LETTERS
from core.printing.skins.text import columns_of
from pos.receipts.receipt import rows as slip_rows
from tests.paper.examples import HARD, MIXED_BASKET
from tests.printers.text_printer import NUMBER, printed

MISSING = {CodePageName.TCVN_3_ONE_PAGE: 60, CodePageName.TCVN_5712: 12, CodePageName.VISCII: 6}
"""How many letters a page lacks, where it does; all others have all 146."""


def text_settings(name: CodePageName, paper_mm: int = 80) -> PrinterSettings:
    return replace(usual_settings(paper_mm), mode=PrintMode.TEXT, code_page=name, code_page_number=NUMBER)


@pytest.mark.parametrize("name", CodePageName)
def test_each_of_the_146_letters_is_itself_or_a_picture(name: CodePageName) -> None:
    assert len(set(VIETNAMESE_LETTERS)) == 146
    settings, pictures = text_settings(name), 0
    for letter in VIETNAMESE_LETTERS:
        lines = list(printed(name, escpos_text.to_job([Text(f"a{letter}b")], settings)))
        assert lines in ([f"a{letter}b"], ["▒"])
        pictures += lines == ["▒"]
    assert pictures == MISSING.get(name, 0)


@pytest.mark.parametrize("name", CodePageName)
@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_slip_reads_as_it_should_or_is_a_picture_line_by_line(name: CodePageName, paper_mm: int) -> None:
    settings = text_settings(name, paper_mm)
    for receipt in (MIXED_BASKET, HARD):
        lines = list(printed(name, escpos_text.to_job(slip_rows(receipt), settings)))
        columns = columns_of(settings.dots)
        assert all(len(line) <= columns for line in lines) and "▒" in lines, "the code to scan is a picture"
        assert not [line for line in lines if re.match(r" *[-·] ", line)], "a dot between two parts begins no line"
        if name not in MISSING:
            assert lines.count("▒") <= 4 and any("Phường Quế Võ, tỉnh Bắc Ninh" in line for line in lines)


def test_no_letter_stands_for_another() -> None:
    assert not [sign for sign in SIGNS if sign.isalpha()]
    settings = text_settings(CodePageName.TCVN_3)
    job = escpos_text.to_job([Text("Привет"), Text("giữa"), Text("東")], settings)
    assert list(printed(CodePageName.TCVN_3, job)) == ["▒", "giữa", "▒"]


def test_signs_that_a_page_lacks_are_written_otherwise() -> None:
    rows: list[Row] = [Pair("Cộng", "−435.500\u00a0₫"), Text("1 × 2 · 3")]
    tcvn = list(printed(CodePageName.TCVN_3, escpos_text.to_job(rows, text_settings(CodePageName.TCVN_3))))
    assert tcvn[0].endswith("-435.500 đ") and tcvn[1] == "1 x 2 - 3"
    cp1258 = list(printed(CodePageName.CP1258, escpos_text.to_job(rows, text_settings(CodePageName.CP1258))))
    assert cp1258[0].endswith("-435.500 ₫") and cp1258[1] == "1 × 2 · 3"


def test_sizes_and_weights_end_with_their_row() -> None:
    rows: list[Row] = [Title("OCOP"), Rule(), Big("Cộng", "9.000 ₫"), Gap(), Pair("Gạo", "1", bold=True), Text("x")]
    job = escpos_text.to_job(rows, text_settings(CodePageName.TCVN_3))
    assert job.count(escpos_text.BOLD[True]) == 3 and job.count(escpos_text.HIGH_AND_WIDE) == 2
    assert job.endswith(escpos_text.BOLD[False] + escpos_text.USUAL_SIZE + b"\x1bd\x06\x1dV\x01")
    assert job.startswith(escpos.RESET + escpos_text.NO_CHINESE), "bytes above 0x7F are no Chinese characters"


@pytest.mark.parametrize("number", [0, 29, 253])
def test_a_job_in_letters_is_cut_behind_its_pictures_whatever_the_page_is_called(number: int) -> None:
    settings = replace(text_settings(CodePageName.TCVN_3), code_page_number=number)
    job = escpos_text.to_job([Text("v0 v0 v0"), Qr("https://ocop.example.vn", "Quét để xem phiếu"), Text("v0")], settings)
    parts = list(escpos.commands(job))
    assert b"".join(parts) == job and [part.count(escpos.RASTER) for part in parts[:-1]] == [1] * (len(parts) - 1)


def test_what_a_printer_says_above_and_below_each_paper_is_printed() -> None:
    settings = replace(text_settings(CodePageName.TCVN_3), header="Quầy hội chợ", footer="Hẹn gặp lại\nQuế Võ")
    lines = [line.strip() for line in printed(CodePageName.TCVN_3, escpos_text.to_job([Text("giữa")], settings))]
    assert lines == ["Quầy hội chợ", "giữa", "Hẹn gặp lại", "Quế Võ"]


def test_models_come_out_of_the_database_of_printers() -> None:
    known = profiles()
    assert (known["POS-5890"].dots, known["POS-5890"].paper_mm, known["POS-5890"].cut) == (384, 58, "none")
    assert known["TM-T88V"].dots == 512 and known["TM-T20II"].code_pages[0] == (CodePageName.TCVN_3, 30)
    assert "OCD-100" not in known and len({profile.name for profile in known.values()}) == len(known)
    assert set(vietnamese_code_pages()) == {
        (CodePageName.TCVN_3, 30), *((CodePageName.CP1258, number) for number in (27, 35, 52, 94)),
    }  # fmt: skip


def test_a_printer_may_leave_the_logo_out() -> None:
    out = io.BytesIO()
    Image.new("L", (40, 40), 0).save(out, "PNG")
    rows: list[Row] = [Picture(out.getvalue(), "Quế Võ"), Text("giữa")]
    for settings in (text_settings(CodePageName.TCVN_3), usual_settings(80)):
        with_logo = escpos_text.to_job(rows, settings)
        assert len(with_logo) > len(escpos_text.to_job(rows, replace(settings, shows_logo=False)))
        assert escpos_text.to_job(rows, replace(settings, shows_logo=False)) == escpos_text.to_job([Text("giữa")], settings)
