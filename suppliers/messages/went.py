"""Where messages went, in words, and never more than is true: what lies in a file waits for somebody who sends it."""

from __future__ import annotations

from core.db import outbox
from core.i18n import gettext as _
from suppliers.choices import ContactChannel, MessageState
from suppliers.messages import reading
from suppliers.messages.integrations.file import NAME as FILE
from suppliers.messages.reading import PORTAL
from suppliers.messages.results import Channel

_TONES = {MessageState.WAITING: "info", MessageState.SENT: "good", MessageState.FAILED: "bad", MessageState.STOPPED: "bad"}
"""How a way looks, by how far it came."""


def tone(way: Channel) -> str:
    """How a way looks; what lies in a file is not there yet."""
    if way.name == PORTAL:
        return ""
    return _TONES[MessageState.WAITING if way.transport == FILE and way.state is MessageState.SENT else way.state]


def way_text(way: Channel) -> str:
    """A way of a message in words, and never more than is true: a file waits for somebody who sends it."""
    if way.name == PORTAL:
        return _("trang của HTX")
    channel = _(ContactChannel(way.name).label) if way.name in set(ContactChannel) else way.name
    if way.state is MessageState.SENT and way.transport == FILE:
        return _("%(channel)s: đã ghi ra tệp, chờ người gửi", channel=channel)
    return f"{channel}: {_(way.state.label)}"


def went_to(about: str) -> str:
    """Where the newest message about something went, as far as it left the house: a sentence for whoever caused it."""
    messages = reading.about(about)
    ways = messages[-1].channels if messages else ()
    left = [way for way in ways if way.name != PORTAL and way.state is MessageState.SENT and way.transport != FILE]
    if left:
        return _("Đã lên trang của HTX, đã gửi qua %(ways)s.", ways=", ".join(_channel_name(way) for way in left))
    waiting = [way for way in ways if way.state is MessageState.WAITING]
    if waiting:
        return _("Đã lên trang của HTX, đang gửi qua %(ways)s.", ways=", ".join(_channel_name(way) for way in waiting))
    return _("Đã lên trang của HTX.") if messages else ""


def _channel_name(way: Channel) -> str:
    return _(ContactChannel(way.name).label) if way.name in set(ContactChannel) else way.name


def trouble_text(way: Channel) -> str | None:
    """Why a way is not gone yet, for people."""
    return outbox.explanation(way.trouble) if way.trouble else None
