"""The GS1 application identifiers (AIs) and the cutting of an element string by them. PURE.

Source: GS1 General Specifications, section 3.2 (AIs and formats) and section 7.8 (predefined lengths), with the AIs assigned
by 2026. The table is written here once; the till's copy is made from it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from core.values import gtin as gtins

FNC1 = "\x1d"
"""What a scanner sends for the separator between elements."""

TABLE = """\
00 * N18c SSCC
01 * N14c GTIN
02 * N14c GTIN of contained items
03 * N14c made-to-order GTIN
10 X..20 batch or lot
11 * N6 production date
12 * N6 due date
13 * N6 packaging date
15 * N6 best before
16 * N6 last day of sale
17 * N6 expiry
20 * N2 variant
21 X..20 serial
22 X..20 consumer product variant
235 X..28 serial by a third party
240 X..30 additional identification
241 X..30 customer part number
242 N..6 made-to-order variant
243 X..20 packaging component
250 X..30 secondary serial
251 X..30 reference to source
253 N13c+X..17? document type
254 X..20 location extension
255 N13c+N..12? coupon
30 N..8 variable count
3100-3105 * N6 net weight, kg
3110-3115 * N6 length, m
3120-3125 * N6 width, m
3130-3135 * N6 height, m
3140-3145 * N6 area, m²
3150-3155 * N6 net volume, l
3160-3165 * N6 net volume, m³
3200-3205 * N6 net weight, lb
3210-3215 * N6 length, in
3220-3225 * N6 length, ft
3230-3235 * N6 length, yd
3240-3245 * N6 width, in
3250-3255 * N6 width, ft
3260-3265 * N6 width, yd
3270-3275 * N6 height, in
3280-3285 * N6 height, ft
3290-3295 * N6 height, yd
3300-3305 * N6 gross weight, kg
3310-3315 * N6 logistic length, m
3320-3325 * N6 logistic width, m
3330-3335 * N6 logistic height, m
3340-3345 * N6 logistic area, m²
3350-3355 * N6 logistic volume, l
3360-3365 * N6 logistic volume, m³
3370-3375 * N6 kg per m²
3400-3405 * N6 gross weight, lb
3410-3415 * N6 logistic length, in
3420-3425 * N6 logistic length, ft
3430-3435 * N6 logistic length, yd
3440-3445 * N6 logistic width, in
3450-3455 * N6 logistic width, ft
3460-3465 * N6 logistic width, yd
3470-3475 * N6 logistic height, in
3480-3485 * N6 logistic height, ft
3490-3495 * N6 logistic height, yd
3500-3505 * N6 area, in²
3510-3515 * N6 area, ft²
3520-3525 * N6 area, yd²
3530-3535 * N6 logistic area, in²
3540-3545 * N6 logistic area, ft²
3550-3555 * N6 logistic area, yd²
3560-3565 * N6 net weight, troy oz
3570-3575 * N6 net volume or weight, oz
3600-3605 * N6 net volume, qt
3610-3615 * N6 net volume, gal
3620-3625 * N6 logistic volume, qt
3630-3635 * N6 logistic volume, gal
3640-3645 * N6 net volume, in³
3650-3655 * N6 net volume, ft³
3660-3665 * N6 net volume, yd³
3670-3675 * N6 logistic volume, in³
3680-3685 * N6 logistic volume, ft³
3690-3695 * N6 logistic volume, yd³
37 N..8 count of contained items
3900-3909 N..15 amount
3910-3919 N3+N..15 amount and currency
3920-3929 N..15 price
3930-3939 N3+N..15 price and currency
3940-3943 N4 percentage off
3950-3955 N6 price per unit of measure
400 X..30 order number
401 X..30 consignment
402 N17c shipment
403 X..30 routing
410-417 * N13c locations and parties
420 X..20 ship-to post code
421 N3+X..9 ship-to country and post code
422 N3 country of origin
423 N3+N..12? countries of initial processing
424 N3 country of processing
425 N3+N..12? countries of disassembly
426 N3 country of full processing
427 X..3 region of origin
4300-4301 X..35 ship-to company, contact
4302-4306 X..70 ship-to address
4307 X2 ship-to country
4308 X..30 ship-to phone
4309 N20 ship-to coordinates
4310-4311 X..35 return-to company, contact
4312-4316 X..70 return-to address
4317 X2 return-to country
4318 X..20 return-to post code
4319 X..30 return-to phone
4320 X..35 service description
4321-4323 N1 dangerous goods, leave unattended, signature
4324-4325 N10 not before, not after
4326 N6 release date
4330-4333 N6+X1? temperatures
7001 N13 NATO stock number
7002 X..30 meat cut
7003 N10 expiry date and time
7004 N..4 active potency
7005 X..12 catch area
7006 N6 first freeze date
7007 N6+N6? harvest dates
7008 X..3 fishery species
7009 X..10 fishing gear
7010 X..2 production method
7011 N6+N4? test by
7020-7022 X..20 refurbishment lot, function, revision
7023 X..30 asset of an assembly
7030-7039 N3+X..27 processors
7040 N1+X3 unique identification code
7041 X..4 freight unit type
710-717 X..20 national healthcare reimbursement numbers
7230-7239 X2+X..28 certifications
7240 X..20 protocol
7241 N2 media type
7242 X..25 version control number
7250 N8 date of birth
7251 N12 date and time of birth
7252 N1 biological sex
7253-7254 X..40 family name, given name
7255 X..10 name suffix
7256 X..90 full name
7257 X..70 address of a person
7258 N1+X1+N1 birth sequence
7259 X..40 baby of
8001 N14 roll dimensions
8002 X..20 mobile phone
8003 N14c+X..16? returnable asset
8004 X..30 individual asset
8005 N6 price per unit
8006 N14c+N4 piece of an item
8007 X..34 IBAN
8008 N8+N..4? production date and time
8009 X..50 optical sensor
8010 Y..30 component or part
8011 N..12 component serial
8012 X..20 software version
8013-8014 X..25 model numbers
8017-8018 N18c service relations
8019 N..10 service relation instance
8020 X..25 payment slip
8026 N14c+N4 piece of a contained item
8030 Z..90 digital signature
8040-8041 N15 IMEI
8042 N32 eSIM
8043 N18+N..2? physical SIM
8110 X..70 coupon, North America
8111 N4 loyalty points
8112 X..70 paperless coupon, North America
8200 X..70 packaging URL
90 X..30 agreed between partners
91-99 X..90 company internal
"""
"""One AI, or a range of them, a line: AI, `*` for a predefined length (no FNC1 after it), format, meaning.

Formats: N digits, X the 82 letters of AI 10, Y upper-case letters and digits, Z base64 of URLs; `n` exactly so many, `..n` one to
so many, `?` may be missing, `c` ends with a check digit.
"""

LETTERS = {"N": "[0-9]", "X": r"[!\"%-?A-Z_a-z]", "Y": r"[#\-/0-9A-Z]", "Z": r"[\-0-9=A-Z_a-z]"}
_COMPONENT = re.compile(r"([NXYZ])(\.\.)?(\d+)(c?)(\??)")


@dataclass(frozen=True)
class Format:
    """How the value of an AI is written: `predefined` its length where no FNC1 follows, `checked` where a check digit ends."""

    pattern: re.Pattern[str]
    predefined: int = 0
    checked: int = 0

    def fits(self, value: str) -> bool:
        """Whether a value is written so, with the right check digit where it has one."""
        digits = value[: self.checked]
        return self.pattern.fullmatch(value) is not None and (not digits or gtins.check_digit(digits[:-1]) == digits[-1])


def _format(text: str, has_predefined_length: bool) -> Format:
    pattern, length, checked = "", 0, 0
    for component in text.split("+"):
        match = _COMPONENT.fullmatch(component)
        assert match, text
        letters, upto, number, check, optional = match.groups()
        least = 0 if optional else 1 if upto else int(number)
        pattern += f"(?:{LETTERS[letters]}{{{number}}})?" if optional and not upto else f"{LETTERS[letters]}{{{least},{number}}}"
        length += int(number)
        checked = int(number) if check else checked
    return Format(re.compile(pattern), length if has_predefined_length else 0, checked)


def _read_table() -> Iterator[tuple[str, Format]]:
    for line in TABLE.splitlines():
        ais, *rest = line.split(" ")
        predefined = rest[0] == "*"
        first, _, last = ais.partition("-")
        value = _format(rest[1 if predefined else 0], predefined)
        for ai in range(int(first), int(last or first) + 1):
            yield str(ai).zfill(len(first)), value


FORMATS = dict(_read_table())
"""The format of every AI. No AI is the beginning of another."""


def elements(message: str) -> list[tuple[str, str]] | None:
    """The (AI, value) pairs of an element string; None for an AI that does not exist or a value that does not fit it.

    An element ends at its predefined length, else at FNC1 or the end. FNC1 after a predefined length is allowed.
    """
    pairs: list[tuple[str, str]] = []
    rest = message.lstrip(FNC1)
    while rest:
        ai = next((rest[:n] for n in (2, 3, 4) if rest[:n] in FORMATS), None)
        if ai is None:
            return None
        value_format = FORMATS[ai]
        rest = rest[len(ai) :]
        if length := value_format.predefined:
            value, rest = rest[:length], rest[length:]
        else:
            value, _, rest = rest.partition(FNC1)
        if not value_format.fits(value):
            return None
        pairs.append((ai, value))
        rest = rest.lstrip(FNC1)
    return pairs


def as_javascript() -> str:
    """The till's copy of the table: a module whose text is this one's. `python -m inventory.codes.gs1_table > FILE` writes it."""
    return (
        "// The application identifiers of GS1. Made from inventory/codes/gs1_table.py, which says how to read it:\n"
        "// python -m inventory.codes.gs1_table > static/js/till/domain/gs1_table.js\n\n"
        f"export const TABLE = `\\\n{TABLE}`;\n"
    )


if __name__ == "__main__":
    sys.stdout.write(as_javascript())
