"""Which tills the server hears, and who is at them: what a sale that arrives later is judged by.

Both are noted in memory and written after the answer, at most once a minute for each till, so that no sale waits for it.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import Response, current_app, g, has_request_context, request, session
from sqlalchemy import delete, insert, select, union, update

from core import clock
from core.db import Row, execute, fetch_all, fetch_one, transaction
from core.db.outbox import hourly
from core.db.trouble import DatabaseTrouble
from core.people.actor import Actor
from core.people.permits import Role
from pos.models import CashMove, Refund, Sale, Shift, TillContact, TillPresence

STEP = timedelta(minutes=1)
"""Contacts no further apart are one stretch; it is written as often."""
STORED_FOR = timedelta(days=5)
"""Longer than a sale may wait (72 hours) without being late anyhow."""
PAUSE_IN_QUEUE = timedelta(seconds=3)
"""A till that empties its queue sends the next sale sooner than this after the answer."""
LONGEST_QUEUE = timedelta(minutes=10)
_TILL_BLUEPRINTS = {"pos_api", "money_api", "paying_api", "sell"}
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Stretch:
    """From the first to the last contact; `written` is the last one that stands in the database."""

    since: datetime
    until: datetime
    written: datetime | None = None


@dataclass(slots=True)
class _Queue:
    """A till sends what it stored: since when, and when it sent or was answered last."""

    since: datetime
    last: datetime


@dataclass(slots=True)
class _Memory:
    lock: threading.Lock = field(default_factory=threading.Lock)
    stretches: dict[str, _Stretch] = field(default_factory=dict)
    queues: dict[str, _Queue] = field(default_factory=dict)
    present: set[tuple[str, date, str]] = field(default_factory=set)


def _memory() -> _Memory:
    memory: _Memory = current_app.extensions.setdefault("outlet_till_presence", _Memory())
    return memory


def act_at(till: str) -> None:
    """Notes that the present request acts at a till; outside a request nobody is heard."""
    if has_request_context():
        g.acts_at_till = till


def sending_since(till: str, now: datetime) -> datetime:
    """When a till began to send the queue that the offline sale of this moment belongs to.

    A till that was cut off for an hour sends its last sale a while after its first.
    """
    memory = _memory()
    with memory.lock:
        queue = memory.queues.get(till)
        if queue is None or not timedelta() <= now - queue.last <= PAUSE_IN_QUEUE:
            queue = memory.queues[till] = _Queue(now, now)
        queue.last = now
        if has_request_context():
            g.sends_queue_of_till = till
        return max(queue.since, now - LONGEST_QUEUE)


def is_heard(till: str, after: datetime, until: datetime) -> bool:
    """Whether the server heard a till in the span after one moment until another."""
    stretch = _memory().stretches.get(till)
    if stretch and stretch.until > after and stretch.since <= until:
        return True
    contacts = select(TillContact.since).where(TillContact.till_code == till)
    return fetch_one(contacts.where(TillContact.until > after, TillContact.since <= until).limit(1)) is not None


def was_present(till: str, day: date, username: str) -> bool:
    """Whether a person was signed in, was switched in or sold at a till on a day."""
    if (till, day, username) in _memory().present:
        return True
    return fetch_one(_present(till, day, username)) is not None


def _present(till: str, day: date, username: str) -> select[tuple[str]]:  # type: ignore[valid-type]
    return select(TillPresence.username).where(
        TillPresence.till_code == till, TillPresence.day == day, TillPresence.username == username
    )


def others(shifts: Sequence[Row]) -> dict[str, list[str]]:
    """Who acted in each shift beside the one who opened it, by the shift's uid."""
    uids = [shift["uid"] for shift in shifts]
    acted = union(
        *(
            select(shift_uid.label("shift_uid"), who.label("who")).where(shift_uid.in_(uids))
            for shift_uid, who in (
                (Sale.shift_uid, Sale.cashier),
                (Refund.shift_uid, Refund.cashier),
                (CashMove.shift_uid, CashMove.moved_by),
                (Shift.uid, Shift.closed_by),
            )
        )
    )
    people: dict[str, set[str]] = defaultdict(set)
    for r in fetch_all(acted):
        if r["who"] is not None:
            people[r["shift_uid"]].add(r["who"])
    return {shift["uid"]: sorted(people[shift["uid"]] - {shift["opened_by"]}) for shift in shifts}


def record(answer: Response) -> Response:
    """Notes who was heard at which till by the present request; what is new is written once the answer has gone out."""
    actor: Actor | None = g.get("actor")
    if actor is None or answer.status_code == 429 or answer.status_code >= 500:
        return answer
    acts_at: str | None = g.get("acts_at_till") or actor.till
    till = acts_at or (None if actor.is_token or request.blueprint not in _TILL_BLUEPRINTS else session.get("till"))
    if till is None:
        return answer
    now = clock.now()
    memory = _memory()
    with memory.lock:
        if (queue := memory.queues.get(till)) and g.get("sends_queue_of_till") == till:
            queue.last = now
        # A manager who looks at a till from elsewhere is no sign of the till.
        contact = _hear(memory, till, now) if acts_at or actor.role is Role.CASHIER else None
        someone = _enter(memory, till, clock.day_of(now), actor)
    if contact or someone:
        app = current_app._get_current_object()  # type: ignore[attr-defined]

        def write() -> None:
            with app.app_context():
                _write(till, contact, someone)

        answer.call_on_close(write)
    return answer


def _hear(memory: _Memory, till: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Notes a contact; returns the stretch when it has to be written."""
    stretch = memory.stretches.get(till)
    if stretch is None or not timedelta() <= now - stretch.until <= STEP:
        stretch = memory.stretches[till] = _Stretch(now, now)
    stretch.until = now
    if stretch.written is not None and now - stretch.written < STEP:
        return None
    stretch.written = now
    return stretch.since, now


def _enter(memory: _Memory, till: str, day: date, actor: Actor) -> tuple[date, str] | None:
    """Notes a person at a till; returns the day and the username when they are new there. A program is nobody."""
    if actor.person_id is None or (till, day, actor.name) in memory.present:
        return None
    memory.present = {known for known in memory.present if known[1] > day - STORED_FOR}
    memory.present.add((till, day, actor.name))
    return day, actor.name


def _write(till: str, contact: tuple[datetime, datetime] | None, someone: tuple[date, str] | None) -> None:
    def act() -> None:
        if contact:
            since, until = contact
            stretch = (TillContact.till_code == till) & (TillContact.since == since)
            if not execute(update(TillContact).where(stretch).values(until=until)):
                execute(insert(TillContact), {"till_code": till, "since": since, "until": until})
        if someone and fetch_one(_present(till, *someone)) is None:
            day, username = someone
            execute(insert(TillPresence), {"till_code": till, "day": day, "username": username})

    try:
        transaction(act)
    except DatabaseTrouble as error:
        _log.warning("the presence at till %s is not recorded: %s", till, error.code)


@hourly
def forget_old_contacts() -> int:
    """Deletes the contacts that no sale is judged by any more, and returns how many."""
    before = clock.now() - STORED_FOR
    return transaction(lambda: execute(delete(TillContact).where(TillContact.until < before)))
