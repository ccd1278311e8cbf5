"""Guesses at once: many wrong passwords in parallel are stopped as soon as the same ones in a row."""

from __future__ import annotations

import http.client
import re
import urllib.parse
from collections import Counter

from core.people.rate_limits import MOST
from tests.outlet import MANAGER, PASSWORD, Outlet, at_once


class Guesser:
    """A browser that has opened the sign-in page."""

    def __init__(self, port: int) -> None:
        self.port = port
        answer = self._ask("GET")
        self.cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
        match = re.search(r'name="csrf-token" content="([^"]+)"', self.page)
        assert match
        self.token = match[1]

    def _ask(self, method: str, body: str | None = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, "/sign-in", body=body, headers=headers)
        answer = connection.getresponse()
        self.page = answer.read().decode()
        connection.close()
        return answer

    def guess(self, password: str) -> int:
        """Tries a password for the manager; answers the status."""
        form = urllib.parse.urlencode({"csrf_token": self.token, "username": MANAGER, "password": password})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        return self._ask("POST", form, **headers).status


def test_guesses_at_once_are_stopped_as_those_in_a_row(each_server: Outlet) -> None:
    guessers = [Guesser(each_server.port) for _ in range(30)]
    statuses = Counter(at_once(30, lambda i: guessers[i].guess(f"doan-mo-{i}")))
    assert set(statuses) <= {401, 429} and statuses[401] <= MOST, statuses
    more = [guessers[0].guess(f"lai-doan-{i}") for i in range(MOST - statuses[401] + 2)]
    assert more == [401] * (MOST - statuses[401]) + [429, 429], "no guess more than the limit is checked"
    assert guessers[0].guess(PASSWORD) == 429
    each_server.stop()
    each_server.start()
    assert Guesser(each_server.port).guess(PASSWORD) == 429, "a restart forgets nothing"
