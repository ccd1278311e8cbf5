"""What a commune was called, which unit a name meant on a day, and where its land lies today. Names are read without accents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from core import clock
from core.text.search_fold import fold
from suppliers.programme.communes.results import UnitName, UnitResult
from suppliers.programme.communes.units import SUCCESSORS, UNITS, Unit

_LEVEL_WORDS = tuple(f"{fold(word)} " for word in ("xã", "phường", "thị trấn", "tt", "tt."))
_MADE_OF = {new: tuple(old for old, became in SUCCESSORS.items() if became is new) for new in UNITS}


def bare_name(text: str) -> str:
    """A name without its level and accents, as names are compared: "xã Đại Xuân" and "Đại Xuân" are one."""
    folded = fold(text)
    return next((folded[len(word) :] for word in _LEVEL_WORDS if folded.startswith(word)), folded)


def units_on(day: date) -> list[Unit]:
    """The units that stood on a day, by name; none before the records begin."""
    found = [unit for unit in UNITS if _stood(unit, day)]
    return sorted(found, key=lambda unit: fold(unit.name))


def unit_on(name: str, day: date) -> Unit | None:
    """The unit that a name meant on a day."""
    wanted = bare_name(name)
    return next((unit for unit in UNITS if _stood(unit, day) and bare_name(unit.name) == wanted), None)


def unit_named(name: str) -> Unit | None:
    """The latest unit that bore a name."""
    wanted = bare_name(name)
    found = [unit for unit in UNITS if bare_name(unit.name) == wanted]
    return max(found, key=lambda unit: unit.valid_from) if found else None


def successor_on(unit: Unit, day: date) -> Unit | None:
    """The unit that the land of `unit` belongs to on a day from its first one on: itself while it stands. None before that."""
    if day < unit.valid_from:
        return None
    while unit.valid_to is not None and unit.valid_to < day:
        unit = SUCCESSORS[unit]
    return unit


def land_on(text: str, day: date) -> str:
    """The name of the unit that a commune, named by its name of any time, lies in on a day; the folded text of an unknown one."""
    stood = unit_on(text, day)
    wanted = bare_name(text)
    units = [stood] if stood else [unit for unit in UNITS if bare_name(unit.name) == wanted]
    found = [unit for unit in (successor_on(unit, day) for unit in units) if unit]
    return bare_name(found[0].name) if found else wanted


def made_of(unit: Unit) -> Sequence[Unit]:
    """The units that became a unit, or a part of it."""
    return _MADE_OF[unit]


def full_name(unit: Unit) -> str:
    """The name with its level: "phường Quế Võ"."""
    return f"{_(unit.level.label)} {unit.name}"


def commune_today(text: str) -> str:
    """A commune as it was written, and where it lies today if its name is gone: "Việt Hùng, nay thuộc phường Quế Võ"."""
    unit = unit_named(text)
    today = successor_on(unit, clock.today()) if unit else None
    if today is None or bare_name(today.name) == bare_name(text):
        return text
    return str(_("%(name)s, nay thuộc %(unit)s", name=text, unit=full_name(today)))


def show_unit(unit: Unit, today: date) -> UnitResult:
    """A unit with what it was made of and what became of it."""
    next_one, now = SUCCESSORS.get(unit), successor_on(unit, today)
    return UnitResult(
        code=unit.code,
        name=unit.name,
        level=unit.level,
        full_name=full_name(unit),
        parent=unit.parent,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        source=unit.source,
        made_of=[_name(old) for old in made_of(unit)],
        successors=[_name(next_one)] if next_one else [],
        today=_name(now) if now else None,
    )


def _name(unit: Unit) -> UnitName:
    return UnitName(unit.code, unit.name, unit.level, unit.valid_from)


def _stood(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)
