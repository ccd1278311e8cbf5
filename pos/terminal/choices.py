"""The closed list of how a till sounds; how it looks is that of all pages."""

from __future__ import annotations

from enum import StrEnum


class Sound(StrEnum):
    """How loud the till's signals are."""

    LOUD = "loud"
    SOFT = "soft"
    OFF = "off"
