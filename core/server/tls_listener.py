"""A port that speaks TLS: a client counts among the connections before it has shaken hands.

Who connects and says nothing is bounded like everybody, by address and in all. Otherwise a few thousand such clients would take
the descriptors of the process, and no till could connect.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable

from core.server import limits
from core.server.connections import Connections

PAUSE_S = 1.0
"""How long nobody is let in when the process has no descriptor left."""


class TlsListener:
    """Lets clients in; `connect` makes what speaks with one that has shaken hands and takes its place in the register."""

    def __init__(
        self,
        listener: socket.socket,
        context: ssl.SSLContext,
        connections: Connections,
        connect: Callable[[Handshake], asyncio.Protocol],
    ) -> None:
        self._listener, self._context, self._connections, self._connect = listener, context, connections, connect
        self._loop = asyncio.get_running_loop()
        self._is_closed = False
        listener.setblocking(False)
        self._listen()

    def close(self) -> None:
        """Lets nobody in any more."""
        self._is_closed = True
        self._loop.remove_reader(self._listener)
        self._listener.close()

    def _listen(self) -> None:
        if not self._is_closed:
            self._loop.add_reader(self._listener, self._accept)

    def _accept(self) -> None:
        try:
            client, address = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError:
            self._loop.remove_reader(self._listener)
            self._loop.call_later(PAUSE_S, self._listen)
            return
        client.setblocking(False)
        handshake = Handshake(str(address[0]))
        if not self._connections.add(handshake):
            client.close()
            return
        handshake.task = self._loop.create_task(self._shake_hands(client, handshake))
        handshake.task.add_done_callback(lambda _: self._connections.remove(handshake))

    async def _shake_hands(self, client: socket.socket, handshake: Handshake) -> None:
        try:
            await self._loop.connect_accepted_socket(
                lambda: self._connect(handshake), client, ssl=self._context, ssl_handshake_timeout=limits.HEAD_S
            )
        except OSError:  # ssl.SSLError too: it spoke something else, or went
            client.close()
        except asyncio.CancelledError:
            client.close()


class Handshake:
    """A client that shakes hands, as the register of connections sees it."""

    has_served = False
    is_busy = False
    unsent = 0

    def __init__(self, address: str) -> None:
        self.address = address
        self.last_active = time.monotonic()
        self.task: asyncio.Task[None] | None = None

    def is_overdue(self, now: float) -> bool:
        """Whether it has lasted too long."""
        return now - self.last_active > limits.HEAD_S

    def abort(self) -> None:
        """Closes it at once."""
        if self.task is not None:
            self.task.cancel()

    finish = abort
