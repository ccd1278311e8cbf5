"""Units on paper: which are written beside every figure, and that a figure never stands on another line than its unit."""

import re

MEASURED_UNITS = frozenset({"kg", "g", "gam", "gram", "lạng", "yến", "tạ", "l", "lít", "ml", "m"})
"""Counted things (túi, gói, hộp) speak for themselves."""

_FIGURE_AND_UNIT = re.compile(r"(\d) (?=[^\W\d]{1,3}(?!\w))")


def keep_units(text: str) -> str:
    """`Gạo 5 kg` with an unbreakable space before `kg`."""
    return _FIGURE_AND_UNIT.sub("\\1\u00a0", text)
