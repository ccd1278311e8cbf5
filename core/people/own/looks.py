"""How pages look to a person, and the language they speak: kept on the server, so that it follows them to any device."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core.db import advisory_lock, execute, fetch_one
from core.models import PersonLook
from core.people.actor import OwnLook
from core.people.choices import Theme, TypeSize


def look_of(person_id: int | None) -> OwnLook | None:
    """How pages look to a person; None for one who has never chosen."""
    row = fetch_one(select(PersonLook.__table__).where(PersonLook.person_id == person_id))
    return OwnLook(Theme(row["theme"]), TypeSize(row["type_size"]), row["language"]) if row else None


def choose(person_id: int, *, theme: Theme | None = None, type_size: TypeSize | None = None, language: str | None = None) -> None:
    """Chooses how pages look to a person, and their language; what is left out stays. Call it in a transaction."""
    chosen = {"theme": theme, "type_size": type_size, "language": language}
    values = {name: value for name, value in chosen.items() if value is not None}
    advisory_lock(f"looks/{person_id}")
    if look_of(person_id) is None:
        execute(insert(PersonLook), {"person_id": person_id, "theme": Theme.AUTO, "type_size": TypeSize.NORMAL, **values})
    elif values:
        execute(update(PersonLook).where(PersonLook.person_id == person_id).values(values))
