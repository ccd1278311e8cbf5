"""Search text: without accents, đ as d, lower case, so that `gao te` finds `Gạo tẻ`."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Folds a text for searching; the same for NFC and NFD input."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def search_words(text: str) -> list[str]:
    """The folded words of a search, each once; nobody searches for more than twenty."""
    return list(dict.fromkeys(fold(text).split()))[:20]
