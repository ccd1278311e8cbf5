"""A clock that is set: noticed, told, no printer stops, and no number is given in a year that nobody means."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db, fetch_all, fetch_one, outbox, transaction
from core.machine import clock_check, clock_jumps
from core.machine.clock_jumps import Watch
from core.models import AuditLine, OutboxJob
from core.people.permits import Role
from office import machine as machine_page
from tests.conftest import AppOn
from tests.core.test_outbox import KIND, Work, done  # noqa: F401
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, PASSWORD, now, uid
from tests.pages.office import Browser

require = clock_check.require


class Clock:
    """The machine's clock, set by a test; the time since the start goes on by itself."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        monkeypatch.setattr(clock_jumps, "_wall_s", lambda: time.time() + self.ahead.total_seconds())
        monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + self.ahead)
        monkeypatch.setattr(clock_check, "require", require)
        self.watch = Watch()
        for module in (outbox, clock_check, machine_page):
            monkeypatch.setattr(module, "WATCH", self.watch)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The machine's clock."""
    return Clock(monkeypatch)


def test_a_clock_that_is_set_is_noticed_once_and_a_slow_one_is_not(machine: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.watch.observe() is None
    machine.ahead = timedelta(seconds=30)
    assert machine.watch.observe() is None
    machine.ahead = -timedelta(hours=1)
    jump = machine.watch.observe()
    assert jump is not None and jump.by == -timedelta(hours=1)
    assert machine.watch.observe() is None and machine.watch.latest() == jump
    running_s = clock_jumps._running_s
    monkeypatch.setattr(clock_jumps, "_running_s", lambda: running_s() + 2 * 24 * 3600)
    assert machine.watch.latest() is None


@pytest.mark.parametrize("ahead", [-timedelta(hours=1), -timedelta(days=1), timedelta(days=2)])
def test_no_job_waits_for_a_clock_that_was_set(
    machine: Clock, done: list[int], each_app: Flask, ahead: timedelta  # noqa: F811
) -> None:  # fmt: skip
    transaction(lambda: [outbox.put(KIND, "lane/A", Work(1, fail=True)), outbox.put(KIND, "lane/B", Work(2))])
    assert outbox.run_one(), "it fails and waits for its next try"
    transaction(outbox._claim)
    workers = outbox.Workers(each_app)
    workers._mind_the_clock()
    machine.ahead = ahead
    workers._mind_the_clock()
    db.session.rollback()
    jobs = fetch_all(select(OutboxJob.__table__).order_by(OutboxJob.id))
    lease = abs(clock.now() - jobs[1]["taken_at"])
    assert jobs[0]["run_after"] <= clock.now() + timedelta(seconds=5) and lease < timedelta(seconds=5)
    assert all(clock.now() < job["expires_at"] <= clock.now() + timedelta(hours=12) for job in jobs), "as much time as before"
    line = fetch_one(select(AuditLine.detail).where(AuditLine.action == "clock.jumped"))
    assert line is not None and str(int(ahead.total_seconds())) in line["detail"]


def test_far_from_the_last_posting_the_outlet_asks_before_it_numbers(machine: Clock, inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    cashier = inside.as_role(Role.CASHIER)
    first = shop.sell(shop.line(product))

    def sell(**more: object) -> tuple[int, str | None]:
        sold_at = clock.local(clock.now()).isoformat(timespec="milliseconds")
        answer = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(product), sold_at=sold_at, **more))
        return answer.status, answer.code

    for ahead in (-timedelta(minutes=6), timedelta(days=32)):
        machine.ahead = ahead
        assert sell() == (409, "clock_unconfirmed")
        assert sell(offline=True)[0] == 201, "what was sold is taken all the same"
        inside.app.extensions.pop("outlet_last_posting", None)
    machine.ahead = -timedelta(hours=2)
    assert cashier.post("/api/v1/clock/confirm").status == 403
    assert shop.refund(first["uid"], 1, "1").code == "clock_unconfirmed"
    assert inside.api.post("/api/v1/clock/confirm").ok(200)["differs"] is False
    assert sell()[0] == 201
    inside.app.extensions.pop("outlet_last_posting")
    assert sell()[0] == 201, "a server that starts again finds the manager's word"
    lines = fetch_all(select(AuditLine.actor).where(AuditLine.action == "clock.confirmed"))
    assert [line["actor"] for line in lines] == [MANAGER]


def test_a_clock_set_into_another_year_is_asked_about_and_a_rest_over_tet_is_not(machine: Clock, app: Flask) -> None:
    def asks(last: datetime, moment: datetime) -> bool:
        return clock_check._is_far(moment, last)

    evening = datetime(2026, 12, 31, 14, tzinfo=UTC)
    assert not asks(evening, evening + timedelta(days=2))
    assert not asks(datetime(2027, 1, 30, tzinfo=UTC), datetime(2027, 2, 20, tzinfo=UTC))
    assert asks(evening, evening + timedelta(days=8))
    machine.ahead = timedelta(days=2)
    machine.watch.observe()
    assert asks(evening, evening + timedelta(days=2)), "the clock was set, and it is another year"


def test_the_manager_confirms_on_the_settings_page(machine: Clock, app_on: AppOn) -> None:
    app = app_on("sqlite")
    with app.app_context():
        Inside(app).shop().stocked()
    machine.ahead = timedelta(hours=3)
    machine.watch.observe()
    office = Browser(app, None)
    office.post("/sign-in", {"username": MANAGER, "password": PASSWORD})
    assert "Giờ máy chủ vừa tiến 180 phút" in office.get("/reports/today").text
    machine.ahead = -timedelta(days=1)
    office.post("/sign-in", {"username": MANAGER, "password": PASSWORD})
    assert "còn lần ghi sổ gần nhất là" in office.get("/reports/today").text
    assert "cho bán tiếp" in office.get("/settings").text
    assert office.post("/settings/clock/confirm", {}, "/settings").status_code == 302
    assert "cho bán tiếp" not in office.get("/settings").text


def test_a_shift_never_closes_before_it_opened(machine: Clock, inside: Inside) -> None:
    shop = inside.shop()
    machine.ahead = -timedelta(hours=1)
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"500000": 1}}).ok()
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert report["closed_at"] >= report["opened_at"]
    assert now() > report["closed_at"][:10]
