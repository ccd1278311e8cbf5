"""Sheets read back by another program: their text page by page, where each piece stands, and small pictures of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageStat

GOLDEN = Path(__file__).parents[1] / "golden" / "sheets"
DPI = 50
"""Small files, in which a moved line or a lost rule is still seen."""


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its blanks made one."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return texts


@dataclass(frozen=True)
class Piece:
    """A piece of text in one go, and its edges in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def pieces(pdf: bytes, page: int = 0) -> list[Piece]:
    """The pieces of text of a page."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[page].get_textpage()
    found = []
    for n in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(n)
        found.append(Piece(text.get_text_bounded(left, bottom, right, top).strip(), left, bottom, right, top))
    document.close()
    return [piece for piece in found if piece.text]


def overlaps(pdf: bytes, page: int = 0) -> list[tuple[str, str]]:
    """Pieces of text that stand over each other."""
    of_page = pieces(pdf, page)
    return [
        (a.text, b.text)
        for n, a in enumerate(of_page)
        for b in of_page[n + 1 :]
        if min(a.right, b.right) - max(a.left, b.left) > 1 and min(a.top, b.top) - max(a.bottom, b.bottom) > 2.5
    ]


def picture(pdf: bytes) -> Image.Image:
    """All pages beside each other, in sixteen greys."""
    document = pypdfium2.PdfDocument(pdf)
    images = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    document.close()
    whole = Image.new("L", (sum(image.width for image in images), max(image.height for image in images)), 128)
    across = 0
    for image in images:
        whole.paste(image, (across, 0))
        across += image.width
    return whole.quantize(16)


def differs(name: str, pdf: bytes) -> str | None:
    """What tells the paper from its golden picture; `GOLDEN=write` in the environment takes the paper as the new one."""
    file, now = GOLDEN / f"{name}.png", picture(pdf)
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        now.save(file, optimize=True)
        return None
    golden = Image.open(file).convert("L")
    if golden.size != now.size:
        return f"{name}: {now.size}, golden {golden.size}"
    difference = ImageChops.difference(golden, now.convert("L"))
    mean = ImageStat.Stat(difference).mean[0]
    return f"{name}: {mean:.2f} of 255 differ" if mean > 0.15 else None
