"""Who may do what: one table of role × permit. A test walks every route with every role."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

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


class Permit(StrEnum):
    """What a route may ask for. PUBLIC is granted without a role."""

    PUBLIC = "public"
    BANK_NOTICES = "bank notices: tell"
    BOOK_READ = "book: read"
    CATALOGUE = "catalogue: read"
    GOODS_READ = "goods: read"
    GOODS_WRITE = "goods: receive, return, lose, move, count"
    LABELS = "labels: print"
    MANAGE = "manage"
    MASTER_READ = "master data: read"
    OWN_MASTER_READ = "master data: read what is one's own"
    PORTAL = "portal"
    PRODUCTS_READ = "products: read"
    REPORTS = "reports: every one"
    REPORTS_SALES = "reports: sales"
    REPORTS_STOCK = "reports: stock"
    SCAN = "scan"
    SELL = "sell"
    STATEMENT_SAY = "statement: accept, ask"
    TILLS_READ = "tills and places: read"


_STOCK = {Permit.GOODS_READ, Permit.SCAN, Permit.PRODUCTS_READ, Permit.TILLS_READ}

GRANTS: dict[Role, frozenset[Permit]] = {
    Role.MANAGER: frozenset(Permit) - {Permit.PORTAL},
    Role.STOREKEEPER: frozenset(
        _STOCK | {Permit.MASTER_READ, Permit.OWN_MASTER_READ, Permit.GOODS_WRITE, Permit.LABELS, Permit.REPORTS_STOCK}
    ),
    Role.CASHIER: frozenset(_STOCK | {Permit.CATALOGUE, Permit.SELL}),
    Role.OFFICER: frozenset({Permit.REPORTS, Permit.REPORTS_SALES, Permit.REPORTS_STOCK}),
    Role.PRODUCER: frozenset(
        {
            Permit.BOOK_READ,
            Permit.GOODS_READ,
            Permit.LABELS,
            Permit.OWN_MASTER_READ,
            Permit.PORTAL,
            Permit.PRODUCTS_READ,
            Permit.REPORTS_SALES,
            Permit.STATEMENT_SAY,
        }
    ),
}

TOKEN_USES: dict[str, Permit] = {"bank-notices": Permit.BANK_NOTICES}
"""What a token may be narrowed to, by the name of the use."""

View = TypeVar("View", bound=Callable[..., object])


def needs(permit: Permit) -> Callable[[View], View]:
    """Marks a view with the permit it asks for; the request guard refuses a view without one."""

    def mark(view: View) -> View:
        view.permit = permit  # type: ignore[attr-defined]
        return view

    return mark


def permit_of(view: Callable[..., object]) -> Permit | None:
    """The permit a view asks for."""
    return getattr(view, "permit", None)


def is_granted(role: Role | None, permit: Permit) -> bool:
    """Whether a role (none: a stranger) may do what the permit names."""
    if permit is Permit.PUBLIC:
        return True
    if role is None:
        return False
    return permit in GRANTS[role]
