"""A request as the protocol has read it, and the answer that goes back."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from itertools import count

REQUEST_ID = "outlet.request_id"
"""Where the application finds the request's id in its environment."""
IS_KNOWN = "outlet.is_known"
"""Where the application writes whether it knows who asks."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_START, _number = secrets.token_hex(3), count()
"""An id is the start of this server's ids and a number, so that one in a log means one request."""


@dataclass(slots=True, eq=False)
class Request:
    """One request; `body` is whole when a lane gets it. `arrived` is a monotonic time in seconds."""

    client: tuple[str, int]
    is_tls: bool
    target: bytes = b""
    method: str = ""
    http_version: str = "1.1"
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    keeps_alive: bool = True
    arrived: float = 0.0
    id: str = field(default_factory=lambda: f"{_START}{next(_number):06x}")

    def header(self, name: bytes) -> bytes:
        """The value of a header by its name in lower case, the first of several, empty when it is missing."""
        return next((value for given, value in self.headers if given == name), b"")

    @property
    def path(self) -> bytes:
        """The target without its query."""
        return self.target.partition(b"?")[0]

    @property
    def is_program(self) -> bool:
        """Whether the target is the API's."""
        return self.target.startswith(b"/api/")

    @property
    def is_safe(self) -> bool:
        """Whether the method only reads."""
        return self.method in SAFE

    def complete(self) -> None:
        """Marks the moment at which the whole request is here."""
        self.arrived = time.monotonic()

    def credential(self) -> bytes | None:
        """A digest of what the client proves itself with, None for a stranger."""
        token, cookie = self.header(b"authorization"), self.header(b"cookie")
        if not token and not cookie:
            return None
        return hashlib.blake2b(token + b"\n" + cookie, digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes over the wire: a status line and headers, without what belongs to the connection, and a body.

    `is_known` says whether the application knew who asked; None when it was not asked.
    """

    status: int
    head: bytes
    body: bytes
    is_known: bool | None = None
