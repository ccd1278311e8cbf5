"""What a scanned or typed code says, before anyone looks it up. PURE: text in, `Meaning` out; it never raises.

The look-up (which product, which lot, are they still good) is `inventory/codes/scan.py`; the till's twin of this file is
`static/js/till/domain/gs1.js`; `gs1.json`, `scan.json` and `scan_field.json` of `tests/vectors/` keep both alike.

Understood: GTINs (EAN-8, UPC-A, EAN-13, GTIN-14), the links on our own labels and receipts, GS1 Digital Links of anybody,
GS1 element strings with FNC1, in-store weight labels, and anything else as a text to compare whole. A wrong check digit
or a broken structure leaves nothing but that text: we never guess.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import unquote

from core.money import half_up
from core.quantity import Milli
from core.values import gtin as gtins
from inventory.codes.gs1_table import FNC1, FORMATS, elements

Kind = Literal["gtin", "weighed", "lot", "receipt", "text", "nothing"]

LONGEST = 2000
_TEXT = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,32}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIGITS = re.compile(r"[0-9]+")
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_LINK = re.compile(r"https?://[^/?#]+([^?#]*)(?:\?([^#]*))?", re.IGNORECASE | re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

GTIN_LENGTHS = frozenset({8, 12, 13, 14})
GS1_SYMBOLOGIES = frozenset({"]C1", "]d2", "]Q3", "]J1", "]e0", "]c1", "]D2", "]q3", "]j1"})
"""What a scanner puts before an element string; the last four as Caps Lock makes them."""
LINK_QUALIFIERS = frozenset({"22", "10", "21", "235"})
EXPIRY_DATES = ("15", "17", "7003")
NET_WEIGHTS = {"310": (1, 1), "320": (45_359_237, 100_000_000)}
"""The first three digits of a weight's AI and its unit in kilograms, as a fraction: the kilogram and the pound."""


@dataclass(frozen=True)
class Meaning:
    """What a code says. `text` is the code itself, only for comparing whole with product and lot codes.

    `kind` names the strongest reading: a `weighed` label may carry a GTIN that some product owns, and a `gtin` may carry
    a lot, so a look-up goes: exact product or lot code by `text`, then `gtin14` with `lot`, then `plu`.
    """

    kind: Kind
    gtin14: str | None = None
    lot: str | None = None
    plu: str | None = None
    weight_milli: Milli | None = None
    expiry: date | None = None
    receipt: str | None = None
    text: str | None = None


NOTHING = Meaning("nothing")


def read(code: str, this_year: int, layout: str = gtins.WEIGHT_LABEL) -> Meaning:
    """Reads one code. `this_year` places years of two digits; `layout` is that of the outlet's weight labels.

    The links of our own labels and receipts are read whatever host they name: paper outlives an address.
    """
    code = code.strip(" \t\r\n")
    if not code or len(code) > LONGEST:
        return NOTHING
    symbology = code[:3] if _SYMBOLOGY.match(code) else ""
    code = code[len(symbology) :]
    if symbology in GS1_SYMBOLOGIES and (meaning := _element_string(code, this_year)):
        return meaning
    if _LINK.match(code):
        return _link(code, this_year) or NOTHING
    if FNC1 in code:
        return _element_string(code, this_year) or NOTHING
    # With Caps Lock on, an EAN's `]E0` comes as the `]e0` of a GS1 DataBar.
    if symbology in GS1_SYMBOLOGIES and symbology != "]e0":
        return NOTHING
    return _plain(code, this_year, layout)


def to_gtin14(code: str) -> str | None:
    """The GTIN-14 of an 8, 12, 13 or 14 digit code whose check digit is right, else None."""
    return gtins.gtin14(code) if code.strip("0") and gtins.is_gtin(code) else None


def other_cases(name: str) -> set[str]:
    """What a name may be when its letters came in the wrong case: Caps Lock was on, or all letters were made alike."""
    return {name.swapcase(), name.upper(), name.lower()} - {name}


def _plain(code: str, this_year: int, layout: str) -> Meaning:
    text = code if _TEXT.fullmatch(code) else None
    gtin = to_gtin14(code)
    if gtin is None:
        if code[:2] == "01" and (meaning := _element_string(code, this_year)):  # a scanner that sends no leading FNC1
            return meaning
        return Meaning("text", text=text) if text else NOTHING
    plu, grams = _weight_label(code, layout)
    if grams:
        return Meaning("weighed", gtin14=gtin, plu=plu, weight_milli=grams, text=text)
    return Meaning("gtin", gtin14=gtin, text=text)


def _weight_label(code: str, layout: str) -> tuple[str, Milli]:
    """The PLU and the grams of a label that is laid out like this; no grams for any other code."""
    digits = {"P": "", "G": ""}
    if len(code) != len(layout):
        return "", Milli(0)
    for mark, digit in zip(layout, code, strict=True):
        if mark.isdigit() and mark != digit:
            return "", Milli(0)
        digits[mark] = digits.get(mark, "") + digit
    return digits["P"].zfill(5), Milli(int(digits["G"]))


def _link(code: str, this_year: int) -> Meaning | None:
    """Our own label or receipt, or a GS1 Digital Link of any host and path prefix."""
    parts = _LINK.match(code)
    assert parts
    try:
        path = [_decoded(segment) for segment in parts[1].split("/")]
        query = list(_attributes(parts[2] or ""))
    except ValueError:
        return None
    if not path[-1]:
        path.pop()
    return _digital_link(path, query, this_year) or _own_link(path)


def _decoded(text: str) -> str:
    """A part of a link without percent-encoding. Raises ValueError where it is broken."""
    if _BROKEN_ESCAPE.search(text):
        raise ValueError("broken percent-encoding")
    return unquote(text, errors="strict")


def _attributes(query: str) -> Iterator[tuple[str, str]]:
    """The AIs of a link's query that are read here. Raises ValueError for one that is broken; other parameters may be."""
    for pair in re.split("[&;]", query):
        name, _, value = pair.partition("=")
        if name in FORMATS and (name == "10" or name in EXPIRY_DATES or name[:3] in NET_WEIGHTS):
            yield name, _decoded(value)


def _own_link(path: list[str]) -> Meaning | None:
    """`…/t/{lot}` of a label, `…/p/{product}` of a price card, `…/r/{uid}` of a receipt."""
    if len(path) < 3:
        return None
    letter, name = path[-2].lower(), path[-1]
    if letter == "t" and FORMATS["10"].fits(name):
        return Meaning("lot", lot=name)
    if letter == "p" and "01" not in path and _TEXT.fullmatch(name):
        return Meaning("text", text=name)
    if letter == "r" and _UUID.fullmatch(name.lower()):
        return Meaning("receipt", receipt=name.lower())
    return None


def _digital_link(path: list[str], query: list[tuple[str, str]], this_year: int) -> Meaning | None:
    """`…/01/{gtin}[/22/…][/10/{lot}][/21/…]?17=…&3103=…`"""
    for n, segment in enumerate(path[:-1]):
        if segment == "01" and len(path[n + 1]) in GTIN_LENGTHS and _DIGITS.fullmatch(path[n + 1]):
            break
    else:
        return None
    gtin, rest = to_gtin14(path[n + 1]), path[n + 2 :]
    names, values = rest[::2], rest[1::2]
    if gtin is None or len(rest) % 2 or len(set(names)) != len(names) or not set(names) <= LINK_QUALIFIERS:
        return None
    named = [("01", gtin), *zip(names, values, strict=True), *query]
    if not all(FORMATS[ai].fits(value) for ai, value in named):
        return None
    return _from_elements(named, this_year)


def _element_string(message: str, this_year: int) -> Meaning | None:
    """`01…10…<FNC1>17…`"""
    named = elements(message)
    return _from_elements(named, this_year) if named else None


def _from_elements(named: list[tuple[str, str]], this_year: int) -> Meaning | None:
    """The parts a till needs. An AI with two values, or a value that cannot be true, makes all of it nothing."""
    values: dict[str, str] = {}
    for ai, value in named:
        if values.setdefault(ai, value) != value:
            return None
    gtin = to_gtin14(values["01"]) if "01" in values else None
    lot = values.get("10")
    if gtin is None and ("01" in values or lot is None):
        return None
    try:
        expiry = min((_day(values[ai][:6], this_year) for ai in EXPIRY_DATES if ai in values), default=None)
        weight = _weight(values)
    except ValueError:
        return None
    kind: Kind = "weighed" if weight else "gtin" if gtin else "lot"
    return Meaning(kind, gtin14=gtin, lot=lot, weight_milli=weight, expiry=expiry)


def _weight(values: dict[str, str]) -> Milli | None:
    """`310n` or `320n` + six digits: kilograms or pounds with n places, as thousandths of a kilogram.

    Kilograms come first where both are named. Pounds are rounded half up; kilograms that thousandths cannot hold, and no
    weight at all, raise ValueError.
    """
    for head, (numerator, denominator) in NET_WEIGHTS.items():
        weights = [ai for ai in values if ai[:3] == head]
        if len(weights) > 1:
            raise ValueError("two weights")
        if weights:
            thousandths = 1000 * int(values[weights[0]]) * numerator
            unit = denominator * int("1" + "0" * int(weights[0][3]))
            milli = half_up(thousandths, unit)
            if not milli or (numerator == 1 and thousandths % unit):
                raise ValueError("not a weight in grams")
            return Milli(milli)
    return None


def _day(value: str, this_year: int) -> date:
    """YYMMDD; day 00 is the last of the month. Raises ValueError for a day that does not exist."""
    year, month, day = _full_year(int(value[:2]), this_year), int(value[2:4]), int(value[4:])
    if not 1 <= month <= 12:
        raise ValueError("not a month")
    return date(year, month, day or monthrange(year, month)[1])


def _full_year(two_digits: int, this_year: int) -> int:
    """The year from 49 years back to 50 years ahead that ends so (GS1 General Specifications, 7.12)."""
    ahead = two_digits - this_year % 100
    century = this_year - this_year % 100
    if ahead >= 51:
        century -= 100
    elif ahead <= -50:
        century += 100
    return century + two_digits
