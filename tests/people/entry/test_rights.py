"""See, answer, accept: what somebody of a producer may not is refused in words, on every route that is no reading."""

from __future__ import annotations

import pytest
from flask import Flask

from core.people.choices import Right
from core.people.own.rights import rights_of, withheld_with
from core.people.permits import Permit, Role, is_granted, permit_of, right_of
from tests.api.inside import LocalOutlet
from tests.conftest import AppOn
from tests.people.entry.outlet import on_phone, set_up

ACCEPTING = {
    "POST /api/v1/statements/<uid>/accept",
    "POST /api/v1/statements/<uid>/unaccept",
    "POST /api/v1/agreements/<number>/versions/<int:version>/confirm",
    "POST /portal/statements/<uid>/accept",
    "POST /portal/statements/<uid>/unaccept",
    "POST /portal/agreement/<number>/versions/<int:version>/confirm",
}
"""What the right to accept is for; whoever adds a route by which a producer accepts something adds it here."""
FREE = {
    *(f"POST /account/{what}" for what in ("details", "look", "password", "pin", "second-factor", "second-factor/remove")),
    "POST /account/sessions/<int:session_id>/end",
    "PUT /api/v1/me/password",
    "PUT /api/v1/me/pin",
    "DELETE /api/v1/sessions/<int:session_id>",
    *(f"POST /{path}" for path in ("sign-in", "sign-in/again", "sign-in/code", "sign-out", "language", "first-run")),
    "POST /invitation/<secret>",
    "POST /display/pair",
    "POST /t/<code:lot>/feedback",
}
"""What is of the person or of strangers, and asks for no right."""


@pytest.fixture
def outlet(app_on: AppOn) -> LocalOutlet:
    return set_up(app_on("sqlite"))


def test_every_route_that_is_no_reading_asks_for_a_right(app: Flask) -> None:
    accepting, free = set(), set()
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            view = app.view_functions[rule.endpoint]
            permit = permit_of(view)
            if permit is None or not is_granted(Role.PRODUCER, permit):
                continue
            right = right_of(view)
            if right is Permit.ACCEPT:
                accepting.add(f"{method} {rule.rule}")
            elif right is None:
                free.add(f"{method} {rule.rule}")
    assert (accepting, free) == (ACCEPTING, FREE)


@pytest.mark.parametrize(
    ("rights", "answers", "accepts"),
    [
        (["see"], False, False),
        (["answer"], True, False),
        (["see", "accept"], False, True),
        (["see", "answer", "accept"], True, True),
    ],
)
def test_who_may_what(outlet: LocalOutlet, rights: list[str], answers: bool, accepts: bool) -> None:
    phone = on_phone(outlet, rights=rights)
    assert phone.is_in() and phone.get("/portal/statements").status_code == 200
    portal = phone.get("/portal").text
    assert ("no-answer" not in portal, "no-accept" not in portal) == (answers, accepts), "no button for what is refused"
    nowhere = "/portal/statements/00000000-0000-4000-8000-000000000000"
    asked = phone.post(f"{nowhere}/ask", {"line": "x", "message": "y"}, page="/portal")
    accepted = phone.post(f"{nowhere}/accept", {}, page="/portal")
    proposed = phone.post("/portal/prices", {}, page="/portal")
    assert (asked.status_code != 403, proposed.status_code != 403, accepted.status_code != 403) == (answers, answers, accepts)
    if not answers:
        assert "chỉ được xem" in asked.text
    token = phone.get("/account").text.partition('name="csrf-token" content="')[2].partition('"')[0]
    announced = phone.client.put(
        f"/api/v1/announcements/{'0' * 8}-0000-4000-8000-{'0' * 12}", json={}, headers={"X-CSRFToken": token}
    )
    assert (announced.status_code != 403) == answers
    assert (
        phone.post("/account/look", {"theme": "dark", "type_size": "large", "language": "vi"}, page="/account").status_code == 302
    )


def test_a_producers_token_has_every_right(outlet: LocalOutlet) -> None:
    program = outlet.api.as_(outlet.token("producer", "HTX-1"))
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert program.post(f"/api/v1/statements/{nowhere}/accept", {}).status == 404
    assert program.put(f"/api/v1/announcements/{nowhere}", {}).status == 422


def test_rights_are_kept_beside_whatever_else_is_withheld() -> None:
    for rights in ((), (Right.ANSWER,), (Right.ACCEPT,), (Right.ANSWER, Right.ACCEPT)):
        withheld = withheld_with({"pos.sell", "core.answer"}, rights)
        assert "pos.sell" in withheld and rights_of(withheld) == (Right.SEE, *rights)
