"""How a cooperative of the story hears of the outlet, what it was told of its sales, and that somebody reads it."""

from __future__ import annotations

from ops.demo.story import Story
from suppliers.messages import channels, reading, sold
from suppliers.messages.reading import MessageFilter
from suppliers.messages.requests import ChannelsRequest

CHOSEN = {
    "HTX-VH": {
        "email": "viethung@htx.example",
        "zalo": "0912345678",
        "kinds": {
            "statement": ["email", "zalo"],
            "paid": ["email", "zalo"],
            "sold": ["email"],
            "call_up": ["zalo"],
            "expiring": ["zalo"],
            "sold_out": ["zalo"],
            "account": ["email", "zalo"],
        },
    },
    "HTX-DX": {"email": "daixuan@htx.example", "kinds": {"statement": ["email"], "sold": ["email"]}, "sold_every": "week"},
}
DAYS_TOLD = 8
READ_UNTIL = 2


def plan(story: Story) -> None:
    """Plans that channels are chosen early, sales are told of each morning of the last days, and old messages are read."""
    story.at(story.day(DAYS_TOLD + 2), "08:10", lambda: _choose(story))
    for before in range(DAYS_TOLD, -1, -1):
        story.at(story.day(before), "00:20", sold.tell_everybody)
    story.at(story.day(READ_UNTIL), "19:45", lambda: _read(story))


def _choose(story: Story) -> None:
    for producer, chosen in CHOSEN.items():
        channels.put_channels(producer, ChannelsRequest.model_validate(chosen), story.actors["quanly"])


def _read(story: Story) -> None:
    reader = story.actors["viethung"]
    assert reader.producer is not None
    for message in reading.list_messages(MessageFilter(reader.producer), limit=1, newest_first=True):
        reading.close_all(reader.producer, message.position, reader)
