"""The price sheet: what is on sale with its price and a code, on A4, for the counter when nothing else works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle
from sqlalchemy import select

from core.db import fetch_all
from core.i18n import gettext as _
from core.i18n import in_language
from core.money import Vnd
from core.printing.fonts import BOLD, reportlab_lock
from core.printing.sheets import parts
from core.printing.sheets.pages import make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import HAIR, RULE, SMALL, TEXT, safe
from core.printing.slip_parts import Issuer
from core.text.formats import day as day_text
from core.text.formats import vnd
from inventory.codes import links
from suppliers.models import Producer, Product

SIZE = SheetSize.A4
WIDTH = SHEETS[SIZE].text_width
COLUMNS = 2
CODE_SIDE = 58.0
NAME = ParagraphStyle("good", TEXT, fontName=BOLD, fontSize=9.6, leading=12.2)
PRICE = ParagraphStyle("price", TEXT, fontName=BOLD, fontSize=13, leading=17)
LONGEST_NAME = 90
"""Letters of a name; what is longer is cut, so that every card is of one height."""


@dataclass(frozen=True, slots=True)
class PricedGood:
    """What is on sale; `link` is what its code says."""

    code: str
    name: str
    producer: str
    unit: str
    price_vnd: Vnd
    link: str


def goods_on_sale() -> list[PricedGood]:
    """Every product that is not retired, by name."""
    query = (
        select(Product.code, Product.name, Product.unit, Product.price_vnd, Producer.name.label("producer"), links.FIRST_GTIN)
        .join(Producer, Producer.code == Product.producer_code)
        .where(Product.retired.is_(False))
        .order_by(Product.name_folded, Product.code)
    )
    return [
        PricedGood(r["code"], r["name"], r["producer"], r["unit"], r["price_vnd"], links.product_link(r["code"], r["gtin"]))
        for r in fetch_all(query)
    ]


def price_sheet_pdf(issuer: Issuer, day: date, goods: Sequence[PricedGood]) -> bytes:
    """The sheet of a day's prices."""
    with reportlab_lock(), in_language(issuer.language):
        title = _("Bảng giá")
        story: list[Flowable] = [
            parts.letterhead(issuer, WIDTH),
            parts.title(title, _("Giá ngày %(day)s", day=day_text(day)), "", WIDTH),
            parts.note(_("Quét mã bằng máy bán hàng hoặc điện thoại để biết giá mới nhất."), SMALL),
            Spacer(1, 6),
        ]
        if goods:
            story.append(_cards(goods))
        foot = f"{title} {day_text(day)}"
        return make_pdf(story, SIZE, title=foot, author=issuer.name, foot=foot, language=issuer.language)


def _cards(goods: Sequence[PricedGood]) -> Flowable:
    """Cards in two columns, row by row."""
    cards: list[Any] = [_card(good) for good in goods]
    cards += [""] * (-len(cards) % COLUMNS)
    made = Table([cards[n : n + COLUMNS] for n in range(0, len(cards), COLUMNS)], colWidths=[WIDTH / COLUMNS] * COLUMNS)
    made.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 7),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEABOVE", (0, 0), (-1, -1), RULE, HAIR),
                ("LINEBELOW", (0, -1), (-1, -1), RULE, HAIR),
            ]
        )
    )
    return made


def _card(good: PricedGood) -> Flowable:
    name = good.name if len(good.name) <= LONGEST_NAME else f"{good.name[:LONGEST_NAME]}…"
    beside = [
        Paragraph(safe(name), NAME),
        Paragraph(safe(f"{good.producer} · {good.code}"), SMALL),
        Paragraph(safe(f"{vnd(good.price_vnd)}/{good.unit}"), PRICE),
    ]
    room = WIDTH / COLUMNS - 12
    return parts.plain([[parts.Code(good.link, CODE_SIDE, CODE_SIDE), beside]], [CODE_SIDE + 12, room - CODE_SIDE - 12])
