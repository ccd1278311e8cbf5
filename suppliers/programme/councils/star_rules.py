"""Which points are how many stars, who decides on them, and for how long, by the rules of a day. Pure.

Source: the dated table of the programme's decisions; each row names its own. A band begins at its points and ends before those
of the next one: the boundaries of 30, 50, 70 and 90 belong to the higher band.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from suppliers.programme.councils.choices import CouncilLevel
from suppliers.programme.councils.points import Tenths

NOTICE = timedelta(days=180)
"""How long before the end of its paper a product's evaluation begins anew (QĐ 26/2026, the 180 days of its extension)."""


@dataclass(frozen=True, slots=True)
class Band:
    """So many stars from so many tenths of points on; `decided_by` recognises them, nobody does below three stars."""

    stars: int
    from_tenths: Tenths
    decided_by: CouncilLevel | None


@dataclass(frozen=True, slots=True)
class StarRules:
    """The rules from a day on: the most that each part of a score may have, the bands, and how many months a paper is valid."""

    from_day: date
    source: str
    most: Mapping[str, Tenths]
    bands: tuple[Band, ...]
    valid_months: int

    def band_of(self, tenths: int) -> Band:
        """The band of so many points, `tenths` of 0 to 1000. Raises ValueError outside."""
        if not 0 <= tenths <= sum(self.most.values()):
            raise ValueError("no such points")
        return next(band for band in reversed(self.bands) if tenths >= band.from_tenths)


def _most(a: int, b: int, c: int) -> Mapping[str, Tenths]:
    return MappingProxyType({"a": Tenths(a * 10), "b": Tenths(b * 10), "c": Tenths(c * 10)})


def _bands(three: CouncilLevel, four: CouncilLevel, five: CouncilLevel) -> tuple[Band, ...]:
    levels = (None, None, three, four, five)
    begins = (0, 30, 50, 70, 90)
    return tuple(
        Band(stars, Tenths(begin * 10), level) for stars, (begin, level) in enumerate(zip(begins, levels, strict=True), 1)
    )


_DISTRICT, _PROVINCE, _NATION = CouncilLevel.DISTRICT, CouncilLevel.PROVINCE, CouncilLevel.NATION
RULES = (
    StarRules(
        from_day=date(2019, 8, 21),
        source="QĐ 1048/QĐ-TTg (21/08/2019)",
        most=_most(35, 25, 40),
        bands=_bands(_PROVINCE, _PROVINCE, _NATION),
        valid_months=36,
    ),
    StarRules(
        from_day=date(2023, 2, 24),
        source="QĐ 148/QĐ-TTg (24/02/2023)",
        most=_most(40, 25, 35),
        bands=_bands(_DISTRICT, _PROVINCE, _NATION),
        valid_months=36,
    ),
    StarRules(
        from_day=date(2025, 7, 6),
        source="QĐ 148/QĐ-TTg (24/02/2023), QĐ 1489/QĐ-TTg (06/07/2025)",
        most=_most(40, 25, 35),
        bands=_bands(_PROVINCE, _PROVINCE, _NATION),
        valid_months=36,
    ),
    StarRules(
        from_day=date(2026, 5, 22),
        source="QĐ 26/2026/QĐ-TTg (22/05/2026)",
        most=_most(40, 25, 35),
        bands=_bands(_PROVINCE, _PROVINCE, _NATION),
        valid_months=36,
    ),
)
"""The rules in the order of their days."""


def rules_on(day: date) -> StarRules | None:
    """The rules of a day; None before the first of them."""
    return next((rules for rules in reversed(RULES) if rules.from_day <= day), None)
