"""The webhook: each message once it is taken, signed, and known by its id whatever the receiver does."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from core.settings import BadSetting
from suppliers.messages.integrations import webhook
from suppliers.messages.transports import Transport
from tests.journeys.inside import Inside, TimedShop
from tests.suppliers.messages.receivers import CROSS, OK, Receiver, receiving
from tests.suppliers.messages.telling import told, ways, work

SECRET = "bi-mat-chung-cua-hai-ben"


@pytest.fixture
def shop(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> TimedShop:
    monkeypatch.setattr(webhook, "TIMEOUT_S", 0.3)
    return inside.shop()


def listens(app: Flask, monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    """Lets every message be posted to this receiver."""
    where = webhook.read_receiver(receiver.url, SECRET)
    transport = Transport(webhook.NAME, partial(webhook.post, where), address=receiver.url)
    monkeypatch.setitem(app.extensions, "outlet_transports", (transport,))


def message(inside: Inside, shop: TimedShop) -> str:
    """The producer of a delivery that was told of."""
    producer = shop.producer()
    shop.agreement(producer)
    shop.deliver(producer, {"product": shop.product(producer), "quantity": "1"})
    return producer


def test_a_message_is_posted_as_get_shows_it_and_signed(inside: Inside, shop: TimedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(OK) as receiver:
        listens(inside.app, monkeypatch, receiver)
        producer = message(inside, shop)
        (shown,) = told(inside, producer)
        work()
    ((headers, body),) = receiver.calls
    assert json.loads(body) == shown
    assert headers["x-outlet-id"] == shown["id"]
    assert headers["x-outlet-signature"] == hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert ways(told(inside, producer)[-1]) == {"portal": "sent", "webhook": "sent"}


@pytest.mark.parametrize(
    "first",
    [CROSS, None, b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", b"what?\r\n\r\n"],
    ids=["500", "no answer", "elsewhere", "no HTTP"],
)
def test_what_was_not_taken_comes_again_under_the_same_id(
    inside: Inside, shop: TimedShop, monkeypatch: pytest.MonkeyPatch, first: bytes | None
) -> None:
    with receiving(first, OK) as receiver:
        listens(inside.app, monkeypatch, receiver)
        producer = message(inside, shop)
        work()
        assert ways(told(inside, producer)[-1])["webhook"] == "waiting"
        work(timedelta(minutes=1))
    assert ways(told(inside, producer)[-1])["webhook"] == "sent"
    assert len(receiver.calls) == 2 and len({headers["x-outlet-id"] for headers, _body in receiver.calls}) == 1


def test_who_answers_twice_has_it_once(inside: Inside, shop: TimedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(OK + OK) as receiver:
        listens(inside.app, monkeypatch, receiver)
        message(inside, shop)
        work()
        work(timedelta(hours=1))
    assert len(receiver.calls) == 1


def test_a_slow_receiver_is_left_after_a_while_and_a_dead_one_at_once(
    inside: Inside, shop: TimedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving(OK, waits_s=5) as receiver:
        listens(inside.app, monkeypatch, receiver)
        producer = message(inside, shop)
        begun = time.monotonic()
        work()
        assert time.monotonic() - begun < 4
    assert ways(told(inside, producer)[-1])["webhook"] == "waiting"
    work(timedelta(minutes=1))
    assert ways(told(inside, producer)[-1])["webhook"] == "waiting"


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("ftp://hook.vn", "s"),
        ("http://", "s"),
        ("https://hook.vn:99999", "s"),
        ("http://hook.vn/tin", "s"),
        ("https://ai:mk@hook.vn", "s"),
        ("https://hook.vn/a b", "s"),
        ("https://hook.vn", ""),
    ],
)
def test_a_bad_setting_is_refused_in_one_line(url: str, secret: str) -> None:
    with pytest.raises(BadSetting) as refused:
        webhook.read_receiver(url, secret)
    assert str(refused.value.message).startswith("OUTLET_WEBHOOK_") and "\n" not in refused.value.message
