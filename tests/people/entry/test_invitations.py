"""An invitation lets one person in, once: not twice, not late, not withdrawn, not forged, not another producer's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from core import clock
from core.db import db, fetch_all, fetch_one, transaction
from core.models import Person
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from suppliers.inviting import invitations
from suppliers.inviting.invitations import LAST
from tests.api.inside import LocalOutlet
from tests.conftest import AppOn
from tests.outlet import uid
from tests.people.entry.outlet import PIN, RIGHTS, Phone, invited, on_phone, path_of, set_up


@pytest.fixture
def outlet(app_on: AppOn) -> LocalOutlet:
    return set_up(app_on("sqlite"))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Moves the clock on."""
    real = clock.now

    def move(span: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + span)

    return move  # type: ignore[return-value]


def listed(outlet: LocalOutlet, one: str) -> dict[str, object]:
    found = outlet.api.get("/api/v1/producers/HTX-1/invitations").ok()["items"]
    return next(item for item in found if item["uid"] == one)


def test_the_link_sets_a_pin_once_and_the_phone_stays_signed_in(outlet: LocalOutlet) -> None:
    link = invited(outlet.api)
    phone = Phone(outlet.app)
    page = phone.get(path_of(link["url"]))
    assert page.status_code == 200 and "Nguyễn Thị Lan" in page.text and "HTX HTX-1" in page.text
    answer = phone.open(link["url"], phone="0912 345 678")
    assert answer.status_code == 302, answer.text
    assert "Expires=" in answer.headers["Set-Cookie"], "the browser keeps the cookie"
    assert phone.is_in()
    stands = listed(outlet, link["uid"])
    assert (stands["state"], stands["username"]) == ("opened", "lan.htx-1")
    with outlet.app.app_context():
        person = people.by_username("lan.htx-1")
        assert person and person.producer == "HTX-1" and person.phone == "0912345678" and person.withheld == ()
        assert people.sign_in_by_pin("lan.htx-1", PIN)
    kept = [one for one in outlet.api.get("/api/v1/sessions").ok()["items"] if one["username"] == "lan.htx-1"]
    assert [one["phone"] for one in kept] == ["Chrome, Android"]


def test_looking_at_a_link_uses_nothing_up(outlet: LocalOutlet) -> None:
    link = invited(outlet.api)
    for _ in range(3):
        assert Phone(outlet.app).get(path_of(link["url"])).status_code == 200
        assert outlet.app.test_client().head(path_of(link["url"])).status_code == 200
    assert Phone(outlet.app).open(link["url"]).status_code == 302


def test_a_used_link_opens_no_second_phone_not_even_with_the_pin(outlet: LocalOutlet) -> None:
    link = invited(outlet.api)
    first, second = Phone(outlet.app), Phone(outlet.app)
    second.get(path_of(link["url"]))
    assert first.open(link["url"]).status_code == 302
    with outlet.app.app_context():
        before = fetch_one(select(Person.pin_hash).where(Person.username == "lan.htx-1"))
    refused = second.post(path_of(link["url"]), {"pin": PIN, "again": PIN}, page="/sign-in")
    assert refused.status_code == 410 and "đã được mở" in refused.text
    assert second.post(path_of(link["url"]), {"pin": "9157", "again": "9157"}, page="/sign-in").status_code == 410
    assert not second.is_in() and first.is_in()
    with outlet.app.app_context():
        assert fetch_one(select(Person.pin_hash).where(Person.username == "lan.htx-1")) == before


def test_a_lost_reply_is_given_once_more_to_the_same_browser_with_the_same_pin(outlet: LocalOutlet) -> None:
    link = path_of(invited(outlet.api)["url"])
    phone = Phone(outlet.app)
    phone.get(link)
    cookie = phone.client.get_cookie("outlet")
    assert cookie
    assert phone.open(link).status_code == 302
    phone.client.set_cookie("outlet", cookie.value)  # the reply never came
    assert phone.post(link, {"pin": "9157", "again": "9157"}, page="/sign-in").status_code == 410
    phone.client.set_cookie("outlet", cookie.value)
    assert phone.post(link, {"pin": PIN, "again": PIN}, page="/sign-in").status_code == 302
    assert phone.is_in()


def test_a_late_a_withdrawn_and_a_forged_link_open_nothing(outlet: LocalOutlet, later) -> None:  # type: ignore[no-untyped-def]
    withdrawn, late = invited(outlet.api), invited(outlet.api, "Trần Văn Bình")
    path = f"/api/v1/producers/HTX-1/invitations/{withdrawn['uid']}"
    assert outlet.api.call("DELETE", path).status == 204 and outlet.api.call("DELETE", path).status == 404
    for address in (path_of(withdrawn["url"]), path_of(withdrawn["url"])[:-2] + "zz", "/invitation/", "/invitation/x"):
        phone = Phone(outlet.app)
        assert phone.get(address).status_code in {404, 410}
        assert phone.post(address, {"pin": PIN, "again": PIN}, page="/sign-in").status_code in {404, 410}
        assert not phone.is_in()
    later(LAST)
    assert listed(outlet, late["uid"])["state"] == "expired"
    phone = Phone(outlet.app)
    assert "hết hạn" in phone.get(path_of(late["url"])).text
    assert phone.post(path_of(late["url"]), {"pin": PIN, "again": PIN}, page="/sign-in").status_code == 410
    with outlet.app.app_context():
        assert not [one for one in people.everybody() if one.producer]


def test_a_weak_pin_uses_nothing_up_and_says_so_at_its_field(outlet: LocalOutlet) -> None:
    link = invited(outlet.api)["url"]
    phone = Phone(outlet.app)
    for pin in ("1111", "1234", "12", "abcd"):
        refused = phone.open(link, pin)
        assert refused.status_code == 422 and 'id="e-pin"' in refused.text
    differs = phone.post(path_of(link), {"pin": PIN, "again": "7306", "phone": "0912345678"})
    assert differs.status_code == 422 and "không giống nhau" in differs.text and "0912345678" in differs.text
    assert phone.open(link, phone="so nha").status_code == 422
    assert phone.open(link).status_code == 302


def test_of_two_phones_at_once_one_is_let_in(app_on: AppOn, database_url: str) -> None:
    outlet = set_up(app_on(database_url))
    link = path_of(invited(outlet.api)["url"])
    phones = [Phone(outlet.app) for _ in range(2)]
    tokens = [phone.get(link).text.partition('name="csrf-token" content="')[2].partition('"')[0] for phone in phones]
    statuses: list[int] = []
    start = threading.Barrier(2)

    def go(phone: Phone, token: str, pin: str) -> None:
        start.wait()
        statuses.append(phone.client.post(link, data={"csrf_token": token, "pin": pin, "again": pin}).status_code)

    threads = [
        threading.Thread(target=go, args=(*pair, pin))
        for pair, pin in zip(zip(phones, tokens, strict=True), ("7305", "9157"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 410]
    assert [phone.is_in() for phone in phones].count(True) == 1
    with outlet.app.app_context():
        assert len([one for one in people.everybody() if one.producer]) == 1


def test_the_same_document_again_is_the_same_link_and_another_is_refused(outlet: LocalOutlet) -> None:
    body = {"uid": uid(), "name": "Lan", "rights": RIGHTS}
    path = "/api/v1/producers/HTX-1/invitations"
    first, second = outlet.api.post(path, body), outlet.api.post(path, body)
    assert (first.status, second.status) == (201, 200) and first.ok() == second.ok()
    assert outlet.api.post(path, body | {"name": "Bình"}).code == "uid_reused"
    assert outlet.api.post("/api/v1/producers/HTX-2/invitations", body).code == "uid_reused"
    assert outlet.api.post(path, body | {"uid": uid(), "rights": []}).status == 422
    assert outlet.api.post(path, body | {"uid": uid(), "rights": ["own"]}).status == 422
    assert outlet.api.post("/api/v1/producers/DIEMBAN/invitations", body | {"uid": uid()}).code == "producer_role"


def test_the_link_is_stored_nowhere_and_of_its_own_producer_alone(outlet: LocalOutlet) -> None:
    link = invited(outlet.api)
    secret = link["url"].rpartition("/")[2]
    with outlet.app.app_context(), db.engine.connect() as connection:
        for table in db.metadata.tables:
            assert secret not in repr(connection.execute(text(f"SELECT * FROM {table}")).all()), table
    assert outlet.api.call("DELETE", f"/api/v1/producers/HTX-2/invitations/{link['uid']}").status == 404
    assert outlet.api.get("/api/v1/producers/HTX-2/invitations").ok()["items"] == []
    phone = Phone(outlet.app)
    phone.open(link["url"])
    assert "HTX HTX-1" in phone.get("/portal").text and "HTX HTX-2" not in phone.get("/portal").text


def test_one_who_is_known_gets_a_new_phone_and_the_old_ones_stay_only_with_the_same_pin(outlet: LocalOutlet) -> None:
    old = on_phone(outlet)

    def again() -> str:
        one = uid()
        with outlet.app.app_context():
            person = people.by_username("lan.htx-1")
            assert person
            transaction(lambda: invitations.invite_again(one, person, SYSTEM))
            return str(invitations.link_of("HTX-1", one))

    new = Phone(outlet.app)
    assert new.open(again()).status_code == 302 and new.is_in() and old.is_in()
    newest = Phone(outlet.app)
    assert newest.open(again(), "9157").status_code == 302 and newest.is_in() and not old.is_in() and not new.is_in()
    with outlet.app.app_context():
        rows = fetch_all(select(Person.username).where(Person.producer_code == "HTX-1"))
        assert [row["username"] for row in rows] == ["lan.htx-1"]


def test_an_old_link_lets_nobody_in_who_is_no_longer_of_the_producer(outlet: LocalOutlet) -> None:
    on_phone(outlet)
    one = uid()
    with outlet.app.app_context():
        person = people.by_username("lan.htx-1")
        assert person
        transaction(lambda: invitations.invite_again(one, person, SYSTEM))
        link = str(invitations.link_of("HTX-1", one))
        transaction(lambda: people.change_role(person.id, Role.MANAGER, None, SYSTEM))
    phone = Phone(outlet.app)
    assert phone.get(path_of(link)).status_code == 410
    assert phone.post(path_of(link), {"pin": "730591", "again": "730591"}, page="/sign-in").status_code == 410
    assert phone.get("/account").status_code == 302
