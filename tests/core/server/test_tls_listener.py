"""A client that never shakes hands is bounded like one that never asks, and one that does is served at once."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

import pytest
import uvloop

from core.machine import tls
from core.server.connections import Connections
from core.server.tls_listener import Handshake, TlsListener
from tests.loops import run_loop

MOST = 4
LOOPS = [uvloop.new_event_loop, asyncio.new_event_loop]


class Echo(asyncio.Protocol):
    """Sends back what comes."""

    def __init__(self, connections: Connections, handshake: Handshake) -> None:
        self.connections, self.handshake = connections, handshake

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self.connections.remove(self.handshake)
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Answers."""
        self.transport.write(data)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tls.TlsFiles:
    """A certificate of this machine."""
    data: Path = tmp_path_factory.mktemp("tls")
    tls.make(data, ["localhost"])
    stored = tls.stored(data)
    assert stored
    return stored


async def ask(port: int, text: bytes) -> bytes:
    """What comes back over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    writer.write(text)
    answer = await asyncio.wait_for(reader.readexactly(len(text)), 20)
    writer.close()
    return answer


@pytest.mark.parametrize("loop", LOOPS, ids=["uvloop", "asyncio"])
def test_silent_clients_are_bounded_before_they_shake_hands(
    files: tls.TlsFiles, loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    async def trial() -> None:
        connections = Connections(MOST)
        listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        server = TlsListener(listening, files.context(), connections, partial(Echo, connections))
        port = listening.getsockname()[1]
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(3 * MOST)]
        for n in range(5):
            assert await ask(port, b"%d" % n * 5_000) == b"%d" % n * 5_000, "a till comes in between"
            assert len(connections) <= MOST
        other = socket.create_connection(("127.0.0.1", port))
        other.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert await ask(port, b"again") == b"again", "who speaks no TLS stops nobody"
        answers = await asyncio.gather(*(ask(port, b"%d" % n) for n in range(MOST - 1)))
        assert answers == [b"%d" % n for n in range(MOST - 1)]
        for one in (*silent, other):
            one.close()
        while len(connections):
            await asyncio.sleep(0.01)
        server.close()

    run_loop(lambda: asyncio.wait_for(trial(), 60), loop)
