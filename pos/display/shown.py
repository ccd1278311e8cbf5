"""What each till shows its customers now. It lies in memory: a till says it again on every change and twice a minute."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from itertools import count

from flask import current_app

LASTS_S = 75.0
"""A till that has said nothing for so long shows nothing: its cart may be another customer's by now."""
_KEY = "display_shown"


@dataclass(frozen=True)
class Shown:
    """What a till said last, as JSON; each time it says something else is another version."""

    version: str
    body: str
    said_s: float


@dataclass
class _Memory:
    lock: threading.Lock = field(default_factory=threading.Lock)
    tills: dict[str, Shown] = field(default_factory=dict)
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    numbers: count[int] = field(default_factory=count)


def _memory() -> _Memory:
    memory: _Memory = current_app.extensions.setdefault(_KEY, _Memory())
    return memory


def show(till: str, body: str) -> None:
    """Shows this at a till's displays from now on."""
    memory = _memory()
    with memory.lock:
        before = memory.tills.get(till)
        is_same = before is not None and before.body == body
        version = before.version if before and is_same else f"{memory.run}-{next(memory.numbers)}"
        memory.tills[till] = Shown(version, body, time.monotonic())


def shown_at(till: str) -> Shown | None:
    """What a till shows; None when it has said nothing lately."""
    found = _memory().tills.get(till)
    return found if found and time.monotonic() - found.said_s < LASTS_S else None
