"""An outlet inside the test's own process: the same client as over HTTP, without the wire, and a look into the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import inspect, select, text

from core.people import tokens
from tests.journeys.set_up import copied, first_run
from tests.outlet import MANAGER, Answer, Api

UNCOUNTED = {"attempt", "alembic_version"}


class Inside(Api):
    """The client of the tests, calling the application instead of a port."""

    def __init__(self, app: Flask, token: str | None = None, language: str | None = None) -> None:
        super().__init__(0, token, language)
        self.app = app

    def as_(self, token: str | None) -> Inside:
        """The same outlet, another person."""
        return Inside(self.app, token, self.language)

    def call(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request."""
        sent = {"Accept": "application/json"}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if self.language:
            sent["Accept-Language"] = self.language
        data = raw
        if body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        sent.update(headers or {})
        response = self.app.test_client(use_cookies=False).open(path, method=method, data=data, headers=sent)
        answer = Answer(response.status_code, {k.lower(): v for k, v in response.headers}, response.get_data())
        response.close()
        return answer


@dataclass
class LocalOutlet:
    """An application on a database of its own, with a manager and a token of every role that a test requests."""

    app: Flask
    tokens: dict[str, str] = field(default_factory=dict)

    @classmethod
    def set_up(cls, app: Flask) -> LocalOutlet:
        """Names the outlet and issues the first manager's token."""
        with app.app_context():
            copied("set up", first_run)
        local_outlet = cls(app)
        local_outlet.token("manager")
        return local_outlet

    def token(self, role: str, producer: str | None = None) -> str:
        """A token of the role; for the manager it is bound to the person."""
        from core.db import transaction
        from core.people import people
        from core.people.actor import SYSTEM
        from core.people.permits import Role

        if role not in self.tokens:
            with self.app.app_context():
                person = people.by_username(MANAGER) if role == "manager" else None
                self.tokens[role] = transaction(lambda: tokens.issue_token(Role(role), person, None, producer, SYSTEM))
        return self.tokens[role]

    @property
    def api(self) -> Inside:
        """The manager's client."""
        return Inside(self.app, self.tokens["manager"])

    def counts(self) -> dict[str, int]:
        """How many rows each table has; failed attempts to prove oneself aside."""
        from core.db import db

        with self.app.app_context(), db.engine.connect() as connection:
            names = sorted(set(inspect(connection).get_table_names()) - UNCOUNTED)
            one = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
            return {str(name): int(n) for name, n in connection.execute(text(one))}

    def dump(self) -> dict[str, Any]:
        """Every row of the tables that change in place."""
        from core.db import db

        with self.app.app_context(), db.engine.connect() as connection:
            tables = db.metadata.tables
            return {name: sorted(map(repr, connection.execute(select(tables[name])))) for name in CHANGING}


CHANGING = ("shelf", "counter", "shift", "statement", "lot", "product", "producer", "agreement", "place", "till", "outlet")
