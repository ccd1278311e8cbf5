"""What areas do at the beginning of a business day, before anything is sold or shown on it."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from core import clock
from core.area import registered

BEGUN = "outlet_day_begun"
"""Where an application remembers the business day that has begun in this process."""
STILL_COMMITTING = timedelta(minutes=1)
"""What was judged by yesterday's date a moment before midnight may commit after it, but no later than this."""


def begin() -> None:
    """Does what the areas registered for the beginning of a business day.

    In the first minute after midnight each request does; after that the day has begun in this process.
    """
    now = clock.now()
    day = clock.day_of(now)
    for act in registered().day_begins:
        act()
    if now >= clock.midnight(day) + STILL_COMMITTING:
        current_app.extensions[BEGUN] = day


def begin_if_due() -> None:
    """Begins the day unless it has begun."""
    if current_app.extensions.get(BEGUN) != clock.today():
        begin()
