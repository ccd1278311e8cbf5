"""What stands on a slip, line by line, before any ink: one truth for text, picture and page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    """The name at the head, centred; the only large thing beside the total."""

    text: str


@dataclass(frozen=True)
class Text:
    """A sentence that may take several lines."""

    text: str
    bold: bool = False
    small: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Pair:
    """Words on the left, a figure on the right."""

    left: str
    right: str
    bold: bool = False
    small: bool = False


@dataclass(frozen=True)
class Big:
    """The pair the slip is about: the total."""

    left: str
    right: str


@dataclass(frozen=True)
class Rule:
    """A line across the slip."""


@dataclass(frozen=True)
class Gap:
    """A little air between things that belong to different goods."""


@dataclass(frozen=True)
class Qr:
    """A code to scan; text output has no picture and shows nothing."""

    content: str


Row = Title | Text | Pair | Big | Rule | Gap | Qr
