"""The audit trail says what stood before and what stands after, in the fields that changed."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from core.area import registered
from core.db import audit, db, fetch_all, transaction
from core.models import AuditLine
from core.people import people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.web import refusals
from tests.api.inside import LocalOutlet
from tests.outlet import MANAGER, uid

PRODUCER = {"name": "HTX Đại Xuân", "kind": "cooperative", "commune": "Đại Xuân"}
TERM = {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet"}
MASTER: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "producer": ("producers/SUA-1", PRODUCER, {"phone": "0912345678"}),
    "place": ("places/SUA-2", {"name": "Quầy", "kind": "shop"}, {"kind": "stall"}),
    "till": ("tills/SUA-3", {"name": "Máy", "place": "SUA-2", "printer": "none:", "paper_mm": 80}, {"paper_mm": 58}),
    "product": (
        "products/SUA-4",
        {"name": "Gạo", "producer": "SUA-1", "unit": "kg", "places": 3, "price_vnd": 22_000, "vat": "5", "barcodes": []},
        {"price_vnd": 25_000, "barcodes": ["8938500000010"]},
    ),
    "agreement": (
        "agreements/SUA-5",
        {"producer": "SUA-1", "starts_on": "2020-01-01", "terms": [TERM]},
        {"ends_on": "2030-12-31", "holding_days": 7},
    ),
}  # fmt: skip


def lines(outlet: LocalOutlet, subject: str) -> list[dict[str, Any]]:
    """The lines of a subject with their before and after, oldest first."""
    with outlet.app.app_context():
        found = fetch_all(select(AuditLine.__table__).where(AuditLine.subject == subject).order_by(AuditLine.id))
        return [{**r, "before": _read(r["before"]), "after": _read(r["after"])} for r in found]


def _read(column: str | None) -> Any:
    return None if column is None else json.loads(column)


def test_every_master_record_leaves_what_it_was_and_what_it_became(each_local_outlet: LocalOutlet) -> None:
    api = each_local_outlet.api
    for kind, (path, body, change) in MASTER.items():
        first = api.put(f"/api/v1/{path}", body).ok(201)
        second = api.put(f"/api/v1/{path}", {**body, **change}).ok(200)
        api.put(f"/api/v1/{path}", {**body, **change}).ok(200)
        api.put(f"/api/v1/{path}", body).ok(200)
        new, changed, back = lines(each_local_outlet, path.split("/")[1])
        assert (new["action"], new["actor"], new["before"]) == (f"{kind}.recorded", MANAGER, None)
        assert new["after"] == {name: value for name, value in first.items() if value is not None}
        assert changed["before"] == {name: first[name] for name in change}
        assert changed["after"] == {name: second[name] for name in change}
        assert (back["before"], back["after"]) == (changed["after"], changed["before"]), "what is changed back is seen too"


def test_the_outlets_settings_leave_theirs(each_local_outlet: LocalOutlet) -> None:
    api = each_local_outlet.api
    settings = {"name": "Điểm bán", "cash_rounding_vnd": 500}
    api.put("/api/v1/outlet", {"name": "Điểm bán"}).ok()
    api.put("/api/v1/outlet", settings).ok()
    last = lines(each_local_outlet, "outlet")[-1]
    assert (last["action"], last["before"], last["after"]) == (
        "outlet.recorded", {"cash_rounding_vnd": 0}, {"cash_rounding_vnd": 500},
    )  # fmt: skip


@dataclass(frozen=True)
class _WithSecrets:
    name: str
    pin: str
    password_hash: str


def test_no_secret_stands_in_a_line(local_outlet: LocalOutlet) -> None:
    old, new = _WithSecrets("Thu", "1234", "x"), _WithSecrets("Thủy", "5678", "y")
    with local_outlet.app.app_context():
        transaction(lambda: audit.record_change(SYSTEM, "test.changed", "bi-mat", old, new))
    (line,) = lines(local_outlet, "bi-mat")
    assert (line["before"], line["after"]) == ({"name": "Thu"}, {"name": "Thủy"})


def test_a_line_with_before_and_after_only_grows(each_local_outlet: LocalOutlet) -> None:
    each_local_outlet.api.put("/api/v1/places/CON-MOT", {"name": "Kho", "kind": "store"}).ok(201)
    for statement in ("UPDATE audit_line SET before = NULL, after = NULL", "DELETE FROM audit_line"):
        with each_local_outlet.app.app_context(), pytest.raises(DatabaseError), db.engine.begin() as connection:
            connection.execute(text(statement))


def test_the_trail_is_a_list_with_filters_pages_and_a_file(local_outlet: LocalOutlet) -> None:
    api = local_outlet.api
    for name in ("Kho một", "Kho hai", "=Kho ba"):
        api.put("/api/v1/places/LOC-1", {"name": name, "kind": "store"}).ok()
    items = api.all("/api/v1/audit", subject="LOC-1")
    assert [(line["who"], line["action"]) for line in items] == [(MANAGER, "place.recorded")] * 3
    assert [line["after"]["name"] for line in items] == ["Kho một", "Kho hai", "=Kho ba"]
    assert (items[0]["before"], items[1]["before"]) == (None, {"name": "Kho một"})
    first = api.get("/api/v1/audit", subject="LOC-1", limit=1).ok()
    assert (first["items"], first["next"]) == (items[:1], str(items[0]["id"]))
    rest = api.get("/api/v1/audit", subject="LOC-1", after=first["next"]).ok()
    assert (rest["items"], rest["next"]) == (items[1:], None)
    assert api.all("/api/v1/audit", subject="LOC-1", action="place") == items, "an action finds those below it"
    assert api.all("/api/v1/audit", subject="LOC-1", action="pla") == []
    assert api.all("/api/v1/audit", subject="LOC-1", who="khac") == []
    day = items[0]["at"][:10]
    assert api.all("/api/v1/audit", subject="LOC-1", from_=day, to=day) == items
    assert api.all("/api/v1/audit", subject="LOC-1", to="2020-01-01") == []
    assert api.get("/api/v1/audit", after="x").status == 422 and api.get("/api/v1/audit", limit=0).status == 422
    file = api.get("/api/v1/audit", subject="LOC-1", format="csv")
    rows = list(csv.DictReader(io.StringIO(file.body.decode("utf-8-sig"))))
    assert [json.loads(row["after"])["name"] for row in rows] == ["Kho một", "Kho hai", "=Kho ba"]
    for role in ("cashier", "storekeeper", "officer"):
        assert api.as_(local_outlet.token(role)).get("/api/v1/audit").status == 403


def test_every_action_and_field_of_the_trail_has_its_words(local_outlet: LocalOutlet) -> None:
    for path, body, _ in MASTER.values():
        local_outlet.api.put(f"/api/v1/{path}", body).ok()
    with local_outlet.app.app_context():
        known = registered()
        for line in local_outlet.api.all("/api/v1/audit"):
            assert line["action"] in known.audit_actions or line["action"].startswith("test."), line["action"]
            assert {*(line["before"] or {}), *(line["after"] or {}), *(line["detail"] or {})} <= known.audit_fields.keys()
        people = [f"core.people.{name}" for name in ("people", "rate_limits", "second_factor", "sessions", "tokens")]
        for name in [*people, *(f"{area}.audit_actions" for area in ("core", "suppliers", "inventory", "pos"))]:
            texts = [value for key, value in vars(import_module(name)).items() if key.isupper() and isinstance(value, str)]
            names = {value for value in texts if re.fullmatch(r"[a-z_]+\.[a-z_]+", value)}
            assert names <= known.audit_actions.keys()


def test_a_storm_of_refusals_leaves_a_line_of_each_route_and_minute(local_outlet: LocalOutlet, monkeypatch: Any) -> None:
    clerk = local_outlet.api.as_(local_outlet.token("cashier"))

    def lines_of(action: str) -> list[Any]:
        return [(line["subject"], line["detail"]["times"]) for line in local_outlet.api.all("/api/v1/audit", action=action)]

    local_outlet.app.extensions.pop("outlet_refusals", None)
    before = lines_of("access.refused")
    for _ in range(30):
        assert clerk.get("/api/v1/audit").status == 403
    assert clerk.put("/api/v1/outlet", {"name": "x"}).status == 403
    assert clerk.as_("nonsense").get("/api/v1/audit").status == 401, "a stranger is nobody to write down"
    assert lines_of("access.refused") == [*before, ("GET /api/v1/audit", 1), ("PUT /api/v1/outlet", 1)]
    monkeypatch.setattr(refusals, "MINUTE_S", 0)
    assert clerk.get("/api/v1/audit").status == 403
    assert lines_of("access.refused")[-1] == ("GET /api/v1/audit", 30), "those that left no line are counted in the next"


def test_one_who_tries_every_route_leaves_ten_lines_a_minute(local_outlet: LocalOutlet) -> None:
    clerk = local_outlet.api.as_(local_outlet.token("officer"))
    local_outlet.app.extensions.pop("outlet_refusals", None)
    before = len(local_outlet.api.all("/api/v1/audit", action="access.refused"))
    for path in ("sales", "shifts", "refunds", "deliveries", "losses", "transfers", "counts", "statements", "payouts"):
        for _ in range(2):
            clerk.put(f"/api/v1/{path}/{uid()}", {})
    for path in ("tills/A", "places/A", "products/A", "producers/A", "agreements/A"):
        clerk.put(f"/api/v1/{path}", {})
    assert len(local_outlet.api.all("/api/v1/audit", action="access.refused")) == before + 10


def test_people_and_tokens_leave_theirs_and_no_secret_of_them(local_outlet: LocalOutlet) -> None:
    def act() -> str:
        person = people.add("thu-moi", "Thu", Role.CASHIER, password="Mat-khau-dai-1!", pin="738251", actor=SYSTEM)
        people.rename(person, "Thủy", SYSTEM)
        people.set_active(person, False, SYSTEM)
        return tokens.issue_token(Role.CASHIER, None, None, None, SYSTEM)

    with local_outlet.app.app_context():
        token = transaction(act)
        issued = tokens.list_tokens()[-1].id
        transaction(lambda: tokens.revoke(issued, SYSTEM))
    added, renamed, locked = lines(local_outlet, "thu-moi")
    assert (added["before"], added["after"]["role"], added["after"]["has_pin"]) == (None, "cashier", True)
    assert (renamed["before"], renamed["after"]) == ({"name": "Thu"}, {"name": "Thủy"})
    assert (locked["before"], locked["after"]) == ({"active": True}, {"active": False})
    of_token = lines(local_outlet, str(issued))
    assert [line["action"] for line in of_token] == ["token.issued", "token.revoked"]
    assert of_token[1]["before"] == {"revoked_at": None} and of_token[1]["after"]["revoked_at"]
    with local_outlet.app.app_context():
        text_of_all = repr(fetch_all(select(AuditLine.__table__)))
    assert not [secret for secret in (token, "Mat-khau-dai-1!", "738251", "argon2") if secret in text_of_all]


def test_refusals_and_wrong_secrets_are_logged_at_once_without_what_was_typed(
    local_outlet: LocalOutlet, caplog: pytest.LogCaptureFixture
) -> None:
    """The trail has who is known; the log has strangers too, and the code of each refusal."""
    caplog.set_level(logging.INFO, "core")
    clerk = local_outlet.api.as_(local_outlet.token("cashier"))
    client = local_outlet.app.test_client()
    assert clerk.put("/api/v1/outlet", {"name": "x"}).status == 403
    assert clerk.put(f"/api/v1/sales/{uid()}", {"nonsense": 1}).status == 422
    assert clerk.as_("ocop_nonsense-nonsense").get("/api/v1/stock").status == 401
    assert client.post("/sign-in", data={"username": MANAGER, "password": "typed-1"}).status_code == 400
    with client:
        page = client.get("/sign-in").text
        csrf = page.partition('name="csrf-token" content="')[2].partition('"')[0]
        form = {"csrf_token": csrf, "username": MANAGER, "password": "typed-2"}
        assert client.post("/sign-in", data=form).status_code == 401
        assert client.post("/sign-in", data={**form, "username": "typed-3"}).status_code == 401
    logged = "\n".join(record.message for record in caplog.records)
    for line in (
        "refused 403 forbidden: PUT /api/v1/outlet by cashier",
        "refused 422 invalid: PUT /api/v1/sales/",
        "refused 401 unauthorized: GET /api/v1/stock by a stranger at 127.0.0.1",
        "refused 400 csrf: POST /sign-in by a stranger",
        f"wrong password for {MANAGER} by address 127.0.0.1",
        "wrong password for an unknown name by address 127.0.0.1",
    ):
        assert line in logged, (line, logged)
    assert "typed-" not in logged and "ocop_" not in logged
