"""Phone numbers that visitors left go once they are no longer needed.

`OUTLET_FEEDBACK_PHONE_DAYS` says how many days a number is kept: after its case was closed, or, without a case, after it was
left. As long as a case is open its number stays.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import delete, func, select

from core import clock
from core.db import audit, execute, fetch_all, transaction
from core.db.outbox import hourly
from core.people.actor import SYSTEM
from core.settings import BadSetting, Settings
from inventory import audit_actions
from inventory.feedback.models import Feedback, FeedbackCase, FeedbackContact

SETTING, DAYS, MOST_DAYS = "OUTLET_FEEDBACK_PHONE_DAYS", 30, 3650
_EXTENSION = "outlet_feedback_phone_days"


def configure(app: Flask) -> None:
    """Reads how many days phone numbers are kept. Raises BadSetting."""
    settings: Settings = app.extensions["outlet_settings"]
    text = settings.values.get(SETTING) or str(DAYS)
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST_DAYS):
        raise BadSetting(f"{SETTING}: {text!r} is not a number of days from 0 to {MOST_DAYS}")
    app.extensions[_EXTENSION] = int(text)


def days_kept() -> int:
    """How many days a number is kept."""
    return int(current_app.extensions[_EXTENSION])


@hourly
def erase_due() -> None:
    """Erases the numbers whose days are over; several workers may do it at once."""
    if _due():
        transaction(_erase)


def _erase() -> None:
    due = _due()
    execute(delete(FeedbackContact).where(FeedbackContact.feedback_uid.in_(due)))
    audit.note(SYSTEM, audit_actions.PHONES_ERASED, "feedback", lines=len(due))


def _due() -> list[str]:
    """Of whom the number has been kept long enough."""
    since = func.coalesce(FeedbackCase.closed_at, Feedback.said_at)
    query = (
        select(FeedbackContact.feedback_uid)
        .join(Feedback, Feedback.uid == FeedbackContact.feedback_uid)
        .outerjoin(FeedbackCase, FeedbackCase.feedback_uid == Feedback.uid)
        .where((FeedbackCase.opened_at.is_(None)) | (FeedbackCase.closed_at.is_not(None)))
        .where(since <= clock.now() - timedelta(days=days_kept()))
    )
    return [r["feedback_uid"] for r in fetch_all(query)]
