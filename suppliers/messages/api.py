"""Messages and channels in the API."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import MasterCode, choice_of
from core.web.api import PageQuery, cursor_number, endpoint, read_master, read_query, respond
from suppliers.api import narrowed, own
from suppliers.choices import MessageState, ProducerMessageKind
from suppliers.messages import channels, reading
from suppliers.messages.reading import MessageFilter
from suppliers.messages.requests import ChannelsRequest
from suppliers.messages.results import ChannelsResult, MessageResult
from suppliers.permits import SuppliersPermit

bp = Blueprint("messages_api", __name__)


class MessagesQuery(PageQuery):
    """GET /messages. `state` chooses messages with a way in that state."""

    producer: MasterCode | None = None
    kind: Annotated[ProducerMessageKind, choice_of(ProducerMessageKind)] | None = None
    state: Annotated[MessageState, choice_of(MessageState)] | None = None


@endpoint(bp, "GET", "/messages", SuppliersPermit.BOOK_READ, query=MessagesQuery, answer=Page[MessageResult])
def list_messages() -> Response:
    """What the outlet told its producers, in the order it was sent."""
    q = read_query(MessagesQuery)
    wanted = MessageFilter(narrowed(q.producer), q.kind, q.state)
    sent = reading.list_messages(wanted, cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(sent, q.limit, lambda message: message.position), result_type=Page[MessageResult])


@endpoint(
    bp,
    "PUT",
    "/producers/<code>/channels",
    SuppliersPermit.CHANNELS,
    body=ChannelsRequest,
    answer=ChannelsResult,
    statuses=(200, 201),
)
def put_channels(code: str) -> Response:
    """Records how a producer hears of the outlet."""
    actor = current_actor()
    own(code, actor)
    document = read_master(ChannelsRequest, ChannelsResult, code)
    created, chosen = transaction(lambda: (channels.put_channels(code, document, actor), channels.show_channels(code)))
    return respond(chosen, 201 if created else 200)


@endpoint(bp, "GET", "/producers/<code>/channels", SuppliersPermit.CHANNELS, answer=ChannelsResult)
def get_channels(code: str) -> Response:
    """How a producer hears of the outlet."""
    return respond(channels.show_channels(own(code, current_actor())))
