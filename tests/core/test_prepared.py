"""A prepared statement does what SQLAlchemy does with the same statement: rows, conversions, lists of any length, refusals."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, event, select, update
from sqlalchemy.exc import IntegrityError

from core.db import db, execute, fetch_all, fetch_one, transaction
from core.db.prepared import MAX_PLANS, Prepared, prepared_insert
from core.models import AuditLine, Counter, VatRate

MOMENT = datetime(2026, 11, 24, 2, 30, 0, tzinfo=UTC)
_ADD = prepared_insert(AuditLine)
_READ = select(AuditLine.__table__).where(
    AuditLine.actor.in_(bindparam("actors", expanding=True)), AuditLine.at >= bindparam("at")
)
_READ = _READ.order_by(AuditLine.id)


def line(actor: str, detail: str | None = None) -> dict[str, object]:
    return {"at": MOMENT, "actor": actor, "action": "test", "subject": actor, "detail": detail}


def test_rows_are_those_of_the_plain_statement_for_lists_of_any_length(each_app: Flask) -> None:
    transaction(lambda: execute(_ADD, line("lone")))
    transaction(lambda: execute(_ADD, [line(f"a{n}", "Đ") for n in range(3)]))
    prepared = Prepared(_READ)
    for actors in (["a0", "a2"], [], ["a1"], ["lone", "a0", "a1", "a2"], ["nobody"], ["a0", "a2"]):
        parameters = {"actors": actors, "at": MOMENT}
        rows = [dict(row) for row in fetch_all(prepared, parameters)]
        assert rows == [dict(row) for row in fetch_all(_READ, parameters)]
        assert len(rows) == len([actor for actor in actors if actor != "nobody"])
        first = fetch_one(prepared, parameters)
        assert first == (rows[0] if rows else None)
    assert all(row["at"] == MOMENT for row in fetch_all(prepared, {"actors": ["a0"], "at": MOMENT}))


def test_more_lengths_than_plans_are_run_all_the_same(app: Flask) -> None:
    transaction(lambda: execute(_ADD, line("a0")))
    prepared = Prepared(_READ)
    for length in range(1, MAX_PLANS + 5):
        assert len(fetch_all(prepared, {"actors": [f"a{n}" for n in range(length)], "at": MOMENT})) == 1


def test_days_and_fixed_values_are_converted(each_app: Flask) -> None:
    rates = [{"vat": "8", "from_day": day, "rate_percent": 8, "basis": "test"} for day in (date(2026, 1, 1), date(2027, 1, 1))]
    transaction(lambda: execute(prepared_insert(VatRate), rates))
    until = select(VatRate.vat, VatRate.from_day).where(
        VatRate.from_day <= bindparam("day"), VatRate.from_day >= date(2027, 1, 1)
    )
    rows = fetch_all(Prepared(until), {"day": date(2027, 1, 1)})
    assert [dict(row) for row in rows] == [{"vat": "8", "from_day": date(2027, 1, 1)}]


def test_an_update_counts_its_rows_and_returns_them(each_app: Flask) -> None:
    transaction(lambda: execute(prepared_insert(Counter), {"series": "test", "year": 2026, "value": 4}))
    of_series = update(Counter.__table__).where(Counter.series == bindparam("of"))  # type: ignore[arg-type]
    step = of_series.values(value=Counter.value + bindparam("step"))
    taken = transaction(lambda: fetch_one(Prepared(step.returning(Counter.value)), {"of": "test", "step": 3}))
    assert taken == {"value": 7}
    both = [{"of": "test", "step": 1}, {"of": "nobody", "step": 1}]
    assert transaction(lambda: execute(Prepared(step), both)) == 1


def test_a_refusal_of_the_database_is_the_error_of_the_plain_statement(each_app: Flask) -> None:
    counter = {"series": "test", "year": 2026, "value": 0}
    add = prepared_insert(Counter)
    transaction(lambda: execute(add, counter))
    with pytest.raises(IntegrityError) as refusal:
        transaction(lambda: execute(add, counter))
    assert refusal.value.orig is not None


def test_who_listens_to_what_runs_hears_prepared_statements_too(app: Flask) -> None:
    heard: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        heard.append(statement)

    transaction(lambda: execute(_ADD, line("unheard")))
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        transaction(lambda: execute(_ADD, line("heard")))
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert [statement for statement in heard if statement.startswith("INSERT INTO audit_line")]
