"""Where messages to a producer go now: its addresses, and what carries them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from core.db import Prepared, fetch_all, fetch_one
from core.i18n import Language
from core.models import Outlet
from suppliers.choices import ContactChannel, ProducerKind, ProducerMessageKind
from suppliers.messages.models import ChosenChannel, FailingAddress, ProducerChannels
from suppliers.messages.transports import carrier, of_every_message, transports
from suppliers.models import Producer

_ADDRESSES = (ProducerChannels.email, ProducerChannels.zalo, ProducerChannels.sms)
_HEARING = Prepared(
    select(Outlet.paper_language, Producer.kind, ProducerChannels.language, *_ADDRESSES)
    .select_from(Outlet)
    .join(Producer, Producer.code == bindparam("producer"))
    .outerjoin(ProducerChannels, ProducerChannels.producer_code == Producer.code)
)


@dataclass(frozen=True, slots=True)
class Target:
    """A channel of a message, and where it leads: an address, and the transport that carries there."""

    channel: str
    transport: str
    address: str

    @property
    def lane(self) -> str:
        """What jobs to this address queue for: one that is slow or dead delays no other."""
        return f"{self.transport}:{self.address}"


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a producer hears of us: the language, the address of each channel that has one, and what it is."""

    language: Language
    kind: ProducerKind
    addresses: dict[ContactChannel, str]


def hearing_of(producer: str) -> Hearing:
    """How a producer hears of us beside the portal."""
    row = fetch_one(_HEARING, {"producer": producer})
    if row is None:
        return Hearing(Language.VIETNAMESE, ProducerKind.COOPERATIVE, {})
    given = {channel: row[channel.value] for channel in ContactChannel}
    addresses = {channel: address for channel, address in given.items() if address}
    return Hearing(Language(row["language"] or row["paper_language"]), ProducerKind(row["kind"]), addresses)


def targets(producer: str, kind: ProducerMessageKind, hearing: Hearing) -> list[Target]:
    """Where a message of a kind to a producer goes."""
    found = [Target(each.name, each.name, each.address) for each in of_every_message() if each.address]
    if not hearing.addresses:
        return found
    chosen = select(ChosenChannel.channel).where(ChosenChannel.producer_code == producer, ChosenChannel.kind == kind)
    of_kind = {row["channel"] for row in fetch_all(chosen)}
    return found + [_target(channel, address) for channel, address in hearing.addresses.items() if channel in of_kind]


def present_target(producer: str, channel: str) -> Target | None:
    """Where a channel of a producer leads now; None where there is no address, or nothing carries it any more."""
    if channel in set(ContactChannel):
        contact = ContactChannel(channel)
        address = hearing_of(producer).addresses.get(contact)
        return _target(contact, address) if address else None
    own = next((each.address for each in transports() if each.name == channel), None)
    return Target(channel, channel, own) if own else None


def is_stopped(target: Target) -> bool:
    """Whether an address has failed too long."""
    at = FailingAddress.transport == target.transport, FailingAddress.address == target.address
    return fetch_one(select(FailingAddress.address).where(*at, FailingAddress.stopped_at.is_not(None))) is not None


def _target(channel: ContactChannel, address: str) -> Target:
    return Target(channel.value, carrier(channel).name, address)
