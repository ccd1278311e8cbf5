"""The page of one's own account, for everybody who signs in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.db import transaction
from core.people import sessions
from core.people.actor import current_actor
from core.people.choices import SessionEnd
from core.people.permits import Permit, needs

bp = Blueprint("account", __name__)


@bp.get("/account")
@needs(Permit.OWN)
def account() -> str:
    """One's own sessions."""
    actor = current_actor()
    own = sessions.of_person(actor.person_id, actor.session_id) if actor.person_id is not None else []
    return render_template("people/account.html", sessions=own)


@bp.post("/account/sessions/<int:session_id>/end")
@needs(Permit.OWN)
def end_session(session_id: int) -> Response:
    """Ends one of one's own sessions, a manager any."""
    actor = current_actor()
    transaction(lambda: sessions.end(session_id, actor, SessionEnd.ENDED))
    flash(_("Đã kết thúc phiên đăng nhập."), "good")
    return redirect("/account")
