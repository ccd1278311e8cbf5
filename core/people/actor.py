"""Who acts in this request: a signed-in person or a program with a token."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from core.people.permits import Permit, Role, is_granted


@dataclass(frozen=True)
class Actor:
    """The one who acts. `name` is what books and the audit trail keep: the username, or the token's own name."""

    name: str
    role: Role
    person_id: int | None = None
    producer: str | None = None
    till: str | None = None
    shown_as: str | None = None
    is_token: bool = False

    @property
    def label(self) -> str:
        """The name people read."""
        return self.shown_as or self.name

    def may(self, permit: Permit) -> bool:
        """Whether this one may do what the permit names."""
        return is_granted(self.role, permit)


SYSTEM = Actor(name="outlet", role=Role.MANAGER)
"""The outlet itself, for work nobody stands behind (set-up, the demonstration)."""


def current_actor() -> Actor:
    """The actor of this request; the guard has already let them in."""
    actor: Actor = g.actor
    return actor
