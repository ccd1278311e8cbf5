"""What happens between the outlet and its producers, for whoever wants to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.accounts import BankAccount, PendingAccount
from core.events import Event
from core.money import Vnd
from suppliers.certificates.results import PaperResult
from suppliers.prices.results import ProposalResult


@dataclass(frozen=True, slots=True)
class StatementIssued(Event):
    """A producer's book was closed up to a day. `closing_vnd` is what the outlet owes at its end."""

    uid: str
    number: str
    producer: str
    closing_vnd: Vnd


@dataclass(frozen=True, slots=True)
class StatementAsked(Event):
    """A question was asked about a line of a statement."""

    statement: str
    number: str
    producer: str
    message: str


@dataclass(frozen=True, slots=True)
class StatementAnswered(Event):
    """A question about a line of a statement was answered."""

    statement: str
    number: str
    producer: str
    message: str


@dataclass(frozen=True, slots=True)
class PayoutMade(Event):
    """A producer was paid."""

    uid: str
    producer: str
    statement: str
    amount_vnd: Vnd


@dataclass(frozen=True, slots=True)
class PayoutReversed(Event):
    """A payout was taken back."""

    uid: str
    producer: str
    statement: str
    amount_vnd: Vnd
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentReceived(Event):
    """Money came from a producer that owed the outlet."""

    uid: str
    producer: str
    amount_vnd: Vnd


@dataclass(frozen=True, slots=True)
class PaymentReversed(Event):
    """Money that was recorded as received from a producer was taken back."""

    uid: str
    producer: str
    amount_vnd: Vnd
    reason: str


@dataclass(frozen=True, slots=True)
class AccountChanged(Event):
    """Another bank account was put for a producer, and waits; money goes to the one `in_force`."""

    producer: str
    in_force: BankAccount
    change: PendingAccount


@dataclass(frozen=True, slots=True)
class AccountRefused(Event):
    """The bank account that waited was dropped."""

    producer: str
    in_force: BankAccount
    refused: PendingAccount


@dataclass(frozen=True, slots=True)
class VersionProposed(Event):
    """A version of an agreement waits for its producer's confirmation, to hold from a day on."""

    producer: str
    agreement: str
    version: int
    from_day: date


@dataclass(frozen=True, slots=True)
class AgreementEnding(Event):
    """So many days are left of an agreement, named as people read its number; goods are taken `grace_days` longer."""

    producer: str
    agreement: str
    days_left: int
    ends_on: date
    grace_days: int


@dataclass(frozen=True, slots=True)
class PriceChanged(Event):
    """A product has another price, from now or from a day to come."""

    product: str
    price_vnd: Vnd
    from_day: date | None = None


@dataclass(frozen=True, slots=True)
class PriceWithdrawn(Event):
    """A price that was planned for a day does not come."""

    product: str
    from_day: date


@dataclass(frozen=True, slots=True)
class PriceProposalDecided(Event):
    """A price that a producer proposed was approved or refused."""

    proposal: ProposalResult


@dataclass(frozen=True, slots=True)
class PaperDecided(Event):
    """A paper that a producer sent was approved or refused."""

    paper: PaperResult
