"""Search text: without accents, đ as d, lower case, so that `gao te` finds `Gạo tẻ`."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Folds a text for searching; the same for NFC and NFD input."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def nfc(text: str) -> str:
    """The one spelling that is stored: composed, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()
