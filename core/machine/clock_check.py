"""Before the outlet numbers documents, its clock must be near its last posting, or a manager has confirmed it.

A flat battery or a wrong setting else gives numbers and taxes of another year without anybody asking. A clock behind the last
posting by more than BACK, or ahead of it by more than AHEAD, is asked about; one that has come into another year already when
it was set, or when nothing was posted for more than AHEAD_OF_YEAR. The outlet may rest over Tết without a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Executable, func, select

from core import audit_actions, clock
from core.db import audit, fetch_one
from core.errors import DomainError
from core.i18n import N_
from core.machine.clock_jumps import SUBJECT, WATCH
from core.models import AuditLine, IdempotencyKey
from core.people.actor import Actor

BACK = timedelta(minutes=5)
AHEAD = timedelta(days=31)
AHEAD_OF_YEAR = timedelta(days=7)
_LAST = "outlet_last_posting"


@dataclass(frozen=True, slots=True)
class ClockState:
    """The server's time, its last posting, and whether they are so far apart that a manager is asked."""

    now: datetime
    last_posting: datetime | None
    differs: bool


def require() -> None:
    """Raises `clock_unconfirmed` when the clock is far from the last posting and no manager has confirmed it.

    A posting that follows is remembered, so this asks the database once per process.
    """
    if clock.is_pretended():
        return
    state = state_now()
    if state.differs:
        raise DomainError(
            "clock_unconfirmed",
            N_("Giờ máy chủ là %(now)s, còn lần ghi sổ gần nhất là %(last)s. Quản lý xem lại giờ, rồi xác nhận ở trang Cài đặt."),
            now=_text(state.now),
            last=_text(state.last_posting),
        )
    current_app.extensions[_LAST] = state.now


def state_now() -> ClockState:
    """How the clock stands to the last posting."""
    now = clock.now()
    last: datetime | None = current_app.extensions.get(_LAST)
    if last is None or _is_far(now, last):  # another server, or a manager there, may know better
        last = _last_posting(now)
    return ClockState(now, last, last is not None and _is_far(now, last))


def confirm(actor: Actor) -> ClockState:
    """Takes the present time for right, in the present transaction; one that is near the last posting needs no word."""
    state = state_now()
    if not state.differs:
        return state
    audit.note(actor, audit_actions.CLOCK_CONFIRMED, SUBJECT, state.now, last_posting=_text(state.last_posting))
    return ClockState(state.now, state.now, False)


def _is_far(now: datetime, last: datetime) -> bool:
    if not last - BACK <= now <= last + AHEAD:
        return True
    if clock.local(now).year == clock.local(last).year:
        return False
    return now - last > AHEAD_OF_YEAR or WATCH.latest() is not None


def _last_posting(now: datetime) -> datetime | None:
    """The last posting, or the manager's last word about the clock if nothing was posted since.

    What was posted in a future that a manager has since corrected counts no more.
    """
    confirmed = _newest(
        select(func.max(AuditLine.at).label("at")).where(AuditLine.action == audit_actions.CLOCK_CONFIRMED, AuditLine.at <= now)
    )
    posted = select(func.max(IdempotencyKey.recorded_at).label("at")).where(IdempotencyKey.answer.is_not(None))
    last = _newest(posted)
    if confirmed is not None and last is not None and last > now + BACK:
        last = _newest(posted.where(IdempotencyKey.recorded_at <= now + BACK))
    return max((moment for moment in (last, confirmed) if moment is not None), default=None)


def _newest(query: Executable) -> datetime | None:
    row = fetch_one(query)
    at: datetime | None = row["at"] if row else None
    return at


def _text(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H:%M %d/%m/%Y}" if moment else ""
