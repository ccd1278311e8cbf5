"""Failed secrets are counted in the database, and after too many nobody signs in for a while.

Failures count for the address they come from, so that nobody can shut a colleague out from another device. A PIN is
short, so its failures are counted over a whole day as well, wherever they come from.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import has_request_context, request
from sqlalchemy import delete, func, insert, select

from core import clock
from core.db import db, execute, transaction
from core.errors import TooMany
from core.i18n import N_
from core.models import Attempt

WINDOW, MOST = timedelta(minutes=5), 8
DAY, MOST_A_DAY = timedelta(days=1), 60
_log = logging.getLogger(__name__)


def check(subject: str, most_a_day: int | None = None) -> None:
    """Raises TooMany when a subject has failed too often: from this address lately, or within a day from anywhere."""
    if _count(_from_here(subject), WINDOW) >= MOST:
        _log.warning("too many failures: %r", _from_here(subject))
        raise TooMany()
    if most_a_day is not None and _count(subject, DAY) >= most_a_day:
        _log.warning("too many failures in a day: %r", subject)
        raise TooMany(N_("Sai PIN quá nhiều lần trong ngày. Quản lý đặt PIN mới thì dùng lại được ngay."))


def failed(subject: str) -> None:
    """Counts a failure, in a transaction of its own."""

    def count() -> None:
        now = clock.now()
        execute(delete(Attempt).where(Attempt.at < now - DAY))
        execute(insert(Attempt), [{"subject": subject, "at": now}, {"subject": _from_here(subject), "at": now}])

    transaction(count)


def forget(subject: str) -> None:
    """Forgets a subject's failures, in the caller's transaction: the secret they were tried on is gone."""
    execute(delete(Attempt).where((Attempt.subject == subject) | Attempt.subject.endswith(f" {subject}", autoescape=True)))


def _count(subject: str, span: timedelta) -> int:
    query = select(func.count()).select_from(Attempt).where(Attempt.subject == subject, Attempt.at > clock.now() - span)
    return int(db.session.execute(query).scalar_one())


def _from_here(subject: str) -> str:
    # The address stands first: a subject holds what somebody typed as a name, which must not come to read like this.
    return f"{request.remote_addr if has_request_context() else ''} {subject}"
