"""Figures that people type: an amount, a quantity, a whole number, a percentage, read as a Vietnamese writes them. PURE.

The dot groups thousands and the comma begins the decimals: `1.500` đồng is 1500, `1,5` kg is one and a half. Number pads and
scales write a dot for decimals, so a quantity of `1.500` kg has two readings a thousand times apart; it is given back as
`Ambiguous`, and the form asks. `static/js/till/domain/typed_figures.js` reads the same; both are held to
`tests/vectors/typed_figures.json`. The JSON API reads none of this: it takes numbers and plain decimal texts alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.money import Bp, Vnd
from core.quantity import Milli, format_quantity

Figure = TypeVar("Figure", bound=int)

LARGEST = 10**15
"""Figures from here on are refused: both languages count exactly below it, and a document's own limit is lower."""
MOST_DIGITS = 9
"""Digits of a quantity before the comma, as in documents."""
LONGEST = 60
"""Characters of a figure; a longer text is none."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_MINUS = re.compile("[\u2010-\u2013\u2212]")
_PLAIN = re.compile(r"\d+", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL = re.compile(r"(.*)([.,])(\d+)", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))? ?%?", re.ASCII)
_UNITS = {
    **dict.fromkeys(("k", "ng", "ngan", "nghin"), 1_000),
    **dict.fromkeys(("tr", "trieu"), 1_000_000),
    **dict.fromkeys(("ty", "ti"), 1_000_000_000),
}
_MONEY = re.compile(
    rf"(?P<sign>[+-]?) ?(?:(?:₫|vnd|d) ?)?(?P<number>\d[\d., ]*?) ?"
    rf"(?:(?P<unit>{'|'.join(_UNITS)}) ?(?P<rest>\d{{1,3}})?)? ?(?:₫|dong|vnd|d)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Ambiguous(Generic[Figure]):
    """A figure with two readings. The person who typed it must say which is meant."""

    smaller: Figure
    larger: Figure


def read_money(text: str) -> Vnd | Ambiguous[Vnd] | None:
    """Reads an amount in đồng: `45.000`, `45 000 đ`, `45,000 VNĐ`, `45k`, `1,5tr`, `1tr5`, `−5.000`. None: it is no amount."""
    match = _MONEY.fullmatch(_plain(text))
    if not match:
        return None
    readings = _decimal_readings(match["number"])
    if match["unit"] is None:
        values = _whole_amounts(readings)
    elif match["rest"]:
        values = [_scaled(match["number"], match["rest"], _UNITS[match["unit"]])] if _PLAIN.fullmatch(match["number"]) else []
    else:
        values = [_scaled(whole, decimals, _UNITS[match["unit"]]) for whole, decimals in readings]
    sign = -1 if match["sign"] == "-" else 1
    return _one_of([Vnd(sign * value) for value in values if value is not None])


def read_quantity(text: str, places: int) -> Milli | Ambiguous[Milli] | None:
    """Reads a quantity of a product with `places` decimals, in thousandths: `1,5`, `1.5`, `1.500,5`. None: it is no quantity.

    `1.500` is 1500 pieces of a product without decimals; with decimals it may be 1,5 as well, and so may `1,500` mean 1500.
    `1,234` is one reading, because that is how one kilogram and 234 grams are written on every page.
    """
    bare = _plain(text)
    readings = _decimal_readings(bare)
    if len(readings) == 2:
        if places == 0:
            readings = [pair for pair in readings if not pair[1]]
        elif "," in bare and not bare.endswith("0"):
            readings = [pair for pair in readings if pair[1]]
    values = [_scaled(whole, decimals, 1000) for whole, decimals in readings]
    return _one_of([Milli(value) for value in values if value is not None and value < 10**MOST_DIGITS * 1000])


def read_whole(text: str) -> int | None:
    """Reads a number without decimals or unit: `30`, `1.500`, `1 500`. None: it is no whole number."""
    bare = _plain(text)
    sign, bare = (-1, bare[1:].lstrip()) if bare.startswith("-") else (1, bare)
    return _limited(sign * int(re.sub("[., ]", "", bare))) if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare) else None


def read_percent_bp(text: str) -> Bp | None:
    """Reads a percentage, `12,5` or `12.5 %`, as basis points. None: it is no percentage."""
    match = _PERCENT.fullmatch(_plain(text))
    return Bp(int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))) if match else None


def write_quantity(quantity: int) -> str:
    """Writes a quantity for a field: `1500,5`, `1,25`; without the dots of `formats.qty`, so that reading it asks nothing."""
    return format_quantity(quantity).replace(".", ",")


def _plain(text: str) -> str:
    """Small letters without accents, d for đ, one kind of blank and minus, nothing invisible; empty when the text is too long."""
    if len(text) > LONGEST:
        return ""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c)[0] != "M")
    small = _INVISIBLE.sub("", bare).lower().replace("đ", "d").replace("ð", "d")
    return _MINUS.sub("-", _BLANKS.sub(" ", small)).strip(" \r\n")


def _decimal_readings(number: str) -> list[tuple[str, str]]:
    """Each way to read the figures as digits before and after the comma; two for `1.500` and `1,500`, none for `1.50.000`."""
    grouped = _GROUPED.fullmatch(number)
    if _PLAIN.fullmatch(number):
        return [(number, "")]
    decimal = _DECIMAL.fullmatch(number)
    readings = [(re.sub("[., ]", "", number), "")] if grouped else []
    if decimal:
        before, comma, decimals = decimal.groups()
        thousands = _GROUPED.fullmatch(before)
        if not before or _PLAIN.fullmatch(before) or (thousands and thousands[1] != comma):
            readings.append((re.sub("[., ]", "", before) or "0", decimals))
    return readings


def _whole_amounts(readings: list[tuple[str, str]]) -> list[int | None]:
    """Amounts written out in full. A đồng has no parts, so `45.000` is one reading; `45.000,00` ends in no parts at all."""
    if len(readings) == 2:
        readings = readings[:1]
    return [_limited(int(whole)) for whole, decimals in readings if not decimals or (decimals in {"0", "00"} and len(whole) > 3)]


def _scaled(whole: str, decimals: str, unit: int) -> int | None:
    """`whole,decimals` times the unit, when that is a whole number."""
    value, remainder = divmod(int(whole + decimals) * unit, 10 ** len(decimals))
    return None if remainder else _limited(value)


def _limited(value: int) -> int | None:
    return value if abs(value) < LARGEST else None


def _one_of(values: list[Figure]) -> Figure | Ambiguous[Figure] | None:
    different = sorted(set(values))
    if len(different) == 2:
        return Ambiguous(*different)
    return different[0] if different else None
