"""Units on paper: dots of a head, which units are written beside every figure, and what stays on one line."""

import re

MEASURED_UNITS = frozenset({"kg", "g", "gam", "gram", "lạng", "yến", "tạ", "l", "lít", "ml", "m"})
"""Counted things (túi, gói, hộp) speak for themselves."""

DOTS_PER_MM = 8
"""Of a head of 203 dpi, the finest of ours."""

_FIGURE_AND_UNIT = re.compile(r"(\d) (?=[^\W\d]{1,3}(?!\w))")


def keep_units(text: str) -> str:
    """`Gạo 5 kg` with an unbreakable space before `kg`."""
    return _FIGURE_AND_UNIT.sub("\\1\u00a0", text)


def unbroken(text: str) -> str:
    """A text that stays on one line."""
    return text.replace(" ", "\u00a0")
