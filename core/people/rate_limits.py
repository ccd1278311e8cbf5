"""Wrong passwords and PINs are counted, and who tries too many waits: the one who asks, never the person whose secret is tried.

Whoever is signed in pays under their own name, from whatever address; a stranger under the address. Each try is reserved before
the secret is checked, so tries at once are bounded as exactly as tries in a row. The counts live in memory; they are written when
a limit is reached, else every few seconds at most, and read again at the start. Servers that share a PostgreSQL database read
each other's every few seconds, so two of them allow hardly more than one. No name that was typed is stored, only its keyed
digest.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from flask import current_app, g, has_request_context, request
from sqlalchemy import delete, insert, select

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, on_postgresql, transaction
from core.db.trouble import DatabaseTrouble
from core.errors import TooMany
from core.i18n import N_
from core.models import Attempt, Person, Session
from core.people.actor import SYSTEM, Actor
from core.people.hashing import keyed

WINDOW, MOST = timedelta(minutes=5), 8
DAY, MOST_A_DAY = timedelta(days=1), 60
MOST_OF_ADDRESS, MOST_OF_STRANGERS = 40, 120
"""So many wrong passwords within WINDOW come from one address, and from all addresses where nobody has signed in before."""
SLOW_AFTER, SLOW_SPAN, SLOW_STEP = 20, timedelta(hours=1), timedelta(seconds=30)
"""After so many failures on one name within the span, strangers wait this long after each; who is known there does not."""
KNOWN_FOR = timedelta(days=30)
WRITE_STEP_S = 5.0
SIGN_IN_FAILED, PIN_FAILED = "sign_in.failed", "pin.failed"
_ROWS = select(Attempt.id, Attempt.subject, Attempt.at).order_by(Attempt.id)
_log = logging.getLogger(__name__)


class Kind(StrEnum):
    """What is proved."""

    PASSWORD = "password"  # noqa: S105  # a kind, not a secret
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class _Budget:
    key: str
    most: int
    span: timedelta
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class _Failure:
    kind: Kind
    username: str | None
    asker: Actor
    address: str


@dataclass(slots=True)
class _Counts:
    """The failures of the last day by key, and the tries on their way."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    writing: threading.Lock = field(default_factory=threading.Lock)
    failures: defaultdict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    on_their_way: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    rows: list[dict[str, object]] = field(default_factory=list)
    unwritten: list[_Failure] = field(default_factory=list)
    written_at: float = float("-inf")
    read_at: float = float("-inf")
    last_id: int = 0
    own_ids: set[int] = field(default_factory=set)

    def count(self, key: str, span: timedelta) -> int:
        after = clock.now() - span
        return sum(1 for _ in takewhile(lambda at: at > after, reversed(self.failures.get(key, ()))))

    def reserve(self, budgets: list[_Budget]) -> None:
        with self.lock:
            for budget in budgets:
                if self.count(budget.key, budget.span) + self.on_their_way[budget.key] >= budget.most:
                    raise TooMany(budget.sentence) if budget.sentence else TooMany()
            for key in {budget.key for budget in budgets}:
                self.on_their_way[key] += 1

    def release(self, keys: set[str]) -> None:
        with self.lock:
            for key in keys:
                self.on_their_way[key] -= 1
                if not self.on_their_way[key]:
                    del self.on_their_way[key]

    def add(self, keys: set[str], failure: _Failure) -> None:
        now = clock.now()
        with self.lock:
            for key in keys:
                times = self.failures[key]
                times.append(now)
                while times and times[0] <= now - DAY:
                    times.popleft()
            self.rows += [{"subject": key, "at": now} for key in sorted(keys)]
            self.unwritten.append(failure)

    def load(self, rows: Iterable[Row]) -> None:
        """Adds failures of the table that this process has not counted itself."""
        with self.lock:
            for row in rows:
                self.last_id = max(self.last_id, row["id"])
                if row["id"] not in self.own_ids:
                    self.failures[row["subject"]].append(row["at"])
            self.own_ids.clear()

    def reached(self, budgets: list[_Budget]) -> bool:
        with self.lock:
            return any(self.count(budget.key, budget.span) == budget.most for budget in budgets)


@contextmanager
def attempt(kind: Kind, username: str) -> Iterator[list[bool]]:
    """One try of a secret: reserved first, counted unless the block appends True to the list. Call it outside a transaction.

    Raises TooMany when the one who asks has failed too often.
    """
    counts = _counts()
    _read_others(counts)
    asker: Actor | None = g.get("actor") if has_request_context() else None
    address = (request.remote_addr or "") if has_request_context() else ""
    subject = _subject(kind, username)
    budgets = _budgets(kind, username, asker, address)
    if asker is None:
        _slow_down(counts, kind, username, address)
    try:
        counts.reserve(budgets)
    except TooMany:
        _log.warning("too many wrong tries: %s", asker.name if asker else f"address {address}")
        raise
    keys = {budget.key for budget in budgets}
    answer: list[bool] = []
    try:
        yield answer
        if answer != [True]:
            known = fetch_one(select(Person.id).where(Person.username == username))
            by = asker.name if asker else f"address {address}"
            _log.warning("wrong %s for %s by %s", kind, username if known else "an unknown name", by)
            counts.add({*keys, subject}, _Failure(kind, username if known else None, asker or SYSTEM, address))
    finally:
        counts.release(keys)
    if answer != [True]:
        _write(counts, at_once=counts.reached(budgets))


def _budgets(kind: Kind, username: str, asker: Actor | None, address: str) -> list[_Budget]:
    if asker is not None or kind is Kind.PIN:
        key = _asker(asker, address)
        sentence = N_("Sai quá nhiều lần trong ngày. Mai thử lại, hoặc nhờ quản lý đặt lại.")
        return [_Budget(key, MOST, WINDOW), _Budget(key, MOST_A_DAY, DAY, sentence)]
    return [
        _Budget(f"address {address} {keyed('name', username)[:16]}", MOST, WINDOW),
        _Budget(f"address {address}", MOST_OF_ADDRESS, WINDOW),
        *([] if _is_known(username, address) else [_Budget("strangers", MOST_OF_STRANGERS, WINDOW)]),
    ]


def _asker(asker: Actor | None, address: str) -> str:
    if asker is None:
        return f"address {address}"
    return f"person {asker.person_id}" if asker.person_id is not None else f"token {asker.token_id}"


def _subject(kind: Kind, username: str) -> str:
    return f"{kind} {keyed('name', username)[:16]}"


def _slow_down(counts: _Counts, kind: Kind, username: str, address: str) -> None:
    """Raises TooMany for a stranger who tries a name that many others try, too soon after the last failure."""
    subject = _subject(kind, username)
    with counts.lock:
        is_slow = counts.count(subject, SLOW_SPAN) >= SLOW_AFTER and counts.count(subject, SLOW_STEP) > 0
    if is_slow and not _is_known(username, address):
        raise TooMany()


def _is_known(username: str, address: str) -> bool:
    """Whether this person has signed in from this address lately."""
    lately = select(Session.id).join(Person).where(
        Person.username == username, Session.address == address, Session.started_at > clock.now() - KNOWN_FOR
    )  # fmt: skip
    return fetch_one(lately.limit(1)) is not None


def forget(person_id: int, username: str) -> None:
    """Lets a person try again at once, in the caller's transaction: a secret that was tried is gone."""
    counts = _counts()
    keys = {f"person {person_id}", *(_subject(kind, username) for kind in Kind)}
    digest = keyed("name", username)[:16]
    with counts.lock:
        keys |= {key for key in counts.failures if key.endswith(f" {digest}")}
        for key in keys:
            counts.failures.pop(key, None)
        counts.rows[:] = [row for row in counts.rows if row["subject"] not in keys]
    execute(delete(Attempt).where(Attempt.subject.in_(sorted(keys))))


def wrong_pins(username: str) -> tuple[int, datetime] | None:
    """How many wrong PINs were tried for a person within the last day, and since when; None when there were none."""
    counts = _counts()
    with counts.lock:
        times = [at for at in counts.failures.get(_subject(Kind.PIN, username), ()) if at > clock.now() - DAY]
    return (len(times), times[0]) if times else None


def _counts() -> _Counts:
    counts: _Counts | None = current_app.extensions.get("outlet_failures")
    if counts is None:
        counts = _Counts()
        counts.load(fetch_all(_ROWS.where(Attempt.at > clock.now() - DAY)))
        counts = current_app.extensions.setdefault("outlet_failures", counts)
    return counts


def _read_others(counts: _Counts) -> None:
    """Counts what other servers wrote since the last time, if that was long enough ago. SQLite has one server only."""
    if not on_postgresql() or time.monotonic() - counts.read_at < WRITE_STEP_S or not counts.writing.acquire(blocking=False):
        return
    try:
        counts.load(fetch_all(_ROWS.where(Attempt.id > counts.last_id)))
        counts.read_at = time.monotonic()
    finally:
        counts.writing.release()


def _write(counts: _Counts, *, at_once: bool) -> None:
    """Writes what was counted since the last time, if that was long enough ago; a busy database gets it later."""
    if not (at_once or time.monotonic() - counts.written_at >= WRITE_STEP_S) or not counts.writing.acquire(blocking=False):
        return
    try:
        with counts.lock:
            rows, failures = counts.rows[:], counts.unwritten[:]
        written = transaction(lambda: _record(rows, failures))
        with counts.lock:
            if on_postgresql():
                counts.own_ids.update(written)
            del counts.rows[: len(rows)], counts.unwritten[: len(failures)]
        counts.written_at = time.monotonic()
    except DatabaseTrouble as error:
        _log.warning("wrong tries are not recorded yet: %s", error.code)
    finally:
        counts.writing.release()


def _record(rows: list[dict[str, object]], failures: list[_Failure]) -> list[int]:
    """Writes the failures, with a line of the audit trail for each kind of them, and returns the ids of their rows."""
    execute(delete(Attempt).where(Attempt.at < clock.now() - DAY))
    written = fetch_all(insert(Attempt).returning(Attempt.id), rows) if rows else []
    for failure in dict.fromkeys(failures):
        action = PIN_FAILED if failure.kind is Kind.PIN else SIGN_IN_FAILED
        subject, times = failure.username or "unknown", failures.count(failure)
        audit.note(failure.asker, action, subject, times=times, address=failure.address)
    return [row["id"] for row in written]
