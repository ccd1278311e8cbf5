"""Messages on their way out: none is lost, a slow or dead address delays no other, one that fails too long is stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.db import db, outbox, transaction
from core.people.actor import SYSTEM
from suppliers.choices import ContactChannel
from suppliers.messages import channels
from suppliers.messages.deliveries import STOPS_AFTER
from suppliers.messages.transports import AddressTrouble, Letter, Refused, TransportDown
from tests.journeys.inside import Inside, TimedShop
from tests.suppliers.messages.telling import EMAIL, Post, choose, told, ways, work

HOUR = timedelta(hours=1)


@pytest.fixture
def post(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A transport that carries everything, and can be made to fail."""
    return Post().carries(inside.app, monkeypatch)


@pytest.fixture
def shop(inside: Inside, post: Post) -> TimedShop:
    return inside.shop()


def hears(inside: Inside, shop: TimedShop, **more: object) -> tuple[str, str]:
    """A producer that hears of deliveries by e-mail, and a product of it."""
    producer = shop.producer()
    shop.agreement(producer)
    choose(inside, producer, "received", **more)
    return producer, shop.product(producer)


def deliver(shop: TimedShop, producer: str, product: str) -> None:
    shop.deliver(producer, {"product": product, "quantity": "1"})


def state(inside: Inside, producer: str) -> str:
    """How far the last message came by e-mail."""
    return ways(told(inside, producer, "received")[-1])["email"]


def test_a_message_goes_by_the_channels_chosen_for_its_kind_alone(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    body = {"email": EMAIL, "zalo": "0912 345 678", "kinds": {"received": ["email", "zalo", "sms"], "price": ["zalo"]}}
    shop.api.put(f"/api/v1/producers/{producer}/channels", body).ok(201)
    product = shop.product(producer, price_vnd=10_000)
    deliver(shop, producer, product)
    assert ways(told(inside, producer)[-1]) == {"portal": "sent", "email": "waiting", "zalo": "waiting"}
    work()
    assert ways(told(inside, producer)[-1]) == {"portal": "sent", "email": "sent", "zalo": "sent"}
    assert {(letter.channel, letter.address) for letter in post.sent} == {("email", EMAIL), ("zalo", "0912345678")}
    assert {letter.id for letter in post.sent} == {told(inside, producer)[-1]["id"]}


def test_a_message_is_tried_again_under_the_same_id_until_it_is_taken(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer, product = hears(inside, shop)
    ids: list[str] = []

    def until_the_fourth(letter: Letter) -> Exception | None:
        ids.append(letter.id)
        return AddressTrouble("no") if len(ids) < 4 else None

    post.always = until_the_fourth
    deliver(shop, producer, product)
    for hours in range(6):
        work(HOUR * hours)
    assert state(inside, producer) == "sent" and len(post.sent) == 1
    assert len(ids) == 4 and len(set(ids)) == 1


def test_a_dead_address_holds_up_no_other(inside: Inside, shop: TimedShop, post: Post) -> None:
    dead, of_dead = hears(inside, shop, email="dead@dongque.vn")
    well, of_well = hears(inside, shop)
    post.always = lambda letter: AddressTrouble("dead") if letter.address.startswith("dead") else None
    for producer, product in ((dead, of_dead), (well, of_well), (dead, of_dead), (well, of_well)):
        deliver(shop, producer, product)
    work()
    assert [letter.address for letter in post.sent] == [EMAIL, EMAIL]
    assert state(inside, dead) == "waiting"


def test_an_address_that_fails_too_long_is_stopped_and_begins_anew_when_it_changes(
    inside: Inside, shop: TimedShop, post: Post
) -> None:
    producer, product = hears(inside, shop, email="dead@dongque.vn")
    post.always = lambda letter: AddressTrouble("dead") if letter.address.startswith("dead") else None
    deliver(shop, producer, product)
    work()
    work(STOPS_AFTER - HOUR)
    assert state(inside, producer) == "waiting"
    work(STOPS_AFTER + HOUR)
    assert state(inside, producer) == "stopped"
    assert shop.api.get(f"/api/v1/producers/{producer}/channels").ok()["stopped"] == ["email"]
    deliver(shop, producer, product)
    assert state(inside, producer) == "stopped" and not post.sent
    choose(inside, producer, "received")
    work()
    assert [letter.address for letter in post.sent] == [EMAIL, EMAIL], "in their order"
    assert {ways(message)["email"] for message in told(inside, producer, "received")} == {"sent"}


def test_what_waits_follows_to_the_new_address_at_once(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer, product = hears(inside, shop, email="dead@dongque.vn")
    post.always = lambda letter: AddressTrouble("dead") if letter.address.startswith("dead") else None
    deliver(shop, producer, product)
    work()
    choose(inside, producer, "received")
    work()
    assert [letter.address for letter in post.sent] == [EMAIL]


def test_a_server_that_is_down_stops_no_address(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer, product = hears(inside, shop)
    post.always = lambda _letter: TransportDown("no route")
    deliver(shop, producer, product)
    for days in range(5):
        work(timedelta(days=days))
    assert state(inside, producer) == "waiting"
    post.always = lambda _letter: None
    work(timedelta(days=6))
    assert state(inside, producer) == "sent"


def test_a_refused_letter_is_not_tried_again_and_the_next_one_goes(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer, product = hears(inside, shop)
    post.troubles = [Refused("550 no such user")]
    deliver(shop, producer, product)
    work()
    work(HOUR * 5)
    assert state(inside, producer) == "failed" and not post.sent
    deliver(shop, producer, product)
    work(HOUR * 6)
    assert state(inside, producer) == "sent"
    assert len(shop.api.get("/api/v1/messages", producer=producer, state="failed").ok()["items"]) == 1


def test_killed_between_sending_and_noting_it_is_the_same_message_again(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer, product = hears(inside, shop)
    deliver(shop, producer, product)
    job = transaction(outbox._claim)
    assert job is not None
    with pytest.MonkeyPatch.context() as killed:
        killed.setattr("suppliers.messages.deliveries._note_sent", _die)
        with pytest.raises(KeyboardInterrupt):
            job.do()
    db.session.rollback()
    assert state(inside, producer) == "waiting"
    work(outbox.LEASE + timedelta(seconds=1))
    first, second = post.sent
    assert (first.id, first.text) == (second.id, second.text)
    assert state(inside, producer) == "sent"


def _die(*_anything: object) -> None:
    raise KeyboardInterrupt


def test_an_outlet_without_channels_writes_no_jobs(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer = shop.producer()
    shop.agreement(producer)
    deliver(shop, producer, shop.product(producer))
    assert ways(told(inside, producer)[-1]) == {"portal": "sent"}
    assert not outbox.run_one()


def test_a_manager_begins_anew_with_an_address_that_was_stopped(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer, product = hears(inside, shop)
    post.always = lambda _letter: AddressTrouble("full")
    deliver(shop, producer, product)
    work()
    work(STOPS_AFTER + HOUR)
    post.always = lambda _letter: None
    assert state(inside, producer) == "stopped"
    transaction(lambda: channels.try_again(producer, ContactChannel.EMAIL, SYSTEM))
    work()
    assert state(inside, producer) == "sent"


def test_two_of_the_workers_leave_the_house_to_the_others(inside: Inside, shop: TimedShop, post: Post) -> None:
    producer, product = hears(inside, shop)
    deliver(shop, producer, product)
    assert not outbox.run_one(at_home=True)
    assert outbox.run_one()
    assert len(post.sent) == 1
