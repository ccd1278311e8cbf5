"""What is read about people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.people.permits import Role


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person who signs in, without their secrets.

    An expired password or PIN was set by somebody else and serves only to choose a new one; `withheld` names permits of the
    role that this person does not have. A `phone` signs in as the username does.
    """

    id: int
    username: str
    name: str
    role: Role
    producer: str | None
    active: bool
    has_password: bool
    has_pin: bool
    password_expired: bool
    pin_expired: bool
    has_second_factor: bool
    withheld: tuple[str, ...]
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class PersonResult:
    """A person as the API shows them; of passwords and PINs only whether there is one, and whether somebody else set it.

    `permits` are those of the role, each with whether this person has it.
    """

    username: str
    name: str
    role: Role
    producer: str | None
    locked: bool
    has_password: bool
    has_pin: bool
    password_expired: bool
    pin_expired: bool
    has_second_factor: bool
    permits: Mapping[str, bool]
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class PersonName:
    """What a person signs in as, and what they are called."""

    username: str
    name: str
