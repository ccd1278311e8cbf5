"""Sessions are rows: a copied cookie, an idle one, another browser's; who sees and ends which."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from core import clock
from core.db import fetch_all, transaction
from core.people import people, sessions
from core.people.actor import SYSTEM
from core.people.choices import SessionEnd
from core.people.permits import Role
from core.people.sessions import browser_of
from inventory import places
from inventory.choices import PlaceKind
from inventory.requests import PlaceRequest
from pos import tills
from pos.requests import TillRequest
from tests.api.inside import LocalOutlet
from tests.conftest import AppOn
from tests.outlet import MANAGER, PASSWORD
from tests.signed_in import sign_in_as
from tests.statements import recorded_statements

SECRET = "Mat-khau-thu-9!"


@pytest.fixture
def outlet(app_on: AppOn) -> LocalOutlet:
    """An outlet with a manager and a cashier."""
    return set_up(app_on("sqlite"))


@pytest.fixture
def each_outlet(app_on: AppOn, database_url: str) -> LocalOutlet:
    """The same on each kind of database."""
    return set_up(app_on(database_url))


def set_up(app: Flask) -> LocalOutlet:
    """No context is pushed, as for a browser."""
    outlet = LocalOutlet.set_up(app)
    act(outlet, lambda: people.add("thuha", "Thu Hà", Role.CASHIER, password=SECRET, pin="135790", actor=SYSTEM))
    return outlet


def act(outlet: LocalOutlet, verb: Callable[[], Any]) -> Any:
    with outlet.app.app_context():
        return transaction(verb)


def rows_of(outlet: LocalOutlet, query: str) -> list[Any]:
    return list(act(outlet, lambda: fetch_all(text(query))))


def browser(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    sign_in_as(app, client, username)
    return client


def csrf(client: FlaskClient) -> dict[str, str]:
    page = client.get("/account", follow_redirects=True).text
    return {"X-CSRFToken": page.partition('name="csrf-token" content="')[2].partition('"')[0]}


def own(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/sessions")
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie."""
    cookie = client.get_cookie("outlet")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("outlet", cookie.value)
    return thief


def test_a_copied_cookie_is_worth_nothing_after_signing_out(outlet: LocalOutlet) -> None:
    till = browser(outlet.app, "thuha")
    thief = copied(outlet.app, till)
    assert thief.get("/api/v1/sessions").status_code == 200
    assert till.post("/sign-out", data={"csrf_token": csrf(till)["X-CSRFToken"]}).status_code == 302
    assert thief.get("/api/v1/sessions").status_code == 401
    assert thief.get("/account").headers["Location"].startswith("/sign-in")


def test_signing_in_again_ends_the_session_this_browser_had(outlet: LocalOutlet) -> None:
    first = outlet.app.test_client()
    for _ in range(2):
        thief = copied(outlet.app, first) if first.get_cookie("outlet") else None
        form = {"csrf_token": csrf(first)["X-CSRFToken"], "username": MANAGER, "password": PASSWORD}
        assert first.post("/sign-in", data=form).status_code == 302
        assert thief is None or thief.get("/api/v1/sessions").status_code == 401
    assert len(own(first)) == 1


def test_a_new_pin_or_password_and_a_lock_end_sessions(outlet: LocalOutlet) -> None:
    person = act(outlet, lambda: people.by_username("thuha")).id
    changes = [
        lambda: people.set_secret(person, pin="975310", actor=SYSTEM),
        lambda: people.set_secret(person, password="Mat-khau-khac-7!", actor=SYSTEM),
        lambda: people.set_active(person, False, SYSTEM),
    ]
    for change in changes:
        client = browser(outlet.app, "thuha")
        assert client.get("/api/v1/sessions").status_code == 200
        act(outlet, change)
        assert client.get("/api/v1/sessions").status_code == 401


def test_a_session_ends_when_nobody_uses_it_and_lasts_no_longer_than_a_day_at_work(outlet: LocalOutlet) -> None:
    start = clock.now()
    client = browser(outlet.app, "thuha")
    with clock.time_travel(start + sessions.IDLE + timedelta(seconds=5)):
        assert client.get("/api/v1/sessions").status_code == 401
    outlet.app.extensions.pop("outlet_last_uses", None)
    client = browser(outlet.app, "thuha")
    moment = start
    while moment < start + sessions.LONGEST:
        with clock.time_travel(moment):
            assert client.get("/api/v1/sessions", buffered=True).status_code == 200, moment - start
        outlet.app.extensions.pop("outlet_last_uses", None)
        moment += sessions.IDLE - timedelta(seconds=5)
    with clock.time_travel(start + sessions.LONGEST + timedelta(seconds=5)):
        assert client.get("/api/v1/sessions").status_code == 401


def test_a_session_at_a_till_may_be_idle_for_longer(outlet: LocalOutlet) -> None:
    act(outlet, lambda: places.put_place("QUAY", PlaceRequest(name="Quầy", kind=PlaceKind.SHOP), SYSTEM))
    act(outlet, lambda: tills.put_till("MAY1", TillRequest(name="Máy 1", place="QUAY"), SYSTEM))
    start = clock.now()
    client = browser(outlet.app, "thuha")
    assert client.get("/sell?till=MAY1").status_code == 200
    assert own(client)[0]["till"] == "MAY1"
    with clock.time_travel(start + sessions.IDLE + timedelta(hours=1)):
        assert client.get("/api/v1/sessions").status_code == 200
    with clock.time_travel(start + sessions.LONGEST_AT_TILL + timedelta(minutes=1)):
        assert client.get("/api/v1/sessions").status_code == 401


def test_one_sees_and_ends_ones_own_sessions_a_manager_everybodys(each_outlet: LocalOutlet) -> None:
    outlet = each_outlet
    till, phone, office = browser(outlet.app, "thuha"), browser(outlet.app, "thuha"), browser(outlet.app, MANAGER)
    assert {row["username"] for row in own(till)} == {"thuha"} and len(own(till)) == 2
    assert [row["current"] for row in own(till)] == [False, True]
    assert len(own(office)) == 3
    managers = next(row["id"] for row in own(office) if row["username"] == MANAGER)
    assert till.delete(f"/api/v1/sessions/{managers}", headers=csrf(till)).status_code == 404
    lost = next(row["id"] for row in own(till) if not row["current"])
    assert till.delete(f"/api/v1/sessions/{lost}").status_code == 400, "a page of another site ends nothing"
    assert till.delete(f"/api/v1/sessions/{lost}", headers=csrf(till)).status_code == 204
    assert phone.get("/api/v1/sessions").status_code == 401
    assert till.delete(f"/api/v1/sessions/{lost}", headers=csrf(till)).status_code == 404
    last = own(till)[0]["id"]
    form = {"csrf_token": csrf(office)["X-CSRFToken"]}
    assert office.post(f"/people/sessions/{last}/end", data=form).status_code == 302
    assert till.get("/api/v1/sessions").status_code == 401
    assert len(outlet.api.all("/api/v1/sessions")) == 1, "a manager's program sees what a manager sees"
    rows = rows_of(outlet, "SELECT ended_by, ended_why FROM session WHERE ended_at IS NOT NULL ORDER BY id")
    assert sorted((row["ended_by"], row["ended_why"]) for row in rows) == [(MANAGER, "ended"), ("thuha", "ended")]


def test_pages_show_and_end_ones_own_sessions(outlet: LocalOutlet) -> None:
    till, phone = browser(outlet.app, "thuha"), browser(outlet.app, "thuha")
    number = next(row["id"] for row in own(till) if not row["current"])
    assert f"/account/sessions/{number}/end" in till.get("/account").text
    form = {"csrf_token": csrf(till)["X-CSRFToken"]}
    for typed in ("", "nonsense-1"):
        assert till.post(f"/account/sessions/{number}/end", data={**form, "password": typed}).status_code == 409
    assert phone.get("/api/v1/sessions").status_code == 200, "whoever finds the tablet open ends nothing"
    assert till.post(f"/account/sessions/{number}/end", data={**form, "password": SECRET}).status_code == 302
    assert phone.get("/api/v1/sessions").status_code == 401
    assert "Phiên đăng nhập" in browser(outlet.app, MANAGER).get("/people/sessions").text
    assert browser(outlet.app, "thuha").get("/people/sessions").status_code == 403


def test_another_session_of_ones_own_ends_only_soon_after_signing_in(outlet: LocalOutlet) -> None:
    phone, till, office = (browser(outlet.app, name) for name in ("thuha", "thuha", MANAGER))
    lost = next(row["id"] for row in own(till) if not row["current"])
    this = next(row["id"] for row in own(till) if row["current"])
    with clock.time_travel(clock.now() + sessions.RECENT + timedelta(minutes=1)):
        answer = till.delete(f"/api/v1/sessions/{lost}", headers=csrf(till))
        assert (answer.status_code, answer.json["code"]) == (409, "sign_in_again")
        assert phone.get("/api/v1/sessions").status_code == 200
        assert office.delete(f"/api/v1/sessions/{lost}", headers=csrf(office)).status_code == 204, "a manager ends a colleague's"
        assert till.delete(f"/api/v1/sessions/{this}", headers=csrf(till)).status_code == 204, "and one ends the present one"
    assert phone.get("/api/v1/sessions").status_code == till.get("/api/v1/sessions").status_code == 401


def test_how_somebody_signed_in_stands_in_the_trail(outlet: LocalOutlet) -> None:
    client = outlet.app.test_client()
    form = {"username": "thuha", "password": SECRET, "csrf_token": csrf(client)["X-CSRFToken"]}
    assert client.post("/sign-in", data=form).status_code == 302
    by_pin = {"username": "thuha", "pin": "135790"}
    assert client.post("/sign-in/pin", json=by_pin, headers=csrf(client)).status_code == 200
    assert client.put("/api/v1/me/pin", json={"password": SECRET, "pin": "975310"}, headers=csrf(client)).status_code == 204
    started = rows_of(outlet, "SELECT detail FROM audit_line WHERE action = 'session.started' ORDER BY id")
    assert [json.loads(row["detail"])["proof"] for row in started] == ["password", "pin", "renewed"]


def test_reading_a_session_is_one_statement_and_writes_at_most_once_a_minute(outlet: LocalOutlet) -> None:
    client = browser(outlet.app, "thuha")
    client.get("/api/v1/sessions", buffered=True)
    with outlet.app.app_context(), recorded_statements() as statements:
        assert client.get("/api/v1/tills", buffered=True).status_code == 200
    of_sessions = [statement for statement, _ in statements if "session" in statement.lower()]
    assert len(of_sessions) == 1 and of_sessions[0].startswith("SELECT"), of_sessions


def test_the_cookie_is_nowhere_in_the_database(outlet: LocalOutlet) -> None:
    client = browser(outlet.app, "thuha")
    with client.session_transaction() as cookie:
        token = cookie[sessions.COOKIE_KEY]
    rows = rows_of(outlet, "SELECT * FROM session") + rows_of(outlet, "SELECT * FROM audit_line")
    assert token not in repr([dict(row) for row in rows])


@pytest.mark.parametrize(
    ("agent", "short"),
    [
        ("Mozilla/5.0 (Linux; Android 14; SM-T225) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
         "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1", "Safari, iPad"),
        ("curl/8.5", "curl/8.5"),
        ("x" * 100, "x" * 40),
        (None, None),
    ],
)  # fmt: skip
def test_a_browser_is_named_shortly(agent: str | None, short: str | None) -> None:
    assert browser_of(agent) == short


def test_every_reason_to_end_is_one_the_database_takes(each_outlet: LocalOutlet) -> None:
    for why in SessionEnd:
        client = browser(each_outlet.app, "thuha")
        number = own(client)[0]["id"]
        actor = people.actor_of(act(each_outlet, lambda: people.by_username("thuha")))
        act(each_outlet, partial(sessions.end, number, actor, why))
        assert client.get("/api/v1/sessions").status_code == 401
