"""When a connection counts as too slow; the clock is the test's own."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

import pytest

from core.i18n import Language
from core.server import limits
from core.server.connections import Connections
from core.server.http_protocol import HttpProtocol
from core.server.refusals import Refusals
from core.server.request import Reply, Request
from core.server.server import Server

HEAD = b"PUT /api/v1/files/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n"


class Transport:
    """A client's end: what was written, and how much of it the client has not taken."""

    def __init__(self) -> None:
        self.written, self.unsent, self.closed, self.listens = b"", 0, False, True

    def get_extra_info(self, name: str) -> object:
        """The peer's address."""
        return ("192.168.1.7", 4000) if name == "peername" else None

    def get_write_buffer_size(self) -> int:
        """What the client has not taken."""
        return self.unsent

    def write(self, data: bytes) -> None:
        """Notes what was written."""
        self.written += data

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self.closed

    def close(self) -> None:
        """Closes."""
        self.closed = True

    def pause_reading(self) -> None:
        """Reads no more."""
        self.listens = False

    def resume_reading(self) -> None:
        """Reads on."""
        self.listens = True

    abort = close


class Hands:
    """A server that takes requests and answers nothing by itself."""

    def __init__(self) -> None:
        self.connections = Connections(10)
        self.refusals = Refusals({("too_large", reader): Reply(413, b"HTTP/1.1 413 \r\n", b"") for reader in (*Language, None)})
        self.requests: list[Request] = []
        self.later_acts: list[Callable[[], object]] = []

    def dispatch(self, _connection: HttpProtocol, request: Request) -> None:
        """Notes a request."""
        self.requests.append(request)

    def may_know(self, _credential: object) -> bool:
        """Nobody is a stranger."""
        return True

    def withdraw(self, _connection: HttpProtocol) -> None:
        """Nothing waits."""

    def later(self, _seconds: float, act: Callable[[], object]) -> None:
        """Notes what is to be done after a while."""
        self.later_acts.append(act)

    def date(self) -> bytes:
        """A date."""
        return b"now"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def transport() -> Transport:
    return Transport()


@pytest.fixture
def connection(hands: Hands, transport: Transport) -> HttpProtocol:
    connection = HttpProtocol(cast(Server, hands))
    connection.connection_made(transport)  # type: ignore[arg-type]
    return connection


def in_seconds(seconds: float) -> float:
    """That moment, on the clock that never steps back."""
    return time.monotonic() + seconds


def test_a_connection_that_says_nothing_or_half_a_head_is_closed_after_ten_seconds(connection: HttpProtocol) -> None:
    assert not connection.is_overdue(in_seconds(limits.HEAD_S - 1))
    assert connection.is_overdue(in_seconds(limits.HEAD_S + 1))
    connection.data_received(b"GET /health HT")
    assert not connection.is_overdue(in_seconds(limits.HEAD_S - 1))
    connection.data_received(b"TP/1.1\r\nX-A")
    assert connection.is_overdue(in_seconds(limits.HEAD_S + 1)), "a byte now and then does not help"


def test_a_body_has_to_bring_ten_kilobytes_in_ten_seconds(connection: HttpProtocol) -> None:
    connection.data_received(HEAD)
    connection.data_received(b"x" * limits.MIN_BODY)
    assert not connection.is_overdue(in_seconds(limits.BODY_S + 1))
    connection.data_received(b"x" * (limits.MIN_BODY - 1))
    assert connection.is_overdue(in_seconds(2 * limits.BODY_S + 2))


def test_a_request_in_hand_is_not_the_clients_fault_and_rest_between_two_is_longer(
    connection: HttpProtocol, hands: Hands, transport: Transport
) -> None:
    connection.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert not connection.is_overdue(in_seconds(1000))
    connection.answer(hands.requests[0], Reply(200, b"HTTP/1.1 200 OK\r\n", b"", is_known=True))
    assert transport.written.startswith(b"HTTP/1.1 200 OK") and connection.has_served
    assert not connection.is_overdue(in_seconds(limits.KEEP_ALIVE_S - 1))
    assert connection.is_overdue(in_seconds(limits.KEEP_ALIVE_S + 1))


def test_a_reader_has_to_take_ten_kilobytes_in_ten_seconds(connection: HttpProtocol, transport: Transport) -> None:
    transport.unsent = 500_000
    connection.pause_writing()
    assert not connection.is_overdue(in_seconds(limits.READ_S - 1))
    transport.unsent -= limits.MIN_READ
    assert not connection.is_overdue(in_seconds(limits.READ_S + 1))
    transport.unsent -= limits.MIN_READ - 1
    assert connection.is_overdue(in_seconds(2 * limits.READ_S + 2))


def test_nothing_is_begun_for_a_client_that_does_not_read(connection: HttpProtocol, hands: Hands) -> None:
    connection.pause_writing()
    connection.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert hands.requests == []
    connection.resume_writing()
    assert len(hands.requests) == 1


def test_a_refused_client_that_sends_on_is_listened_to_slowly_and_not_for_long(
    connection: HttpProtocol, hands: Hands, transport: Transport
) -> None:
    connection.data_received(b"PUT /api/v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n")
    assert transport.written.startswith(b"HTTP/1.1 413") and not transport.closed
    connection.data_received(b"x" * 65_536)
    assert not transport.listens
    hands.later_acts.pop()()
    assert transport.listens
    assert not connection.is_overdue(in_seconds(limits.DISCARD_S - 1)) and connection.is_overdue(in_seconds(limits.DISCARD_S + 1))
    connection.data_received(b"x" * limits.MAX_DISCARDED)
    assert transport.closed
