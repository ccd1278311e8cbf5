"""The units of Quế Võ and their successors, as data. A code serves another unit later, so nothing here is found by its code.

Sources: decision lists of the General Statistics Office for 2019; resolutions 723/NQ-UBTVQH15 (13/2/2023, in force 10/4/2023),
1255/NQ-UBTVQH15 (24/10/2024, in force 1/12/2024) and 1658/NQ-UBTVQH15 (16/6/2025, in force 1/7/2025); codes of 2025 from the
list of provinces and wards of that year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from suppliers.programme.communes.choices import UnitLevel

RECORDED_FROM = date(2019, 1, 1)
"""The first day of the records; the units of that day are older."""
TOWNSHIP = date(2023, 4, 10)
HAN_QUANG_JOINS = date(2024, 12, 1)
TWO_LEVELS = date(2025, 7, 1)
_EVE = timedelta(days=1)

DISTRICT_PARENT = "huyện Quế Võ"
TOWNSHIP_PARENT = "thị xã Quế Võ"
PROVINCE_PARENT = "tỉnh Bắc Ninh"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit while it had one level and one parent; `valid_to` is its last day, None while it stands. `source` says by what."""

    code: str
    name: str
    level: UnitLevel
    valid_from: date
    valid_to: date | None
    parent: str
    source: str


_OF_2019 = (
    ("09247", "Phố Mới"),
    ("09250", "Việt Thống"),
    ("09253", "Đại Xuân"),
    ("09259", "Nhân Hòa"),
    ("09262", "Bằng An"),
    ("09265", "Phương Liễu"),
    ("09268", "Quế Tân"),
    ("09274", "Phù Lương"),
    ("09277", "Phù Lãng"),
    ("09280", "Phượng Mao"),
    ("09283", "Việt Hùng"),
    ("09289", "Ngọc Xá"),
    ("09292", "Châu Phong"),
    ("09295", "Bồng Lai"),
    ("09298", "Cách Bi"),
    ("09301", "Đào Viên"),
    ("09304", "Yên Giả"),
    ("09307", "Mộ Đạo"),
    ("09310", "Đức Long"),
    ("09313", "Chi Lăng"),
    ("09316", "Hán Quảng"),
)
_WARDS_OF_2023 = frozenset(
    {
        "Phố Mới",
        "Bằng An",
        "Bồng Lai",
        "Cách Bi",
        "Đại Xuân",
        "Nhân Hòa",
        "Phù Lương",
        "Phương Liễu",
        "Phượng Mao",
        "Quế Tân",
        "Việt Hùng",
    }
)
JOINED_IN_2024 = {"Hán Quảng": "Việt Hùng"}
_OF_2025 = (
    ("09247", "Quế Võ", UnitLevel.WARD, ("Phố Mới", "Bằng An", "Việt Hùng", "Quế Tân")),
    ("09265", "Phương Liễu", UnitLevel.WARD, ("Phượng Mao", "Phương Liễu")),
    ("09253", "Nhân Hòa", UnitLevel.WARD, ("Đại Xuân", "Nhân Hòa", "Việt Thống")),
    ("09301", "Đào Viên", UnitLevel.WARD, ("Phù Lương", "Ngọc Xá", "Đào Viên")),
    ("09295", "Bồng Lai", UnitLevel.WARD, ("Cách Bi", "Bồng Lai", "Mộ Đạo")),
    ("09313", "Chi Lăng", UnitLevel.COMMUNE, ("Yên Giả", "Chi Lăng")),
    ("09292", "Phù Lãng", UnitLevel.COMMUNE, ("Châu Phong", "Đức Long", "Phù Lãng")),
)


def _of_2019(code: str, name: str) -> Unit:
    level = UnitLevel.TOWN if name == "Phố Mới" else UnitLevel.COMMUNE
    return Unit(code, name, level, RECORDED_FROM, TOWNSHIP - _EVE, DISTRICT_PARENT, "GSO 2019")


def _of_2023(code: str, name: str) -> Unit:
    level = UnitLevel.WARD if name in _WARDS_OF_2023 else UnitLevel.COMMUNE
    ends = (HAN_QUANG_JOINS if name in JOINED_IN_2024 else TWO_LEVELS) - _EVE
    return Unit(code, name, level, TOWNSHIP, ends, TOWNSHIP_PARENT, "723/NQ-UBTVQH15")


def _linked() -> tuple[tuple[Unit, ...], dict[Unit, Unit]]:
    """The units in the order of their first days, and what each that ended became part of."""
    first = {name: _of_2019(code, name) for code, name in _OF_2019}
    second = {name: _of_2023(code, name) for code, name in _OF_2019}
    became = {first[name]: second[name] for name in first}
    became |= {second[old]: second[new] for old, new in JOINED_IN_2024.items()}
    third = []
    for code, name, level, members in _OF_2025:
        unit = Unit(code, name, level, TWO_LEVELS, None, PROVINCE_PARENT, "1658/NQ-UBTVQH15")
        third.append(unit)
        became |= {second[member]: unit for member in members}
    return (*first.values(), *second.values(), *third), became


UNITS, SUCCESSORS = _linked()
"""Every unit there was, and the unit that each one that ended became, or became a part of."""
