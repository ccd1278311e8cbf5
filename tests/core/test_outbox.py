"""Jobs outside the act: done once, tried again, given back by the dead, and left alone when they have grown old."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import clock
from core.db import Row, db, execute, fetch_all, fetch_one, outbox, transaction
from core.models import OutboxJob
from tests.statements import recorded_statements


@dataclass(frozen=True)
class Work:
    """What the jobs of these tests carry."""

    n: int
    fail: bool = False


KIND = outbox.JobKind("test", Work, lasts=timedelta(hours=12))


@pytest.fixture
def done(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the jobs of this test have done; a job with `fail` fails."""
    numbers: list[int] = []

    def handler(work: Work) -> None:
        if work.fail:
            raise RuntimeError("no paper")
        numbers.append(work.n)

    handle(monkeypatch, handler)
    return numbers


def handle(monkeypatch: pytest.MonkeyPatch, handler: Callable[[Work], None]) -> None:
    """Lets this function do the jobs of these tests."""
    monkeypatch.setattr(outbox, "_handlers", dict(outbox._handlers))
    outbox.handles(KIND)(handler)


def put(n: int, *, fail: bool = False) -> None:
    transaction(lambda: outbox.put(KIND, f"job/{n}", Work(n, fail)))


def job() -> Row:
    row = fetch_one(select(OutboxJob.__table__))
    assert row is not None
    db.session.rollback()
    return row


def test_jobs_are_done_once_in_their_order(done: list[int]) -> None:
    for n in range(3):
        put(n)
    while outbox.run_one():
        pass
    assert done == [0, 1, 2]
    assert {r["state"] for r in fetch_all(select(OutboxJob.state))} == {"done"}


def test_a_failed_job_is_tried_again_later_and_rests_in_the_end(done: list[int]) -> None:
    put(1, fail=True)
    now = clock.now()
    for pause_s in (*outbox.PAUSES_S, None):
        with clock.time_travel(now):
            assert outbox.run_one()
            assert not outbox.run_one(), "not again at once"
        if pause_s is not None:
            assert job()["state"] == "waiting"
            now += timedelta(seconds=pause_s + 1)
    assert (job()["state"], job()["last_error"]) == ("failed", "RuntimeError: no paper")


def test_a_job_that_waits_for_something_is_tried_until_its_time_is_over(done: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    kind = outbox.JobKind("patient", Work, lasts=timedelta(hours=12), pauses_s=(5, 30), waits_for=(ConnectionError,))

    def off(_work: Work) -> None:
        raise ConnectionError("off")

    outbox.handles(kind)(off)
    transaction(lambda: outbox.put(kind, "lane", Work(1), lasts=timedelta(minutes=5)))
    begun = clock.now()
    for after_s in (0, 6, 40, 80, 120):
        with clock.time_travel(begun + timedelta(seconds=after_s)):
            assert outbox.run_one()
            assert not outbox.run_one(), "not again at once"
    assert (job()["state"], job()["attempts"]) == ("waiting", 5)
    with clock.time_travel(begun + timedelta(minutes=6)):
        assert not outbox.run_one()
    assert job()["state"] == "expired"


def test_a_dead_workers_job_goes_to_another(done: list[int]) -> None:
    put(1)
    assert transaction(outbox._claim) is not None
    assert not outbox.run_one(), "taken"
    with clock.time_travel(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.run_one()
    assert done == [1]


def test_thousands_of_old_jobs_are_not_done_and_hold_up_nothing(done: list[int]) -> None:
    with clock.time_travel(clock.now() - timedelta(hours=13)):
        transaction(lambda: [outbox.put(KIND, f"job/{n}", Work(n)) for n in range(1500)])
    put(9999)
    while outbox.run_one():
        pass
    assert done == [9999]
    states = [r["state"] for r in fetch_all(select(OutboxJob.state))]
    assert (states.count("expired"), states.count("done")) == (1500, 1)


def test_jobs_long_done_are_not_read_again(app: Flask) -> None:
    with recorded_statements() as statements:
        transaction(outbox._claim)
    of_jobs = [(statement, values) for statement, values in statements if "outbox_job" in statement]
    assert of_jobs
    for statement, values in of_jobs:
        plan = [step[-1] for step in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
        assert not [
            step
            for step in plan
            if "SCAN outbox_job" in step and "ix_outbox_job_open" not in step and "ix_outbox_job_lane" not in step
        ], statement


def test_the_worker_is_woken_when_the_job_can_be_seen(done: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(outbox, "wake", lambda: woken.append(True))

    def act() -> None:
        outbox.put(KIND, "job/1", Work(1))
        assert not woken

    transaction(act)
    assert woken


def test_a_lane_that_waits_holds_up_its_own_jobs_and_no_other_lane(done: list[int]) -> None:
    transaction(lambda: outbox.put(KIND, "till/A", Work(1, fail=True)))
    transaction(lambda: outbox.put(KIND, "till/A", Work(2)))
    transaction(lambda: outbox.put(KIND, "till/B", Work(3)))
    while outbox.run_one():
        pass
    assert done == [3], "what comes after a failed job of its lane waits for it"
    with clock.time_travel(clock.now() + timedelta(seconds=1000)):
        transaction(lambda: execute(update(OutboxJob).where(OutboxJob.subject == "till/A").values(payload='{"n": 1}')))
        while outbox.run_one():
            pass
    assert done == [3, 1, 1]


def test_a_slow_lane_does_not_delay_another(done: list[int], each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    free, begun = threading.Event(), threading.Event()

    def slow(work: Work) -> None:
        if work.n == 1:
            begun.set()
            free.wait(20)
        done.append(work.n)

    handle(monkeypatch, slow)
    for n, till in ((1, "A"), (2, "A"), (3, "B")):
        transaction(lambda n=n, till=till: outbox.put(KIND, f"till/{till}", Work(n)))  # type: ignore[misc]
    db.session.rollback()
    workers = outbox.Workers(each_app)
    workers.start()
    try:
        assert begun.wait(20)
        until(lambda: done == [3])
        free.set()
        until(lambda: done == [3, 1, 2])
    finally:
        free.set()
        workers.stop()


def until(true: Callable[[], bool]) -> None:
    """Waits until it is true."""
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def test_by_the_hour_the_file_of_the_database_is_made_whole(app: Flask) -> None:
    put(1)
    db.session.rollback()
    file = Path(str(db.engine.url.database))
    copy = app.config["DATA_DIR"] / "copy.db"
    before, after = (len(jobs_in(file, copy)), outbox.run_hourly(), len(jobs_in(file, copy)))[::2]
    assert (before, after) == (0, 1)


def jobs_in(file: Path, copy: Path) -> list[tuple[int]]:
    """The jobs in a copy of the file alone."""
    shutil.copyfile(file, copy)
    with closing(sqlite3.connect(copy)) as connection:
        return connection.execute("SELECT id FROM outbox_job").fetchall()


def test_a_lease_is_renewed_while_its_job_is_done(done: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=0.3))

    def slow(_work: Work) -> None:
        db.session.rollback()
        time.sleep(1)
        assert not outbox.run_one(), "still taken, long after its first lease"

    handle(monkeypatch, slow)
    put(1)
    assert outbox.run_one()
    assert job()["state"] == "done"
