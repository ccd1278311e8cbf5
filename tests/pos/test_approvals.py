"""A manager's approval: needed, refused, given, recorded with the approver's name; the PIN is stored nowhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from core.db import db, transaction
from core.models import AuditLine
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.journeys.inside import PIN, Inside
from tests.outlet import uid


def database_text() -> str:
    """Every row of every table, as text."""
    db.session.rollback()
    tables = inspect(db.engine).get_table_names()
    rows = "\n".join(str(tuple(r)) for t in tables for r in db.session.execute(text(f'SELECT * FROM "{t}"')))
    db.session.rollback()
    return rows


def cheap(shop: Any, product: str, **approval: Any) -> Any:
    body = shop.sale(shop.line(product, discount_vnd=5_000))
    return body | ({"approval": approval} if approval else {})


def test_the_approver_is_named_and_the_pin_is_stored_nowhere(inside: Inside, tmp_path: Any) -> None:
    who, cashier = inside.manager_with_pin(), inside.as_role(Role.CASHIER)
    shop = inside.shop()
    product = shop.stocked()
    body = cheap(shop, product, by=who, pin=PIN)
    path = f"/api/v1/sales/{uid()}"
    cashier.put(path, body).ok(201)
    cashier.put(path, body).ok(200)
    cashier.put(f"/api/v1/sales/{uid()}", cheap(shop, product, by=who, pin="73529165"))
    cashier.put(f"/api/v1/sales/{uid()}", body | {"offline": True}).ok(201)
    refund = {
        "shift": shop.shift,
        "sale": path[-36:],
        "slip": False,
        "method": "cash",
        "reason": "mất phiếu",
        "lines": [{"line": 1, "quantity": "1", "condition": "resell"}],
        "approval": {"by": who, "pin": PIN},
    }
    cashier.put(f"/api/v1/refunds/{uid()}", refund).ok(201)
    stored = database_text()
    assert PIN not in stored and "73529165" not in stored
    assert cashier.get(path).ok()["approved_by"] == who
    trail = [
        json.loads(x.detail)["by"] for x in db.session.scalars(select(AuditLine).where(AuditLine.action == "approval.given"))
    ]
    assert trail == [who] * 3, "the sale, the offline sale, the refund"
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or PIN.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("role", [Role.CASHIER, Role.STOREKEEPER])
def test_only_managers_may_approve(inside: Inside, role: Role) -> None:
    transaction(lambda: people.add("ban", "Bạn", role, pin="2468", actor=SYSTEM))
    shop = inside.shop()
    body = cheap(shop, shop.stocked(), by="ban", pin="2468")
    assert inside.as_role(Role.CASHIER).put(f"/api/v1/sales/{uid()}", body).code == "approval_refused"


@pytest.mark.parametrize("approval", [{"by": "duyet"}, {"pin": PIN}, {"by": "nobody", "pin": PIN}, {"by": "duyet", "pin": ""}])
def test_half_an_approval_is_none(inside: Inside, approval: dict[str, str]) -> None:
    inside.manager_with_pin()
    shop = inside.shop()
    body = cheap(shop, shop.stocked(), **approval)
    assert inside.as_role(Role.CASHIER).put(f"/api/v1/sales/{uid()}", body).code == "approval_refused"


def test_guessing_pins_is_stopped(inside: Inside) -> None:
    who, cashier = inside.manager_with_pin(), inside.as_role(Role.CASHIER)
    shop = inside.shop()
    product = shop.stocked()
    statuses = [cashier.put(f"/api/v1/sales/{uid()}", cheap(shop, product, by=who, pin=f"{n:06d}")).status for n in range(12)]
    assert statuses[0] == 409 and statuses[-1] == 429
    assert cashier.put(f"/api/v1/sales/{uid()}", cheap(shop, product, by=who, pin=PIN)).status == 429
    assert shop.on_hand(product=product) == "50"
    flags = cashier.put(f"/api/v1/sales/{uid()}", cheap(shop, product, by=who, pin=PIN) | {"offline": True}).ok(201)["flags"]
    assert [f["code"] for f in flags] == ["approval_missing"], "what has happened is recorded even then"


@pytest.mark.parametrize(
    ("changes", "approval", "shift", "answer"),
    [
        ({"total_vnd": 1}, True, True, 422),
        ({"lines": [{"product": "NOBODY", "quantity": "1", "unit_price_vnd": 1}]}, True, True, 422),
        ({"total_vnd": 1}, False, False, 422),
        ({}, True, True, "approval_refused"),
        ({}, False, False, "unknown_shift"),
    ],
)
def test_a_documents_own_values_are_judged_before_any_rule(
    inside: Inside, changes: dict[str, Any], approval: bool, shift: bool, answer: int | str
) -> None:
    shop = inside.shop()
    body = shop.sale(shop.line(shop.stocked())) | changes
    if approval:
        body["approval"] = {"by": "nobody", "pin": "000000"}
    if not shift:
        body["shift"] = uid()
    response = shop.api.put(f"/api/v1/sales/{uid()}", body)
    assert answer in {response.status, response.code}
