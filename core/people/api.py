"""The API of one's own sessions."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people import sessions
from core.people.actor import current_actor
from core.people.choices import SessionEnd
from core.people.permits import Permit
from core.people.sessions import SessionInfo
from core.results import Page
from core.web.api import endpoint, respond

bp = Blueprint("people_api", __name__)


@endpoint(bp, "GET", "/sessions", Permit.OWN, answer=Page[SessionInfo])
def list_sessions() -> Response:
    """One's own open sessions, a manager's of everybody, the newest first."""
    return respond(Page(sessions.visible_to(current_actor()), None), result_type=Page[SessionInfo])


@endpoint(bp, "DELETE", "/sessions/<int:session_id>", Permit.OWN, answer=None, statuses=(204,))
def end_session(session_id: int) -> Response:
    """Ends a session at once: one's own, a manager any."""
    actor = current_actor()
    transaction(lambda: sessions.end(session_id, actor, SessionEnd.ENDED))
    return Response(status=204)
