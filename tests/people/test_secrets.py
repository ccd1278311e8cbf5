"""Passwords and PINs: which are refused, who sets them, what ends with them, and what a stolen database tells of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core import clock
from core.db import execute, fetch_all, transaction
from core.people import hashing, people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.people.secret_rules import PASSWORD_MIN, PLACE_WORDS, WeakSecret, _common, check_password, check_pin
from tests.api.inside import Inside, LocalOutlet
from tests.conftest import AppOn
from tests.outlet import MANAGER, PASSWORD
from tests.signed_in import sign_in_as

OWN, NEW, PIN = "Mat-khau-thu-9!", "ba-con-ca-ro-dong", "975310"
WEAK_PASSWORDS = [
    "password", "12345678", "23456789", "        ", "aaaaaaaa", "PASSWORD1", "password123!", "abababab", "qwertyui", "iloveyou",
    "matkhau1", "matkhau123", "anhyeuem", "thanhhoa-shop", "ocop2026", "Thu Hà 99", "thuha2026", "short", "x" * 201,
]  # fmt: skip


@pytest.mark.parametrize("password", WEAK_PASSWORDS)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(WeakSecret):
        check_password(password, ("Thanh Hoa shop", "thuha", "Thu Hà"))


@pytest.mark.parametrize(
    "password", [OWN, NEW, PASSWORD, "mat-khau-dai", "quanly-ocop", "mật khẩu tiếng Việt", "x7!kQ2_p", "á" * 3 + "bcdefgh"]
)
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password, ("Thanh Hoa shop", "thuha", "Thu Hà", None))


@pytest.mark.parametrize(
    "pin",
    [
        "0000",
        "1111",
        "1234",
        "9876",
        "1212",
        "123123",
        "77777777",
        "12345678",
        "87654321",
        "2323",
        "121",
        "123456789",
        "12a4",
        "١٣٥٧",
        "",
    ],
)
def test_a_pin_that_is_guessed_first_is_refused(pin: str) -> None:
    with pytest.raises(WeakSecret):
        check_pin(pin, Role.CASHIER)


@given(part=st.text("0123456789", min_size=1, max_size=4), times=st.integers(2, 8))
def test_no_repeated_part_is_a_pin(part: str, times: int) -> None:
    with pytest.raises(WeakSecret):
        check_pin(part * times, Role.CASHIER)


def test_a_managers_pin_has_six_digits() -> None:
    check_pin("1357", Role.CASHIER)
    with pytest.raises(WeakSecret):
        check_pin("13579", Role.MANAGER)
    for pin in ("246810", "135790", "112233", "445566"):
        check_pin(pin, Role.MANAGER)


@pytest.fixture
def outlet(app_on: AppOn) -> LocalOutlet:
    """An outlet with a manager and a cashier; no context is pushed, as for a browser."""
    return set_up(app_on("sqlite"))


@pytest.fixture
def each_outlet(app_on: AppOn, database_url: str) -> LocalOutlet:
    """The same on each kind of database."""
    return set_up(app_on(database_url))


def set_up(app: Flask) -> LocalOutlet:
    outlet = LocalOutlet.set_up(app)
    act(outlet, lambda: people.add("thuha", "Thu Hà", Role.CASHIER, password=OWN, pin="135790", actor=SYSTEM))
    return outlet


def act(outlet: LocalOutlet, verb: Callable[[], Any]) -> Any:
    with outlet.app.app_context():
        return transaction(verb)


def proven(outlet: LocalOutlet, **secret: str) -> bool:
    """Whether the cashier's password or PIN is this one."""
    with outlet.app.app_context():
        prove = people.sign_in if "password" in secret else people.sign_in_by_pin
        return prove("thuha", *secret.values()) is not None


class Browser:
    """A signed-in browser that speaks to the API and fills forms."""

    def __init__(self, outlet: LocalOutlet, username: str) -> None:
        self.client: FlaskClient = outlet.app.test_client()
        sign_in_as(outlet.app, self.client, username)

    @property
    def csrf(self) -> str:
        page = self.client.get("/account", follow_redirects=True).text
        return page.partition('name="csrf-token" content="')[2].partition('"')[0]

    def put(self, path: str, body: object) -> Any:
        return self.client.put(f"/api/v1{path}", json=body, headers={"X-CSRFToken": self.csrf})

    def post(self, path: str, form: dict[str, str]) -> Any:
        return self.client.post(path, data={"csrf_token": self.csrf, **form})


def test_one_changes_ones_own_password_knowing_the_old_one(outlet: LocalOutlet) -> None:
    till, phone = Browser(outlet, "thuha"), Browser(outlet, "thuha")
    wrong = till.put("/me/password", {"old": "nonsense-1", "new": NEW})
    assert (wrong.status_code, wrong.json["code"]) == (409, "wrong_secret")
    weak = till.put("/me/password", {"old": OWN, "new": "password1"})
    assert (weak.status_code, weak.json["code"], weak.json["errors"][0]["field"]) == (422, "weak_password", "new")
    assert till.put("/me/password", {"old": OWN, "new": NEW}).status_code == 204
    assert till.client.get("/api/v1/sessions").status_code == 200, "who changes it stays signed in"
    assert phone.client.get("/api/v1/sessions").status_code == 401
    assert proven(outlet, password=NEW) and not proven(outlet, password=OWN)


def test_one_changes_ones_own_pin_knowing_the_password(outlet: LocalOutlet) -> None:
    till = Browser(outlet, "thuha")
    assert till.put("/me/pin", {"password": "nonsense-1", "pin": PIN}).json["code"] == "wrong_secret"
    weak = till.put("/me/pin", {"password": OWN, "pin": "1212"})
    assert (weak.status_code, weak.json["code"], weak.json["errors"][0]["field"]) == (422, "weak_pin", "pin")
    assert till.put("/me/pin", {"password": OWN, "pin": PIN}).status_code == 204
    assert proven(outlet, pin=PIN) and not proven(outlet, pin="135790")
    manager = Browser(outlet, MANAGER)
    assert manager.put("/me/pin", {"password": PASSWORD, "pin": "1357"}).status_code == 422
    assert manager.put("/me/pin", {"password": PASSWORD, "pin": "135797"}).status_code == 204


def test_a_manager_sets_ones_own_secrets_only_with_the_one_in_use(outlet: LocalOutlet) -> None:
    manager = Browser(outlet, MANAGER)
    body = {"name": "Lan", "role": "manager", "locked": False}
    for secret in ({"password": NEW}, {"pin": PIN}):
        refused = manager.put(f"/people/{MANAGER}", body | secret)
        assert (refused.status_code, refused.json["code"]) == (409, "own_secret")
    assert manager.put(f"/people/{MANAGER}", body).status_code == 200
    assert 'name="password"' not in manager.client.get("/people").text.partition('id="new"')[0].partition("thuha")[0]


def test_a_program_of_nobody_has_no_password(outlet: LocalOutlet) -> None:
    token = act(outlet, lambda: tokens.issue_token(Role.CASHIER, None, None, None, SYSTEM))
    answer = Inside(outlet.app, token).put("/api/v1/me/password", {"old": OWN, "new": NEW})
    assert (answer.status, answer.code) == (409, "no_person")


def test_the_page_changes_password_and_pin(outlet: LocalOutlet) -> None:
    till = Browser(outlet, "thuha")
    page = till.client.get("/account").text
    assert all(f'action="/account/{form}"' in page for form in ("password", "pin")) and "second-factor" not in page
    assert "/account/second-factor" in Browser(outlet, MANAGER).client.get("/account").text
    assert till.post("/account/password", {"old": OWN, "new": NEW, "again": NEW + "x"}).status_code == 422
    assert till.post("/account/password", {"old": "x", "new": NEW, "again": NEW}).status_code == 409
    assert till.post("/account/password", {"old": OWN, "new": "thuha2026", "again": "thuha2026"}).status_code == 422
    assert till.post("/account/password", {"old": OWN, "new": NEW, "again": NEW}).status_code == 302
    assert till.post("/account/pin", {"password": NEW, "pin": "4444"}).status_code == 422
    assert till.post("/account/pin", {"password": NEW, "pin": PIN}).status_code == 302
    assert till.client.get("/account").status_code == 200
    assert proven(outlet, password=NEW) and proven(outlet, pin=PIN)


def test_what_a_manager_sets_ends_at_first_use(outlet: LocalOutlet) -> None:
    body = {"name": "Thu Hà", "role": "cashier", "locked": False, "password": NEW, "pin": PIN}
    assert outlet.api.put("/api/v1/people/thuha", body).ok(200)["password_expired"]
    cashier = Browser(outlet, "thuha")
    refused = cashier.client.get("/api/v1/products")
    assert (refused.status_code, refused.json["code"]) == (403, "secret_expired")
    assert cashier.client.get("/sell").headers["Location"] == "/account"
    assert "do người khác đặt" in cashier.client.get("/account").text
    same = cashier.post("/account/password", {"old": NEW, "new": NEW, "again": NEW})
    assert same.status_code == 422, "the first password does not become the lasting one"
    assert cashier.post("/account/password", {"old": NEW, "new": OWN, "again": OWN}).status_code == 302
    assert cashier.client.get("/api/v1/products").status_code == 200
    # the PIN still is the manager's
    till = {"username": "thuha", "pin": PIN}
    headers = {"X-CSRFToken": cashier.csrf}
    answer = cashier.client.post("/sign-in/pin", json=till, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "secret_expired")
    for refused in ("1111", PIN):
        assert cashier.client.post("/sign-in/pin", json=till | {"new_pin": refused}, headers=headers).status_code == 422
    assert cashier.client.post("/sign-in/pin", json=till | {"new_pin": "864209"}, headers=headers).status_code == 200
    headers = {"X-CSRFToken": cashier.csrf}
    assert cashier.client.post("/sign-in/pin", json=till | {"pin": "864209"}, headers=headers).status_code == 200


def test_what_the_command_line_sets_does_not_end(outlet: LocalOutlet) -> None:
    assert Browser(outlet, "thuha").client.get("/api/v1/products").status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"password": "password1"}, 422, "password"),
        ({"pin": "1212"}, 422, "pin"),
        ({"role": "manager", "pin": "1357"}, 422, "pin"),
        ({"role": "producer"}, 422, "producer"),
        ({"producer": "KHONG-CO", "role": "producer"}, 422, "producer"),
        ({"name": " "}, 422, "name"),
        ({"role": "boss"}, 422, "role"),
        ({"nonsense": 1}, 422, "nonsense"),
    ],
)
def test_a_person_is_refused_by_field(outlet: LocalOutlet, change: dict[str, object], status: int, field: str) -> None:
    answer = outlet.api.put("/api/v1/people/moi", {"name": "Mới", "role": "cashier", "locked": False} | change)
    assert answer.status == status and field in [error["field"] for error in answer.json["errors"]], answer
    assert not [row for row in outlet.api.all("/api/v1/people") if row["username"] == "moi"]


def test_people_are_recorded_listed_locked_and_one_manager_stays(each_outlet: LocalOutlet) -> None:
    api = each_outlet.api
    body = {"name": "Văn Minh", "role": "manager", "locked": False, "password": NEW}
    assert api.put("/api/v1/people/vanminh", body).status == 201
    assert api.put("/api/v1/people/vanminh", body | {"name": "Lê Văn Minh"}).ok(200)["name"] == "Lê Văn Minh"
    assert [row["username"] for row in api.all("/api/v1/people")] == [MANAGER, "thuha", "vanminh"]
    assert "hash" not in repr(api.all("/api/v1/people"))
    own = api.put(f"/api/v1/people/{MANAGER}", {"name": "Lan", "role": "manager", "locked": True})
    assert (own.status, own.code) == (409, "own_account")
    plain = act(each_outlet, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    program = Inside(each_outlet.app, plain)
    assert program.put(f"/api/v1/people/{MANAGER}", {"name": "Lan", "role": "manager", "locked": True}).status == 200
    assert api.get("/api/v1/people").status == 401
    last = program.put("/api/v1/people/vanminh", {"name": "Minh", "role": "manager", "locked": True})
    assert (last.status, last.code) == (409, "last_manager")
    assert program.put("/api/v1/people/vanminh", {"name": "Minh", "role": "cashier", "locked": False}).code == "last_manager"


def test_another_role_ends_sessions_and_tokens_of_the_old_one(outlet: LocalOutlet) -> None:
    browser = Browser(outlet, "thuha")
    with outlet.app.app_context():
        person = people.by_username("thuha")
    token = act(outlet, lambda: tokens.issue_token(Role.CASHIER, person, None, None, SYSTEM))
    body = {"name": "Thu Hà", "role": "storekeeper", "locked": False}
    assert outlet.api.put("/api/v1/people/thuha", body).status == 200
    assert browser.client.get("/api/v1/sessions").status_code == 401
    assert Inside(outlet.app, token).get("/api/v1/products").status == 401


def test_a_stolen_database_does_not_tell_a_pin(outlet: LocalOutlet) -> None:
    """Ten thousand PINs are tried in minutes where the key is known; without it none of them fits."""
    (row,) = act(outlet, lambda: list(fetch_all(text("SELECT pin_hash FROM person WHERE username = 'thuha'"))))
    stolen = row["pin_hash"].removeprefix("keyed:")
    assert not hashing.matches(stolen, "135790"), "the PIN alone does not fit its hash"
    with outlet.app.app_context():
        assert hashing.matches(row["pin_hash"], "135790")
        outlet.app.config["SECRET_KEY"], key = "another-key-of-another-outlet", outlet.app.config["SECRET_KEY"]
        assert not hashing.matches(row["pin_hash"], "135790")
        outlet.app.config["SECRET_KEY"] = key


def test_a_pin_of_before_the_key_works_and_is_renewed(outlet: LocalOutlet) -> None:
    old = hashing.hash_password("135790")
    update = text("UPDATE person SET pin_hash = :hash WHERE username = 'thuha'").bindparams(hash=old)
    act(outlet, lambda: execute(update))
    assert proven(outlet, pin="135790")
    (row,) = act(outlet, lambda: list(fetch_all(text("SELECT pin_hash FROM person WHERE username = 'thuha'"))))
    assert row["pin_hash"].startswith("keyed:")
    assert proven(outlet, pin="135790") and not proven(outlet, pin="135791")


def test_a_password_lasts_and_may_be_long_and_of_any_letters(outlet: LocalOutlet) -> None:
    """No part is cut off, no letter changed; nobody is asked for another one because of its age."""
    long = "ắ ẹ 中 🌾 " + "x" * 160 + " End"
    act(outlet, lambda: people.set_secret(people.by_username("thuha").id, password=long, actor=SYSTEM))
    assert proven(outlet, password=long)
    for other in (long[:-1], long.lower(), long.strip() + " ", long[:72], long[:64]):
        assert not proven(outlet, password=other)
    with clock.time_travel(clock.now() + timedelta(days=3650)):
        assert proven(outlet, password=long)


def test_the_list_of_common_passwords_is_long_enough() -> None:
    """Of those that a password rule lets through (eight characters) at least the first three thousand."""
    assert sum(len(password) >= PASSWORD_MIN for password in _common()) >= 3000


@pytest.mark.parametrize("word", PLACE_WORDS)
def test_words_of_every_outlet_are_no_passwords(word: str) -> None:
    with pytest.raises(WeakSecret):
        check_password(f"{word}2026", ())


def test_fields_for_secrets_are_masked_and_take_what_a_password_manager_pastes(outlet: LocalOutlet) -> None:
    signed_out = outlet.app.test_client()
    pages = [
        signed_out.get("/sign-in").text,
        *(Browser(outlet, MANAGER).client.get(path).text for path in ("/account", "/people")),
    ]
    for page in pages:
        fields = re.findall(r"<input[^>]*name=\"(?:password|old|new|again)\"[^>]*>", page)
        assert fields
        for field in fields:
            assert 'type="password"' in field and re.search('autocomplete="(current|new)-password"', field), field
    assert not [word for word in ("onpaste", 'addEventListener("paste"') for page in pages if word in page]
