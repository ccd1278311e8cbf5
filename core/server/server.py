"""The server: listens, hands requests to the lanes and their answers back, and stops when it is told to."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import ssl
import time
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from wsgiref.types import WSGIApplication

from core.db.session import write_before
from core.machine.logs import request_id
from core.server import limits
from core.server.connections import Connections
from core.server.http_protocol import HttpProtocol
from core.server.known_clients import KnownClients
from core.server.lanes import GIVE_WAY, Job, Lane, LaneName, LaneSize, choose
from core.server.refusals import TOO_BUSY, TOO_MANY, Refusals
from core.server.request import Reply, Request
from core.server.tls_listener import Handshake, TlsListener
from core.server.wsgi_call import call

STOP_S = 20
"""How long requests in hand may last once the server is to stop."""
_TICK_S = 0.05
_SWEEP_S = 1.0
_BACKLOG = 512
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Waiting:
    """A request that a lane has, whose it is, and the moment it is given up."""

    lane: Lane
    job: Job
    request: Request
    credential: bytes | None
    give_up: asyncio.TimerHandle


class Server:
    """Serves one application. `proxies` are addresses through which many clients come."""

    def __init__(
        self,
        app: WSGIApplication,
        refusals: Refusals,
        lanes: dict[LaneName, LaneSize],
        *,
        tls: ssl.SSLContext | None = None,
        proxies: Container[str] = frozenset(),
    ) -> None:
        self.app = app
        self.refusals = refusals
        self.connections = Connections(most_connections(), proxies)
        self._proxies = proxies
        self._tls = tls
        self._known = KnownClients()
        self._lanes = {name: Lane(name, size) for name, size in lanes.items()}
        for name in GIVE_WAY:
            self._lanes[name].give_way_to(self._lanes[LaneName.WRITES])
        self._waiting: dict[HttpProtocol, _Waiting] = {}
        self._watched: set[Lane] = set()
        self._sockets: list[socket.socket] = []
        self._address = ("", 0)
        self._date = (0, b"")
        self._loop: asyncio.AbstractEventLoop
        self._stopped: asyncio.Event

    def bind(self, host: str, port: int) -> None:
        """Takes the port. Raises OSError, also for a host name that no network knows."""
        self._address = (host, port)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in found:
            listener = socket.socket(family, kind, protocol)
            self._sockets.append(listener)
            try:
                if os.name == "posix":
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                listener.bind(address)
                listener.listen(_BACKLOG)
            except OSError:
                self._close_sockets()
                raise

    def serve(self, ready: Callable[[], object]) -> None:
        """Serves until SIGTERM or SIGINT; what is in hand is finished first. `ready` is called when it listens."""
        runner = asyncio.Runner(loop_factory=_new_loop)
        with runner:
            runner.run(self._serve(ready))
        for lane in self._lanes.values():
            lane.stop(1.0)

    async def _serve(self, ready: Callable[[], object]) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            try:
                self._loop.add_signal_handler(number, self._stopped.set)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *_: self._loop.call_soon_threadsafe(self._stopped.set))
        connect = partial(HttpProtocol, self)
        listeners = [
            TlsListener(listener, self._tls, self.connections, connect)
            if self._tls and os.name == "posix"  # the loop of Windows watches no listener
            else await self._loop.create_server(connect, sock=listener, ssl=self._tls, backlog=_BACKLOG)
            for listener in self._sockets
        ]
        sweep = asyncio.create_task(self._sweep())
        ready()
        await self._stopped.wait()
        for listener in listeners:
            listener.close()
        for connection in self.connections.all():
            if isinstance(connection, HttpProtocol | Handshake):
                connection.finish()
        end = time.monotonic() + STOP_S
        while len(self.connections) and time.monotonic() < end:
            await asyncio.sleep(0.01)
        sweep.cancel()
        with suppress(asyncio.CancelledError):
            await sweep

    async def _sweep(self) -> None:
        """Closes slow clients every second."""
        while True:
            await asyncio.sleep(_SWEEP_S)
            self.connections.close_slow()

    def _close_sockets(self) -> None:
        for listener in self._sockets:
            listener.close()

    def date(self) -> bytes:
        """The value of the Date header."""
        now = int(time.time())
        if self._date[0] != now:
            self._date = (now, formatdate(now, usegmt=True).encode())
        return self._date[1]

    # Requests.

    def may_know(self, credential: bytes | None) -> bool:
        """Whether somebody is shown who is not known to be a stranger."""
        return credential is not None and self._known.is_known(credential) is not False

    def dispatch(self, connection: HttpProtocol, request: Request) -> None:
        """Hands a whole request to its lane, or refuses it when that is full."""
        credential = request.credential()
        self._queue(connection, request, credential, self._lanes[choose(request, credential, self._known)])

    def _queue(self, connection: HttpProtocol, request: Request, credential: bytes | None, lane: Lane) -> None:
        def run() -> None:
            began = time.thread_time()

            def send(reply: Reply) -> None:
                cost_s = time.thread_time() - began
                self._loop.call_soon_threadsafe(self._answer, connection, request, reply, credential, cost_s)

            request_id.set(request.id)
            with write_before(request.arrived + lane.size.patience_s):
                call(self.app, request, self._address, send)

        share = None if connection.address in self._proxies else connection.address
        job = lane.submit(share, run)
        if job is None:
            self.later(limits.REFUSE_S, partial(connection.answer, request, self.refusals.reply(TOO_MANY, request)))
            return
        give_up = self._loop.call_later(lane.size.patience_s, self._give_up, connection, request)
        self._waiting[connection] = _Waiting(lane, job, request, credential, give_up)
        if lane.is_waited_for and lane not in self._watched:
            self._watched.add(lane)
            self._loop.call_later(_TICK_S, self._pass_slow, lane)

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Does something after a while."""
        self._loop.call_later(seconds, act)

    def withdraw(self, connection: HttpProtocol) -> None:
        """Takes the request of a client that has gone out of its lane, if it has not begun."""
        if waiting := self._waiting.pop(connection, None):
            waiting.give_up.cancel()
            waiting.lane.withdraw(waiting.job)

    def _answer(self, connection: HttpProtocol, request: Request, reply: Reply, credential: bytes | None, cost_s: float) -> None:
        if waiting := self._waiting.pop(connection, None):
            waiting.give_up.cancel()
        if credential is not None and reply.is_known is not None:
            self._known.learn(credential, reply.is_known)
            if request.is_safe and self._known.learn_cost(credential, cost_s):
                self._set_aside(credential)
        connection.answer(request, reply)

    def _set_aside(self, credential: bytes) -> None:
        """Lets whatever else a client of heavy reads waits to read wait with the papers."""
        papers = self._lanes[LaneName.PAPERS]
        for connection, waiting in list(self._waiting.items()):
            is_theirs = waiting.credential == credential and waiting.request.is_safe
            if is_theirs and waiting.lane is not papers and waiting.lane.withdraw(waiting.job):
                waiting.give_up.cancel()
                del self._waiting[connection]
                self._queue(connection, waiting.request, credential, papers)

    def _give_up(self, connection: HttpProtocol, request: Request) -> None:
        waiting = self._waiting.get(connection)
        if waiting is not None and waiting.lane.withdraw(waiting.job):
            del self._waiting[connection]
            connection.answer(request, self.refusals.reply(TOO_BUSY, request))

    def _pass_slow(self, lane: Lane) -> None:
        """Looks at a lane again and again while requests wait in it."""
        lane.pass_slow()
        if lane.is_waited_for:
            self._loop.call_later(_TICK_S, self._pass_slow, lane)
        else:
            self._watched.discard(lane)


def most_connections() -> int:
    """How many connections there may be; raises the process's limit of descriptors where it may."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return limits.MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.MOST_CONNECTIONS + limits.SPARE_DESCRIPTORS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if soft == resource.RLIM_INFINITY:
        return limits.MOST_CONNECTIONS
    return max(8, min(limits.MOST_CONNECTIONS, soft - limits.SPARE_DESCRIPTORS))


def _new_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:  # no build for this system
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
