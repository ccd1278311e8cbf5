"""Messages to producers, the ways each went, and how each producer wants to hear."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Serial, Timestamp, UtcDateTime, choice_check
from core.i18n import Language
from suppliers.choices import ContactChannel, MessageState, ProducerMessageKind, SoldEvery


class ProducerMessage(Model):
    """What the outlet tells a producer, in its language; the portal shows it as new until somebody has read it.

    `uid` is what receivers know it by. `about` names what it is about, so that the same is not told twice; `path` is the page of
    the portal that shows more.
    """

    __tablename__ = "producer_message"
    id: Mapped[Serial]
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[Timestamp]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_by: Mapped[str | None] = mapped_column(Text)
    uid: Mapped[str] = mapped_column(Text, unique=True, info=UNCHAINED)
    about: Mapped[str | None] = mapped_column(Text, index=True, info=UNCHAINED)
    path: Mapped[str | None] = mapped_column(Text, info=UNCHAINED)
    __table_args__ = (choice_check("kind", ProducerMessageKind, "kind"),)


class MessageDelivery(Model):
    """A message's way through a channel: by which transport it goes, to which address, and how far it came."""

    __tablename__ = "message_delivery"
    id: Mapped[Serial]
    message_id: Mapped[int] = mapped_column(ForeignKey("producer_message.id"))
    channel: Mapped[str] = mapped_column(Text)
    transport: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("message_id", "channel"),
        choice_check("state", MessageState, "state"),
        Index("ix_message_delivery_state", "state"),
        {"info": UNCHAINED},
    )


class FailingAddress(Model):
    """An address whose messages have failed since their last success; once it is stopped nothing is sent there."""

    __tablename__ = "failing_address"
    transport: Mapped[str] = mapped_column(Text, primary_key=True)
    address: Mapped[str] = mapped_column(Text, primary_key=True)
    failing_since: Mapped[Timestamp]
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = ({"info": UNCHAINED},)


class ProducerChannels(Model):
    """Where a producer hears of us beside the portal, in which language, and how often of what was sold."""

    __tablename__ = "producer_channels"
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True)
    email: Mapped[str | None] = mapped_column(Text)
    zalo: Mapped[str | None] = mapped_column(Text)
    sms: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    sold_every: Mapped[str] = mapped_column(Text)
    __table_args__ = (choice_check("language", Language, "language"), choice_check("sold_every", SoldEvery, "sold_every"))


class ChosenChannel(Model):
    """Messages of a kind go to this producer by this channel."""

    __tablename__ = "chosen_channel"
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer_channels.producer_code"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    channel: Mapped[str] = mapped_column(Text, primary_key=True)
    __table_args__ = (choice_check("kind", ProducerMessageKind, "kind"), choice_check("channel", ContactChannel, "channel"))


class SoldTold(Model):
    """How far a producer's book was gone through for what was sold, and on which day that was."""

    __tablename__ = "sold_told"
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True)
    until_line: Mapped[int] = mapped_column(BigInteger)
    told_on: Mapped[date]
    __table_args__ = ({"info": UNCHAINED},)


MUTABLE_COLUMNS = {
    "producer_message": ("read_at", "read_by"),
    "message_delivery": ("transport", "address", "state", "sent_at", "trouble"),
}
