"""Messages as they are read: on the portal, in the office, by programs. Read-only but for what somebody has read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, exists, func, select, update

from core import clock
from core.db import Row, execute, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from suppliers.choices import MessageState, ProducerMessageKind
from suppliers.messages.models import MessageDelivery, ProducerMessage
from suppliers.messages.results import Channel, MessageResult

ON_PORTAL = timedelta(days=30)
"""How long a message that nobody has closed stands on the portal's first page."""
PORTAL = "portal"
"""The channel of every message: it stands on the producer's own pages."""
TO_KNOW_AT_ONCE = (
    ProducerMessageKind.ACCOUNT,
    ProducerMessageKind.AGREEMENT,
    ProducerMessageKind.PRICE,
    ProducerMessageKind.PAID,
    ProducerMessageKind.ANSWER,
)
"""What the portal's first page says in full; it shows goods, statements and counts in their own places."""


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages: of a producer, of a kind, with a way in a state."""

    producer: str | None = None
    kind: ProducerMessageKind | None = None
    state: MessageState | None = None


def unread(producer: str) -> list[MessageResult]:
    """What a producer should know at once, newest first: messages of the last days that nobody has closed."""
    query = select(ProducerMessage.__table__).where(*_new(producer), ProducerMessage.kind.in_(TO_KNOW_AT_ONCE))
    return _messages(fetch_all(query.order_by(ProducerMessage.id.desc())))


def count_unread(producer: str) -> int:
    """How many messages of the last days nobody of a producer has closed."""
    counted = fetch_one(select(func.count().label("n")).where(*_new(producer)))
    return int(counted["n"]) if counted else 0


def list_messages(
    wanted: MessageFilter, after: int | None = None, limit: int = 100, *, newest_first: bool = False
) -> list[MessageResult]:
    """Messages in the order they were sent, or the newest first."""
    query = select(ProducerMessage.__table__).limit(limit)
    query = query.order_by(ProducerMessage.id.desc() if newest_first else ProducerMessage.id)
    if after is not None:
        query = query.where(ProducerMessage.id < after if newest_first else ProducerMessage.id > after)
    if wanted.producer is not None:
        query = query.where(ProducerMessage.producer_code == wanted.producer)
    if wanted.kind is not None:
        query = query.where(ProducerMessage.kind == wanted.kind)
    if wanted.state is not None:
        of_message = MessageDelivery.message_id == ProducerMessage.id
        query = query.where(exists().where(of_message, MessageDelivery.state == wanted.state))
    return _messages(fetch_all(query))


def message(uid: str) -> MessageResult:
    """A message. Raises NotFound."""
    found = _messages(fetch_all(select(ProducerMessage.__table__).where(ProducerMessage.uid == uid)))
    if not found:
        raise NotFound(N_("Không có tin nhắn này."))
    return found[0]


def about(what: str) -> list[MessageResult]:
    """The messages about a document or a lot (`statement/{uid}`), oldest first."""
    query = select(ProducerMessage.__table__).where(ProducerMessage.about == what).order_by(ProducerMessage.id)
    return _messages(fetch_all(query))


def told_about(things: Collection[str], kind: ProducerMessageKind) -> set[str]:
    """Which of these things a message of a kind was about."""
    query = select(ProducerMessage.about).where(ProducerMessage.about.in_(sorted(things)), ProducerMessage.kind == kind)
    return {row["about"] for row in fetch_all(query)}


def close(producer: str, uid: str, actor: Actor) -> None:
    """Marks a message as read; a second time changes nothing. Raises NotFound for another producer's."""
    if message(uid).producer != producer:
        raise NotFound(N_("Không có tin nhắn này."))
    _close(actor, ProducerMessage.uid == uid)


def close_all(producer: str, until: int, actor: Actor) -> None:
    """Marks a producer's messages as read, up to the one at a position: what came after it nobody has seen yet."""
    _close(actor, (ProducerMessage.producer_code == producer) & (ProducerMessage.id <= until))


def _close(actor: Actor, which: ColumnElement[bool]) -> None:
    unread_ones = update(ProducerMessage).where(which, ProducerMessage.read_at.is_(None))
    execute(unread_ones.values(read_at=clock.now(), read_by=actor.name))


def _new(producer: str) -> tuple[ColumnElement[bool], ...]:
    recent = ProducerMessage.sent_at > clock.now() - ON_PORTAL
    return ProducerMessage.producer_code == producer, ProducerMessage.read_at.is_(None), recent


def _messages(rows: Sequence[Row]) -> list[MessageResult]:
    ways = _ways([row["id"] for row in rows])
    base = current_app.config["PUBLIC_URL"]
    return [
        MessageResult(
            id=row["uid"],
            producer=row["producer_code"],
            kind=ProducerMessageKind(row["kind"]),
            text=row["text"],
            link=f"{base}{row['path']}" if row["path"] else None,
            channels=[Channel(PORTAL, MessageState.SENT, PORTAL, row["sent_at"]), *ways[row["id"]]],
            at=row["sent_at"],
            read_at=row["read_at"],
            position=row["id"],
            path=row["path"],
        )
        for row in rows
    ]


def _ways(messages: Sequence[int]) -> dict[int, list[Channel]]:
    """The ways of messages beside the portal."""
    ways: dict[int, list[Channel]] = defaultdict(list)
    query = select(MessageDelivery.__table__).where(MessageDelivery.message_id.in_(messages)).order_by(MessageDelivery.id)
    for row in fetch_all(query) if messages else ():
        state = MessageState(row["state"])
        ways[row["message_id"]].append(Channel(row["channel"], state, row["transport"], row["sent_at"], row["trouble"]))
    return ways
