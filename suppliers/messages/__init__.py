"""What the outlet tells a producer: rows made by readers of events, read on the portal, carried out by transports.

A reader is a function under `@subscribe(Event)` that calls `sending.send`; the verb that emits the event names no reader.
"""

from suppliers.messages import money as money
from suppliers.messages import papers as papers
from suppliers.messages import sold as sold
from suppliers.messages.agreed import (
    tell_of_change,
    tell_of_decision,
    tell_of_end,
    tell_of_price,
    tell_of_refusal,
    tell_of_version,
    tell_of_withdrawn_price,
)
from suppliers.messages.reading import close, list_messages, unread

__all__ = [
    "close",
    "list_messages",
    "tell_of_change",
    "tell_of_decision",
    "tell_of_end",
    "tell_of_price",
    "tell_of_refusal",
    "tell_of_version",
    "tell_of_withdrawn_price",
    "unread",
]
