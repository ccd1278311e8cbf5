"""When the last use of a token or a session is worth a write: at most once in STEP_S for each."""

from __future__ import annotations

import threading
import time

from flask import current_app

STEP_S = 60
_claiming = threading.Lock()


def claim(kind: str, number: int) -> bool:
    """Whether a use is to be written now; of all who ask within STEP_S only the first is to write."""
    now = time.monotonic()
    claimed: dict[tuple[str, int], float] = current_app.extensions.setdefault("outlet_last_uses", {})
    with _claiming:
        if now - claimed.get((kind, number), -STEP_S) < STEP_S:
            return False
        claimed[kind, number] = now
        return True
