"""Customer displays: paired once by a code of the till, shown what the till shows and nothing else, ended at the till."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from core import clock
from core.db import execute, transaction
from core.people.permits import Role
from pos.display import pairings, shown
from pos.display.models import DisplayPairing
from tests.journeys.inside import Inside
from tests.outlet import Answer, Shop, uid

CART: dict[str, Any] = {
    "view": "cart",
    "lines": [{"name": "Bánh đa Đại Xuân", "quantity": "2", "unit": "gói", "amount_vnd": 50_000}],
    "added": {"name": "Bánh đa Đại Xuân", "producer": "HTX Đại Xuân", "commune": "Đại Xuân", "stars": 3},
    "pieces": 2,
    "total_vnd": 50_000,
}


def offer(shop: Shop, code: str) -> Answer:
    """What the till does: it tells the digest of a code alone."""
    digest = hashlib.sha256(code.encode()).hexdigest()
    return shop.api.put(f"/api/v1/display-pairings/{uid()}", {"till": shop.till, "code_digest": digest})


def pair(client: FlaskClient, code: str) -> TestResponse:
    """What the page does with the code in its address."""
    g.pop("csrf_token", None)  # all requests of a test are in one application context
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/display").text)
    assert token
    return client.post("/display/pair", json={"code": code}, headers={"X-CSRFToken": token[1], "Accept": "application/json"})


def paired(app: Flask, shop: Shop, code: str = "ma-1") -> FlaskClient:
    """A device that is paired with the shop's till."""
    offer(shop, code).ok(201)
    client = app.test_client()
    assert pair(client, code).status_code == 204
    return client


def show(shop: Shop, **more: Any) -> Answer:
    return shop.api.put(f"/api/v1/tills/{shop.till}/display", CART | more)


def test_a_device_reads_what_its_till_shows_and_hears_nothing_while_it_is_the_same(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop, other = inside.shop(), inside.shop()
    assert show(shop).ok(200) == {"displays": 0}
    device = paired(each_app, shop)
    show(other, total_vnd=1).ok(200)
    assert show(shop).ok(200) == {"displays": 1}
    first = device.get("/display/state")
    assert first.json == {"till": shop.till, "shown": CART}
    again = device.get("/display/state", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    show(shop, pieces=3).ok(200)
    changed = device.get("/display/state", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.json["shown"]["pieces"] == 3


def test_a_code_pairs_one_device_within_five_minutes(inside: Inside, app: Flask) -> None:
    shop = inside.shop()
    paired(app, shop, "once")
    assert pair(app.test_client(), "once").json["code"] == "code_expired"
    assert offer(shop, "once").status == 422, "a code is drawn anew each time"
    offer(shop, "withdrawn").ok(201)
    offer(shop, "late").ok(201)
    assert pair(app.test_client(), "withdrawn").json["code"] == "code_expired", "the till shows another one by now"
    with clock.time_travel(clock.now() + pairings.OFFER_LASTS + timedelta(seconds=1)):
        assert pair(app.test_client(), "late").json["code"] == "code_expired"
    assert pair(app.test_client(), "never offered").json["code"] == "code_expired"


def test_the_till_ends_a_pairing(inside: Inside, app: Flask) -> None:
    shop = inside.shop()
    device = paired(app, shop)
    show(shop).ok(200)
    (one,) = shop.api.all("/api/v1/display-pairings", till=shop.till)
    assert one["paired_at"] and one["ended_at"] is None
    ended = shop.api.call("DELETE", f"/api/v1/display-pairings/{one['uid']}").ok(200)
    assert shop.api.call("DELETE", f"/api/v1/display-pairings/{one['uid']}").ok(200) == ended
    refused = device.get("/display/state")
    assert (refused.status_code, refused.json["code"]) == (404, "not_paired")
    assert shop.api.all("/api/v1/display-pairings", till=shop.till) == []
    assert show(shop).ok(200) == {"displays": 0}


def test_a_paired_device_can_do_nothing_else(inside: Inside, app: Flask) -> None:
    shop = inside.shop()
    device = paired(app, shop)
    for path in (
        "/api/v1/sales",
        "/api/v1/catalogue",
        f"/api/v1/tills/{shop.till}",
        f"/api/v1/display-pairings?till={shop.till}",
    ):
        assert device.get(path).status_code == 401, path
    assert device.get("/sell").status_code == 302
    cookie = device.get_cookie("outlet_display", path="/display")
    assert cookie and cookie.http_only and cookie.same_site == "Strict"


def test_a_till_that_falls_silent_shows_nothing(inside: Inside, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = inside.shop()
    device = paired(app, shop)
    show(shop).ok(200)
    tag = device.get("/display/state").headers["ETag"]
    monkeypatch.setattr(shown, "LASTS_S", 0.0)
    silent = device.get("/display/state", headers={"If-None-Match": tag})
    assert silent.json == {"till": shop.till, "shown": None}


def test_a_display_has_no_field_for_a_person(inside: Inside) -> None:
    shop = inside.shop()
    for field in ("customer", "phone", "cashier"):
        refused = show(shop, **{field: "0912345678"})
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, field)
    seven = show(shop, lines=CART["lines"] * 7)
    assert seven.status == 422


def test_the_database_refuses_a_device_without_a_moment(each_app: Flask) -> None:
    shop = Inside(each_app).shop()
    offer(shop, "half").ok(201)
    with pytest.raises(IntegrityError, match="paired_with_a_device"):
        transaction(lambda: execute(update(DisplayPairing).values(device_digest="0")))


def test_a_fifth_device_takes_the_place_of_the_first(inside: Inside, app: Flask) -> None:
    shop = inside.shop()
    devices = [paired(app, shop, f"ma-{n}") for n in range(pairings.MOST + 1)]
    assert [device.get("/display/state").status_code for device in devices] == [404, *[200] * pairings.MOST]
    assert show(shop).ok(200) == {"displays": pairings.MOST}


def test_a_token_of_another_till_neither_shows_nor_pairs(inside: Inside) -> None:
    shop, other = inside.shop(), inside.shop()
    elsewhere = shop.api.as_(inside.token(Role.CASHIER, till=other.till))
    pairing = {"till": shop.till, "code_digest": "0" * 64}
    assert elsewhere.put(f"/api/v1/display-pairings/{uid()}", pairing).code == "other_till"
    assert elsewhere.put(f"/api/v1/tills/{shop.till}/display", CART).code == "other_till"


def test_what_ended_days_ago_is_forgotten(inside: Inside, app: Flask) -> None:
    shop = inside.shop()
    paired(app, shop, "stays")
    offer(shop, "nobody took it").ok(201)
    later = clock.now() + pairings.ENDED_STAYS + timedelta(minutes=1)
    with clock.time_travel(later):
        assert pairings.forget_old_pairings() == 1
        assert pairings.count(shop.till) == 1
