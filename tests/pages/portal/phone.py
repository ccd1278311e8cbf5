"""A person's browser without JavaScript, in the very process of the test: several of them may come in turn."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import g
from flask.testing import FlaskClient

from core.db import transaction
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.signed_in import sign_in_as


class Phone:
    """The browser of somebody who is signed in."""

    def __init__(self, inside: Inside, username: str) -> None:
        self.client: FlaskClient = inside.app.test_client()
        sign_in_as(inside.app, self.client, username)

    def get(self, path: str, **more: Any) -> Any:
        """The answer to opening an address."""
        g.__dict__.clear()  # the test's own context outlives a request: who signed in the last time stands there
        answer = self.client.get(path, **more)
        answer.close()
        return answer

    def page(self, path: str) -> str:
        """A page as it is written."""
        return str(self.get(path).text)

    def read(self, path: str, status: int = 200) -> str:
        """What a page says."""
        answer = self.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))

    def post(self, path: str, **form: Any) -> Any:
        """Sends a form."""
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.page("/portal"))
        assert token
        g.__dict__.clear()
        return self.client.post(path, data={"csrf_token": token[1], **form})


def phone_of(inside: Inside, producer: str) -> Phone:
    """The phone of a producer's person."""
    transaction(lambda: people.add("mai", "Chị Mai", Role.PRODUCER, password="Mat-khau-1!", producer=producer, actor=SYSTEM))
    return Phone(inside, "mai")
