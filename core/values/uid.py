"""Identities that clients make: UUIDs, kept in lower case."""

from __future__ import annotations

import re
import uuid

PATTERN = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_SHAPE = re.compile(PATTERN, re.ASCII)
_SPACE = uuid.UUID("5f0c8a4e-6c5d-4f0e-9d3c-2f1a6f6f7a10")


def new_uid() -> str:
    """A fresh random identity."""
    return str(uuid.uuid4())


def is_uid(text: str) -> bool:
    """Whether a text is a UUID in its usual form."""
    return bool(_SHAPE.fullmatch(text))


def derived_uid(*parts: object) -> str:
    """The identity that always follows from the same parts."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(str(part) for part in parts)))
