"""Who sold, or took goods back, while the server was gone: whoever sends it later may be somebody else."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select

from core.db import Prepared, fetch_one
from core.errors import Invalid
from core.i18n import N_
from core.models import Person
from core.people.actor import withheld_permits
from core.people.approvals import Approval
from core.people.permits import Role, is_granted
from pos.permits import SalesPermit

# Also one who was locked since: it has happened.
_PERSON = Prepared(select(Person.role, Person.withheld).where(Person.username == bindparam("username")))


def sent_for(cashier: str, approval: Approval) -> Approval:
    """The approval when a document is sent by another than its cashier: sending is no approval. Raises Invalid."""
    person = fetch_one(_PERSON, {"username": cashier})
    role = Role(person["role"]) if person else None
    if person is None or not is_granted(role, SalesPermit.SELL) or SalesPermit.SELL in withheld_permits(person["withheld"]):
        raise Invalid(("cashier", N_("Không có thu ngân này.")))
    return replace(approval, is_manager=approval.is_manager and role is Role.MANAGER)
