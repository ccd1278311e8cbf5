"""The outbox: rows written in the act's own transaction, worked later by a thread or `flask outbox run`.

A job is claimed by one worker at a time; a worker that dies gives its job back after a lease. A job that fails is tried
again with growing pauses, then rests as failed with the reason, for a person to look at.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, select, text, update

from core import clock
from core.db import db, execute, fetch_one, on_postgresql, transaction
from core.errors import DomainError
from core.i18n import gettext
from core.models import OutboxJob

LEASE = timedelta(minutes=2)
PAUSES_S = (5, 15, 60, 300)
STALE = "stale"

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_stale_after: dict[str, timedelta] = {}
_log = logging.getLogger(__name__)
_wake = threading.Event()


def handles(kind: str, stale_after: timedelta | None = None) -> Callable[[Handler], Handler]:
    """Registers the function that does jobs of a kind; a job older than `stale_after` fails instead of being done."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if stale_after:
            _stale_after[kind] = stale_after
        return handler

    return register


def put(kind: str, subject: str, payload: dict[str, Any]) -> None:
    """Adds a job to the present transaction."""
    now = clock.now()
    _wake_after_commit()
    execute(
        insert(OutboxJob),
        {
            "kind": kind,
            "subject": subject,
            "payload": json.dumps(payload, ensure_ascii=False),
            "state": "waiting",
            "attempts": 0,
            "run_after": now,
            "created_at": now,
        },
    )


def run_one() -> bool:
    """Does one job that is due; says whether there was one."""
    job = transaction(_claim)
    if job is None:
        return False
    try:
        _handlers[job["kind"]](json.loads(job["payload"]))
    except Exception as error:
        db.session.rollback()
        _log.warning("outbox job %s (%s) failed: %s", job["id"], job["kind"], error)
        reason = _reason(error)
        transaction(lambda: _put_back(job, reason))
    else:
        db.session.rollback()
        done = {"state": "done", "done_at": clock.now(), "last_error": None}
        transaction(lambda: execute(update(OutboxJob).where(OutboxJob.id == job["id"]).values(done)))
    return True


# Word for word the condition of the index `ix_outbox_job_open`; with bound values a database would read every job there ever was.
_OPEN = text("state IN ('waiting', 'taken')")


def retry_now(kind: str, subject: str) -> int:
    """Lets what waits for a subject be tried now rather than after its pause; says how many jobs that are."""
    _wake_after_commit()
    waiting = _OPEN & (OutboxJob.state == "waiting") & (OutboxJob.kind == kind) & (OutboxJob.subject == subject)
    return len(db.session.execute(update(OutboxJob).where(waiting).values(run_after=clock.now()).returning(OutboxJob.id)).all())


def _wake_after_commit() -> None:
    # Woken before the commit, the worker would find nothing and go back to sleep.
    event.listen(db.session(), "after_commit", lambda _session: _wake.set(), once=True)


def _reason(error: Exception) -> str:
    if isinstance(error, DomainError):
        return json.dumps([error.sentence, error.words], ensure_ascii=False)
    return f"{type(error).__name__}: {error}"[:500]


def told(reason: str) -> str | None:
    """Why a job failed, in the reader's language; None when the reason is not a sentence for people."""
    if not reason.startswith("["):
        return None
    sentence, words = json.loads(reason)
    return gettext(sentence, **words)


def _claim() -> dict[str, Any] | None:
    now = clock.now()
    open_now = _OPEN & ((OutboxJob.state == "waiting") | (OutboxJob.taken_at < now - LEASE))
    for kind, age in _stale_after.items():
        stale = update(OutboxJob).where(OutboxJob.kind == kind, OutboxJob.created_at < now - age, open_now)
        execute(stale.values(state="failed", last_error=STALE))
    due = select(OutboxJob).where(OutboxJob.run_after <= now, open_now).order_by(OutboxJob.run_after, OutboxJob.id).limit(1)
    if on_postgresql():
        due = due.with_for_update(skip_locked=True)
    found = fetch_one(select(OutboxJob.__table__).where(OutboxJob.id == due.with_only_columns(OutboxJob.id).scalar_subquery()))
    if found is None:
        return None
    values = {"state": "taken", "taken_at": now, "attempts": found["attempts"] + 1}
    execute(update(OutboxJob).where(OutboxJob.id == found["id"]).values(values))
    return {**found, "attempts": found["attempts"] + 1}


def _put_back(job: dict[str, Any], reason: str) -> None:
    again = job["attempts"] <= len(PAUSES_S)
    values: dict[str, Any] = {"state": "waiting" if again else "failed", "last_error": reason}
    if again:
        values["run_after"] = clock.now() + timedelta(seconds=PAUSES_S[job["attempts"] - 1])
    execute(update(OutboxJob).where(OutboxJob.id == job["id"]).values(values))


class Worker(threading.Thread):
    """The server's own worker: one daemon thread that sleeps until there is something to do."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="outbox", daemon=True)
        self.app = app
        self.stopped = threading.Event()

    def run(self) -> None:
        """Works until told to stop; a broken database only makes it wait."""
        while not self.stopped.is_set():
            try:
                with self.app.app_context():
                    while not self.stopped.is_set() and run_one():
                        pass
            except Exception:
                _log.exception("outbox")
            _wake.wait(1.0)
            _wake.clear()

    def stop(self) -> None:
        """Finishes the job at hand and stops."""
        self.stopped.set()
        _wake.set()
        self.join(10)
