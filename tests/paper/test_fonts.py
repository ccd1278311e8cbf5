"""The static fonts of the papers have a glyph for every character we print."""

from __future__ import annotations

import io
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from core.printing.fonts import BOLD, ITALIC, REGULAR, clean, make_static_font, paper_font_file, static_font

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in "AĂÂEÊIOÔƠUƯY" for tone in TONES] + ["Đ"]
"""Twelve vowels in six tones, and đ."""
SIGNS = "0123456789.,:;×−·…₫%/()<>&+=*\u00a0"


@pytest.mark.parametrize("style", [REGULAR, BOLD, ITALIC])
def test_every_vietnamese_letter_has_a_glyph(style: str) -> None:
    font = TTFont(io.BytesIO(static_font(style)))
    assert "fvar" not in font
    missing = [letter for letter in "".join(LETTERS) + "".join(LETTERS).lower() + SIGNS if ord(letter) not in font.getBestCmap()]
    assert missing == []


def test_a_process_reads_the_fonts_that_setup_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(paper_font_file(style).exists() for style in (REGULAR, BOLD, ITALIC)), "python -m ops.assets"
    monkeypatch.setattr("core.printing.fonts.make_static_font", lambda style: pytest.fail(f"{style} is made again"))
    static_font.cache_clear()
    assert static_font(ITALIC)[:4] == b"\x00\x01\x00\x00"


def test_a_checkout_without_those_files_makes_the_same_font() -> None:
    made, read = (TTFont(io.BytesIO(font)) for font in (make_static_font(BOLD), static_font(BOLD)))
    assert made.getBestCmap() == read.getBestCmap()
    assert [made["hmtx"][name] for name in made.getGlyphOrder()] == [read["hmtx"][name] for name in read.getGlyphOrder()]


def test_figures_are_equally_wide() -> None:
    font = TTFont(io.BytesIO(static_font(REGULAR)))
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1


def test_text_is_composed_and_without_controls() -> None:
    assert clean("To\u0302\u0301i\u200b\x07\tga\u0323o\n5\u00a0kg") == "Tối gạo 5\u00a0kg"
