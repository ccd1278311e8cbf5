"""The outlet's clock: moments are aware, and a business day begins at midnight of the outlet's own time zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app


def zone() -> ZoneInfo:
    """The outlet's time zone (``OUTLET_TIMEZONE``)."""
    zone_info: ZoneInfo = current_app.extensions["outlet_zone"]
    return zone_info


_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment in UTC."""
    return _pretended.get() or datetime.now(UTC)


def is_pretended() -> bool:
    """Whether acts happen at another moment than now."""
    return _pretended.get() is not None


@contextmanager
def time_travel(moment: datetime) -> Iterator[None]:
    """Lets the acts inside happen at another moment: the demonstration's past weeks, and tests."""
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def local(moment: datetime) -> datetime:
    """The same moment on the outlet's wall clock."""
    return moment.astimezone(zone())


def day_of(moment: datetime) -> date:
    """The business day a moment belongs to."""
    return local(moment).date()


def today() -> date:
    """The outlet's present business day."""
    return day_of(now())


def midnight(day: date) -> datetime:
    """The first moment of a business day."""
    return datetime.combine(day, time(), zone()).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last moment of a business day."""
    return midnight(day + timedelta(days=1)) - timedelta(microseconds=1)


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The half-open span of moments from the first through the last day."""
    return midnight(first), midnight(last + timedelta(days=1))


def end_of_second(moment: datetime) -> datetime:
    """The last instant that a moment may mean: in whole seconds it is somewhere within its second."""
    return moment if moment.microsecond else moment.replace(microsecond=999_999)


def rfc3339(moment: datetime) -> str:
    """A moment as the API writes it, with the outlet's offset."""
    return local(moment).isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
