"""The outbox: rows written in the act's own transaction, worked later by a few threads or `flask outbox run`.

Jobs of one kind and subject make a lane: they are done one after the other in the order they were put, and a lane that
fails or waits for a dead printer holds up no other lane. A worker renews its lease while it works; one that dies gives its
job back when the lease ends. A job that fails is tried again with growing pauses, then rests as failed with the reason, for
a person to look at; one that only waits for something of its kind (`waits_for`: a printer that is off) is tried until its time
is over. A job past its `expires_at` is not begun any more.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import ColumnElement, event, exists, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from core import audit_actions, clock
from core.choices import JobState
from core.db import audit, db, execute, fetch_all, fetch_one, on_postgresql, transaction
from core.db.session import write_back
from core.db.trouble import DatabaseTrouble, report, trouble_of
from core.errors import DomainError
from core.i18n import gettext
from core.machine.clock_jumps import SUBJECT, WATCH
from core.models import OutboxJob
from core.people.actor import SYSTEM
from core.results import from_json, to_json

LEASE = timedelta(seconds=60)
RENEWALS_PER_LEASE = 3
PAUSES_S = (5, 15, 60, 300)
POOL = 6
"""Lanes worked at once: so many dead printers may be waited for before another till's slip waits too."""
STAY_HOME = 2
"""How many of them do nothing that leaves the house."""
LOOK_S, TROUBLE_S = 1.0, 5.0
"""Seconds until an idle worker looks again, and one whose database failed."""
HOUR_S = 3600

Payload = TypeVar("Payload")


@dataclass(frozen=True, eq=False)
class JobKind(Generic[Payload]):
    """A kind of job: its name in the database, what its jobs carry, and how long one may wait before it is begun.

    `pauses_s` are the seconds between its tries. An error of `waits_for` is no fault of the job: it is tried as long as it lasts.
    One that `leaves_house` may wait for strangers; such jobs never take all workers, for tills wait for the others.
    """

    name: str
    payload: type[Payload]
    lasts: timedelta | None = None
    pauses_s: tuple[int, ...] = PAUSES_S
    waits_for: tuple[type[Exception], ...] = ()
    leaves_house: bool = False


@dataclass(frozen=True)
class Job:
    """A job that this worker has taken; `attempts` counts this one too."""

    id: int
    kind: str
    payload: str
    attempts: int

    def do(self) -> None:
        """Hands the job and its payload to the kind's handler, and raises what that raises."""
        kind, handler = _handlers[self.kind]
        handler(self, from_json(kind.payload, self.payload))


_handlers: dict[str, tuple[JobKind[Any], Callable[[Job, Any], None]]] = {}
_log = logging.getLogger(__name__)
_wake = threading.Condition()
_hourly: list[Callable[[], object]] = [write_back]


def hourly(act: Callable[[], object]) -> Callable[[], object]:
    """Registers what the workers do when they start and every hour after; it must stand being done by two at once."""
    _hourly.append(act)
    return act


def run_hourly() -> None:
    """Does all that returns by the hour; what fails is logged and comes again in an hour."""
    for act in _hourly:
        try:
            act()
        except Exception:
            db.session.rollback()
            _log.exception("hourly work: %s", act.__name__)


def handles(kind: JobKind[Payload]) -> Callable[[Callable[[Payload], None]], Callable[[Payload], None]]:
    """Registers the function that does the jobs of a kind."""

    def register(handler: Callable[[Payload], None]) -> Callable[[Payload], None]:
        handles_job(kind)(lambda _job, payload: handler(payload))
        return handler

    return register


def handles_job(kind: JobKind[Payload]) -> Callable[[Callable[[Job, Payload], None]], Callable[[Job, Payload], None]]:
    """Registers the function that does the jobs of a kind, for one that keeps more of a job in a table of its own."""

    def register(handler: Callable[[Job, Payload], None]) -> Callable[[Job, Payload], None]:
        _handlers[kind.name] = kind, handler
        return handler

    return register


def put(kind: JobKind[Payload], subject: str, payload: Payload, *, lasts: timedelta | None = None) -> int:
    """Adds a job to the present transaction and returns its id; `lasts` is its own time instead of its kind's."""
    now = clock.now()
    lasts = lasts or kind.lasts
    _wake_after_commit()
    job = {
        "kind": kind.name,
        "subject": subject,
        "payload": to_json(payload, kind.payload),
        "state": JobState.WAITING,
        "attempts": 0,
        "run_after": now,
        "created_at": now,
        "expires_at": now + lasts if lasts else None,
    }
    added = fetch_one(insert(OutboxJob).values(job).returning(OutboxJob.id))
    assert added is not None
    return int(added["id"])


def run_one(*, at_home: bool = False) -> bool:
    """Does one job that is due, with `at_home` one that does not leave the house; says whether there was one."""
    if not _may_be_due(at_home=at_home):
        return False
    job = transaction(lambda: _claim(at_home=at_home))
    if job is None:
        return False
    try:
        with _lease_renewed(job):
            job.do()
    except Exception as error:
        failed = error
        db.session.rollback()
        _log.warning("outbox job %s (%s) failed: %s", job.id, job.kind, failed)
        transaction(lambda: _put_back(job, failed))
    else:
        db.session.rollback()
        done = update(OutboxJob).where(OutboxJob.id == job.id)
        done = done.values(state=JobState.DONE, done_at=clock.now(), last_error=None)
        transaction(lambda: execute(done))
    return True


# Word for word the condition of the indexes of open jobs; with bound values a database would read every job there ever was.
_OPEN = text("outbox_job.state IN ('waiting', 'taken')")


def retry_now(kind: JobKind[Any], subject: str) -> int:
    """Lets what waits for a subject be tried now rather than after its pause; says how many jobs that are."""
    _wake_after_commit()
    lane = (OutboxJob.kind == kind.name) & (OutboxJob.subject == subject)
    waiting = update(OutboxJob).where(_OPEN, OutboxJob.state == JobState.WAITING, lane)
    return execute(waiting.values(run_after=clock.now()))


def _wake_after_commit() -> None:
    # Woken before the commit, a worker would find nothing and go back to sleep.
    event.listen(db.session(), "after_commit", lambda _session: wake(), once=True)


def mend_times(by: timedelta) -> None:
    """Lets no job wait for a clock that was set by so much (nothing: before the start); it stands being done by two at once.

    What waits for a moment that lies far off is due now, what is being done begins its lease anew, and what had time left has
    as much left: a job that lasts seconds does not last an hour because the clock was set back.
    """
    now = clock.now()
    execute(update(OutboxJob).where(_OPEN, OutboxJob.state == JobState.WAITING, OutboxJob.run_after > now).values(run_after=now))
    since = now + min(-by, timedelta()) - LEASE if by > timedelta() else now
    execute(update(OutboxJob).where(_OPEN, OutboxJob.state == JobState.TAKEN, OutboxJob.taken_at > since).values(taken_at=now))
    if by:
        _mend_ends(by, now)


def _mend_ends(by: timedelta, now: datetime) -> None:
    """Lets each job end when it would have ended by the clock it was put by, and never later than its kind lasts from now."""
    times = select(OutboxJob.id, OutboxJob.kind, OutboxJob.created_at, OutboxJob.expires_at)
    for job in fetch_all(times.where(_OPEN, OutboxJob.expires_at > now - max(by, timedelta()))):
        was_put_before = job["created_at"] > now if by < timedelta() else job["created_at"] <= now - by + LEASE
        end = job["expires_at"] + by if was_put_before else job["expires_at"]
        kind, _handler = _handlers.get(job["kind"], (None, None))
        if kind and kind.lasts:
            end = min(end, now + kind.lasts)
        if end != job["expires_at"]:
            execute(update(OutboxJob).where(OutboxJob.id == job["id"]).values(expires_at=end))


def wake() -> None:
    """Wakes the workers that sleep."""
    with _wake:
        _wake.notify_all()


def reason_of(error: Exception) -> str:
    """Why something failed, as it is kept; `explanation` reads it."""
    if isinstance(error, DomainError):
        return json.dumps([error.sentence, error.values], ensure_ascii=False)
    return f"{type(error).__name__}: {error}"[:500]


def explanation(reason: str) -> str | None:
    """Why a job failed, in the reader's language; None when the reason is not a sentence for people."""
    if not reason.startswith("["):
        return None
    sentence, values = json.loads(reason)
    return gettext(sentence, **values)


def _wanted(*, at_home: bool) -> list[ColumnElement[bool]]:
    away = [kind.name for kind, _handler in _handlers.values() if kind.leaves_house]
    return [OutboxJob.kind.not_in(away)] if at_home and away else []


def _may_be_due(*, at_home: bool = False) -> bool:
    """Whether a claim is worth the write lock; the tills want it too."""
    db.session.rollback()
    wanted = _wanted(at_home=at_home)
    due = fetch_one(select(OutboxJob.id).where(OutboxJob.run_after <= clock.now(), _OPEN, *wanted).limit(1))
    db.session.rollback()
    return due is not None


def _claim(*, at_home: bool = False) -> Job | None:
    now = clock.now()
    free = (OutboxJob.state == JobState.WAITING) | (OutboxJob.taken_at < now - LEASE)
    expired = update(OutboxJob).where(_OPEN, OutboxJob.expires_at < now, free)
    execute(expired.values(state=JobState.EXPIRED))
    earlier = aliased(OutboxJob, name="earlier")
    first_of_lane = ~exists().where(
        text("earlier.state IN ('waiting', 'taken')"),
        earlier.kind == OutboxJob.kind,
        earlier.subject == OutboxJob.subject,
        earlier.id < OutboxJob.id,
    )
    due = select(OutboxJob.id).where(_OPEN, OutboxJob.run_after <= now, free, first_of_lane, *_wanted(at_home=at_home))
    due = due.order_by(OutboxJob.run_after, OutboxJob.id).limit(1)
    if on_postgresql():
        due = due.with_for_update(skip_locked=True, of=OutboxJob)
    columns = (OutboxJob.id, OutboxJob.kind, OutboxJob.payload, (OutboxJob.attempts + 1).label("attempts"))
    row = fetch_one(select(*columns).where(OutboxJob.id == due.scalar_subquery()))
    if row is None:
        return None
    job = Job(**row)
    taken = update(OutboxJob).where(OutboxJob.id == job.id)
    execute(taken.values(state=JobState.TAKEN, taken_at=now, attempts=job.attempts))
    return job


@contextmanager
def _lease_renewed(job: Job) -> Iterator[None]:
    """Renews the lease of a job while it is done, so that a slow one is not begun by another worker as well."""
    done = threading.Event()
    mine = (OutboxJob.id == job.id) & (OutboxJob.state == JobState.TAKEN) & (OutboxJob.attempts == job.attempts)
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]

    def renew() -> None:
        while not done.wait(LEASE.total_seconds() / RENEWALS_PER_LEASE):
            with app.app_context():
                try:
                    transaction(lambda: execute(update(OutboxJob).where(mine).values(taken_at=clock.now())))
                except Exception:
                    _log.exception("the lease of outbox job %s", job.id)

    renewal = threading.Thread(target=renew, name=f"lease of job {job.id}", daemon=True)
    renewal.start()
    try:
        yield
    finally:
        done.set()
        renewal.join()


def _put_back(job: Job, error: Exception) -> None:
    """Lets a failed job be tried again after a pause, or rest as failed after the last one."""
    kind, _handler = _handlers[job.kind]
    failed = update(OutboxJob).where(OutboxJob.id == job.id).values(last_error=reason_of(error))
    if job.attempts > len(kind.pauses_s) and not isinstance(error, kind.waits_for):
        execute(failed.values(state=JobState.FAILED))
    else:
        pause = timedelta(seconds=kind.pauses_s[min(job.attempts, len(kind.pauses_s)) - 1])
        execute(failed.values(state=JobState.WAITING, run_after=clock.now() + pause))


class Workers:
    """The server's own workers: daemon threads that sleep until there is something to do.

    `look` is done each time before they look for work, about once a second.
    """

    def __init__(self, app: Flask, look: Callable[[], object] = lambda: None) -> None:
        self.app = app
        self.look = look
        self.stopped = threading.Event()
        self.threads = [
            threading.Thread(target=self._work, args=(n < STAY_HOME,), name=f"outbox {n}", daemon=True) for n in range(POOL)
        ]
        self._clock = threading.Lock()
        self._set_by: timedelta | None = timedelta()  # the clock may have been set while nobody worked
        self.threads.append(threading.Thread(target=self._work_hourly, name="outbox by the hour", daemon=True))

    def start(self) -> None:
        """Begins to work."""
        for thread in self.threads:
            thread.start()

    def _work(self, at_home: bool) -> None:
        """Works until it is stopped; a broken database only makes it wait."""
        while not self.stopped.is_set():
            pause = LOOK_S
            try:
                with self.app.app_context():
                    self.look()
                    self._mind_the_clock()
                    while not self.stopped.is_set() and run_one(at_home=at_home):
                        self._mind_the_clock()
            except DatabaseTrouble:
                pause = TROUBLE_S
            except Exception as error:
                pause = TROUBLE_S
                if isinstance(error, DBAPIError) and (trouble := trouble_of(error)) is not None:
                    report(trouble, error.orig)
                else:
                    _log.exception("outbox")
            with _wake:
                if not self.stopped.is_set():
                    _wake.wait(pause)

    def _mind_the_clock(self) -> None:
        """Mends the times of jobs when the machine's clock was set; no worker takes one meanwhile."""
        with self._clock:
            if jump := WATCH.observe():
                self._set_by = jump.by
                _log.warning("the machine's clock was set by %s s to %s", int(jump.by.total_seconds()), jump.at.isoformat())
            if (by := self._set_by) is not None:
                transaction(lambda: self._mend(by))
                self._set_by = None

    @staticmethod
    def _mend(by: timedelta) -> None:
        mend_times(by)
        if by:
            audit.note(SYSTEM, audit_actions.CLOCK_JUMPED, SUBJECT, seconds=int(by.total_seconds()))

    def _work_hourly(self) -> None:
        while not self.stopped.is_set():
            with self.app.app_context():
                run_hourly()
            self.stopped.wait(HOUR_S)

    def stop(self) -> None:
        """Finishes the jobs at hand, for ten seconds at most, and stops."""
        self.stopped.set()
        wake()
        end = time.monotonic() + 10
        for thread in self.threads:
            thread.join(max(0.0, end - time.monotonic()))
