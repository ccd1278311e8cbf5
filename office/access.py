"""Who is signed in now, for the manager: list and end."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.db import transaction
from core.people import sessions
from core.people.actor import current_actor
from core.people.choices import SessionEnd
from core.people.permits import Permit, needs

bp = Blueprint("access", __name__)


@bp.get("/people/sessions")
@needs(Permit.MANAGE)
def sessions_list() -> str:
    """Everybody's open sessions."""
    return render_template("people/sessions.html", sessions=sessions.visible_to(current_actor()))


@bp.post("/people/sessions/<int:session_id>/end")
@needs(Permit.MANAGE)
def end_session(session_id: int) -> Response:
    """Ends a session."""
    actor = current_actor()
    transaction(lambda: sessions.end(session_id, actor, SessionEnd.ENDED))
    flash(_("Đã kết thúc phiên đăng nhập."), "good")
    return redirect("/people/sessions")
