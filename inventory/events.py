"""What happens to goods, for whoever wants to know."""

from __future__ import annotations

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, slots=True)
class DeliveryReceived(Event):
    """A producer's goods arrived at a place."""

    uid: str
    producer: str
    place: str
