"""Tokens: listed, revoked at once, ending with their day, narrowed to one use, their last use written once a minute."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db, fetch_one, transaction
from core.errors import DomainError, NotFound
from core.models import ApiToken
from core.people import last_use, tokens
from core.people.actor import SYSTEM
from core.people.permits import Permit, Role, permit_of
from pos.permits import SalesPermit
from tests.api.inside import Inside, LocalOutlet
from tests.outlet import Outlet, uid
from tests.statements import recorded_statements


@pytest.fixture
def local_outlet(app: Flask) -> LocalOutlet:
    return LocalOutlet.set_up(app)


def issue(local_outlet: LocalOutlet, role: Role = Role.MANAGER, **more: Any) -> Inside:
    return local_outlet.api.as_(transaction(lambda: tokens.issue_token(role, None, None, None, SYSTEM, **more)))


def token_id() -> int:
    return tokens.list_tokens()[-1].id


def test_a_revoked_token_is_a_stranger_at_once(local_outlet: LocalOutlet) -> None:
    client = issue(local_outlet)
    assert client.get("/api/v1/stock").status == 200
    transaction(lambda: tokens.revoke(token_id(), SYSTEM))
    assert client.get("/api/v1/stock").status == 401
    transaction(lambda: tokens.revoke(token_id(), SYSTEM))
    with pytest.raises(NotFound):
        transaction(lambda: tokens.revoke(9999, SYSTEM))


def test_a_token_works_to_the_end_of_its_last_day(local_outlet: LocalOutlet) -> None:
    today = clock.today()
    client = issue(local_outlet, expires_on=today)
    with clock.time_travel(clock.midnight(today + timedelta(days=1)) - timedelta(seconds=1)):
        assert client.get("/api/v1/stock").status == 200
    with clock.time_travel(clock.midnight(today + timedelta(days=1))):
        assert client.get("/api/v1/stock").status == 401


def test_a_token_cannot_end_before_it_begins(local_outlet: LocalOutlet) -> None:
    with pytest.raises(DomainError, match="expired"):
        issue(local_outlet, expires_on=date(2020, 1, 1))


def test_a_token_for_bank_notices_does_nothing_else(local_outlet: LocalOutlet, app: Flask) -> None:
    bank = issue(local_outlet, only="bank-notices")
    notice = {"id": uid(), "amount_vnd": 1000, "description": "x", "at": clock.rfc3339(clock.now())}
    assert bank.post("/api/v1/bank-notices", notice).status == 201
    tried = 0
    for rule in app.url_map.iter_rules():
        permit = permit_of(app.view_functions[rule.endpoint])
        if not rule.rule.startswith("/api/") or permit in {Permit.PUBLIC, SalesPermit.BANK_NOTICES} or "<" in rule.rule:
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            tried += 1
            assert bank.call(method, rule.rule, {}).status == 403, (method, rule.rule)
    assert tried > 10


def test_a_token_for_the_trail_reads_it_and_nothing_else(local_outlet: LocalOutlet, app: Flask) -> None:
    """What another machine fetches the security log with."""
    reader = issue(local_outlet, only="audit")
    assert reader.get("/api/v1/audit", limit=1).status == 200
    assert reader.get("/api/v1/audit", format="csv").status == 200
    for rule in app.url_map.iter_rules():
        permit = permit_of(app.view_functions[rule.endpoint])
        if rule.rule.startswith("/api/") and permit not in {Permit.PUBLIC, Permit.AUDIT} and "<" not in rule.rule:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                assert reader.call(method, rule.rule, {}).status == 403, (method, rule.rule)


@pytest.mark.parametrize(("role", "only"), [(Role.CASHIER, "bank-notices"), (Role.MANAGER, "everything")])
def test_a_token_is_narrowed_to_what_its_role_has(local_outlet: LocalOutlet, role: Role, only: str) -> None:
    with pytest.raises(DomainError, match="bad_use"):
        issue(local_outlet, role, only=only)


def test_the_last_use_is_written_once_a_minute(local_outlet: LocalOutlet, monkeypatch: pytest.MonkeyPatch) -> None:
    client = issue(local_outlet)
    for step_s, requests, written in ((60, 3, 1), (0, 1, 1)):
        monkeypatch.setattr(last_use, "STEP_S", step_s)
        with recorded_statements() as statements:
            for _ in range(requests):
                client.get("/api/v1/stock")
        assert sum("UPDATE api_token" in statement for statement, _values in statements) == written
    db.session.rollback()  # what is read below is of now, not of when this session began to read
    row = fetch_one(select(ApiToken.last_used_at).where(ApiToken.id == token_id()))
    assert row is not None and clock.now() - row["last_used_at"] < timedelta(minutes=1)


@pytest.mark.parametrize("by", ["cashier", "till", "method"])
@pytest.mark.parametrize("role", [Role.PRODUCER, Role.OFFICER])
def test_only_managers_group_sales_by_what_is_the_outlets_own(local_outlet: LocalOutlet, role: Role, by: str) -> None:
    body = {"name": "HTX Đại Xuân", "kind": "cooperative", "commune": "Đại Xuân"}
    local_outlet.api.put("/api/v1/producers/HTX-1", body).ok(201)
    token = local_outlet.token(role.value, "HTX-1" if role is Role.PRODUCER else None)
    db.session.rollback()
    client = local_outlet.api.as_(token)
    assert client.get(f"/api/v1/reports/sales?by={by}").status == 403
    assert client.get("/api/v1/reports/sales?by=hour").status == 200
    assert local_outlet.api.get(f"/api/v1/reports/sales?by={by}").status == 200


def test_the_command_line_issues_lists_and_revokes(server: Outlet) -> None:
    issued = server.flask("tokens", "issue", "--role=manager", "--only=bank-notices", "--expires-on=2099-12-31").stdout
    token = issued.splitlines()[-1]
    assert token.startswith("ocop_")
    line = server.flask("tokens", "list").stdout.splitlines()[-1]
    number, role, *rest = line.split()
    assert role == "manager" and "bank-notices" in line and line.endswith("2099-12-31") and "never" in rest
    assert server.api.as_(token).get("/api/v1/stock").status == 403
    server.flask("tokens", "revoke", number)
    assert server.api.as_(token).get("/api/v1/stock").status == 401
    assert "revoked" in server.flask("tokens", "list").stdout.splitlines()[-1]
    refused = server.flask("tokens", "issue", "--role=cashier", "--only=bank-notices", check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
