"""The second factor: asked after the password, each code once, recovery codes too, and what a stolen database gives away."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from sqlalchemy import text

from core import clock
from core.db import fetch_all, transaction
from core.people import people, rate_limits, second_factor
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.api.inside import LocalOutlet
from tests.conftest import AppOn
from tests.outlet import MANAGER, PASSWORD


class Browser:
    """A browser that fills forms."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def post(self, path: str, **form: str) -> Any:
        page = self.client.get("/account", follow_redirects=True).text
        csrf = page.partition('name="csrf-token" content="')[2].partition('"')[0]
        return self.client.post(path, data={"csrf_token": csrf, **form})

    def sign_in(self, username: str = MANAGER, password: str = PASSWORD, onward: str = "/people") -> str:
        """Types the password and returns where that leads."""
        return str(self.post("/sign-in", username=username, password=password, next=onward).headers.get("Location"))

    @property
    def is_in(self) -> bool:
        return bool(self.client.get("/api/v1/sessions").status_code == 200)


@pytest.fixture
def site(app_on: AppOn) -> Flask:
    """An outlet with a manager; no context is pushed, as for a browser."""
    return LocalOutlet.set_up(app_on("sqlite")).app


def enrol(browser: Browser) -> tuple[str, list[str]]:
    """Turns the second factor on; returns the app's secret and the recovery codes."""
    page = browser.client.get("/account/second-factor").text
    match = re.search(r'name="secret" value="([A-Z2-7]{32})"', page)
    assert match and "<svg" in page
    wrong = browser.post("/account/second-factor", secret=match[1], code="000000", password=PASSWORD)
    assert wrong.status_code == 422
    code = code_at(match[1])
    assert browser.post("/account/second-factor", secret=match[1], code=code, password="nonsense").status_code == 409
    done = browser.post("/account/second-factor", secret=match[1], code=code, password=PASSWORD)
    assert "/account/second-factor/remove" in browser.client.get("/account").text
    assert done.status_code == 200 and done.headers["Cache-Control"] == "no-store"
    codes = re.findall(r'<code class="secret">([a-z0-9-]+)</code>', done.text)
    assert len(codes) == 10
    return match[1], codes


def code_at(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now().timestamp() + 30 * steps)


def test_after_the_password_comes_the_code_of_the_app_and_each_code_serves_once(site: Flask) -> None:
    first = Browser(site)
    assert first.sign_in() == "/people"
    secret, _codes = enrol(first)
    second = Browser(site)
    assert second.sign_in() == "/sign-in/code"
    assert not second.is_in, "the password alone is no session"
    assert second.post("/sign-in/code", code=code_at(secret)).status_code == 401, "that code turned it on"
    with clock.time_travel(clock.now() + timedelta(seconds=60)):
        code = code_at(secret)
        assert second.post("/sign-in/code", code=code).headers["Location"] == "/people"
        assert second.is_in
        third = Browser(site)
        third.sign_in()
        assert third.post("/sign-in/code", code=code).status_code == 401, "somebody read it over the shoulder"


def test_a_recovery_code_serves_once(site: Flask) -> None:
    browser = Browser(site)
    browser.sign_in()
    _secret, codes = enrol(browser)
    lost, again = Browser(site), Browser(site)
    lost.sign_in()
    assert lost.post("/sign-in/code", code=codes[3].upper()).status_code == 302
    again.sign_in()
    assert again.post("/sign-in/code", code=codes[3]).status_code == 401
    assert again.post("/sign-in/code", code=codes[4]).status_code == 302


def test_codes_are_not_guessed_and_the_password_waits_for_them_five_minutes(site: Flask) -> None:
    browser = Browser(site)
    browser.sign_in()
    secret, _codes = enrol(browser)
    late = Browser(site)
    late.sign_in()
    with clock.time_travel(clock.now() + timedelta(minutes=6)):
        assert late.post("/sign-in/code", code=code_at(secret)).headers["Location"] == "/sign-in"
    guesser = Browser(site)
    guesser.sign_in()
    statuses = [guesser.post("/sign-in/code", code=f"{n:06d}").status_code for n in range(rate_limits.MOST + 2)]
    assert statuses == [401] * rate_limits.MOST + [429] * 2


def test_without_a_password_just_typed_no_code_is_asked(site: Flask) -> None:
    stranger = Browser(site)
    assert stranger.client.get("/sign-in/code").headers["Location"] == "/sign-in"
    assert stranger.post("/sign-in/code", code="123456").headers["Location"] == "/sign-in"


def test_it_is_turned_off_by_its_owner_with_the_password_or_by_another_manager(site: Flask) -> None:
    owner = Browser(site)
    owner.sign_in()
    for act in ("owner", "manager"):
        enrol(owner)
        if act == "owner":
            assert owner.post("/account/second-factor/remove", password="nonsense").status_code == 409
            assert owner.post("/account/second-factor/remove", password=PASSWORD).status_code == 302
            continue
        with site.app_context():
            person = people.by_username(MANAGER)
            transaction(lambda: people.add("lan", "Lan", Role.MANAGER, password="Mat-khau-thu-9!", actor=SYSTEM))
            transaction(lambda: people.add("ha", "Hà", Role.CASHIER, password="Mat-khau-thu-9!", actor=SYSTEM))
        assert person is not None
        other, cashier = Browser(site), Browser(site)
        other.sign_in("lan", "Mat-khau-thu-9!")
        cashier.sign_in("ha", "Mat-khau-thu-9!")
        path = f"/people/{person.id}/second-factor/remove"
        assert cashier.post(path).status_code == 403
        assert other.post(path).status_code == 302
    assert Browser(site).sign_in() == "/people"


def test_a_stolen_database_gives_no_codes_away(site: Flask) -> None:
    browser = Browser(site)
    browser.sign_in()
    secret, codes = enrol(browser)
    with site.app_context():
        rows = [
            dict(row) for table in ("person", "recovery_code", "audit_line") for row in fetch_all(text(f"SELECT * FROM {table}"))
        ]
    stored = repr(rows)
    assert secret not in stored and not [code for code in codes if code in stored or code.replace("-", "") in stored]
    assert all(len(code.replace("-", "")) * math.log2(31) > 128 for code in codes), "too many to be tried on a digest"
    with site.app_context():
        person = people.by_username(MANAGER)
        assert person is not None
        (row,) = fetch_all(text("SELECT totp_secret FROM person"))
        assert second_factor._opened(person.id, row["totp_secret"]) == secret
        with pytest.raises(InvalidTag):
            second_factor._opened(person.id + 1, row["totp_secret"])


def test_turning_it_on_or_off_ends_the_other_sessions(site: Flask) -> None:
    owner, elsewhere = Browser(site), Browser(site)
    owner.sign_in(), elsewhere.sign_in()
    enrol(owner)
    assert owner.is_in and not elsewhere.is_in
    elsewhere = Browser(site)
    elsewhere.sign_in()
    with clock.time_travel(clock.now() + timedelta(seconds=60)):
        secret = PASSWORD
        assert owner.post("/account/second-factor/remove", password=secret).status_code == 302
    assert owner.is_in and not elsewhere.is_in


def test_a_new_password_does_not_get_round_the_code(site: Flask) -> None:
    owner = Browser(site)
    owner.sign_in()
    enrol(owner)
    with site.app_context():
        person = people.by_username(MANAGER)
        assert person is not None
        transaction(lambda: people.set_secret(person.id, password="Mat-khau-thu-9!", actor=SYSTEM))
    assert Browser(site).sign_in(MANAGER, "Mat-khau-thu-9!") == "/sign-in/code"


@pytest.mark.parametrize(("role", "is_offered"), [(Role.STOREKEEPER, True), (Role.OFFICER, True), (Role.CASHIER, False)])
def test_everybody_but_cashiers_is_offered_it(site: Flask, role: Role, is_offered: bool) -> None:
    with site.app_context():
        transaction(lambda: people.add("lan", "Lan", role, password="Mat-khau-thu-9!", actor=SYSTEM))
    browser = Browser(site)
    browser.sign_in("lan", "Mat-khau-thu-9!", "/account")
    assert ("/account/second-factor" in browser.client.get("/account").text) is is_offered
    if is_offered:
        assert 'name="secret"' in browser.client.get("/account/second-factor").text
