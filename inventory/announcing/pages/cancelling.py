"""Taking an announcement back, from the office's page and from the portal's."""

from __future__ import annotations

from flask import flash, request

from core.errors import DomainError
from core.people.actor import current_actor
from core.web.form_parsing import put_once
from inventory.announcing import announcements
from inventory.announcing.results import AnnouncementResult
from inventory.requests import ActRequest


def cancel(announcement: str, done: str) -> None:
    """Takes an announcement back and says so with `done`, or why it may not be."""
    actor = current_actor()

    def act(_uid: str, document: ActRequest) -> AnnouncementResult:
        return announcements.cancel(announcement, document, actor)

    try:
        data = {"uid": request.form.get("uid", "")}
        put_once("announcement-cancels", ActRequest, data, act, announcement, AnnouncementResult)
    except DomainError as error:
        flash(error.detail, "bad")
    else:
        flash(done, "good")
