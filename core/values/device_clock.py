"""A device's clock against ours: what a till dates is corrected by the error of its clock before it is judged.

Source: contract of the outlet, section 6, Time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=2)
"""Clocks that differ by no more than this are taken at their word."""


@dataclass(frozen=True, slots=True)
class DeviceClock:
    """The clock of the device that sent a request: what it showed when it sent (`sent_at`), beside our `now`."""

    now: datetime
    sent_at: datetime | None = None

    @property
    def error(self) -> timedelta | None:
        """How far the device's clock is ahead (behind: negative), when it said so."""
        return self.sent_at - self.now if self.sent_at is not None else None

    @property
    def differs(self) -> bool:
        """Whether the device's clock is known to be wrong."""
        return self.error is not None and abs(self.error) > TOLERANCE

    def correct(self, moment: datetime) -> datetime:
        """The moment by our clock: the error of a clock that is known to be wrong is taken off."""
        return moment - self.error if self.error is not None and self.differs else moment
