"""Phrases that several labels share."""

from __future__ import annotations

from datetime import date

from core.i18n import gettext as _
from core.printing.units import MEASURED_UNITS
from core.text.formats import vnd
from inventory.labels.arranging import Part

NBSP = "\u00a0"
ABBREVIATIONS = (("Hợp tác xã", "HTX"), ("Tổ hợp tác", "THT"), ("trách nhiệm hữu hạn", "TNHH"), ("Hộ kinh doanh", "HKD"))
"""What Vietnamese papers write where there is little room."""


def whole(text: str) -> str:
    """A phrase that stays on one line."""
    return text.replace(" ", NBSP)


def made_and_best(made_on: date | None, best_before: date | None) -> tuple[Part, ...]:
    """The day made and the best-before day; a date is never cut short."""
    parts = []
    if made_on:
        made = (_("Ngày sản xuất %(day)s", day=f"{made_on:%d/%m/%Y}"), _("SX %(day)s", day=f"{made_on:%d/%m/%y}"))
        parts.append(Part(wordings=tuple(map(whole, made)), rank=5))
    if best_before:
        best = (_("Hạn sử dụng %(day)s", day=f"{best_before:%d/%m/%Y}"), _("HSD %(day)s", day=f"{best_before:%d/%m/%y}"))
        parts.append(Part(wordings=tuple(whole(text[:1].upper() + text[1:]) for text in best), rank=3, bold=True))
    return tuple(parts)


def maker(producer_name: str, commune: str | None) -> Part:
    """The producer and where the goods come from."""
    short = producer_name
    for long, abbreviation in ABBREVIATIONS:
        short = short.replace(long, abbreviation)
    places = (f", {whole(commune)}", f", {commune}", "") if commune else ("",)
    names = dict.fromkeys(f"{name}{place}" for place in places for name in (producer_name, short))
    return Part(wordings=tuple(names), rank=6, most=2, breaks=True)


def price(price_vnd: int, unit: str, *, size: float = 1.7, rank: int = 2) -> Part:
    """The price, of a kilogram where goods are weighed; counted things speak for themselves."""
    per = f"/{unit}" if unit in MEASURED_UNITS else ""
    return Part(wordings=(vnd(price_vnd) + per,), rank=rank, size=size, bold=True)


def sold_by(outlet_name: str, outlet_phone: str | None) -> tuple[Part, ...]:
    """The outlet and its phone number."""
    parts = [Part(wordings=(outlet_name,), rank=8, size=0.92, most=2, breaks=True)] if outlet_name else []
    if outlet_phone:
        phone = whole(outlet_phone)
        parts.append(Part(wordings=(_("Điện thoại %(phone)s", phone=phone), phone), rank=9, size=0.92))
    return tuple(parts)
