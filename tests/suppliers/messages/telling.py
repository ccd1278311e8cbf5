"""What the tests of messages have in common: what somebody was told, a transport of their own, and working what waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.db import outbox
from suppliers.choices import ContactChannel
from suppliers.messages.transports import Letter, Transport
from tests.journeys.inside import Inside

EMAIL = "htx@dongque.vn"


def told(inside: Inside, producer: str, kind: str | None = None) -> list[dict[str, Any]]:
    """What a producer was told, oldest first."""
    asked = {"producer": producer} | ({"kind": kind} if kind else {})
    items: list[dict[str, Any]] = inside.api.get("/api/v1/messages", **asked).ok()["items"]
    return items


def ways(message: dict[str, Any]) -> dict[str, str]:
    """How far a message came, by channel."""
    return {channel["name"]: channel["state"] for channel in message["channels"]}


def choose(inside: Inside, producer: str, *kinds: str, **more: Any) -> None:
    """Lets these kinds go to a producer by e-mail."""
    body = {"email": EMAIL, "kinds": {kind: ["email"] for kind in kinds}} | more
    inside.api.put(f"/api/v1/producers/{producer}/channels", body).ok(200, 201)


@dataclass
class Post:
    """A transport of the test's own: what was sent, and what goes wrong with the next letters."""

    sent: list[Letter] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    always: Callable[[Letter], Exception | None] = lambda _letter: None

    def send(self, letter: Letter) -> None:
        """Takes a letter, or raises what was laid ready."""
        trouble = self.troubles.pop(0) if self.troubles else self.always(letter)
        if trouble:
            raise trouble
        self.sent.append(letter)

    def carries(self, app: Flask, monkeypatch: pytest.MonkeyPatch, **more: Any) -> Post:
        """Lets this carry everything that goes to producers."""
        transport = Transport("post", self.send, **({"reaches": tuple(ContactChannel)} | more))
        monkeypatch.setitem(app.extensions, "outlet_transports", (transport,))
        return self


def work(after: timedelta = timedelta()) -> None:
    """Works what is due so much later."""
    with clock.time_travel(clock.now() + after):
        while outbox.run_one():
            pass
