"""The static fonts of the papers have a glyph for every character we print."""

from __future__ import annotations

import io
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from core.printing.fonts import BOLD, ITALIC, REGULAR, clean, static_font

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


def test_figures_are_equally_wide() -> None:
    font = TTFont(io.BytesIO(static_font(REGULAR)))
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1


def test_text_is_composed_and_without_controls() -> None:
    assert clean("To\u0302\u0301i\u200b\x07\tga\u0323o\n5\u00a0kg") == "Tối gạo 5\u00a0kg"
