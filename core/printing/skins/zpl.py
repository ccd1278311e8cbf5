"""Pictures as jobs for label printers that speak ZPL.

A label goes as one picture (`^GFA`), codes included: fonts of these printers lack Vietnamese letters, and their own `^BQ` chooses
the size of a code and shifts it, each firmware in its way. So no text of ours is ever read as a command.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import Image


_COUNTS = [(20 * n, chr(ord("f") + n)) for n in range(20, 0, -1)] + [(n, chr(ord("F") + n)) for n in range(19, 0, -1)]
"""`G` to `Y` repeat the next digit 1 to 19 times, `g` to `z` 20 to 400 times."""


def encode(labels: Iterable[tuple[Image.Image, int]]) -> bytes:
    """One job: each picture of one bit so many times, as one label of its size."""
    return "".join(_label(image, pieces) for image, pieces in labels).encode("ascii")


def _label(image: Image.Image, pieces: int) -> str:
    row_bytes = -(-image.width // 8)
    total = row_bytes * image.height
    ink = bytes(255 - byte for byte in _padded(image, row_bytes * 8).tobytes())
    rows = [ink[at : at + row_bytes].hex().upper() for at in range(0, total, row_bytes)]
    field = f"^FO0,0^GFA,{total},{total},{row_bytes},{''.join(_packed(rows))}^FS"
    return f"^XA^PW{image.width}^LL{image.height}^LH0,0^LS0{field}^PQ{pieces},0,0,N^XZ\n"


def _padded(image: Image.Image, width: int) -> Image.Image:
    from PIL import Image

    if image.width == width:
        return image
    wider = Image.new("1", (width, image.height), 1)
    wider.paste(image, (0, 0))
    return wider


def _packed(rows: list[str]) -> Iterable[str]:
    """Rows in ZPL's own packing: `:` is the row before once more, `,` nothing but white to the end of the row."""
    before = None
    for row in rows:
        if row == before:
            yield ":"
            continue
        before = row
        inked = row.rstrip("0")
        yield from (_run(digit, len(list(run))) for digit, run in groupby(inked))
        if len(inked) < len(row):
            yield ","


@lru_cache(maxsize=4096)
def _run(digit: str, length: int) -> str:
    text = ""
    for count, letter in _COUNTS:
        while length >= count and (count > 1 or text):
            text += letter
            length -= count
    return f"{text}{digit}"
