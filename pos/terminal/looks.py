"""How a till looks and sounds for a person: kept on the server, so that it follows the person to any till."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core.db import advisory_lock, execute, fetch_one
from core.errors import DomainError
from core.i18n import N_
from pos.terminal.choices import Sound, Theme, TypeSize
from pos.terminal.models import TillLook
from pos.terminal.requests import LookRequest
from pos.terminal.results import Look


def look_of(person_id: int | None) -> Look | None:
    """How tills look for a person; None for one who has never chosen."""
    row = fetch_one(select(TillLook.__table__).where(TillLook.person_id == person_id))
    return Look(Theme(row["theme"]), TypeSize(row["type_size"]), Sound(row["sound"])) if row else None


def get_look(person_id: int | None) -> Look:
    """How tills look for a person: as on any new device for one who has never chosen."""
    return look_of(person_id) or Look(Theme.AUTO, TypeSize.NORMAL, Sound.LOUD)


def put_look(person_id: int | None, document: LookRequest) -> bool:
    """Chooses how tills look for a person; returns whether it is the first time. In a transaction.

    Raises `no_person` for a token that is nobody's.
    """
    if person_id is None:
        raise DomainError("no_person", N_("Mã truy cập này không của ai, nên không có màn hình riêng."))
    advisory_lock(f"till-looks/{person_id}")
    values = document.model_dump()
    if look_of(person_id) is not None:
        execute(update(TillLook).where(TillLook.person_id == person_id).values(values))
        return False
    execute(insert(TillLook), {"person_id": person_id, **values})
    return True
