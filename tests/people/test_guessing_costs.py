"""Who guesses pays: strangers are slowed by name and in all, owners at their own address are not, managers are informed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from core import clock
from core.db import fetch_all, transaction
from core.errors import TooMany
from core.people import people, rate_limits, sessions
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.api.inside import LocalOutlet
from tests.conftest import AppOn
from tests.outlet import MANAGER, PASSWORD
from tests.signed_in import sign_in_as
from tests.statements import recorded_statements

HOME, PIN = "192.168.1.10", "135790"


@pytest.fixture
def site(app_on: AppOn) -> Flask:
    """An outlet whose manager has a PIN and has signed in at home."""
    app = LocalOutlet.set_up(app_on("sqlite")).app
    manager = act(app, lambda: people.by_username(MANAGER))
    act(app, lambda: people.set_secret(manager.id, pin=PIN, actor=SYSTEM))
    act(app, lambda: sessions.start(people.actor_of(manager), address=HOME, agent=None))
    return app


def act(app: Flask, verb: Callable[[], Any]) -> Any:
    with app.app_context():
        return transaction(verb)


def guess(app: Flask, address: str, password: str = "nonsense", username: str = MANAGER) -> bool | None:
    """Whether a password is right; None when it is not even checked."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        try:
            return people.sign_in(username, password) is not None
        except TooMany:
            return None


def test_many_addresses_together_do_not_guess_an_account_and_do_not_shut_its_owner_out(site: Flask) -> None:
    answers = [guess(site, f"10.0.{n}.{m}") for n in range(40) for m in range(2)]
    checked = len([answer for answer in answers if answer is not None])
    assert checked == rate_limits.SLOW_AFTER, "the rest has to wait"
    assert guess(site, "10.9.9.9", PASSWORD) is None
    assert guess(site, HOME, PASSWORD), "whoever signed in from here before is no stranger"
    with clock.time_travel(clock.now() + rate_limits.SLOW_STEP + timedelta(seconds=1)):
        assert guess(site, "10.9.9.9", PASSWORD)


def test_ever_new_names_from_everywhere_are_bounded_in_all(site: Flask) -> None:
    for n in range(rate_limits.MOST_OF_STRANGERS):
        assert guess(site, f"10.1.{n}.1", username=f"ten-{n}") is False
    assert guess(site, "10.2.0.1", username="ten-moi") is None
    assert guess(site, HOME, PASSWORD)


def test_ever_new_names_from_one_address_are_bounded_too(site: Flask) -> None:
    answers = [guess(site, "10.1.1.1", username=f"ten-{n}") for n in range(rate_limits.MOST_OF_ADDRESS + 5)]
    assert answers == [False] * rate_limits.MOST_OF_ADDRESS + [None] * 5


def test_tries_at_once_are_bounded_as_exactly_as_tries_in_a_row(site: Flask) -> None:
    gate = threading.Barrier(12)

    def one(_n: int) -> bool | None:
        gate.wait()
        return guess(site, "10.3.0.1")

    with ThreadPoolExecutor(12) as pool:
        checked = [answer for answer in pool.map(one, range(12)) if answer is not None]
    assert 0 < len(checked) <= rate_limits.MOST


def test_wrong_tries_are_written_rarely(site: Flask) -> None:
    with site.app_context(), recorded_statements() as statements:
        for n in range(rate_limits.MOST - 1):
            guess(site, "10.4.0.1", username=f"ten-{n}")
    inserts = [statement for statement, _ in statements if statement.startswith("INSERT INTO attempt")]
    assert len(inserts) == 1


def test_a_restart_forgets_no_limit(site: Flask) -> None:
    for _ in range(rate_limits.MOST):
        assert guess(site, "10.5.0.1") is False
    del site.extensions["outlet_failures"]
    assert guess(site, "10.5.0.1", PASSWORD) is None


def test_a_second_server_on_the_same_database_gives_no_second_chance(app_on: AppOn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "WRITE_STEP_S", 0.0)
    first = LocalOutlet.set_up(app_on("postgresql")).app
    second = app_on(first.config["SQLALCHEMY_DATABASE_URI"])
    servers = (first, second)
    answers = [guess(servers[n % 2], "10.1.1.1") for n in range(2 * rate_limits.MOST)]
    assert answers == [False] * rate_limits.MOST + [None] * rate_limits.MOST
    counts = act(first, lambda: fetch_all(text("SELECT count(*) AS n FROM attempt GROUP BY subject")))
    assert [row["n"] for row in counts] == [rate_limits.MOST] * 4, "each failure once: by name, by address, by both, by strangers"


def test_a_manager_is_informed_of_wrong_pins_and_keeps_the_right_one(site: Flask) -> None:
    act(site, lambda: people.add("thuha", "Thu Hà", Role.CASHIER, password="Mat-khau-thu-9!", actor=SYSTEM))
    till = site.test_client()
    sign_in_as(site, till, "thuha")
    page = till.get("/account").text
    token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    for n in range(rate_limits.MOST + 3):
        till.post("/sign-in/pin", json={"username": MANAGER, "pin": f"86420{n}"}, headers={"X-CSRFToken": token})
    right = till.post("/sign-in/pin", json={"username": MANAGER, "pin": PIN}, headers={"X-CSRFToken": token})
    assert right.status_code == 429, "the cashier waits"
    with site.app_context():
        assert people.sign_in_by_pin(MANAGER, PIN, Role.MANAGER), "the manager does not"
    office = site.test_client()
    sign_in_as(site, office, MANAGER)
    assert f"{rate_limits.MOST} lần gõ sai PIN của bạn" in office.get("/reports/today").text
    rows = act(site, lambda: list(fetch_all(text("SELECT actor, subject, detail FROM audit_line WHERE action = 'pin.failed'"))))
    assert {(row["actor"], row["subject"]) for row in rows} == {("thuha", MANAGER)}


def test_a_managers_right_pin_is_answered_like_a_wrong_one(site: Flask) -> None:
    client = site.test_client()
    sign_in_as(site, client, MANAGER)
    token = client.get("/account").text.partition('name="csrf-token" content="')[2].partition('"')[0]
    answers = [
        client.post("/sign-in/pin", json={"username": MANAGER, "pin": pin}, headers={"X-CSRFToken": token})
        for pin in (PIN, "864201", PIN)
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}
