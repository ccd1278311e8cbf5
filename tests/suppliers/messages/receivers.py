"""Receivers of a webhook that behave as the world does: slow, dead, cross, hasty, or gone before they answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

OK = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
CROSS = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Receiver:
    """A receiver on this machine: what it took, and how it answers one call after the other; the last answer stays."""

    answers: list[bytes | None]
    port: int = 0
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    waits_s: float = 0.0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/tin"

    def answer(self) -> bytes | None:
        """The next answer; None hangs up without one."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving(*answers: bytes | None, waits_s: float = 0.0) -> Iterator[Receiver]:
    """A receiver while it is needed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        receiver = Receiver(list(answers), server.getsockname()[1], waits_s=waits_s)
        ended = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, receiver, ended), daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            ended.set()
            with socket.socket() as last:  # accept() wakes up
                last.connect_ex(("127.0.0.1", receiver.port))
            thread.join(5)


def _serve(server: socket.socket, receiver: Receiver, ended: threading.Event) -> None:
    while True:
        connection, _address = server.accept()
        with connection:
            if ended.is_set():
                return
            connection.settimeout(5)
            receiver.calls.append(_read(connection))
            answer = receiver.answer()
            ended.wait(receiver.waits_s)
            if answer is not None:
                connection.sendall(answer)


def _read(connection: socket.socket) -> tuple[dict[str, str], bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(4096)
    head, _gap, body = data.partition(b"\r\n\r\n")
    headers = {
        name.lower(): value.strip() for name, _c, value in (line.partition(":") for line in head.decode().split("\r\n")[1:])
    }
    while len(body) < int(headers["content-length"]):
        body += connection.recv(4096)
    return headers, body
