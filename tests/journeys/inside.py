"""The outlet in this very process: the methods of `tests.outlet` over Flask's test client, with a clock that the test sets.

outlet = Inside(app)
shop = outlet.shop()
with outlet.on(date(2026, 12, 1)):
    shop.sell(shop.line(rice, "2"))
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from flask import Flask

from core import clock
from core.db import db, transaction
from core.people import people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from ops import books
from tests.journeys.set_up import copied, first_run
from tests.outlet import MANAGER, ZONE, Answer, Api, Shop

PIN = "73529164"


class InsideApi(Api):
    """The client of `tests.outlet` without a network."""

    def __init__(self, app: Flask, token: str | None) -> None:
        super().__init__(0, token)
        self.app = app

    def as_(self, token: str | None) -> InsideApi:
        return InsideApi(self.app, token)

    def call(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        sent = {"Accept": "application/json", **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            raw, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        db.session.rollback()
        response = self.app.test_client().open(path, method=method, data=raw, headers=sent)
        answer = Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, response.data)
        response.close()  # what is written once an answer has gone out
        return answer


class TimedShop(Shop):
    """A shop whose sales and deliveries happen at the moment of the test's clock."""

    @classmethod
    def that_is(cls, api: InsideApi, known: Mapping[str, Any]) -> TimedShop:
        """A shop that the outlet has already."""
        shop = cls.__new__(cls)
        vars(shop).update(known, api=api)
        return shop

    def sale(self, *lines: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        return super().sale(*lines, **{"sold_at": moment(), **more})

    def stocked(self, *arguments: Any, **more: Any) -> str:
        if arguments or more:
            return super().stocked(*arguments, **more)

        def first() -> tuple[str, int]:
            return super(TimedShop, self).stocked(), self._n

        product, self._n = copied(f"goods of {self.tag} after {self._n}", first)
        return product

    def deliver(self, producer: str, *lines: Mapping[str, Any], **more: Any) -> Any:
        return super().deliver(producer, *lines, **{"delivered_on": clock.today().isoformat(), **more})


class Inside:
    """An outlet that was just set up, and its people."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.api = InsideApi(app, copied("set up, with a manager's token", self._begin))

    def _begin(self) -> str:
        first_run()
        return self.token(Role.MANAGER, MANAGER)

    def token(self, role: Role, username: str | None = None, producer: str | None = None, till: str | None = None) -> str:
        """A token of a role, of a person if named, at a till if named."""
        person = people.by_username(username) if username else None
        return transaction(lambda: tokens.issue_token(role, person, till, producer, SYSTEM))

    def as_role(self, role: Role, producer: str | None = None, till: str | None = None) -> InsideApi:
        """A program of a role."""
        return InsideApi(self.app, self.token(role, producer=producer, till=till))

    def shop(self, api: InsideApi | None = None, tag: str | None = None) -> TimedShop:
        """A place, a till, an open shift; a tag makes the codes the same in every run."""
        if api or tag:
            return self._opened(api or self.api, tag)
        return TimedShop.that_is(self.api, copied("shop", lambda: dict(vars(self._opened(self.api, None)))))

    def _opened(self, api: InsideApi, tag: str | None) -> TimedShop:
        shop = TimedShop(api, tag)
        shop.open_shift()
        return shop

    def manager_with_pin(self, pin: str = PIN) -> str:
        """A second manager who can approve; answers the username."""
        transaction(lambda: people.add("duyet", "Người duyệt", Role.MANAGER, pin=pin, actor=SYSTEM))
        return "duyet"

    @contextmanager
    def on(self, day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
        """Lets everything inside happen on a day."""
        with clock.time_travel(datetime.combine(day, time(hour, minute), ZONE)):
            yield

    def gaps(self) -> list[str]:
        """What `flask books check` would complain about."""
        db.session.rollback()
        problems, _ = books.check()
        db.session.rollback()
        return problems


def moment() -> str:
    """The moment of the test's clock, RFC 3339."""
    return clock.now().astimezone(ZONE).isoformat(timespec="milliseconds")
