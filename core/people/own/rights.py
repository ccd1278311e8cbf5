"""What somebody of a producer may do there: kept as permits that are withheld from them, shown as the rights they have."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.people.choices import Right
from core.people.permits import Permit

_PERMITS: Mapping[Right, Permit] = {Right.ANSWER: Permit.ANSWER, Right.ACCEPT: Permit.ACCEPT}
_NAMES = {right: f"core.{permit.name.lower()}" for right, permit in _PERMITS.items()}


def rights_of(withheld: Collection[str]) -> tuple[Right, ...]:
    """The rights of a person from whom these permits are withheld, by name. Everybody sees."""
    return tuple(right for right in Right if _NAMES.get(right) not in withheld)


def withheld_with(withheld: Collection[str], rights: Collection[Right]) -> frozenset[str]:
    """What is withheld from a person, by name, when they have these rights; what else is withheld stays."""
    return frozenset(withheld) - set(_NAMES.values()) | {name for right, name in _NAMES.items() if right not in rights}
