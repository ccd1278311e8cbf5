"""What every answer tells the browser, whoever asks for what, and what the server does not hand out at all."""

from __future__ import annotations

import pytest
from flask import Flask

from core.people.permits import Permit, permit_of
from core.server import refusals
from tests.pages.office import Browser

POLICY = {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'",
          "form-action 'self'"}  # fmt: skip
HSTS = "max-age=31536000; includeSubDomains"
FILES = ["/static/icon.svg", "/static/css/base.css", "/static/js/till/data/store.js"]
CATALOGUE = "/api/v1/catalogue"
"""Goods and prices alone: a till keeps them, to ask only for what changed."""
NOT_THERE = ["/nothing", "/api/v1/nothing", "/stock/lots/NO", "/static/nothing.js"]


def addresses(site: Flask) -> list[str]:
    """Every address without a part to fill in, some that are not there, and files."""
    plain = [rule.rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    return [*plain, *FILES, *NOT_THERE]


def test_every_answer_has_the_headers_that_bound_a_browser(office: Browser, site: Flask) -> None:
    statuses = set()
    for client in (office.client, site.test_client()):
        for path in addresses(site):
            answer = client.get(path, base_url="https://localhost", buffered=True)
            statuses.add(answer.status_code)
            assert set(answer.headers["Content-Security-Policy"].split("; ")) >= POLICY, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            assert answer.headers["Referrer-Policy"] == "same-origin", path
            assert answer.headers["Strict-Transport-Security"] == HSTS, path
            assert "Access-Control-Allow-Origin" not in answer.headers and "Server" not in answer.headers, path
    assert statuses >= {200, 302, 401, 404}


@pytest.mark.parametrize("is_tls", [True, False])
def test_what_the_server_refuses_by_itself_has_them_too(site: Flask, is_tls: bool) -> None:
    for reply in refusals.prepare(site, is_tls=is_tls).replies.values():
        head = reply.head.decode()
        assert all(directive in head for directive in POLICY) and "X-Content-Type-Options: nosniff" in head
        assert (f"Strict-Transport-Security: {HSTS}\r\n" in head) is is_tls


def test_every_text_names_its_letters(office: Browser, site: Flask) -> None:
    for path in addresses(site):
        answer = office.client.get(path, buffered=True)
        kind = answer.headers.get("Content-Type", "")
        assert kind or not answer.data, path
        if kind.startswith("text/") or "xml" in kind:
            assert "charset=utf-8" in kind.lower() or "openxml" in kind, f"{path}: {kind}"
        if kind.startswith(("application/json", "application/problem+json")):
            answer.data.decode("utf-8")


def test_what_a_signed_in_person_reads_is_stored_nowhere(office: Browser, site: Flask) -> None:
    private = 0
    for rule in site.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()) or rule.endpoint in {"static", "shell.worker"}:
            continue
        if permit_of(site.view_functions[rule.endpoint]) is not Permit.PUBLIC:
            said = office.client.get(rule.rule, buffered=True).headers["Cache-Control"]
            assert said == ("private, no-cache" if rule.rule == CATALOGUE else "no-store"), rule.rule
            private += 1
    assert private > 40
    assert site.test_client().get("/sign-in").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.git/HEAD", "/.env", "/wsgi.py", "/instance/outlet.db", "/static/../wsgi.py", "/static/%2e%2e/wsgi.py",
     "/static/", "/static/js/", "/static/css", "/static/..%2f..%2fetc/passwd", "/core/models.py", "/requirements.lock",
     "/static/nothing.html"],
)  # fmt: skip
def test_no_source_no_secret_and_no_list_of_files_is_handed_out(office: Browser, site: Flask, path: str) -> None:
    for client in (office.client, site.test_client()):
        assert client.get(path, buffered=True).status_code == 404


def test_a_method_that_no_route_has_is_refused(office: Browser, site: Flask) -> None:
    for path in ("/", "/sign-in", "/health", "/api/v1/products", "/static/icon.svg"):
        for method in ("TRACE", "CONNECT", "PROPFIND", "PATCH"):
            assert office.client.open(path, method=method, buffered=True).status_code == 405, f"{method} {path}"


def test_reading_changes_nothing(office: Browser, site: Flask) -> None:
    """No act hangs on a method that a link or a picture can send."""
    for rule in site.url_map.iter_rules():
        acts = set(rule.rule.split("/")) & {"end", "revoke", "remove", "confirm", "refuse", "close", "reverse", "sign-out"}
        assert not acts or "GET" not in (rule.methods or ()), rule.rule
