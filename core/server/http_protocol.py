"""HTTP/1.1 on one connection: reads requests whole, one after the other, and writes their answers in the same order.

A client is bounded while it sends (head, body) and while it reads; between the two the lanes bound the server's own work.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, cast

import httptools

from core.server import limits, refusals
from core.server.connections import Connection
from core.server.refusals import Refusal
from core.server.request import Reply, Request
from core.server.wsgi_call import NO_BODY

if TYPE_CHECKING:
    from core.server.server import Server

_log = logging.getLogger(__name__)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Reading(Enum):
    """What a connection waits for from its client."""

    FIRST = auto()
    NEXT = auto()
    HEAD = auto()
    BODY = auto()
    NOTHING = auto()
    """It was refused: what still comes is thrown away until the client has read why."""


class HttpProtocol(asyncio.Protocol):
    """One connection of a client."""

    def __init__(self, server: Server, handshake: Connection | None = None) -> None:
        self._server = server
        self._handshake = handshake
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._client = ("", 0)
        self._is_tls = False
        self._reading = Reading.FIRST
        self._since = self.last_active = time.monotonic()
        self._amount = self._head_size = 0
        self._max_body = limits.MAX_BODY
        self._request: Request | None = None
        self._refusal: Refusal | None = None
        self._ready: deque[Request] = deque()
        self._answering: Request | None = None
        self._is_last = False
        self._is_full = False
        self._listens = True
        self._unsent_before = 0
        self._unsent_since = 0.0
        self.address = ""
        self.has_served = False

    @property
    def is_busy(self) -> bool:
        """Whether an answer is being made or still going out."""
        return self._answering is not None or self.unsent > 0

    @property
    def unsent(self) -> int:
        """Bytes of answers that the client has not taken yet."""
        return self._transport.get_write_buffer_size() if self._transport else 0

    def is_overdue(self, now: float) -> bool:
        """Whether the client was too slow with its head, its body, or with reading its answer."""
        if unsent := self.unsent:
            if now - self._unsent_since < limits.READ_S:
                return False
            is_stuck = bool(self._unsent_before) and self._unsent_before - unsent < limits.MIN_READ
            self._unsent_before, self._unsent_since = unsent, now
            return is_stuck
        self._unsent_before = 0
        if self._answering is not None:
            return False
        passed = now - self._since
        if self._reading is Reading.BODY and passed >= limits.BODY_S:
            is_slow = self._amount < limits.MIN_BODY
            self._amount, self._since = 0, now
            return is_slow
        allowed = {Reading.NEXT: limits.KEEP_ALIVE_S, Reading.NOTHING: limits.DISCARD_S, Reading.BODY: limits.BODY_S}
        return passed > allowed.get(self._reading, limits.HEAD_S)

    def abort(self) -> None:
        """Closes it at once."""
        if self._transport is not None:
            self._transport.abort()

    def finish(self) -> None:
        """Closes it, after the answer that is being made, if there is one."""
        self._is_last = True
        if self._answering is None and self._transport is not None:
            self._transport.close()

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self._client = (str(peer[0]), int(peer[1])) if isinstance(peer, tuple) else ("", 0)
        self.address = self._client[0]
        self._is_tls = transport.get_extra_info("ssl_object") is not None
        if self._handshake is not None:  # whose place in the register this one takes
            self._server.connections.remove(self._handshake)
            self._handshake = None
        if not self._server.connections.add(self):
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone, or was closed."""
        self._server.connections.remove(self)
        self._server.withdraw(self)
        self._transport = None
        self._ready.clear()

    def eof_received(self) -> bool:
        """The client sends no more; it may still read its answers."""
        self._is_last = True
        return self._answering is not None or self.unsent > 0

    def data_received(self, data: bytes) -> None:
        """Reads on."""
        self.last_active = time.monotonic()
        if self._reading is Reading.NOTHING:
            self._discard(len(data))
            return
        self._amount += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._is_last = True  # the request is answered as it stands; what follows would be another protocol
        except httptools.HttpParserError as error:
            if isinstance(error, httptools.HttpParserCallbackError):
                _log.error("reading a request", exc_info=error)
            self._refusal = self._refusal or refusals.BAD_REQUEST
        if self._reading is Reading.HEAD and self._amount > limits.MAX_HEAD:
            self._refusal = self._refusal or refusals.HEAD_TOO_LARGE
        self._go_on()

    def _discard(self, size: int) -> None:
        """Throws away what still comes, slowly: a flood of it would take the processor from the tills."""
        self._amount += size
        if self._amount > limits.MAX_DISCARDED:
            self.abort()
        else:
            self._listen(False)
            self._server.later(limits.DISCARD_PAUSE_S, partial(self._listen, True))

    def pause_writing(self) -> None:
        """The client reads slowly: nothing more is begun for it."""
        self._is_full = True
        self._unsent_since, self._unsent_before = time.monotonic(), self.unsent

    def resume_writing(self) -> None:
        """The client has read on."""
        self._is_full = False
        self._go_on()

    # What the parser calls.

    def on_message_begin(self) -> None:
        """A request begins."""
        self._request = Request(self._client, self._is_tls)
        self._reading, self._since, self._amount, self._head_size = Reading.HEAD, time.monotonic(), 0, 0

    def on_url(self, url: bytes) -> None:
        """A piece of the target."""
        if self._request:
            self._request.target += url
            self._count_head(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        if self._request:
            self._request.headers.append((name.lower(), value))
            self._count_head(len(name) + len(value))

    def _count_head(self, size: int) -> None:
        self._head_size += size
        if self._request and (self._head_size > limits.MAX_HEAD or len(self._request.headers) > limits.MAX_HEADERS):
            self._refusal = self._refusal or refusals.HEAD_TOO_LARGE

    def on_headers_complete(self) -> None:
        """The head is whole: a request that cannot be taken is refused before its body is read."""
        request = self._request
        if request is None or self._refusal is not None:
            return
        request.method = self._parser.get_method().decode("ascii")
        request.http_version = self._parser.get_http_version()
        request.keeps_alive = self._parser.should_keep_alive() and not self._parser.should_upgrade()
        is_stranger = not self._server.may_know(request.credential())
        self._max_body = limits.max_body(request.target, request.header(b"content-type"), is_stranger=is_stranger)
        self._refusal = _refusal_of_head(request, self._max_body)
        is_asked = self._refusal is None and request.header(b"expect").lower() == b"100-continue"
        if is_asked and self._transport and self._answering is None and not self._ready:
            self._transport.write(_CONTINUE)
        self._reading, self._since, self._amount = Reading.BODY, time.monotonic(), 0

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        request = self._request
        if request is None or self._refusal is not None:
            return
        if len(request.body) + len(body) > self._max_body:
            self._refusal = refusals.TOO_LARGE
            return
        request.body += body

    def on_message_complete(self) -> None:
        """The request is whole."""
        request, self._request = self._request, None
        if request is None or self._refusal is not None:
            return
        if limits.has_too_many_values(request.body, request.header(b"content-type"), request.target):
            self._refusal, self._request = refusals.TOO_LARGE, request
        elif self._is_last or len(self._ready) >= limits.MOST_PIPELINED:
            self._is_last = True
        else:
            request.complete()
            self._ready.append(request)
        self._reading, self._since = Reading.NEXT, time.monotonic()

    # Answers.

    def _go_on(self) -> None:
        """Begins the next request, or answers the one that is refused."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        if self._answering is None and not self._is_full:
            if self._ready:
                request = self._ready.popleft()
                self._answering = request
                self._server.dispatch(self, request)
            elif self._refusal is not None:
                self._refuse(self._refusal)
                return
            elif self._is_last:
                transport.close()
                return
        self._listen(not (self._ready or self._is_full or self._refusal))

    def _listen(self, listens: bool) -> None:
        transport = self._transport
        if transport is not None and not transport.is_closing() and listens is not self._listens:
            self._listens = listens
            (transport.resume_reading if listens else transport.pause_reading)()

    def answer(self, request: Request, reply: Reply) -> None:
        """Writes the answer to the request in hand; one that comes too late is dropped."""
        transport = self._transport
        if transport is None or self._answering is not request or transport.is_closing():
            return
        self._answering = None
        self._since = self.last_active = time.monotonic()
        self.has_served = self.has_served or bool(reply.is_known)
        closes = not request.keeps_alive or (self._is_last and not self._ready)
        self._write(request, reply, closes)
        if closes:
            transport.close()
        else:
            self._go_on()

    def _refuse(self, refusal: Refusal) -> None:
        """Answers what is not taken and closes, once the client had the time to read why."""
        transport, request = self._transport, self._request
        if transport is None or self._reading is Reading.NOTHING:
            return
        self._write(request, self._server.refusals.reply(refusal, request), closes=True)
        self._reading, self._since, self._amount = Reading.NOTHING, time.monotonic(), 0
        self._request = None
        self._listen(True)

    def _write(self, request: Request | None, reply: Reply, closes: bool) -> None:
        transport = self._transport
        if transport is None:
            return
        head = [reply.head, b"Date: ", self._server.date(), b"\r\n"]
        if request is not None:
            head += [b"X-Request-Id: ", request.id.encode(), b"\r\n"]
        if closes:
            head.append(b"Connection: close\r\n")
        elif request is not None and request.http_version == "1.0":
            head.append(b"Connection: keep-alive\r\n")
        head.append(b"\r\n")
        if reply.body and not (request is not None and request.method == "HEAD") and reply.status not in NO_BODY:
            head.append(reply.body)
        transport.write(b"".join(head))


def _refusal_of_head(request: Request, max_body: int) -> Refusal | None:
    """What is wrong with a request before its body is read."""
    hosts = sum(name == b"host" for name, _ in request.headers)
    if hosts > 1 or (hosts == 0 and request.http_version != "1.0") or not request.target.startswith(b"/"):
        return refusals.BAD_REQUEST
    length = request.header(b"content-length")
    if length and int(length) > max_body:
        return refusals.TOO_LARGE
    return None
