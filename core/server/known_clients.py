"""Which credentials the application knew lately: their requests go before those of strangers."""

from __future__ import annotations

import time
from collections import OrderedDict

MOST = 5_000
LASTS_S = 3_600


class KnownClients:
    """Digests of credentials with the time of their last good answer, the oldest first."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, float] = OrderedDict()

    def __contains__(self, credential: bytes) -> bool:
        return time.monotonic() - self._seen.get(credential, -LASTS_S) < LASTS_S

    def learn(self, credential: bytes, is_known: bool) -> None:
        """Remembers a credential that the application knew, forgets one that it knows no more."""
        if not is_known:
            self._seen.pop(credential, None)
            return
        self._seen[credential] = time.monotonic()
        self._seen.move_to_end(credential)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
