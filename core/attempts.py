"""Failed secrets are counted, and after too many the door stays shut for a while."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from core import clock
from core.db import db, transaction, write
from core.errors import TooMany
from core.models import Attempt

WINDOW = timedelta(minutes=5)
MOST = 8


def check(subject: str) -> None:
    """Raises TooMany when a subject has failed too often lately."""
    since = clock.now() - WINDOW
    failed = db.session.execute(select(func.count()).select_from(Attempt).where(Attempt.subject == subject, Attempt.at > since))
    if failed.scalar_one() >= MOST:
        raise TooMany()


def failed(subject: str) -> None:
    """Counts a failure, in a transaction of its own."""

    def count() -> None:
        write(delete(Attempt).where(Attempt.at < clock.now() - 4 * WINDOW))
        write(insert(Attempt), {"subject": subject, "at": clock.now()})

    transaction(count)
