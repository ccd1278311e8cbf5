"""What a good example of a document is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Good:
    """A request that is right, the path's template, the fields that may be left out, and objects that may hold anything.

    `may_be_empty` are lists that need no member.
    """

    method: str
    path: str
    template: str
    body: dict[str, Any]
    optional: set[str] = field(default_factory=set)
    signed: set[str] = field(default_factory=set)
    token: str | None = None
    of_any_shape: set[str] = field(default_factory=set)
    may_be_empty: set[str] = field(default_factory=set)
