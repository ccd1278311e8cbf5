"""An act under a client's id happens once: for 400 days a repeat gets the first answer, later it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text

from core import clock
from core.db import Row, append_only, db, execute, fetch_all, idempotency, outbox, transaction
from core.db.idempotency import ANSWERS_LAST, run_once
from core.errors import DomainError
from core.models import IdempotencyKey
from ops.cli import outbox as outbox_commands
from tests.guards import GUARDS
from tests.outlet import ROOT, uid
from tests.schedule import examples

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Answered:
    """What the acts of these tests return."""

    number: int


class Acts:
    """Counts how often it acted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> Answered:
        self.count += 1
        return Answered(self.count)


def keys() -> list[Row]:
    db.session.rollback()
    return list(fetch_all(select(IdempotencyKey.__table__).order_by(IdempotencyKey.recorded_at)))


def empty_at(later: timedelta) -> int:
    with clock.time_travel(clock.now() + later):
        return idempotency.empty_old_answers()


def test_a_repeat_gets_the_first_answer_up_to_the_last_of_400_days(each_app: Flask) -> None:
    act, key = Acts(), uid()
    first = run_once("sales", key, {"a": 1, "sent_at": "08:00"}, act)
    assert empty_at(ANSWERS_LAST - MINUTE) == 0
    assert run_once("sales", key, {"sent_at": "09:00", "a": 1}, act) == (first[0], False)
    assert (act.count, ANSWERS_LAST.days) == (1, 400)


@pytest.mark.parametrize("body", [{"a": 1}, {"a": 2}], ids=["same", "other"])
def test_after_400_days_a_used_id_is_refused_and_does_not_act_again(each_app: Flask, body: dict[str, int]) -> None:
    act, key = Acts(), uid()
    run_once("sales", key, {"a": 1}, act)
    assert empty_at(ANSWERS_LAST + MINUTE) == 1
    with pytest.raises(DomainError) as refusal:
        run_once("sales", key, body, act)
    assert (refusal.value.code, act.count) == ("uid_reused", 1)
    assert run_once("refunds", key, {"a": 1}, act)[1], "the same id in another scope is another key"


def test_an_emptied_key_stays_with_its_fingerprint(each_app: Flask) -> None:
    run_once("sales", uid(), {"a": 1}, Acts())
    (before,) = keys()
    empty_at(ANSWERS_LAST + MINUTE)
    (after,) = keys()
    assert before["answer"] == '{"number":1}'
    assert after == {**before, "answer": None}


def test_many_old_answers_are_emptied_in_several_transactions(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def counted(act: Callable[[], int]) -> int:
        sizes.append(transaction(act))
        return sizes[-1]

    monkeypatch.setattr(idempotency, "transaction", counted)
    row = {"scope": "sales", "fingerprint": "f", "answer": "{}", "recorded_at": clock.now()}
    transaction(lambda: execute(insert(IdempotencyKey), [{**row, "key": uid()} for _ in range(idempotency.BATCH + 3)]))
    assert empty_at(ANSWERS_LAST + MINUTE) == idempotency.BATCH + 3
    assert sizes == [idempotency.BATCH, 3, 0]


@given(st.lists(st.integers(0, 1000), max_size=12))
@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_answers_older_than_400_days_are_emptied(each_app: Flask, ages: list[int]) -> None:
    now = clock.now()

    def keys_of_ages() -> None:
        append_only.lift(db.session.connection(), ["idempotency_key"])
        execute(delete(IdempotencyKey))
        append_only.ensure(db.session.connection(), append_only.Guards(clearable={"idempotency_key": ("answer",)}))
        row = {"scope": "sales", "fingerprint": "f", "answer": "{}"}
        rows = [{**row, "key": f"{n}", "recorded_at": now - timedelta(days=age, minutes=1)} for n, age in enumerate(ages)]
        execute(insert(IdempotencyKey), rows)

    transaction(keys_of_ages)
    with clock.time_travel(now):
        idempotency.empty_old_answers()
    assert {row["key"]: row["answer"] for row in keys()} == {f"{n}": None if age >= 400 else "{}" for n, age in enumerate(ages)}


def test_old_answers_are_found_by_an_index(app: Flask) -> None:
    plan = db.session.execute(
        text(
            "EXPLAIN QUERY PLAN SELECT scope, key FROM idempotency_key"
            " WHERE answer IS NOT NULL AND recorded_at < '2020-01-01' ORDER BY recorded_at LIMIT 500"
        )
    )
    assert all("ix_idempotency_key_answered" in step[-1] for step in plan)


def test_the_outbox_command_empties_old_answers(each_app: Flask) -> None:
    with clock.time_travel(clock.now() - ANSWERS_LAST - MINUTE):
        run_once("sales", uid(), {"a": 1}, Acts())
    db.session.remove()
    result = each_app.test_cli_runner().invoke(outbox_commands, ["run", "--once"])
    assert (result.exit_code, result.output) == (0, "0 jobs\n")
    assert [row["answer"] for row in keys()] == [None]


def test_the_servers_workers_do_the_hourly_work_and_go_on_after_a_failure(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []

    def fails() -> None:
        times.append(1)
        raise RuntimeError("no database")

    monkeypatch.setattr(outbox, "_hourly", [fails, lambda: times.append(2)])
    monkeypatch.setattr(outbox, "HOUR_S", 0.01)
    workers = outbox.Workers(each_app)
    workers.start()
    try:
        for _ in range(1000):
            if len(times) >= 4:
                break
            workers.stopped.wait(0.02)
    finally:
        workers.stop()
    assert times[:4] == [1, 2, 1, 2]


def test_nothing_but_the_guard_reads_an_answer_back() -> None:
    rooms = ("core", "suppliers", "inventory", "pos", "reports", "office", "ops")
    names = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if "IdempotencyKey" in (source := path.read_text()) and "answer" in source
    }
    # The check of the clock asks only whether there is one.
    assert names == {"core/models.py", "core/db/idempotency.py", "core/machine/clock_check.py"}
    assert "idempotency_key" in GUARDS.clearable
