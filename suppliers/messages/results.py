"""What the messages' verbs return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from core.i18n import Language
from core.results import TimestampOut, UidOut
from suppliers.choices import ContactChannel, MessageState, ProducerMessageKind, SoldEvery


@dataclass(frozen=True, slots=True)
class Channel:
    """A way that a message goes, and how far it came. What is no part of the JSON says by which transport, and its trouble."""

    name: str
    state: MessageState
    transport: Annotated[str, Field(exclude=True)] = ""
    sent_at: Annotated[datetime | None, Field(exclude=True)] = None
    trouble: Annotated[str | None, Field(exclude=True)] = None


@dataclass(frozen=True, slots=True)
class MessageResult:
    """What the outlet told a producer; `read_at` is when somebody of the producer closed it on the portal, `link` its page.

    `position` is the order of sending and `path` the page within the outlet, no part of the JSON.
    """

    id: UidOut
    producer: str
    kind: ProducerMessageKind
    text: str
    link: str | None
    channels: Sequence[Channel]
    at: TimestampOut
    read_at: TimestampOut | None
    position: Annotated[int, Field(exclude=True)] = 0
    path: Annotated[str | None, Field(exclude=True)] = None


@dataclass(frozen=True, slots=True)
class ChannelsResult:
    """Where a producer hears of the outlet beside the portal, and of what by which channel.

    `language` is null where it is that of the outlet's papers. `stopped` names channels whose address failed too long.
    """

    email: str | None
    zalo: str | None
    sms: str | None
    kinds: Mapping[ProducerMessageKind, Sequence[ContactChannel]]
    language: Language | None
    sold_every: SoldEvery
    stopped: Sequence[ContactChannel] = ()

    def address(self, channel: ContactChannel) -> str | None:
        """The address of a channel."""
        return {ContactChannel.EMAIL: self.email, ContactChannel.ZALO: self.zalo, ContactChannel.SMS: self.sms}[channel]
