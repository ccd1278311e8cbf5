"""Events: what happened is handed to whoever subscribed, in the transaction it happened in.

The verb that emits an event does not know its readers. A reader's writes are part of the same act: if anything fails, all of
it is undone, so a reader must not touch the world outside the database; it puts a job in the outbox for that. Each area
declares its own events, frozen dataclasses, in `<area>/events.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from core.db import in_transaction


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""


Happened = TypeVar("Happened", bound=Event)
_readers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[Happened]) -> Callable[[Callable[[Happened], None]], Callable[[Happened], None]]:
    """Registers a function that is called with every event of a type, in the order of registration."""

    def register(reader: Callable[[Happened], None]) -> Callable[[Happened], None]:
        _readers[event_type].append(reader)
        return reader

    return register


def emit(event: Event) -> None:
    """Calls the readers of an event, inside the transaction of the act. Raises whatever a reader raises."""
    assert in_transaction(), "an event belongs to the transaction of what happened"
    for reader in _readers[type(event)]:
        reader(event)
