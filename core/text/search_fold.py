"""Search text: without accents, đ as d, small letters, so that `gao te` finds `Gạo tẻ`. PURE.

`static/js/till/domain/fold.js` folds the same; both are held to `tests/vectors/fold.json`.
"""

from __future__ import annotations

import unicodedata

from core.text.letters import is_invisible

_LOOK_ALIKES = (
    ("đðɖıς", "dddiσ"),
    ("авекмнорстухіѕјһ", "abekmhopctyxisjh"),  # Cyrillic
    ("αβεζηικμνορτυχ", "abezhikmnoptyx"),  # Greek
    ("‐‒–—―−‘’ʼ“”", "------'''\"\""),
)
_SAME = str.maketrans("".join(one for one, _ in _LOOK_ALIKES), "".join(other for _, other in _LOOK_ALIKES))


def fold(text: str) -> str:
    """Folds a text for searching: texts that look alike fold to the same, and a folded text folds to itself."""
    bare = unicodedata.normalize("NFKD", text).lower()
    seen = "".join(c for c in bare if unicodedata.category(c)[0] != "M" and not is_invisible(c))
    return " ".join(seen.translate(_SAME).replace("ß", "ss").split())


def search_words(text: str) -> list[str]:
    """The folded words of a search, each once; nobody searches for more than twenty."""
    return list(dict.fromkeys(fold(text).split()))[:20]
