"""A Vietnamese input method that is on while a scanner writes: the keys and letters that reach the page instead of a code's.

As UniKey does it with Telex: doubled letters, W, and the keys of tones change the word that stands there, by Backspaces and
letters that no key bears. Source: the manual of UniKey, "Kiểu gõ Telex".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

TONES = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))
DOUBLED = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ"}
WITH_W = {"a": "ă", "o": "ơ", "u": "ư"}
VOWELS = "aeiouy"


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()


def changed(word: str, key: str) -> str:
    """The word after one more key."""
    last, small = word[-1:], key.lower()
    if (last.lower() + small) in DOUBLED:
        letter = DOUBLED[last.lower() + small]
        return word[:-1] + (letter.upper() if last.isupper() else letter)
    if small == "w" and last.lower() in WITH_W:
        letter = WITH_W[last.lower()]
        return word[:-1] + (letter.upper() if last.isupper() else letter)
    vowels = [n for n, one in enumerate(word) if _bare(one) in VOWELS]
    has_tone = any(mark in unicodedata.normalize("NFD", word) for mark in TONES.values())
    if small in TONES and vowels and not has_tone:
        at = vowels[-1]
        return word[:at] + unicodedata.normalize("NFC", word[at] + TONES[small]) + word[at + 1 :]
    return word + key


def keys_of(code: str) -> Iterator[str]:
    """What reaches the page: letters of keys, "BS" for a Backspace, "u:Á" for a letter that no key bears."""
    word = ""
    for key in code:
        if not (key.isascii() and key.isalpha()):
            word = ""
            yield key
            continue
        after = changed(word, key)
        if after == word + key:
            yield key
        else:
            same = next((n for n, (old, new) in enumerate(zip(word, after, strict=False)) if old != new), len(word))
            yield from ["BS"] * (len(word) - same)
            yield from (f"u:{letter}" for letter in after[same:])
        word = after
