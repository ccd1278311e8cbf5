"""What is read about people."""

from __future__ import annotations

from dataclasses import dataclass

from core.people.permits import Role


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person who signs in, without their secrets."""

    id: int
    username: str
    name: str
    role: Role
    producer: str | None
    active: bool
    has_password: bool
    has_pin: bool


@dataclass(frozen=True, slots=True)
class PersonName:
    """What a person signs in as, and what they are called."""

    username: str
    name: str
