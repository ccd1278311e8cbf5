"""Noto Sans, the one family of our papers: every Vietnamese letter, figures of equal width."""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fontpkg_noto_sans import ROOT

from core.paths import GENERATED

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import ImageFont

REGULAR, BOLD, ITALIC = "PaperSans", "PaperSans-Bold", "PaperSans-Italic"
WEIGHT = {REGULAR: 400, BOLD: 700, ITALIC: 400}

# Latin with Vietnamese, combining marks, punctuation, currency signs and signs of arithmetic.
_KEPT = (
    (0x20, 0x180), (0x1A0, 0x1A2), (0x1AF, 0x1B1), (0x300, 0x32A), (0x1EA0, 0x1EFA), (0x2000, 0x2070), (0x20A0, 0x20D0),
    (0x2212, 0x2213),
)  # fmt: skip
_lock = threading.RLock()
_UNDRAWABLE = ("Cc", "Cf", "Cn", "Cs")


def variable_font_file(style: str) -> Path:
    """The font with axes that a style is cut from, in its package."""
    name = "NotoSans-Italic[wdth,wght].ttf" if style == ITALIC else "NotoSans[wdth,wght].ttf"
    return Path(ROOT) / "files" / name


@lru_cache(maxsize=64)
def pil_font(size: float, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font for pictures, `size` dots high."""
    from PIL import ImageFont

    font = ImageFont.truetype(variable_font_file(REGULAR), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([700 if bold else 400, 100])
    return font


@cache
def static_font(style: str) -> bytes:
    """A font without axes, as PDF readers want it: the file of `make setup`, or one that is made now in about a second."""
    file = paper_font_file(style)
    return file.read_bytes() if file.exists() else make_static_font(style)


def paper_font_file(style: str) -> Path:
    """Where `ops.assets` puts a font of the papers."""
    return GENERATED / f"{style}.ttf"


def make_static_font(style: str) -> bytes:
    """Cuts our letters in one weight out of the font with axes."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(variable_font_file(style))
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF"]
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, end in _KEPT for code in range(first, end)])
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": WEIGHT[style], "wdth": 100}, inplace=True)
    for record in font["name"].names:  # readers tell fonts of one document apart by name
        if record.nameID in (1, 3, 4, 6):
            record.string = style
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@contextmanager
def reportlab_lock() -> Iterator[None]:
    """Lets one thread at a time use reportlab, with our fonts registered: its fonts belong to the whole process."""
    with _lock:
        _register_for_pdf()
        yield


@cache
def _register_for_pdf() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont as PdfFont

    rl_config.useA85 = 0  # bytes as letters make files a quarter larger and take longer than drawing them
    for style in (REGULAR, BOLD, ITALIC):
        pdfmetrics.registerFont(PdfFont(style, io.BytesIO(static_font(style))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def clean(text: str) -> str:
    """Text as it can be drawn: composed letters, no control characters, line breaks as spaces; the unbreakable space stays."""
    if text.replace("\u00a0", " ").isprintable() and unicodedata.is_normalized("NFC", text):
        return text  # as nearly every text is
    plain = " ".join(unicodedata.normalize("NFC", text).splitlines()).replace("\t", " ")
    return "".join(letter for letter in plain if unicodedata.category(letter) not in _UNDRAWABLE)
