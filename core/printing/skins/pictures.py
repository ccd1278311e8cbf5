"""Pictures on a slip (a logo) as dots: as large as there is room, dithered, for a head knows only black."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import Image


def fitted(content: bytes, width: int, height: int) -> tuple[int, int]:
    """The size in dots at which a picture fits into that room, its shape kept."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        scale = min(width / picture.width, height / picture.height)
        return max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)


@lru_cache(maxsize=16)
def dithered(content: bytes, width: int, height: int) -> Image.Image:
    """The picture of that size in one bit per dot, on white where it is transparent. Nobody draws on it."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        layers = picture.convert("RGBA")
    white = Image.new("RGBA", layers.size, "white")
    white.alpha_composite(layers)
    return white.convert("L").resize((width, height), Image.Resampling.LANCZOS).convert("1")


@lru_cache(maxsize=16)
def size(content: bytes) -> tuple[int, int]:
    """How many pixels a picture is wide and high."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        return picture.size


@lru_cache(maxsize=16)
def dithered_png(content: bytes, width: int, height: int) -> bytes:
    """The same as a file."""
    out = io.BytesIO()
    dithered(content, width, height).save(out, "PNG", optimize=True)
    return out.getvalue()
