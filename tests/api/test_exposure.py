"""What an address, an answer or a fault gives away: no secret in an address, no inside of the program in an answer."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest

from core.people import tokens
from core.people.permits import Permit, permit_of
from tests.api.inside import LocalOutlet
from tests.outlet import MANAGER, uid
from tests.signed_in import sign_in_as

# `token_id` and `session_id` are numbers of rows; a token and a session are proved by what stands in no row.
SECRET_NAMES = re.compile(r"token|password|passwd|pin\b|secret|key|session_?id|code_challenge", re.IGNORECASE)


def test_a_secret_in_an_address_counts_for_nothing(local_outlet: LocalOutlet) -> None:
    token = local_outlet.token("cashier")
    stranger = local_outlet.app.test_client()
    for name in ("token", "access_token", "api_key", "Authorization"):
        assert stranger.get("/api/v1/products", query_string={name: token}).status_code == 401


def test_no_address_has_a_place_for_a_secret(local_outlet: LocalOutlet) -> None:
    described = local_outlet.app.test_client().get("/api/v1/openapi.json").json
    assert described
    named = [
        (path, parameter["name"])
        for path, methods in described["paths"].items()
        for method in methods.values()
        if isinstance(method, dict)
        for parameter in method.get("parameters", [])
        if SECRET_NAMES.search(parameter["name"]) and parameter["name"] not in {"token_id", "session_id"}
    ]
    assert not named


def test_the_number_of_a_token_or_session_is_no_credential(local_outlet: LocalOutlet) -> None:
    local_outlet.token("manager")
    assert local_outlet.api.as_("1").get("/api/v1/products").status == 401


def test_a_fault_says_nothing_of_the_inside_and_leaves_its_trace_in_the_log(
    local_outlet: LocalOutlet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A program gets a code, a person a page; what went wrong stands in the log alone."""

    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("SELECT secret FROM person")

    monkeypatch.setattr(tokens, "list_tokens", fail)
    app = local_outlet.app
    browser = app.test_client()
    sign_in_as(app, browser, MANAGER)
    program, page = local_outlet.api.get("/api/v1/tokens"), browser.get("/people/tokens")
    assert (program.status, program.code) == (500, "server_error") and page.status_code == 500
    for text in (program.body.decode(), page.text):
        assert not [inside for inside in ("SELECT", "RuntimeError", "Traceback", ".py", "person") if inside in text]
    assert [record for record in caplog.records if record.exc_info and record.levelno == logging.ERROR]


@pytest.mark.parametrize("typed", ["%(name)s %s %d", "{0.__class__} {name!r}", "{{ config }} {% raw %}", "$(id) `id` ; id | id"])
def test_a_text_that_would_be_a_format_a_template_or_a_command_stays_a_text(local_outlet: LocalOutlet, typed: str) -> None:
    place = {"name": typed, "kind": "store"}
    assert local_outlet.api.put("/api/v1/places/MAU", place).ok()["name"] == typed
    assert local_outlet.api.get("/api/v1/places/MAU").ok()["name"] == typed
    refused = local_outlet.api.put(f"/api/v1/sales/{uid()}", {"shift": typed, typed[:9]: 1})
    assert refused.status == 422
    browser = local_outlet.app.test_client()
    sign_in_as(local_outlet.app, browser, MANAGER)
    assert "MAU" in browser.get("/settings").text


@pytest.mark.parametrize("typed", ["' OR '1'='1", "x'; DROP TABLE sale; --", "100%", "_", "\\", 'a" OR "a', "0) UNION SELECT 1"])
def test_a_text_that_would_be_a_statement_finds_only_itself(local_outlet: LocalOutlet, typed: str) -> None:
    for path in ("products", "producers"):
        assert local_outlet.api.get(f"/api/v1/{path}", q=typed).ok()["items"] == []
    assert local_outlet.api.get("/api/v1/sales", number=typed).status in {200, 422}
    assert local_outlet.api.get("/api/v1/audit", who=typed).ok()["items"] == []


def test_a_parameter_given_twice_has_one_meaning(local_outlet: LocalOutlet) -> None:
    """The query is the query and the body the body; the first of two values counts."""
    for number in range(3):
        local_outlet.api.put(f"/api/v1/places/HAI-{number}", {"name": "Kho", "kind": "store"}).ok()
    head = {"Authorization": f"Bearer {local_outlet.token('manager')}"}
    client = local_outlet.app.test_client()
    twice = client.get("/api/v1/places?limit=1&limit=3", headers=head)
    assert len(twice.json["items"]) == 1  # type: ignore[index]
    assert client.get("/api/v1/places?limit=x&limit=3", headers=head).status_code == 422
    body = json.dumps({"name": "Kho", "kind": "store"})
    hidden = client.put("/api/v1/places/HAI-9?kind=shop", data=body, headers={**head, "Content-Type": "application/json"})
    assert hidden.status_code in {201, 422}
    assert local_outlet.api.get("/api/v1/places/HAI-9").json.get("kind") in {"store", None}


def test_a_field_nobody_offers_is_refused_and_sets_nothing(local_outlet: LocalOutlet) -> None:
    """No field that the outlet sets itself can be slipped in beside those that may be sent."""
    body = {"name": "Kho", "kind": "store"}
    for field in ("id", "code", "recorded_by", "active", "role", "owed_vnd"):
        answer = local_outlet.api.put("/api/v1/places/THEM", {**body, field: 1})
        assert answer.status == 422 and field in repr(answer.json["errors"])
    assert local_outlet.api.get("/api/v1/places/THEM").status == 404


def test_every_page_of_a_signed_in_person_leads_out(local_outlet: LocalOutlet) -> None:
    app = local_outlet.app
    browser = app.test_client()
    sign_in_as(app, browser, MANAGER)
    seen = 0
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        if rule.rule.startswith("/api/") or permit_of(app.view_functions[rule.endpoint]) is Permit.PUBLIC:
            continue
        answer = browser.get(rule.rule, buffered=True)
        has_no_menu = rule.rule == "/sell" or b"/print.js" in answer.get_data() or b"<html" not in answer.get_data()
        if answer.status_code == 200 and answer.mimetype == "text/html" and not has_no_menu:
            assert 'action="/sign-out"' in answer.text, rule.rule
            seen += 1
    assert seen > 20


def test_names_of_files_come_from_the_outlet(local_outlet: LocalOutlet) -> None:
    """What a file is called in an answer is made of codes and numbers, whatever names were typed."""
    for path in ("reports/stock-age?format=csv", "reports/stock-age?format=xlsx", "audit?format=csv"):
        named = local_outlet.api.get(f"/api/v1/{path}").headers["content-disposition"]
        assert re.fullmatch(r'(attachment|inline); filename="[A-Za-z0-9._-]+"', named)
