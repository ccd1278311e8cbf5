"""What happens to goods, for whoever wants to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.events import Event
from core.people.actor import Actor
from inventory.choices import GoodsDocumentKind
from inventory.expiry.results import ExpiryProposal


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


@dataclass(frozen=True, slots=True)
class GoodsReturned(Event):
    """Goods went back to their producer."""

    uid: str
    producer: str


@dataclass(frozen=True, slots=True)
class GoodsSetAside(Event):
    """Goods were set aside for their producer to fetch."""

    uid: str
    producer: str


@dataclass(frozen=True, slots=True)
class CountPosted(Event):
    """What was counted at a place is in the books."""

    uid: str
    place: str


@dataclass(frozen=True, slots=True)
class GoodsDocumentReversed(Event):
    """A goods document was taken back."""

    kind: GoodsDocumentKind
    uid: str


@dataclass(frozen=True, slots=True)
class CalledUp(Event):
    """A producer was asked for goods."""

    uid: str
    producer: str


@dataclass(frozen=True, slots=True)
class CallUpCancelled(Event):
    """The outlet no longer asks for goods."""

    uid: str
    producer: str


@dataclass(frozen=True, slots=True)
class LotsExpiring(Event):
    """These lots wait for their producers' word; the same ones come again until they have it."""

    proposals: Sequence[ExpiryProposal]


@dataclass(frozen=True, slots=True)
class ExpiryAsked(Event):
    """The outlet itself proposed something for a lot."""

    proposal: ExpiryProposal


@dataclass(frozen=True, slots=True)
class ExpirySilenceHeld(Event):
    """Nobody answered for a lot, so what its agreement says is done."""

    proposal: ExpiryProposal


@dataclass(frozen=True, slots=True)
class LotTakenOut(Event):
    """A sale took the last of a lot that lay at its place."""

    lot: str


@dataclass(frozen=True, slots=True)
class FeedbackHeard(Event):
    """What a visitor said of a lot is for its producer to hear: a complaint as it comes, all else once a manager shows it."""

    uid: str
