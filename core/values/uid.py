"""Identities of documents and entries: UUIDs in lower case."""

from __future__ import annotations

import os
import random
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PATTERN = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_SHAPE = re.compile(PATTERN, re.ASCII)
_SPACE = uuid.UUID("5f0c8a4e-6c5d-4f0e-9d3c-2f1a6f6f7a10")


_repeatable: ContextVar[random.Random | None] = ContextVar("repeatable", default=None)


def new_uid() -> str:
    """A fresh identity, UUID version 7 (RFC 9562): the millisecond, then 74 random bits.

    Identities made one after the other lie side by side in an index, so an act changes few of its pages.
    """
    if (source := _repeatable.get()) is not None:
        return str(uuid.UUID(int=source.getrandbits(128), version=4))
    number = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    digits = f"{number & ~(0xF << 76 | 0x3 << 62) | 7 << 76 | 2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@contextmanager
def repeatable_uids(seed: str) -> Iterator[None]:
    """Lets new identities follow from a seed, one after the other: an invented history is the same each time."""
    token = _repeatable.set(random.Random(seed))  # noqa: S311  # identities of invented documents, no secrets
    try:
        yield
    finally:
        _repeatable.reset(token)


def is_uid(text: str) -> bool:
    """Whether a text is a UUID in its usual form."""
    return bool(_SHAPE.fullmatch(text))


def derived_uid(*parts: object) -> str:
    """The identity that always follows from the same parts."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(str(part) for part in parts)))
