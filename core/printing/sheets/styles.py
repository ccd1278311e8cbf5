"""The typography of the sheets: Noto Sans, one weight of rule, figures on the right."""

from __future__ import annotations

from html import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from core.printing.fonts import BOLD, ITALIC, REGULAR, clean
from core.printing.units import keep_units

INK, SOFT, GREY, HAIR = HexColor("#111111"), HexColor("#333333"), HexColor("#555555"), HexColor("#d9d5ca")
RULE = 0.75
"""The one weight of every rule, in points; what is less important is lighter, not thinner."""

TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=9.4, leading=13.6, textColor=INK)
RIGHT = ParagraphStyle("right", TEXT, alignment=TA_RIGHT)
SMALL = ParagraphStyle("small", TEXT, fontSize=8.3, leading=11.4, textColor=SOFT)
TITLE = ParagraphStyle("title", TEXT, fontName=BOLD, fontSize=15, leading=19)
TITLE_CENTRED = ParagraphStyle("title centred", TITLE, alignment=TA_CENTER)
NOTE = ParagraphStyle("note", SMALL, spaceBefore=3)
UNDER_TITLE = ParagraphStyle("under title", TEXT, textColor=SOFT)
UNDER_TITLE_CENTRED = ParagraphStyle("under title centred", UNDER_TITLE, alignment=TA_CENTER)
NUMBER = ParagraphStyle("number", TEXT, fontName=BOLD, fontSize=11.3, leading=14, alignment=TA_RIGHT)
HEADING = ParagraphStyle("heading", TEXT, fontName=BOLD, fontSize=9.8, leading=13.5, spaceBefore=8, spaceAfter=3)
LABEL = ParagraphStyle("label", TEXT, textColor=GREY)
CAPTION = ParagraphStyle("caption", SMALL, alignment=TA_CENTER, leading=10.6)
IN_WORDS = ParagraphStyle("in words", RIGHT, fontName=ITALIC, spaceBefore=4)
PLACE = ParagraphStyle("day and commune", RIGHT, fontName=ITALIC, spaceBefore=5)
NOTICE = ParagraphStyle("notice", TEXT, fontName=BOLD, spaceBefore=6)


def safe(text: str) -> str:
    """People's text, harmless in a paragraph's markup, a figure together with its unit."""
    return escape(keep_units(clean(text)))


def bold(text: str) -> str:
    """People's text in bold, as a paragraph's markup."""
    return f'<font name="{BOLD}">{safe(text)}</font>'


def together(text: str) -> str:
    """A sentence whose last two words stay on one line."""
    before, blank, last = text.rpartition(" ")
    return f"{before}\u00a0{last}" if blank else text
