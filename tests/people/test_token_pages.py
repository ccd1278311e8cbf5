"""Tokens on the page and in the API: issued for a year, shown once, listed without themselves, revoked at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from core import clock
from tests.api.inside import Inside, LocalOutlet
from tests.conftest import AppOn
from tests.outlet import MANAGER
from tests.signed_in import sign_in_as


class Office:
    """The manager's browser."""

    def __init__(self, outlet: LocalOutlet) -> None:
        self.outlet, self.client = outlet, outlet.app.test_client()
        sign_in_as(outlet.app, self.client, MANAGER)

    def post(self, path: str, **form: str) -> Any:
        page = self.client.get("/people/tokens").text
        csrf = page.partition('name="csrf-token" content="')[2].partition('"')[0]
        return self.client.post(path, data={"csrf_token": csrf, **form})

    def today(self) -> date:
        """The outlet's day."""
        with self.outlet.app.app_context():
            return clock.today()

    def issue(self, **form: str) -> str:
        """Issues a token as the form offers it and returns it."""
        page = self.client.get("/people/tokens").text
        offered = re.search(r'name="expires_on" type="date"\s+value="([^"]*)"', page)
        assert offered
        answer = self.post("/people/tokens", **({"expires_on": offered[1]} | form))
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.text.partition('id="issued">')[2].partition("<")[0]


@pytest.fixture
def office(app_on: AppOn) -> Office:
    return Office(LocalOutlet.set_up(app_on("sqlite")))


def test_a_token_of_the_page_ends_after_a_year_and_is_shown_once(office: Office) -> None:
    token = office.issue(role="cashier")
    api = Inside(office.outlet.app, token)
    assert api.get("/api/v1/products").status == 200
    listed = office.outlet.api.all("/api/v1/tokens")
    assert listed[-1]["ends"] == (office.today() + timedelta(days=365)).isoformat()
    assert token not in repr(listed) and token not in office.client.get("/people/tokens").text
    with clock.time_travel(clock.now() + timedelta(days=367)):
        assert api.get("/api/v1/products").status == 401
    assert office.issue(role="cashier", expires_on="")
    assert office.outlet.api.all("/api/v1/tokens")[-1]["ends"] is None, "who leaves it empty asks for that"


def test_a_token_for_a_person_has_their_role(office: Office) -> None:
    office.issue(username=MANAGER, role="cashier")
    last = office.outlet.api.all("/api/v1/tokens")[-1]
    assert (last["username"], last["role"]) == (MANAGER, "manager")


@pytest.mark.parametrize(
    "form",
    [
        {"role": "boss"},
        {"username": "khong-ai"},
        {"role": "producer"},
        {"role": "cashier", "till": "KHONG"},
        {"role": "cashier", "expires_on": "2026-02-31"},
        {"role": "cashier", "expires_on": "2020-01-01"},
        {"role": "cashier", "only": "nonsense"},
    ],
)
def test_a_wrong_form_issues_nothing(office: Office, form: dict[str, str]) -> None:
    before = len(office.outlet.api.all("/api/v1/tokens"))
    assert office.post("/people/tokens", **form).status_code == 422
    assert len(office.outlet.api.all("/api/v1/tokens")) == before


def test_tokens_are_revoked_by_page_and_program(office: Office) -> None:
    first, second = (Inside(office.outlet.app, office.issue(role="cashier")) for _ in range(2))
    ids = [row["id"] for row in office.outlet.api.all("/api/v1/tokens")][-2:]
    assert office.post(f"/people/tokens/{ids[0]}/revoke").status_code == 302
    assert office.outlet.api.call("DELETE", f"/api/v1/tokens/{ids[1]}").status == 204
    assert (first.get("/api/v1/products").status, second.get("/api/v1/products").status) == (401, 401)
    assert office.outlet.api.call("DELETE", f"/api/v1/tokens/{ids[1]}").status == 204
    assert office.outlet.api.call("DELETE", "/api/v1/tokens/99999").status == 404
    assert office.outlet.api.get("/api/v1/tokens", limit=1).json["next"] == "1"
    assert "đã thu hồi" in office.client.get("/people/tokens").text
