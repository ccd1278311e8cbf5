"""What happens between the outlet and its producers, for whoever wants to know."""

from __future__ import annotations

from dataclasses import dataclass

from core.events import Event
from core.money import Vnd


@dataclass(frozen=True, slots=True)
class StatementIssued(Event):
    """A producer's book was closed up to a day. `closing_vnd` is what the outlet owes at its end."""

    uid: str
    number: str
    producer: str
    closing_vnd: Vnd


@dataclass(frozen=True, slots=True)
class PayoutMade(Event):
    """A producer was paid."""

    uid: str
    producer: str
    statement: str
    amount_vnd: Vnd
