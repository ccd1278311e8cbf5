"""What the application said lately of the credentials it was shown: clients it knew go before strangers."""

from __future__ import annotations

import time
from collections import OrderedDict

MOST = 5_000
LASTS_S = 3_600


class KnownClients:
    """Digests of credentials, whether the application knew them, and when it said so; the oldest first."""

    def __init__(self) -> None:
        self._judged: OrderedDict[bytes, tuple[bool, float]] = OrderedDict()

    def is_known(self, credential: bytes) -> bool | None:
        """Whether the application knew a credential within the hour; None for one it has not been shown."""
        is_known, at = self._judged.get(credential, (None, 0.0))
        return is_known if time.monotonic() - at < LASTS_S else None

    def learn(self, credential: bytes, is_known: bool) -> None:
        """Remembers what the application said of a credential."""
        self._judged[credential] = is_known, time.monotonic()
        self._judged.move_to_end(credential)
        if len(self._judged) > MOST:
            self._judged.popitem(last=False)
