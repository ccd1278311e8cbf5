"""Texts as people see them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.letters import clean_text, has_visible, is_invisible, is_readable


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("\u200bTương bần\ufeff", "Tương bần"),
        ("Tương\u200b bần", "Tương bần"),
        ("  Tương bần\u00a0\n", "Tương bần"),
        ("\u202eTương\u202c \u2066bần\u2069\u200f", "Tương bần"),
        (unicodedata.normalize("NFD", "Tương bần"), "Tương bần"),
        ("\u00d0ông trùng", "\u0110ông trùng"),
        ("\u0189ông trùng, b\u00f0, \u0256", "\u0110ông trùng, b\u0111, \u0111"),
        ("D\u0335ông d\u0336ỏ", "\u0110ông \u0111ỏ"),
        ("một\r\nhai\u2028ba", "một\nhai\nba"),
        ("n\u00ea\u0341p", "nếp"),
        ("\u200b\u2060\u00ad\u3164", ""),
        ("Mật ong \U0001f36f \u2764\ufe0f", "Mật ong \U0001f36f \u2764\ufe0f"),
        ("\U0001f469\u200d\U0001f33e", "\U0001f469\u200d\U0001f33e"),
        ("\U0001f468\U0001f3fd\u200d\U0001f33e", "\U0001f468\U0001f3fd\u200d\U0001f33e"),
        ("\U0001f36f\u200d", "\U0001f36f"),
        ("a\ufe0fb\u200dc", "abc"),
    ],
)
def test_a_text_is_recorded_as_people_see_it(typed: str, recorded: str) -> None:
    assert clean_text(typed) == recorded


@given(st.text())
def test_a_clean_text_is_composed_trimmed_and_stays_as_it_is(text: str) -> None:
    clean = clean_text(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean == clean.strip() == clean_text(clean)
    assert not {"\u200b", "\u2060", "\ufeff", "\u00d0", "\u202e"} & set(clean)


@given(st.text(alphabet="\u200b\u200c\u200d\u2060\ufeff\u202e\u00ad\u034f\u3164\u2800\u0301\ufe0f \u00a0\u2003\t\n"))
def test_nothing_visible_is_seen_to_be_nothing(text: str) -> None:
    assert not has_visible(clean_text(text))


@pytest.mark.parametrize("text", ["Đ", "7", "-", "\U0001f36f", "₫", "中", "\u200bà"])
def test_a_letter_a_figure_or_a_sign_is_visible(text: str) -> None:
    assert has_visible(clean_text(text))


@pytest.mark.parametrize("text", ["a\x07", "\x00", "\x7f", "\x85", "\uffff", "\ufdd0", "\U0001fffe"])
def test_what_is_no_character_cannot_be_read(text: str) -> None:
    assert not is_readable(text)
    assert is_readable("một\n\thai ba \U0001f36f\ue000")


def test_no_letter_is_invisible() -> None:
    assert not [c for c in map(chr, range(0x20, 0x250)) if is_invisible(c) and c != "\u00ad"]
