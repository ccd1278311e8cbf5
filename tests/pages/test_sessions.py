"""Sessions: how they end, what a form loses by it, and who is stopped after too many wrong secrets."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from core import clock, setup
from core.db import fetch_all
from core.people import people, rate_limits, sessions, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.pages.office import PASSWORD, Browser, add, inside, row_of

NEW = "mot-mat-khau-khac"


def id_of(site: Flask, username: str) -> int:
    return int(row_of(site, f"SELECT id FROM person WHERE username = '{username}'")["id"])


def is_in(browser: Browser) -> bool:
    return str(browser.get("/").headers["Location"]) not in {"/sign-in", "/programme"}


def token_of(browser: Browser, page: str) -> str:
    match = re.search(r'name="csrf-token" content="([^"]+)"', browser.client.get(page, follow_redirects=True).text)
    assert match
    return match[1]


def by_pin(browser: Browser, token: str, address: str = "127.0.0.1", **credentials: Any) -> TestResponse:
    environ = {"REMOTE_ADDR": address}
    return browser.client.post("/sign-in/pin", json=credentials, headers={"X-CSRFToken": token}, environ_overrides=environ)


@pytest.mark.parametrize("secret", [{"pin": "2468"}, {"password": NEW}])
def test_a_new_secret_ends_every_session_but_that_of_the_one_who_sets_it(
    office: Browser, site: Flask, secret: dict[str, str]
) -> None:
    add(site, "thuha", Role.CASHIER, password=PASSWORD)
    till, phone = Browser(site, "thuha"), Browser(site, "thuha")
    assert office.post(f"/people/{id_of(site, 'thuha')}", {"name": "Thu Hà", **secret}).status_code == 302
    assert not is_in(till) and not is_in(phone)
    elsewhere, own = Browser(site), f"/people/{id_of(site, 'quanly')}"
    refused = office.post(own, {"name": "Lan", **secret})
    assert refused.status_code == 409 and "Tài khoản của tôi" in refused.text, "one's own asks for the one in use"
    change = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert office.post("/account/password", change, "/account").status_code == 302
    assert is_in(office) and not is_in(elsewhere)
    assert office.post("/people/999", {"name": "Lan", "password": NEW}).status_code == 404


def test_a_lock_ends_sessions_and_tokens_for_good(office: Browser, site: Flask) -> None:
    add(site, "thuha", Role.CASHIER, password=PASSWORD)
    till = Browser(site, "thuha")
    token = inside(site, lambda: tokens.issue_token(Role.CASHIER, people.by_username("thuha"), None, None, SYSTEM))
    bearer = {"Authorization": f"Bearer {token}"}
    assert site.test_client().get("/api/v1/products", headers=bearer).status_code == 200
    path = f"/people/{id_of(site, 'thuha')}/active"
    office.post(path, {"active": "0"})
    assert not is_in(till)
    assert site.test_client().get("/api/v1/products", headers=bearer).status_code == 401
    office.post(path, {"active": "1"})
    assert not is_in(till), "the old session does not come back to life"
    assert is_in(Browser(site, "thuha"))


@pytest.mark.parametrize("cookie", ["1", "", "nonsense", 1, None, ["a"]])
def test_a_cookie_that_names_no_session_is_a_stranger(office: Browser, site: Flask, cookie: object) -> None:
    stranger = Browser(site, None)
    with stranger.client.session_transaction() as session:
        session[sessions.COOKIE_KEY] = cookie
    assert not is_in(stranger)


@pytest.mark.parametrize(
    ("path", "sent_from", "onward"),
    [
        ("/stock/receive", "/stock/receive?producer=NSX1", "/stock/receive?producer=NSX1"),
        ("/producers/NSX1/corrections", "/producers/NSX1", "/producers/NSX1"),
        ("/producers/NSX1/corrections", None, "/producers/NSX1"),
        ("/people/1", "http://evil.example/people", "/people"),
        ("/settings/outlet", "/nothing/at/all", "/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(
    office: Browser, site: Flask, path: str, sent_from: str | None, onward: str
) -> None:
    stranger = Browser(site, None)
    referrer = {"Referer": sent_from if "://" in sent_from else f"http://localhost{sent_from}"} if sent_from else {}
    refused = stranger.client.post(path, data={"memo": "x"}, headers=referrer)
    assert refused.status_code == 302
    page = stranger.client.get(refused.headers["Location"])
    assert "chưa được lưu" in page.text
    entered = stranger.post("/sign-in", {"username": "quanly", "password": PASSWORD, "next": form_next(page.text)})
    assert entered.headers["Location"] == onward
    assert stranger.client.get(onward, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    ("origin", "secure"),
    [
        ("https://ocop.example.vn", True),
        ("http://ocop.example.vn", True),
        ("http://192.168.1.5:8000", False),
        ("https://192.168.1.5", True),
    ],
)
def test_a_session_is_kept_however_the_browser_comes(site: Flask, origin: str, secure: bool) -> None:
    """The address on labels is https; a till in the shop may come by plain http, where a `Secure` cookie is dropped."""
    inside(site, lambda: setup.first_run("Điểm bán thử", "quanly", PASSWORD))
    answer = site.test_client().get("/sign-in", base_url=origin)
    assert ("Secure" in answer.headers["Set-Cookie"]) is secure
    assert answer.headers["Set-Cookie"].startswith("__Host-outlet=" if secure else "outlet=")
    assert "Domain" not in answer.headers["Set-Cookie"] and "Path=/" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("sent_from", "onward"),
    [
        ("http://localhost/people?q=a", "http://localhost/people?q=a"),
        ("https://localhost/people", "https://localhost/people"),
        ("http://evil.example/people", None),
        ("http://localhost.evil.example/people", None),
    ],
)
def test_a_refused_button_leads_back_to_its_page_behind_a_proxy_too(
    office: Browser, site: Flask, sent_from: str, onward: str | None
) -> None:
    own = f"/people/{id_of(site, 'quanly')}/active"
    form = {"active": "0", "csrf_token": token_of(office, "/people")}
    refused = office.client.post(own, data=form, headers={"Referer": sent_from})
    assert refused.headers.get("Location") == onward
    answer = refused if onward is None else office.get("/people")
    assert answer.text.count("không thể tự khóa") == 1


def form_next(page: str) -> str:
    match = re.search(r'name="next" value="([^"]*)"', page)
    assert match
    return match[1]


def test_a_till_whose_session_ended_gets_a_problem_not_a_page(office: Browser, site: Flask) -> None:
    stranger = Browser(site, None)
    refused = by_pin(stranger, token_of(stranger, "/sign-in"), username="thuha", pin="1357")
    assert (refused.status_code, refused.content_type) == (401, "application/problem+json")


def test_only_who_may_sell_changes_the_cashier(office: Browser, site: Flask) -> None:
    add(site, "thuha", Role.CASHIER, pin="1357")
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    producer = Browser(site, "htx")
    refused = by_pin(producer, token_of(producer, "/portal"), username="thuha", pin="1357")
    assert (refused.status_code, refused.content_type) == (403, "application/problem+json")


@pytest.mark.parametrize(
    "body", ['{"username": "\\ud800", "pin": "1"}', '{"username": "a\\u0000", "pin": "1"}', "[", '{"pin": 1}']
)
def test_an_odd_pin_request_is_refused(office: Browser, body: str) -> None:
    head = {"X-CSRFToken": token_of(office, "/people"), "Content-Type": "application/json"}
    assert office.client.post("/sign-in/pin", data=body, headers=head).status_code == 400


def test_wrong_tries_cost_the_one_who_tries_and_nobody_else(office: Browser, site: Flask) -> None:
    for name in ("thuha", "minh"):
        add(site, name, Role.CASHIER, password=PASSWORD, pin="1357")
    guesser, colleague = Browser(site, "minh"), Browser(site, "thuha")
    token, other = token_of(guesser, "/account"), token_of(colleague, "/account")
    tries = [by_pin(guesser, token, f"10.0.0.{n}", username="quanly", pin="864201").status_code for n in range(10)]
    assert tries == [401] * rate_limits.MOST + [429] * (10 - rate_limits.MOST), "another address is no other person"
    assert by_pin(guesser, token, "10.0.0.99", username="thuha", pin="1357").status_code == 429
    assert by_pin(colleague, other, "10.0.0.1", username="thuha", pin="1357").status_code == 200


@pytest.mark.parametrize("typed", ["thuha@10.0.0.2", "10.0.0.2 pin:thuha", "thuha 10.0.0.2", "mat-khau-cua-toi"])
def test_what_is_typed_as_a_name_shuts_nobody_out_and_is_kept_nowhere(
    office: Browser, site: Flask, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    add(site, "thuha", Role.CASHIER, pin="1357")
    stranger = Browser(site, None)
    for _ in range(rate_limits.MOST + 2):
        stranger.post("/sign-in", {"username": typed, "password": "nonsense"})
    assert by_pin(office, token_of(office, "/people"), username="thuha", pin="1357").status_code == 200
    stored = inside(site, lambda: [dict(row) for table in ("attempt", "audit_line")
                                   for row in fetch_all(text(f"SELECT * FROM {table}"))])  # fmt: skip
    assert stored and typed not in repr(stored) and typed not in caplog.text


def test_a_pin_is_not_tried_through_in_days_and_a_new_one_opens_at_once(office: Browser, site: Flask) -> None:
    add(site, "thuha", Role.CASHIER, pin="1357")
    now, wrong = clock.now(), 0
    with site.test_request_context(environ_base={"REMOTE_ADDR": "10.0.0.1"}):
        for minute in range(0, 24 * 60, 6):
            with clock.time_travel(now + timedelta(minutes=minute)):
                for _ in range(rate_limits.MOST):
                    try:
                        assert people.sign_in_by_pin("thuha", "0000") is None
                    except people.TooMany:
                        break
                    wrong += 1
                if wrong >= rate_limits.MOST_A_DAY:
                    break
        with clock.time_travel(now + timedelta(minutes=minute + 30)), pytest.raises(people.TooMany):
            people.sign_in_by_pin("thuha", "1357")
    assert wrong == rate_limits.MOST_A_DAY
    inside(site, lambda: people.set_secret(people.by_username("thuha").id, pin="9753", actor=SYSTEM))
    with site.app_context():
        assert people.sign_in_by_pin("thuha", "9753").username == "thuha"


def test_a_password_is_the_same_however_a_keyboard_spells_it(office: Browser, site: Flask) -> None:
    composed = "mật khẩu tiếng Việt"
    add(site, "thuha", Role.CASHIER, password=unicodedata.normalize("NFD", composed))
    with site.app_context():
        assert people.sign_in("thuha", composed)
        assert not people.sign_in("thuha", "mat khau tieng Viet")


def test_a_password_that_could_never_be_typed_again_is_refused(office: Browser, site: Flask) -> None:
    change = {"old": PASSWORD, "new": "x" * 201, "again": "x" * 201}
    assert office.post("/account/password", change, "/account").status_code == 422
    assert is_in(Browser(site))


@pytest.mark.parametrize("page", ["/sign-in", "/language", "/people"])
def test_a_form_with_nul_is_refused(office: Browser, page: str) -> None:
    form = {"username": "quan\x00ly", "password": PASSWORD, "name": "a\x00b", "role": "cashier", "language": "v\x00"}
    assert office.post(page, form, "/people").status_code == 400
