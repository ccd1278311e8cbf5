"""Notices when the machine's clock is set while the outlet runs: the time of day moved and the time since the start did not."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LEAST = timedelta(seconds=60)
"""What is less happens every day: clocks of a network are set by seconds."""
SUBJECT = "clock"
"""What the audit trail calls the machine's clock."""
TOLD_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Jump:
    """When the clock was set, by itself afterwards, and by how much (below zero: back)."""

    at: datetime
    by: timedelta


class Watch:
    """Compares the two clocks each time it is asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset_s = _wall_s() - _running_s()
        self._last: tuple[Jump, float] | None = None

    def observe(self) -> Jump | None:
        """The jump since the last look, if there was one."""
        with self._lock:
            running_s = _running_s()
            wall_s = _wall_s()
            by_s = wall_s - running_s - self._offset_s
            if abs(by_s) < LEAST.total_seconds():
                return None
            self._offset_s += by_s
            jump = Jump(datetime.fromtimestamp(wall_s, UTC), timedelta(seconds=round(by_s)))
            self._last = jump, running_s
            return jump

    def latest(self) -> Jump | None:
        """The last jump, for as long as people should know of it."""
        last = self._last
        return last[0] if last and _running_s() - last[1] < TOLD_FOR.total_seconds() else None


def _wall_s() -> float:
    return time.time()


def _running_s() -> float:
    """Seconds of a clock that nobody sets and that goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


WATCH = Watch()
