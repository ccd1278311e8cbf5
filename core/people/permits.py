"""Who may do what. Each area declares its permits with the roles that hold them; a test walks every route with every role."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Self, TypeVar

from core.i18n import N_


class Role(StrEnum):
    """The kinds of people and tokens."""

    MANAGER = "manager"
    CASHIER = "cashier"
    STOREKEEPER = "storekeeper"
    OFFICER = "officer"
    PRODUCER = "producer"

    @property
    def label(self) -> str:
        """The role's name, a message id."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.MANAGER: N_("Quản lý"),
    Role.CASHIER: N_("Thu ngân"),
    Role.STOREKEEPER: N_("Thủ kho"),
    Role.OFFICER: N_("Cán bộ OCOP"),
    Role.PRODUCER: N_("Nhà sản xuất"),
}


class AnyPermit(StrEnum):
    """What a route may ask for, written as `NAME = "value", roles…`; an area's permits are a subclass. Values are unique."""

    roles: frozenset[Role]

    def __new__(cls, value: str, *roles: Role) -> Self:
        """Makes the member; `roles` hold the permit."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.roles = frozenset(roles)
        return member


class Permit(AnyPermit):
    """Permits of no area.

    PUBLIC is granted to strangers too; OWN is for what everybody signed in has: sessions, password, PIN; MANAGE is for the one
    who runs the outlet; AUDIT is apart from it, so that a token can be narrowed to it. ANSWER and ACCEPT are what somebody of a
    producer needs besides for whatever is no reading (`needs`); who lacks both only sees.
    """

    PUBLIC = "public", *Role
    OWN = "own", *Role
    MANAGE = "manage", Role.MANAGER
    AUDIT = "audit trail: read", Role.MANAGER
    ANSWER = "producer: answer and write", Role.PRODUCER
    ACCEPT = "producer: accept statements and versions", Role.PRODUCER


View = TypeVar("View", bound=Callable[..., object])


def needs(permit: AnyPermit, right: Permit | None = None) -> Callable[[View], View]:
    """Marks a view with the permit it asks for; the request guard refuses a view without one.

    `right` is what it asks of somebody of a producer besides; unless named, whatever is no reading asks for ANSWER, and what
    everybody has (OWN, PUBLIC) for none.
    """

    def mark(view: View) -> View:
        view.permit, view.right = permit, right  # type: ignore[attr-defined]
        return view

    return mark


def permit_of(view: Callable[..., object]) -> AnyPermit | None:
    """The permit a view asks for."""
    return getattr(view, "permit", None)


def right_of(view: Callable[..., object]) -> Permit | None:
    """What a view that is no reading asks of somebody of a producer besides its permit."""
    right: Permit | None = getattr(view, "right", None)
    return right or (None if permit_of(view) in {Permit.OWN, Permit.PUBLIC} else Permit.ANSWER)


def is_granted(role: Role | None, permit: AnyPermit) -> bool:
    """Whether a role (none: a stranger) may do what the permit names."""
    return permit is Permit.PUBLIC or role in permit.roles
