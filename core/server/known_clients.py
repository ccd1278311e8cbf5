"""What the application said lately of the credentials it was shown, and who reads heavily.

Clients it knew go before strangers, light reads before heavy ones.
"""

from __future__ import annotations

import time
from collections import OrderedDict

MOST = 5_000
LASTS_S = 3_600
HEAVY_S = 0.1
"""A read that computes for so long is a heavy one."""
HEAVY_LASTS_S = 5.0
"""So long after a heavy read a client is expected to send more of them."""


class KnownClients:
    """Digests of credentials, whether the application knew them, and when it said so; the oldest first."""

    def __init__(self) -> None:
        self._judged: OrderedDict[bytes, tuple[bool, float]] = OrderedDict()
        self._heavy_until: dict[bytes, float] = {}

    def is_known(self, credential: bytes) -> bool | None:
        """Whether the application knew a credential within the hour; None for one it has not been shown."""
        is_known, at = self._judged.get(credential, (None, 0.0))
        return is_known if time.monotonic() - at < LASTS_S else None

    def learn(self, credential: bytes, is_known: bool) -> None:
        """Remembers what the application said of a credential."""
        self._judged[credential] = is_known, time.monotonic()
        self._judged.move_to_end(credential)
        if len(self._judged) > MOST:
            self._heavy_until.pop(self._judged.popitem(last=False)[0], None)

    def reads_heavily(self, credential: bytes) -> bool:
        """Whether a client has sent a heavy read just now."""
        until = self._heavy_until.get(credential)
        if until is None or time.monotonic() < until:
            return until is not None
        del self._heavy_until[credential]
        return False

    def learn_cost(self, credential: bytes, seconds: float) -> bool:
        """Remembers how long the processor worked on a client's read; whether that was heavy."""
        is_heavy = seconds >= HEAVY_S and credential in self._judged
        if is_heavy:
            self._heavy_until[credential] = time.monotonic() + HEAVY_LASTS_S
        return is_heavy
