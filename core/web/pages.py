"""What every page shares: formats, names, the menu, and the way home."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, g, redirect, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from core import clock
from core.area import registered
from core.outlet import outlet_name
from core.people import people, sessions
from core.people.actor import Actor
from core.people.choices import Theme, TypeSize
from core.people.permits import Permit, needs
from core.setup import is_set_up
from core.text.formats import FILTERS, capitalized, weekday
from core.text.labels import options, say
from core.values.banks import bank_choices, bank_name
from core.values.uid import new_uid
from core.web.menu import menu_of, tabs_of

bp = Blueprint("pages", __name__)


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    env = state.app.jinja_env
    env.filters.update(FILTERS)
    env.filters.update({"say": say, "days_left": days_left, "long_day": long_day, "person": person, "bank": bank_name})
    env.globals.update({"options": options, "new_uid": new_uid, "tabs_of": tabs_of, "bank_choices": bank_choices})


@bp.app_context_processor
def _shared() -> dict[str, Any]:
    actor: Actor | None = getattr(g, "actor", None)
    return {
        "outlet_name": _outlet_name(),
        "locale": str(get_locale() or "vi"),
        "current_person": {"name": actor.label, "role": actor.role, "username": actor.name} if actor else None,
        "nav": menu_of(actor, request.path) if actor else [],
        "today": clock.today(),
        "page_made_at": clock.now(),
        "theme": actor.look.theme if actor else Theme.AUTO,
        "type_size": actor.look.type_size if actor else TypeSize.NORMAL,
        "may_answer": bool(actor and actor.may(Permit.ANSWER)),
        "may_accept": bool(actor and actor.may(Permit.ACCEPT)),
        "may_manage": bool(actor and actor.may(Permit.MANAGE)),
    }


def _outlet_name() -> str:
    if "outlet_name" not in g:
        try:
            name = outlet_name()
        except OperationalError:  # the page that says so shows a name too
            name = None
        g.outlet_name = name or _("Điểm bán OCOP")
    return str(g.outlet_name)


def days_left(best_before: date | str | None) -> int | None:
    """Days until a best-before day; negative when it has passed."""
    if not best_before:
        return None
    until = date.fromisoformat(best_before[:10]) if isinstance(best_before, str) else best_before
    return (until - clock.today()).days


def person(username: str) -> str:
    """The name of who did something; a program's token, and someone unknown, keep the name that was written down."""
    if "people_names" not in g:
        g.people_names = people.names()
    names: dict[str, str] = g.people_names
    return names.get(username, username)


def long_day(value: date) -> str:
    """A day as a heading: `Thứ Hai, 23 tháng 11`."""
    name = capitalized(weekday(value))
    return str(_("%(weekday)s, %(day)s tháng %(month)s", weekday=name, day=value.day, month=value.month))


@bp.get("/")
@needs(Permit.PUBLIC)
def home() -> Response:
    """Sends each person home: whose session has ended to the sign-in, a stranger to the pages for visitors."""
    if not is_set_up():
        return redirect(url_for("sign_in.first_run"))
    actor: Actor | None = getattr(g, "actor", None)
    if actor is not None:
        return redirect(url_for(registered().homes[actor.role]))
    visitors_home = None if sessions.COOKIE_KEY in session else registered().visitors_home
    return redirect(url_for(visitors_home or "sign_in.sign_in"))
