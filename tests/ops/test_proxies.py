"""The client's address behind a proxy, and nothing to be chosen by a stranger without one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, request

from core.machine import proxies
from tests.conftest import AppOn

TRUSTED = proxies.parse("10.0.0.1, 10.9.0.0/16 fd00::/8")


@pytest.mark.parametrize(("peer", "forwarded_for", "client"), [
    ("192.168.1.7", "8.8.8.8", "192.168.1.7"),
    ("10.0.0.1", "", "10.0.0.1"),
    ("10.0.0.1", "192.168.1.7", "192.168.1.7"),
    ("10.0.0.1", "8.8.8.8, 192.168.1.7", "192.168.1.7"),
    ("10.0.0.1", "8.8.8.8, 192.168.1.7, 10.9.1.1", "192.168.1.7"),
    ("10.0.0.1", "8.8.8.8, rubbish, 10.9.1.1", "10.9.1.1"),
    ("10.0.0.1", "rubbish", "10.0.0.1"),
    ("10.0.0.1", "10.9.1.1, 10.9.1.2", "10.9.1.1"),
    ("10.0.0.1", "192.168.1.7:55012", "192.168.1.7"),
    ("fd00::1", "[2001:db8::7]:443", "2001:db8::7"),
    ("::ffff:10.0.0.1", "::ffff:192.168.1.7", "192.168.1.7"),
])  # fmt: skip
def test_the_client_is_the_right_most_address_that_is_no_proxy(peer: str, forwarded_for: str, client: str) -> None:
    assert proxies.client_of(peer, forwarded_for, TRUSTED) == client


def seen(site: Flask, peer: str) -> tuple[str | None, str, str, str | None]:
    """What a view sees of a request that claims to come from elsewhere, and the answer's HSTS."""
    heard: list[tuple[str | None, str, str]] = []

    def look() -> None:
        heard.append((request.remote_addr, request.scheme, request.host))

    site.before_request_funcs.setdefault(None, []).insert(0, look)
    claim = {"X-Forwarded-For": "8.8.8.8", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "ocop.example.vn"}
    answer = site.test_client().get("/sign-in", headers=claim, environ_base={"REMOTE_ADDR": peer})
    site.before_request_funcs[None].remove(look)
    return *heard[0], answer.headers.get("Strict-Transport-Security")


def test_forwarded_headers_are_believed_from_a_proxy_alone(app_on: AppOn) -> None:
    site = app_on("sqlite")
    assert seen(site, "10.0.0.1") == ("10.0.0.1", "http", "localhost", None), "no proxy is set"
    site.extensions["outlet_settings"] = replace(site.extensions["outlet_settings"], proxies=TRUSTED)
    assert seen(site, "192.168.1.7") == ("192.168.1.7", "http", "localhost", None)
    assert seen(site, "10.0.0.1") == ("8.8.8.8", "https", "ocop.example.vn", "max-age=31536000; includeSubDomains")


def test_a_host_that_is_none_is_not_taken_over() -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_HOST": "outlet", "wsgi.url_scheme": "http"}
    proxies._believe(environ, TRUSTED, "", "gopher", "evil.example/\r\nX: 1")
    assert environ == {"REMOTE_ADDR": "10.0.0.1", "HTTP_HOST": "outlet", "wsgi.url_scheme": "http"}
