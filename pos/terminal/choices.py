"""The closed lists of how a till looks and sounds."""

from __future__ import annotations

from enum import StrEnum


class Theme(StrEnum):
    """The colours of the screen; `auto` follows the device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class TypeSize(StrEnum):
    """How large type is."""

    NORMAL = "normal"
    LARGE = "large"


class Sound(StrEnum):
    """How loud the till's signals are."""

    LOUD = "loud"
    SOFT = "soft"
    OFF = "off"
