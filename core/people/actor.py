"""Who acts in this request: a signed-in person or a program with a token."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from core.area import registered
from core.people.choices import Theme, TypeSize
from core.people.permits import AnyPermit, Permit, Role, is_granted

EVERYBODYS = frozenset({Permit.PUBLIC, Permit.OWN})
"""Permits that nobody is without."""


@dataclass(frozen=True, slots=True)
class OwnLook:
    """How pages look to a person, and the language they speak; None where they never chose one."""

    theme: Theme = Theme.AUTO
    type_size: TypeSize = TypeSize.NORMAL
    language: str | None = None


USUAL_LOOK = OwnLook()


@dataclass(frozen=True)
class Actor:
    """The one who acts. `name` is what books and the audit trail keep: the username, or the token's own name.

    `only` is the one permit of a token that is narrowed to a single use, `withheld` what a person may not although their role
    may. One who `must_renew` signed in with a password that somebody else set, and chooses a new one before anything else.
    In a session that a phone keeps (`on_phone`) they are asked who they are after a while away, and before they accept anything.
    """

    name: str
    role: Role
    person_id: int | None = None
    producer: str | None = None
    till: str | None = None
    shown_as: str | None = None
    token_id: int | None = None
    session_id: int | None = None
    must_renew: bool = False
    only: AnyPermit | None = None
    withheld: frozenset[AnyPermit] = frozenset()
    on_phone: bool = False
    was_away: bool = False
    just_proven: bool = False
    look: OwnLook = USUAL_LOOK

    @property
    def is_token(self) -> bool:
        """Whether a program acts with a token, rather than a person in a session."""
        return self.token_id is not None

    @property
    def label(self) -> str:
        """The name people read."""
        return self.shown_as or self.name

    def may(self, permit: AnyPermit) -> bool:
        """Whether this one may do what the permit names."""
        if self.only is not None and permit not in {self.only, Permit.PUBLIC}:
            return False
        return permit not in self.withheld and is_granted(self.role, permit)

    def has_right(self, right: Permit | None) -> bool:
        """Whether this one has what an act asks of somebody of a producer besides its permit; of others it asks nothing."""
        return right is None or self.role is not Role.PRODUCER or right not in self.withheld


SYSTEM = Actor(name="outlet", role=Role.MANAGER)
"""The outlet itself, for work nobody stands behind (set-up, the demonstration)."""


def current_actor() -> Actor:
    """The actor of this request; the guard has already let them in."""
    actor: Actor = g.actor
    return actor


def permits_by_name() -> dict[str, AnyPermit]:
    """The permits that can be withheld from a person, by name: the area, then the permit, as `pos.sell`."""
    permits = ((area.name, permit) for area in registered().areas for group in area.permits for permit in group)
    return {f"{area}.{permit.name.lower()}": permit for area, permit in permits if permit not in EVERYBODYS}


def withheld_permits(names: str | None) -> frozenset[AnyPermit]:
    """The permits that a person's row names, blanks between them; one of an earlier version that is no more withholds nothing."""
    if not names:
        return frozenset()
    known = permits_by_name()
    return frozenset(known[name] for name in names.split() if name in known)
