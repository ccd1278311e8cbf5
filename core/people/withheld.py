"""Permits that a person does not have although their role does. A person never has more than the role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.errors import Invalid
from core.i18n import N_
from core.people.actor import permits_by_name
from core.people.permits import AnyPermit, Role, is_granted


def column_of(withheld: Iterable[str]) -> str | None:
    """How the names of withheld permits are stored."""
    return " ".join(sorted(withheld)) or None


def shown(role: Role, withheld: Iterable[AnyPermit]) -> dict[str, bool]:
    """Each permit that the role has, by name, and whether this person has it."""
    without = frozenset(withheld)
    return {name: permit not in without for name, permit in permits_by_name().items() if is_granted(role, permit)}


def read(role: Role, permits: Mapping[str, bool]) -> frozenset[str]:
    """The names of the permits to withhold. Raises Invalid for an unknown one, for one beyond the role, and a manager's."""
    known = permits_by_name()
    for name, has in permits.items():
        field = f"permits.{name}"
        if name not in known:
            raise Invalid((field, N_("Không có quyền này.")))
        if has and not is_granted(role, known[name]):
            raise Invalid((field, N_("Vai trò này không có quyền đó.")))
        if not has and role is Role.MANAGER and is_granted(role, known[name]):
            raise Invalid((field, N_("Quản lý có mọi quyền.")))
    return frozenset(name for name, has in permits.items() if not has and is_granted(role, known[name]))
