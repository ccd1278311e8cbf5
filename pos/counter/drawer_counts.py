"""Drawers that were counted once more after their shift was closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.db import fetch_all
from pos.choices import Banknote
from pos.counter.models import ShiftRecount, ShiftRecountNote
from pos.counter.results import DrawerCount


@dataclass(frozen=True, slots=True)
class Recount:
    """What was counted the second time, when, and by whom."""

    count: DrawerCount
    at: datetime
    by: str
    approved_by: str | None


def recounts_of(shifts: Sequence[str]) -> dict[str, Recount]:
    """The recounts of those shifts that have one, by the shift's uid; the notes the largest first."""
    rows = fetch_all(select(ShiftRecount.__table__).where(ShiftRecount.shift_uid.in_(shifts)))
    if not rows:
        return {}
    notes: dict[str, dict[Banknote, int]] = {row["shift_uid"]: {} for row in rows}
    query = select(ShiftRecountNote.__table__).where(ShiftRecountNote.shift_uid.in_(list(notes)))
    for note in fetch_all(query.order_by(ShiftRecountNote.note_vnd.desc())):
        notes[note["shift_uid"]][Banknote(str(note["note_vnd"]))] = note["pieces"]
    return {
        row["shift_uid"]: Recount(
            DrawerCount(notes[row["shift_uid"]], row["counted_vnd"], row["difference_vnd"]),
            row["recounted_at"],
            row["recounted_by"],
            row["approved_by"],
        )
        for row in rows
    }
