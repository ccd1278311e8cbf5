"""What the pages of the manager's day show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How urgent a decision looks."""

    GOOD = "good"
    INFO = "info"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for the manager: what it is, more about it, and the link (`href`, `action`) that leads there."""

    sentence: str
    detail: str
    href: str
    action: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class SalesSums:
    """The sales of a part of a day."""

    sales: int
    net_vnd: int
    owed_vnd: int
    kept_vnd: int
