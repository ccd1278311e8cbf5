"""A person may be given less than the role, never more; it counts at once, in sessions and for programs."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from core.db import fetch_one
from core.models import AuditLine
from core.people import people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.api.inside import LocalOutlet
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import MANAGER, Shop, uid
from tests.pages.office import PASSWORD, Browser, add

CASHIER = {"name": "Thu", "role": "cashier", "locked": False}


@pytest.fixture(scope="module")
def outlet(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A set-up outlet with a cashier."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    outlet = LocalOutlet.set_up(app)
    add(app, "thu", Role.CASHIER, password=PASSWORD, pin="73529164")
    yield outlet
    _close(app)


def token_of(outlet: LocalOutlet, username: str) -> str:
    from core.db import transaction

    with outlet.app.app_context():
        person = people.by_username(username)
        assert person
        return transaction(lambda: tokens.issue_token(person.role, person, None, None, SYSTEM))


def test_what_is_withheld_is_refused_to_session_and_program_and_may_be_given_back(outlet: LocalOutlet) -> None:
    program = outlet.api.as_(token_of(outlet, "thu"))
    browser = Browser(outlet.app, "thu")
    assert program.get("/api/v1/stock").status == 200 and browser.client.get("/api/v1/stock").status_code == 200
    less = outlet.api.put("/api/v1/people/thu", CASHIER | {"permits": {"inventory.read": False, "pos.sell": True}}).ok(200)
    assert less["permits"]["inventory.read"] is False and less["permits"]["pos.sell"] is True
    assert program.get("/api/v1/stock").status == 403 and browser.client.get("/api/v1/stock").status_code == 403
    assert program.get("/api/v1/catalogue", till="X").status != 403, "the rest of the role stays"
    assert next(p for p in outlet.api.get("/api/v1/people").ok()["items"] if p["username"] == "thu") == less
    sent_back = {name: less[name] for name in ("name", "role", "locked", "permits")}
    assert outlet.api.put("/api/v1/people/thu", sent_back).ok(200) == less
    with outlet.app.app_context():
        query = select(AuditLine.__table__).where(AuditLine.action == "person.permits_changed").order_by(AuditLine.id.desc())
        line = fetch_one(query)
        assert line and (line["actor"], line["subject"]) == (MANAGER, "thu")
        assert (json.loads(line["before"]), json.loads(line["after"])) == ({"withheld": []}, {"withheld": ["inventory.read"]})
    outlet.api.put("/api/v1/people/thu", CASHIER).ok(200)
    assert program.get("/api/v1/stock").status == 200


def test_nobody_sells_in_the_name_of_one_who_may_not_sell(outlet: LocalOutlet) -> None:
    shop = Shop(outlet.api)
    shop.open_shift()
    body = shop.sale(shop.line(shop.stocked()), offline=True, cashier="thu")
    outlet.api.put("/api/v1/people/thu", CASHIER | {"permits": {"pos.sell": False}}).ok(200)
    refused = outlet.api.put(f"/api/v1/sales/{uid()}", body)
    assert [error["field"] for error in refused.json["errors"]] == ["cashier"]
    outlet.api.put("/api/v1/people/thu", CASHIER).ok(200)
    outlet.api.put(f"/api/v1/sales/{uid()}", body).ok(201)


@pytest.mark.parametrize(
    ("role", "permits", "field"),
    [
        ("cashier", {"khong-co": False}, "permits.khong-co"),
        ("cashier", {"core.own": False}, "permits.core.own"),
        ("cashier", {"core.manage": True}, "permits.core.manage"),
        ("manager", {"core.manage": False}, "permits.core.manage"),
        ("cashier", {"pos.sell": "no"}, "permits.pos.sell"),
        ("cashier", ["pos.sell"], "permits"),
    ],
)
def test_nobody_gets_more_than_the_role_and_a_manager_never_less(
    outlet: LocalOutlet, role: str, permits: object, field: str
) -> None:
    refused = outlet.api.put("/api/v1/people/moi", {"name": "Mới", "role": role, "locked": False, "permits": permits})
    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, [field])
    assert all(person["username"] != "moi" for person in outlet.api.get("/api/v1/people").ok()["items"])


def test_another_role_is_no_longer_without_what_it_never_had(outlet: LocalOutlet) -> None:
    path = "/api/v1/people/doi"
    outlet.api.put(path, {"name": "Đổi", "role": "cashier", "locked": False, "permits": {"pos.sell": False}}).ok(201)
    moved = outlet.api.put(path, {"name": "Đổi", "role": "storekeeper", "locked": False, "permits": {"pos.sell": False}}).ok(200)
    assert "pos.sell" not in moved["permits"] and all(moved["permits"].values())
