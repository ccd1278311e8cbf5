"""What a scanned or typed code says, before anyone looks it up. PURE: text in, `Meaning` out; it never raises.

The look-up (which product, which lot, are they still good) is `inventory/scan.py`; the till's twin of this file is
`static/js/till/domain/scan_code.js`, and both are held together by `tests/vectors/scan.json`.

Understood: GTINs (EAN-8, UPC-A, EAN-13, GTIN-14), the links on our own labels and receipts, GS1 Digital Links of anybody,
GS1 element strings with FNC1, in-store weight labels, and anything else as a text to compare whole. A wrong check digit
or a broken structure leaves nothing but that text: we never guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from core import gtin as gtins
from core.quantity import Milli

Kind = Literal["gtin", "weighed", "lot", "receipt", "text", "nothing"]

FNC1 = "\x1d"
LONGEST = 2000
LOT_PATTERN = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}"
"""A lot code as GS1 AI 10 allows it."""

_LOT = re.compile(LOT_PATTERN)
_TEXT = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,32}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIGITS = re.compile(r"[0-9]+")
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_WEIGHT_AI = re.compile(r"310[0-5]")

GTIN_LENGTHS = frozenset({8, 12, 13, 14})
GS1_SYMBOLOGIES = frozenset({"]C1", "]d2", "]Q3", "]e0", "]J1"})
LINK_QUALIFIERS = frozenset({"22", "10", "21", "235"})
FIXED_LENGTH = (
    {"00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "20": 4, "41": 16}
    | {f"1{n}": 8 for n in range(1, 10)}
    | {f"3{n}": 10 for n in range(1, 7)}
)
"""AI and value together, by the first two digits of the AI; every other element ends with FNC1."""
UNASSIGNED = frozenset({"05", "06", "07", "08", "09", "38", "44", "45", "46", "47", "48", "49"})
VARIABLE_START = frozenset("234789")


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


def read(code: str, layout: str = gtins.WEIGHT_LABEL, *, public_url: str | None = None) -> Meaning:
    """Reads one code; `layout` is that of the outlet's weight labels.

    With `public_url` only that outlet's own `/t/` and `/r/` links are taken, else those of any host.
    """
    code = code.strip(" \t\r\n")
    if not code or len(code) > LONGEST:
        return NOTHING
    symbology = code[:3] if _SYMBOLOGY.match(code) else ""
    if symbology in GS1_SYMBOLOGIES:
        return _element_string(code[3:]) or NOTHING
    code = code[len(symbology) :]
    if code[:7].lower() == "http://" or code[:8].lower() == "https://":
        return _link(code, public_url) or NOTHING
    if FNC1 in code:
        return _element_string(code) or NOTHING
    return _plain(code, layout)


def to_gtin14(code: str) -> str | None:
    """The GTIN-14 of an 8, 12, 13 or 14 digit code whose check digit is right, else None."""
    return gtins.gtin14(code) if code.strip("0") and gtins.is_gtin(code) else None


def _plain(code: str, layout: str) -> Meaning:
    text = code if _TEXT.fullmatch(code) else None
    gtin = to_gtin14(code)
    if gtin is None:
        if code[:2] == "01" and (meaning := _element_string(code)):  # a scanner that sends no leading FNC1
            return meaning
        return Meaning("text", text=text) if text else NOTHING
    plu, grams = _weight_label(code, layout)
    if grams:
        return Meaning("weighed", gtin14=gtin, plu=plu, weight_milli=grams, text=text)
    return Meaning("gtin", gtin14=gtin, text=text)


def _weight_label(code: str, layout: str) -> tuple[str, Milli]:
    """The PLU and the grams of a label that is laid out like this; no grams for any other code."""
    said = {"P": "", "G": ""}
    if len(code) != len(layout):
        return "", 0
    for mark, digit in zip(layout, code, strict=True):
        if mark.isdigit() and mark != digit:
            return "", 0
        said[mark] = said.get(mark, "") + digit
    return said["P"].zfill(5), int(said["G"])


def _link(code: str, public_url: str | None) -> Meaning | None:
    """Our own label or receipt, or a GS1 Digital Link of any host and path prefix."""
    try:
        parts = urlsplit(code)
        path = [unquote(segment, errors="strict") for segment in parts.path.split("/")]
        query = parse_qsl(parts.query, keep_blank_values=True, errors="strict")
    except ValueError:
        return None
    if path and not path[-1]:
        path.pop()
    return _digital_link(path, query) or _own_link(parts, path, public_url)


def _own_link(parts: SplitResult, path: list[str], public_url: str | None) -> Meaning | None:
    if len(path) < 3:
        return None
    if public_url is not None:
        own = urlsplit(public_url)
        if parts.netloc.lower() != own.netloc.lower() or path[:-2] != own.path.rstrip("/").split("/"):
            return None
    letter, name = path[-2:]
    if letter == "t" and _LOT.fullmatch(name):
        return Meaning("lot", lot=name)
    if letter == "r" and _UUID.fullmatch(name.lower()):
        return Meaning("receipt", receipt=name.lower())
    return None


def _digital_link(path: list[str], query: list[tuple[str, str]]) -> Meaning | None:
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
    elements = [("01", gtin), *zip(names, values, strict=True)]
    elements += [(ai, value) for ai, value in query if ai in {"15", "17"} or _WEIGHT_AI.fullmatch(ai)]
    return _from_elements(elements)


def _element_string(message: str) -> Meaning | None:
    """`01…10…<FNC1>17…`: fixed-length elements by the GS1 table, the others up to FNC1 or the end."""
    elements: list[tuple[str, str]] = []
    rest = message.lstrip(FNC1)
    while rest:
        head = rest[:2]
        if not _DIGITS.fullmatch(head) or head in UNASSIGNED:
            return None
        if length := FIXED_LENGTH.get(head):
            element, rest = rest[:length], rest[length:]
            if len(element) != length or not _DIGITS.fullmatch(element):
                return None
        elif head[0] in VARIABLE_START or head == "10":
            element, _, rest = rest.partition(FNC1)
        else:
            return None
        width = 4 if head in {"31", "32", "33", "34", "35", "36"} else 2
        elements.append((element[:width], element[width:]))
        rest = rest.lstrip(FNC1)
    return _from_elements(elements)


def _from_elements(elements: list[tuple[str, str]]) -> Meaning | None:
    """The parts a till needs. One element said twice with two values, or one that cannot be true, makes all of it nothing."""
    said: dict[str, str] = {}
    for ai, value in elements:
        if said.setdefault(ai, value) != value:
            return None
    weights = [(ai, value) for ai, value in said.items() if _WEIGHT_AI.fullmatch(ai)]
    gtin = to_gtin14(said["01"]) if "01" in said else None
    lot = said.get("10")
    if (gtin is None and ("01" in said or lot is None)) or len(weights) > 1:
        return None
    if lot is not None and not _LOT.fullmatch(lot):
        return None
    try:
        expiry = _gs1_day(said.get("17") or said.get("15"))
        weight = _weight(*weights[0]) if weights else None
    except ValueError:
        return None
    kind: Kind = "weighed" if weight else "gtin" if gtin else "lot"
    return Meaning(kind, gtin14=gtin, lot=lot, weight_milli=weight, expiry=expiry)


def _weight(ai: str, value: str) -> Milli:
    """`310n` + six digits is kilograms with n places. What thousandths cannot hold, and nothing, is refused."""
    if len(value) != 6 or not _DIGITS.fullmatch(value):
        raise ValueError("not a weight")
    milli, lost = divmod(int(value) * 1000, int("1" + "0" * int(ai[3])))
    if lost or not milli:
        raise ValueError("not a weight in grams")
    return milli


def _gs1_day(value: str | None) -> date | None:
    """YYMMDD of this century; day 00 is the last of the month."""
    if value is None:
        return None
    if len(value) != 6 or not _DIGITS.fullmatch(value):
        raise ValueError("not a day")
    year, month, day = 2000 + int(value[:2]), int(value[2:4]), int(value[4:])
    if day:
        return date(year, month, day)
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
