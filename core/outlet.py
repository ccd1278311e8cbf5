"""The outlet's own settings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from core import audit_actions
from core.db import audit, execute, fetch_one
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.models import Outlet
from core.people.actor import Actor
from core.requests import OutletRequest


def put_outlet(document: OutletRequest, actor: Actor) -> None:
    """Changes the outlet's settings. Raises Invalid when no outlet has been set up."""
    if execute(update(Outlet).values(document.model_dump())) != 1:
        raise Invalid(("name", N_("Điểm bán chưa được thiết lập.")))
    audit.note(actor, audit_actions.OUTLET_RECORDED, document.name)


def show_outlet() -> dict[str, Any]:
    """The outlet in the shape it is put in. Raises NotFound before the first set-up."""
    found = fetch_one(select(Outlet.__table__))
    if found is None:
        raise NotFound(N_("Điểm bán chưa được thiết lập."))
    return {key: found[key] for key in OutletRequest.model_fields}
