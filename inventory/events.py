"""What happens to goods, for whoever wants to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.events import Event
from core.people.actor import Actor


@dataclass(frozen=True, slots=True)
class DeliveryReceived(Event):
    """A producer's goods arrived at a place."""

    uid: str
    producer: str
    place: str


@dataclass(frozen=True, slots=True)
class LotMarkedDown(Event):
    """So much (`rate_bp`) is taken off a lot near its best-before day, up to that day (`until`)."""

    lot: str
    name: str
    rate_bp: int
    until: date
    actor: Actor
