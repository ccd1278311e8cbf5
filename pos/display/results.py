"""What is answered about customer displays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PairingResult:
    """A device that shows customers what a till sells, or the offer that one may become it until `expires_at`."""

    uid: str
    till: str
    offered_at: datetime
    expires_at: datetime
    paired_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownResult:
    """How many devices are paired with the till."""

    displays: int
