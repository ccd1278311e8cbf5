"""The first set-up: from another machine it asks for the code that the server printed; a demonstration stays on its machine."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

import wsgi
from core import setup
from core.db import transaction
from core.people import rate_limits
from core.people.set_up_code import set_up_code
from core.settings import BadSetting
from tests.conftest import AppOn
from tests.outlet import PASSWORD

FORM = {"name": "Điểm bán thử", "username": "quanly", "password": PASSWORD}
AWAY = {"REMOTE_ADDR": "192.168.1.50"}


@pytest.fixture
def fresh(app_on: AppOn) -> Flask:
    """An outlet that nobody has set up."""
    return app_on("sqlite")


def send(app: Flask, environ: dict[str, str], headers: dict[str, str] | None = None, **more: str) -> Any:
    client = app.test_client()
    page = client.get("/first-run", environ_overrides=environ, headers=headers).text
    csrf = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    form = {"csrf_token": csrf, **FORM, **more}
    return client.post("/first-run", data=form, environ_overrides=environ, headers=headers)


def code_of(app: Flask) -> str:
    with app.app_context():
        return set_up_code()


def test_the_first_on_the_network_is_not_the_manager(fresh: Flask) -> None:
    assert 'name="code"' in fresh.test_client().get("/first-run", environ_overrides=AWAY).text
    for typed in ("", "AAAA-AAAA", code_of(fresh)[:-1]):
        assert send(fresh, AWAY, code=typed).status_code == 422
    with fresh.app_context():
        assert not setup.is_set_up()
    assert send(fresh, AWAY, code=code_of(fresh).lower().replace("-", " ")).status_code == 302
    with fresh.app_context():
        assert setup.is_set_up()


def test_the_code_is_not_guessed(fresh: Flask) -> None:
    tries = [send(fresh, AWAY, code=f"AAAA-AAA{n}").status_code for n in range(rate_limits.MOST + 2)]
    assert tries == [422] * rate_limits.MOST + [429] * 2
    assert send(fresh, AWAY, code=code_of(fresh)).status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip"])
def test_behind_a_proxy_everybody_seems_to_be_on_this_machine_and_brings_the_code(fresh: Flask, header: str) -> None:
    assert send(fresh, {"REMOTE_ADDR": "127.0.0.1"}, {header: "203.0.113.9"}).status_code == 422


@pytest.mark.parametrize("host", ["outlet.example", "192.168.1.5:8000", "evil.localhost.example"])
def test_a_proxy_that_says_nothing_is_known_by_its_host(fresh: Flask, host: str) -> None:
    assert send(fresh, {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": host}).status_code == 422


def test_on_the_machine_itself_no_code_is_asked(fresh: Flask) -> None:
    assert 'name="code"' not in fresh.test_client().get("/first-run").text
    assert send(fresh, {"REMOTE_ADDR": "127.0.0.1"}).status_code == 302


def test_each_outlet_has_a_code_of_its_own(fresh: Flask) -> None:
    first = code_of(fresh)
    fresh.config["SECRET_KEY"], key = "another-outlets-secret-key", fresh.config["SECRET_KEY"]
    assert code_of(fresh) != first
    fresh.config["SECRET_KEY"] = key
    assert code_of(fresh) == first


def test_the_server_prints_the_code_of_a_fresh_outlet(fresh: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    wsgi.prepare(fresh, with_demonstration=False)
    wsgi.announce(fresh, "http://127.0.0.1:8000")
    assert code_of(fresh) in capsys.readouterr().out
    with fresh.app_context():
        transaction(lambda: setup.first_run("Điểm bán", "quanly", PASSWORD))
    wsgi.announce(fresh, "http://127.0.0.1:8000")
    assert code_of(fresh) not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("host", "is_refused"), [("0.0.0.0", True), ("192.168.1.5", True), ("::", True), ("::1", False), ("localhost", False)]
)
def test_a_demonstration_does_not_listen_beyond_its_machine(
    fresh: Flask, host: str, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh.app_context():
        transaction(lambda: setup.first_run("Minh họa", "quanly", PASSWORD, demonstration=True))
    config = fresh.extensions["outlet_settings"]
    monkeypatch.setitem(fresh.extensions, "outlet_settings", type(config)(**{**vars(config), "host": host}))
    if is_refused:
        with pytest.raises(BadSetting, match=host):
            wsgi.prepare(fresh, with_demonstration=False)
        wsgi.prepare(fresh, with_demonstration=False, on_network=True)
    else:
        wsgi.prepare(fresh, with_demonstration=False)
