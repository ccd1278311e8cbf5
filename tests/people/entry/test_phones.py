"""A phone that stays signed in: until it is taken back, with the PIN after a while away and before somebody accepts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db
from core.people import sessions
from tests.api.inside import LocalOutlet
from tests.conftest import AppOn
from tests.outlet import MANAGER, PASSWORD, Shop, today, uid
from tests.people.entry.outlet import PIN, Phone, on_phone, set_up


@pytest.fixture
def outlet(app_on: AppOn) -> LocalOutlet:
    return set_up(app_on("sqlite"))


def moved(monkeypatch: pytest.MonkeyPatch, span: timedelta) -> None:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + span)


def session_of(outlet: LocalOutlet, username: str) -> int:
    return next(int(one["id"]) for one in outlet.api.get("/api/v1/sessions").ok()["items"] if one["username"] == username)


def test_a_phone_that_is_used_every_day_is_never_asked(outlet: LocalOutlet, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = on_phone(outlet)
    for _ in range(3):
        moved(monkeypatch, timedelta(days=1))
        with outlet.app.app_context():
            sessions.record_seen(session_of(outlet, "lan.htx-1"))
    assert phone.is_in()


def test_after_a_while_away_the_pin_is_asked_again_and_leads_on(outlet: LocalOutlet, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = on_phone(outlet)
    moved(monkeypatch, timedelta(days=40))
    for path in ("/portal", "/account"):
        away = phone.get(path)
        assert away.status_code == 302 and away.headers["Location"].startswith("/sign-in/again"), path
    assert phone.get("/api/v1/sessions").status_code == 403
    wrong = phone.post("/sign-in/again", {"own_secret": "9999", "next": "/portal/sales"})
    assert wrong.status_code == 409 and "PIN chưa đúng" in wrong.text and not phone.is_in()
    sent = phone.client.post("/portal/announcements", headers={"Referer": "http://localhost/portal/announcements?new=1"})
    assert sent.headers["Location"] == "/sign-in/again?next=/portal/announcements?new%3D1", "back to the form"
    assert "chưa được lưu" in phone.get(sent.headers["Location"]).text
    right = phone.post("/sign-in/again", {"own_secret": PIN, "next": "/portal/sales"})
    assert (right.status_code, right.headers["Location"]) == (302, "/portal/sales") and phone.is_in()


def test_wrong_pins_are_counted_as_passwords_are(outlet: LocalOutlet, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = on_phone(outlet)
    moved(monkeypatch, timedelta(days=40))
    codes = [phone.post("/sign-in/again", {"own_secret": "9999"}).status_code for _ in range(9)]
    assert codes[0] == 409 and codes[-1] == 429
    assert phone.post("/sign-in/again", {"own_secret": PIN}).status_code == 429


def test_a_manager_takes_a_phone_back_and_so_does_its_person(outlet: LocalOutlet) -> None:
    phone, other = on_phone(outlet), on_phone(outlet, "Trần Bình")
    assert outlet.api.call("DELETE", f"/api/v1/sessions/{session_of(outlet, 'lan.htx-1')}").status == 204
    assert not phone.is_in() and other.is_in()
    assert phone.get("/portal").headers["Location"].startswith("/sign-in")
    own = session_of(outlet, "binh.htx-1")
    token = other.get("/account").text.partition('name="csrf-token" content="')[2].partition('"')[0]
    assert other.client.delete(f"/api/v1/sessions/{own}", headers={"X-CSRFToken": token}).status_code == 204
    assert not other.is_in()


def test_accepting_asks_for_the_pin_and_sends_what_was_pressed_along(
    outlet: LocalOutlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(outlet.api)
    shop.open_shift()
    product = shop.product("HTX-1")
    shop.agreement("HTX-1")
    shop.deliver("HTX-1", {"product": product, "quantity": "5"})
    shop.sell(shop.line(product, "1"))
    statement = outlet.api.put(f"/api/v1/statements/{uid()}", {"producer": "HTX-1", "until": today()}).ok(201)["uid"]
    phone = on_phone(outlet)
    moved(monkeypatch, timedelta(hours=1))
    path = f"/portal/statements/{statement}"
    state = lambda: outlet.api.get(f"/api/v1/statements/{statement}").ok()["state"]  # noqa: E731
    asked = phone.post(f"{path}/accept", {"kept": "x"}, page=path)
    assert asked.status_code == 200 and 'name="own_secret"' in asked.text and 'name="kept" value="x"' in asked.text
    assert state() == "issued"
    assert phone.post(f"{path}/accept", {"own_secret": "9999"}, page=path).status_code == 409 and state() == "issued"
    assert phone.post(f"{path}/accept", {"own_secret": PIN, "read": "1"}, page=path).status_code == 302 and state() == "accepted"


def test_signing_in_by_phone_number_keeps_the_phone_of_a_producers_person_alone(outlet: LocalOutlet) -> None:
    phone = on_phone(outlet)
    form = {"old": PIN, "new": "khoai tay dai xuan 88", "again": "khoai tay dai xuan 88"}
    assert phone.post("/account/password", form, page="/account").status_code == 302
    assert (
        phone.post("/account/details", {"name": "Nguyễn Thị Lan", "phone": "+84 912 345 678"}, page="/account").status_code == 302
    )
    new = Phone(outlet.app)
    form = {"username": "0912.345.678", "password": "khoai tay dai xuan 88", "keep": "1"}
    answer = new.post("/sign-in", form)
    assert answer.status_code == 302 and "Expires=" in answer.headers["Set-Cookie"] and new.is_in()
    office = Phone(outlet.app)
    answer = office.post("/sign-in", {"username": MANAGER, "password": PASSWORD, "keep": "1"})
    assert answer.status_code == 302 and "Expires=" not in answer.headers["Set-Cookie"], "a shop's tablet is shared"


def test_no_phone_stays_signed_in_that_was_never_proven(outlet: LocalOutlet) -> None:
    on_phone(outlet)
    broken = pytest.raises(IntegrityError, match="ck_session_phone_is_proven")
    with outlet.app.app_context(), db.engine.connect() as connection, broken:
        connection.execute(text("UPDATE session SET proven_at = NULL WHERE phone IS NOT NULL"))


def test_nobody_takes_the_phone_number_of_another(app_on: AppOn, outlet: LocalOutlet) -> None:
    lan, binh = on_phone(outlet), on_phone(outlet, "Trần Bình")
    assert lan.post("/account/details", {"name": "Lan", "phone": "0912345678"}, page="/account").status_code == 302
    refused = binh.post("/account/details", {"name": "Bình", "phone": "0912 345 678"}, page="/account")
    assert refused.status_code == 409 and 'id="e-phone"' in refused.text


def test_a_phone_number_shuts_nobody_out_whose_username_reads_like_it(outlet: LocalOutlet) -> None:
    def add(username: str) -> int:
        body = {"name": "Thu", "role": "cashier", "password": "khoai tay dai xuan 88", "locked": False}
        return int(outlet.api.put(f"/api/v1/people/{username}", body).status)

    assert add("84912345678") == 201
    lan = on_phone(outlet)
    assert lan.post("/account/details", {"name": "Lan", "phone": "0912345678"}, page="/account").status_code == 302
    assert Phone(outlet.app).post("/sign-in", {"username": "84912345678", "password": "khoai tay dai xuan 88"}).status_code == 302
    assert (add("0912345678"), add("0912.345.678")) == (422, 422), "nor is a number taken from whom it is"


def test_a_look_follows_its_person_to_every_page_and_the_till(app: Flask, outlet: LocalOutlet) -> None:
    phone = on_phone(outlet)
    form = {"theme": "dark", "type_size": "large", "language": "en"}
    assert phone.post("/account/look", form, page="/account").status_code == 302
    for path in ("/account", "/portal"):
        page = phone.get(path).text
        assert 'data-theme="dark"' in page and 'data-type="large"' in page and 'lang="en"' in page
