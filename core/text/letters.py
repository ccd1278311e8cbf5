"""Texts as people see them: composed letters, one letter Đ, nothing that no screen shows. PURE."""

from __future__ import annotations

import unicodedata

_ONE_LETTER_D = str.maketrans("\u00d0\u0189\u00f0\u0256", "\u0110\u0110\u0111\u0111")
"""Old Vietnamese fonts and keyboards write the Icelandic Ð or the African Ɖ, which look like Đ on every screen."""
_STRUCK_D = {"D\u0335": "\u0110", "D\u0336": "\u0110", "d\u0335": "\u0111", "d\u0336": "\u0111"}
_LINE_ENDS = {"\r\n": "\n", "\u2028": "\n", "\u2029": "\n"}
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""Characters that take no ink though Unicode counts them among letters and marks."""
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_BLANK_BRAILLE = "\u2800"


def clean_text(text: str) -> str:
    """A text as it is counted and recorded: composed (NFC), Đ for its look-alikes, `\\n` for line ends, trimmed, and without
    invisible characters.

    >>> clean_text("\\u200b\\u00d0ông trùng\\ufeff ")
    'Đông trùng'
    """
    for end, newline in _LINE_ENDS.items():
        text = text.replace(end, newline)
    if text.isascii():
        return text.strip()
    for struck, letter in _STRUCK_D.items():
        text = text.replace(struck, letter)
    seen = "".join(c for i, c in enumerate(text) if not is_invisible(c) or _shapes_emoji(text, i))
    return unicodedata.normalize("NFC", seen).translate(_ONE_LETTER_D).strip()


def is_invisible(character: str) -> bool:
    """Whether a character leaves no mark and takes no room: zero-width, direction, filler, variation."""
    return (
        unicodedata.category(character) == "Cf"
        or character in _FILLERS
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def has_visible(text: str) -> bool:
    """Whether a cleaned text shows anything: a letter, a figure, a sign; not blanks and bare accents alone."""
    return any(unicodedata.category(c)[0] in "LNPS" and c != _BLANK_BRAILLE for c in text)


def is_readable(text: str) -> bool:
    """Whether a text has no control character but line ends and tabs, and no code point that Unicode says is no character."""
    return not any((unicodedata.category(c) == "Cc" and c not in "\n\t") or _is_no_character(ord(c)) for c in text)


def _is_no_character(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _shapes_emoji(text: str, i: int) -> bool:
    """Whether the invisible character at `i` belongs to a picture, as in a family or a red heart."""
    if text[i] not in (_JOINER, _AS_EMOJI) or i == 0:
        return False
    before = text[i - 1]
    after_symbol = unicodedata.category(before) in {"So", "Sk"} or before == _AS_EMOJI
    if text[i] == _AS_EMOJI:
        return unicodedata.category(before) == "So"
    return after_symbol and i + 1 < len(text) and unicodedata.category(text[i + 1]) == "So"
