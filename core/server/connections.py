"""Every open connection: how many there may be in all and from one address, and which have been slow for too long."""

from __future__ import annotations

import time
from collections.abc import Container
from typing import Protocol

from core.server import limits


class Connection(Protocol):
    """What the register needs of a connection. Times are monotonic seconds."""

    address: str
    last_active: float
    has_served: bool

    @property
    def is_busy(self) -> bool:
        """Whether an answer is being made or still going out."""

    @property
    def unsent(self) -> int:
        """Bytes of answers that the client has not taken yet."""

    def is_overdue(self, now: float) -> bool:
        """Whether the client was too slow."""

    def abort(self) -> None:
        """Closes it at once."""


class Connections:
    """The register. `most` bounds all connections; addresses in `exempt` (proxies) have no bound of their own."""

    def __init__(self, most: int, exempt: Container[str] = frozenset()) -> None:
        self._most, self._exempt = most, exempt
        self._by_address: dict[str, dict[Connection, None]] = {}
        self._number = 0

    def __len__(self) -> int:
        return self._number

    def all(self) -> list[Connection]:
        """The connections as they stand now."""
        return [connection for peers in self._by_address.values() for connection in peers]

    def add(self, connection: Connection) -> bool:
        """Takes a connection; an older one that does nothing may have to go. False when there is no room.

        Nobody is refused for the address: a till may come from where an attacker does. Only the oldest goes.
        """
        peers = self._by_address.setdefault(connection.address, {})
        if len(peers) >= limits.PER_ADDRESS and connection.address not in self._exempt:
            self._close_one(peers)
        if self._number >= self._most:
            self._close_one(max(self._by_address.values(), key=len))
        if self._number >= self._most:
            if not peers:
                del self._by_address[connection.address]
            return False
        peers[connection] = None
        self._number += 1
        return True

    def remove(self, connection: Connection) -> None:
        """Forgets a connection; one that is gone already is no error."""
        peers = self._by_address.get(connection.address, {})
        if connection in peers:
            del peers[connection]
            self._number -= 1
            if not peers:
                del self._by_address[connection.address]

    def close_slow(self) -> None:
        """Closes every connection whose client is too slow, and the readers that hold too much of the memory."""
        now = time.monotonic()
        for peers in list(self._by_address.values()):
            for connection in list(peers):
                if connection.is_overdue(now):
                    self._close(connection)
            readers = sorted((c for c in peers if c.unsent), key=lambda c: c.last_active)
            unsent = sum(c.unsent for c in readers)
            for connection in readers[:-1]:
                if unsent <= limits.MAX_UNSENT:
                    break
                unsent -= connection.unsent
                self._close(connection)

    def _close_one(self, peers: dict[Connection, None]) -> None:
        # A connection that was answered before belongs more likely to a till than one that never finished a request.
        idle = [connection for connection in peers if not connection.is_busy]
        if idle:
            self._close(min(idle, key=lambda c: (c.has_served, c.last_active)))

    def _close(self, connection: Connection) -> None:
        self.remove(connection)
        connection.abort()
