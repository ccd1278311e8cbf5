"""The first papers of a printer: a trial slip, and the page on which every letter stands in every mode."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.printing.devices.choices import CodePageName, PrintMode
from core.printing.devices.profiles import vietnamese_code_pages
from core.printing.devices.settings import usual_settings
from core.printing.skins import escpos
from core.printing.skins.code_pages import CODE_PAGES, VIETNAMESE_LETTERS
from core.printing.skins.escpos_text import NO_CHINESE, to_job
from core.printing.slip_parts import Issuer
from core.printing.trial_papers import letters_job, text_modes, trial_slip
from tests.paper.printer_bytes import read
from tests.printers.text_printer import PICTURE, printed

HEADS = pytest.mark.parametrize("paper_mm", [58, 80])


def test_the_modes_are_those_of_the_database_and_of_reports_each_under_a_number_of_its_own() -> None:
    modes = text_modes()
    assert [mode.line for mode in modes] == list(range(1, len(modes) + 1))
    pairs = [(mode.code_page, mode.code_page_number) for mode in modes]
    assert len(set(pairs)) == len(pairs) and set(vietnamese_code_pages()) < set(pairs)
    assert {mode.code_page for mode in modes} == set(CodePageName) - {CodePageName.CP1129}, "its letters are Windows-1258's"


@HEADS
@pytest.mark.usefixtures("app")
def test_every_letter_stands_in_every_mode_as_a_letter_or_in_a_picture(paper_mm: int) -> None:
    settings = usual_settings(paper_mm)
    job = letters_job(settings)
    heads = job.split(escpos.RESET + NO_CHINESE)
    assert len(heads) == 1 + len(text_modes())
    for mode, part in zip(text_modes(), heads[1:], strict=True):
        lines = list(printed(mode.code_page, NO_CHINESE + part, mode.code_page_number))
        letters = set("".join(lines)) - {PICTURE, " "}
        page = CODE_PAGES[mode.code_page]
        assert letters == {letter for letter in VIETNAMESE_LETTERS if page.encode(letter, mode.code_page_number) is not None}
        assert all(len(line) <= settings.dots // 12 for line in lines)
        is_last = mode is text_modes()[-1]
        assert (PICTURE in lines) == (len(letters) < 146 or not is_last), "what is missing, and the number of the next line"


@HEADS
@pytest.mark.usefixtures("app")
def test_a_trial_slip_is_as_wide_as_the_head(paper_mm: int) -> None:
    settings = usual_settings(paper_mm)
    rows = trial_slip(Issuer("Điểm bán OCOP"), "Máy in quầy", datetime(2026, 11, 23, 9, 41))
    picture = read(to_job(rows, settings)).picture
    assert picture.width == settings.dots
    ruled = [y for y in range(picture.height) if not any(picture.crop((0, y, settings.dots, y + 1)).tobytes())]
    assert len(ruled) >= 2, "a line from edge to edge shows whether the head is so wide"
    assert settings.mode is PrintMode.RASTER
