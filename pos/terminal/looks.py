"""How a till looks and sounds for a person: kept on the server, so that it follows the person to any till.

It looks as all pages do to its person; the sound is the till's own.
"""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core.db import advisory_lock, execute, fetch_one
from core.errors import DomainError
from core.i18n import N_
from core.people.actor import USUAL_LOOK
from core.people.own import looks
from pos.terminal.choices import Sound
from pos.terminal.models import TillLook
from pos.terminal.requests import LookRequest
from pos.terminal.results import Look


def look_of(person_id: int | None) -> Look | None:
    """How tills look for a person; None for one who has never chosen."""
    row = fetch_one(select(TillLook.sound).where(TillLook.person_id == person_id))
    look = looks.look_of(person_id)
    if row is None and look is None:
        return None
    look = look or USUAL_LOOK
    return Look(look.theme, look.type_size, Sound(row["sound"]) if row else Sound.LOUD)


def get_look(person_id: int | None) -> Look:
    """How tills look for a person: as on any new device for one who has never chosen."""
    return look_of(person_id) or Look(USUAL_LOOK.theme, USUAL_LOOK.type_size, Sound.LOUD)


def put_look(person_id: int | None, document: LookRequest) -> bool:
    """Chooses how tills look for a person; returns whether it is the first time. In a transaction.

    Raises `no_person` for a token that is nobody's.
    """
    if person_id is None:
        raise DomainError("no_person", N_("Mã truy cập này không của ai, nên không có màn hình riêng."))
    advisory_lock(f"till-looks/{person_id}")
    is_new = look_of(person_id) is None
    looks.choose(person_id, theme=document.theme, type_size=document.type_size)
    if not execute(update(TillLook).where(TillLook.person_id == person_id).values(sound=document.sound)):
        execute(insert(TillLook), {"person_id": person_id, "sound": document.sound})
    return is_new
