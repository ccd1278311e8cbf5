"""Who holds a phone that stays signed in? Asked after a while away, and before somebody accepts something for a producer.

What was being accepted is sent on with the PIN: nothing is pressed twice.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.db import transaction
from core.errors import DomainError
from core.i18n import N_
from core.people import people, sessions
from core.people.actor import Actor, current_actor
from core.people.own import proofs
from core.people.permits import Permit, needs
from core.web.error_responses import SAFE, Problem, inside, page_of_form, speaks_json

bp = Blueprint("proving", __name__)

FIELD = "own_secret"
"""The field of the PIN beside those of the form that it lets through."""


def ask_again() -> Response:
    """Asks whoever comes back after a while away."""
    if speaks_json():
        raise Problem(403, "prove_again", N_("Lâu chưa dùng. Mở trang của HTX và nhập PIN trước."))
    if request.method in SAFE:
        return redirect(url_for("proving.again", next=request.full_path.rstrip("?")))
    flash(_("Lâu chưa mở nên hỏi lại; những gì vừa nhập chưa được lưu. Xong thì nhập lại."), "warn")
    return redirect(url_for("proving.again", next=page_of_form()))


def ask_before() -> Response | None:
    """Asks for the PIN before something is accepted; None when it has just come with the form."""
    if speaks_json():
        raise Problem(403, "prove_again", N_("Việc này cần nhập PIN: hãy làm trên trang của HTX."))
    actor = current_actor()
    if FIELD not in request.form:
        return _page(actor, 200)
    try:
        _prove(actor)
    except DomainError as error:
        return _page(actor, error.status, error.detail)
    return None


def _page(actor: Actor, status: int, sentence: str | None = None, onward: str | None = None) -> Response:
    """Asks for the PIN: to go on to a page, or to send what was typed to where it goes."""
    person = people.by_id(actor.person_id) if actor.person_id is not None else None
    fields = [] if onward else [pair for pair in request.form.items(multi=True) if pair[0] not in {FIELD, "csrf_token"}]
    page = render_template(
        "sign_in/again.html",
        by_pin=person is not None and proofs.has_own_pin(person),
        name=actor.label,
        action=url_for("proving.again") if onward else request.full_path.rstrip("?"),
        onward=onward,
        fields=fields,
        back=page_of_form(),
        field_name=FIELD,
        sentence=sentence,
    )
    return make_response(page, status)


def _prove(actor: Actor) -> None:
    """Records that the person of this phone is here. Raises `wrong_secret` and TooMany."""
    person_id, session_id = actor.person_id, actor.session_id
    assert person_id is not None and session_id is not None, "a phone is somebody's"
    proofs.prove_here(person_id, request.form.get(FIELD, ""))
    transaction(lambda: sessions.record_proof(session_id))


@bp.route("/sign-in/again", methods=["GET", "POST"])
@needs(Permit.PUBLIC)
def again() -> Any:
    """Asks for the PIN after a while away."""
    onward = inside(request.values.get("next", ""))
    actor: Actor | None = g.actor
    if actor is None:
        return redirect(url_for("sign_in.sign_in", next=onward))
    if not actor.was_away:
        return redirect(onward)
    if request.method == "GET":
        return _page(actor, 200, onward=onward)
    try:
        _prove(actor)
    except DomainError as error:
        return _page(actor, error.status, error.detail, onward)
    return redirect(onward)
