"""Which device sells at a till: one at a time, and another takes the till over knowingly.

Who holds a till decides nothing about sales: what a device has sold is recorded whoever holds the till since.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, update

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.models import Person
from core.people.actor import Actor
from pos import audit_actions, shifts, tills
from pos.terminal.models import TillDevice
from pos.terminal.requests import DeviceRequest
from pos.terminal.results import DeviceResult

HEARD_EVERY = timedelta(seconds=20)
"""A device that is heard again within this time is not written anew."""


def hold(till: str, document: DeviceRequest, label: str, actor: Actor) -> DeviceResult:
    """The device sells at a till from now on, or goes on doing so. In a transaction.

    A till without an open shift is anybody's. Raises NotFound, `other_till`, and `till_in_use` while another device sells there
    and the till is not taken over.
    """
    tills.get_till(till)
    shifts.enter(till, actor)
    advisory_lock(f"till-devices/{till}")
    now = clock.now()
    held = fetch_one(select(TillDevice.__table__).where(TillDevice.till_code == till))
    if held is not None and held["device"] == document.device:
        if now - held["seen_at"] >= HEARD_EVERY:
            execute(update(TillDevice).where(TillDevice.till_code == till).values(seen_at=now))
        return get_device(till)
    if held is not None and not document.take and shifts.open_on(till):
        raise DomainError(
            "till_in_use",
            N_("Máy này đang bán ở thiết bị khác (%(label)s, %(name)s, từ %(since)s)."),
            label=held["label"],
            name=_name_of(held["username"]),
            since=f"{clock.local(held['since']):%H:%M %d/%m}",
        )
    values = {"device": document.device, "label": label, "username": actor.name, "since": now, "seen_at": now}
    if held is None:
        execute(insert(TillDevice), {"till_code": till, **values})
    else:
        execute(update(TillDevice).where(TillDevice.till_code == till).values(values))
    if document.take and held is not None:
        audit.note(actor, audit_actions.TILL_TAKEN_OVER, till, device=label, device_before=held["label"])
    return get_device(till)


def get_device(till: str) -> DeviceResult:
    """The device that sells at a till. Raises NotFound where none has."""
    row = fetch_one(select(TillDevice.__table__).where(TillDevice.till_code == till))
    if row is None:
        raise NotFound()
    return _result(row)


def _result(row: Row) -> DeviceResult:
    name = _name_of(row["username"])
    return DeviceResult(row["till_code"], row["device"], row["label"], row["username"], name, row["since"], row["seen_at"])


def _name_of(username: str) -> str:
    person = fetch_one(select(Person.name).where(Person.username == username))
    return person["name"] if person else username
