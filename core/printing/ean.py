"""EAN-13 as a row of modules; what its digits mean is decided elsewhere."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

MODULES = 95
"""Bars and spaces of a code, without the white beside it."""
QUIET_LEFT, QUIET_RIGHT = 11, 7
"""Modules of white the standard asks for."""
MODULES_MM = (0.375, 0.33, 0.264)
"""Widths of a module on a label: three dots of a head of 203 dpi, the standard's own size and its smallest."""


@lru_cache(maxsize=1024)
def bars(digits: str) -> tuple[tuple[int, int], ...]:
    """The black bars of a code of 13 digits, as (first module, how many modules). Raises ValueError for a wrong check digit."""
    import zxingcpp

    code = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13)
    picture: Any = code.to_image(scale=1, add_quiet_zones=False)  # has rows of bytes, which its types do not say
    rows: Any = memoryview(picture).tolist()
    found, at = [], 0
    for dot, run in groupby(rows[0]):
        length = len(list(run))
        if dot == 0:
            found.append((at, length))
        at += length
    return tuple(found)
