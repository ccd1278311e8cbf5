"""Codes that approve once while a till is cut off: given out, held as hashes, redeemed with the document, never twice."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import argon2
import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import fetch_all, transaction
from core.models import IdempotencyKey, OfflineCode
from core.people import people
from core.people.actor import SYSTEM
from core.people.codes import offline_codes
from core.people.permits import Role
from tests.journeys.inside import Inside, moment
from tests.outlet import MANAGER, Answer, Shop, uid


def issued(inside: Inside) -> Any:
    """A sheet of the manager's codes."""
    return inside.api.post("/api/v1/me/offline-codes", {"uid": uid()}).ok(201)


def discounted(shop: Shop, product: str, code: str | None, by: str = MANAGER, **more: Any) -> Answer:
    """An offline sale with half of the price off, by a cashier."""
    approval = {"approval": {"by": by, "code": code}} if code else {}
    body = shop.sale(shop.line(product, "2", discount_vnd=10_000), offline=True, **approval, **more)
    return shop.api.put(f"/api/v1/sales/{uid()}", body)


def flags(answer: Answer) -> list[str]:
    """The codes of what does not fit."""
    return [flag["code"] for flag in answer.ok(201)["flags"]]


def test_twenty_codes_of_eight_for_a_week_whose_hashes_the_till_holds(each_app: Flask) -> None:
    inside = Inside(each_app)
    key = {"uid": uid()}
    first = inside.api.post("/api/v1/me/offline-codes", key)
    again = inside.api.post("/api/v1/me/offline-codes", key)
    assert (first.status, again.status) == (201, 200) and first.body == again.body
    sheet = first.json
    assert len(set(sheet["codes"])) == 20
    assert all(len(code) == 8 and code.isalnum() and code.isascii() for code in sheet["codes"])
    shop = inside.shop()
    (held,) = shop.api.get("/api/v1/catalogue", till=shop.till).ok()["approvers"]
    assert (held["by"], held["expires_at"]) == (MANAGER, sheet["expires_at"])
    hashes = held["hashes"]
    assert len(hashes) == 20 and len({text.split("$")[4] for text in hashes}) == 1, "one salt"
    matched = sum(argon2.PasswordHasher().verify(text, code) for text in hashes for code in sheet["codes"][:1] if _is(text, code))
    assert matched == 1
    stored = json.dumps([dict(r) for r in fetch_all(select(IdempotencyKey.__table__))], default=str)
    stored += json.dumps([dict(r) for r in fetch_all(select(OfflineCode.__table__))], default=str)
    assert not any(code in stored for code in sheet["codes"])
    assert inside.gaps() == []


def _is(text: str, code: str) -> bool:
    try:
        return argon2.PasswordHasher().verify(text, code)
    except argon2.exceptions.VerifyMismatchError:
        return False


def test_a_code_approves_once(each_app: Flask) -> None:
    inside = Inside(each_app)
    sheet = issued(inside)
    shop = inside.shop()
    product = shop.stocked()
    shop.api = inside.as_role(Role.CASHIER)
    assert flags(discounted(shop, product, None)) == ["approval_missing"]
    done = discounted(shop, product, sheet["codes"][0].lower()[:4] + "-" + sheet["codes"][0][4:])
    assert flags(done) == [] and done.json["approved_by"] == MANAGER
    assert flags(discounted(shop, product, sheet["codes"][0])) == ["approval_missing"]
    assert flags(discounted(shop, product, sheet["codes"][1])) == []
    (left,) = inside.api.get("/api/v1/me/offline-codes").ok()["items"]
    assert left["left"] == 18
    assert len(shop.api.get("/api/v1/catalogue").ok()["approvers"][0]["hashes"]) == 18
    named = inside.api.get("/api/v1/reports/approvals").ok()["items"]
    assert [(row["what"], row["by"]) for row in named] == [("discount", MANAGER)] * 2
    assert inside.gaps() == []


def test_unknown_late_early_withdrawn_and_others_codes_are_flagged(inside: Inside) -> None:
    other = inside.manager_with_pin()
    before = moment()
    with clock.time_travel(clock.now() + timedelta(seconds=5)):
        sheet = issued(inside)
    shop = inside.shop()
    product = shop.stocked()
    shop.api = inside.as_role(Role.CASHIER)
    codes = sheet["codes"]
    assert flags(discounted(shop, product, "AAAAAAAA")) == ["approval_missing"]
    assert flags(discounted(shop, product, codes[0], by=other)) == ["approval_missing"]
    assert "approval_missing" in flags(discounted(shop, product, codes[0], sold_at=before))
    with clock.time_travel(clock.now() + timedelta(days=7, minutes=1)):
        assert "approval_missing" in flags(discounted(shop, product, codes[0]))
    with clock.time_travel(clock.now() + timedelta(minutes=1)):
        assert flags(discounted(shop, product, codes[0])) == []
        assert inside.api.call("DELETE", "/api/v1/me/offline-codes").status == 204
        assert flags(discounted(shop, product, codes[1])) == ["approval_missing"]
        assert shop.api.get("/api/v1/catalogue").ok()["approvers"] == []


def test_a_bad_code_is_flagged_though_nothing_needed_one(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    shop.api = inside.as_role(Role.CASHIER)
    body = shop.sale(shop.line(product), offline=True, approval={"by": MANAGER, "code": "AAAAAAAA"})
    assert flags(shop.api.put(f"/api/v1/sales/{uid()}", body)) == ["approval_missing"]


def test_a_refund_made_offline_takes_a_code_and_an_online_document_does_not(inside: Inside) -> None:
    sheet = issued(inside)
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked(), "2"), payments=[{"method": "card", "amount_vnd": 20_000}])
    shop.api = inside.as_role(Role.CASHIER)
    approval = {"by": MANAGER, "code": sheet["codes"][0]}
    assert shop.refund(sold["uid"], 1, "1", approval=approval).code == "approval_refused"
    assert shop.refund(sold["uid"], 1, "1", offline=True, approval=approval).ok(201)["flags"] == []
    spent = shop.refund(sold["uid"], 1, "1", offline=True, approval=approval).ok(201)
    assert [flag["code"] for flag in spent["flags"]] == ["approval_missing"]


def test_a_refused_document_uses_no_code(inside: Inside) -> None:
    sheet = issued(inside)
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked()), payments=[{"method": "card", "amount_vnd": 10_000}])
    shop.api = inside.as_role(Role.CASHIER)
    approval = {"by": MANAGER, "code": sheet["codes"][0]}
    assert shop.refund(sold["uid"], 1, "2", offline=True, approval=approval).code == "over_refund"
    assert shop.refund(sold["uid"], 1, "1", offline=True, approval=approval).ok(201)["flags"] == []


def test_codes_of_one_who_is_no_manager_any_more_are_worth_nothing(inside: Inside) -> None:
    by = inside.manager_with_pin()
    person = people.by_username(by)
    assert person is not None
    key = uid()
    codes = offline_codes.codes_of(key, person.id)
    transaction(lambda: offline_codes.issue(key, person.id, ["x"] * 20, SYSTEM))
    transaction(lambda: people.set_active(person.id, False, SYSTEM))
    shop = inside.shop()
    product = shop.stocked()
    shop.api = inside.as_role(Role.CASHIER)
    assert flags(discounted(shop, product, codes[0], by=by)) == ["approval_missing"]
    assert shop.api.get("/api/v1/catalogue").ok()["approvers"] == []


@pytest.mark.parametrize(("text", "meant"), [("abcd-1234", "ABCD1234"), (" oO iIlL 9z ", "0011119Z")])
def test_what_is_typed_is_read_as_it_was_meant(text: str, meant: str) -> None:
    assert offline_codes.typed(text) == meant
