"""What visitors say: the form behind a label, and what a producer reads of it. No script; the form asks for no sign-in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from core.errors import DomainError
from core.people.permits import Permit, needs
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory.feedback import erasing, reading, saying
from inventory.feedback.requests import FeedbackRequest
from inventory.trace import queries
from suppliers import producers
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("feedback", __name__)
TRAP = "website"
"""A field that no person sees; what fills it is a program, and is thanked and forgotten."""
MOST = 200
"""What visitors said that a producer's page lists, the newest."""


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    """What the page of a lot asks: what visitors said of its product, and how long a phone number is kept."""
    state.app.jinja_env.globals.update({"feedback_of": reading.ratings, "feedback_phone_days": erasing.days_kept})


@bp.route("/t/<code:lot>/feedback", methods=["GET", "POST"], merge_slashes=False)
@needs(Permit.PUBLIC)
def say(lot: str) -> Any:
    """The form about a lot on a page of its own; sent, it is recorded for a manager to look at."""
    product = queries.product(queries.lot(lot).product)
    errors: dict[str, str] = {}
    sentence, status = None, 200
    if request.method == "POST":
        try:
            if not request.form.get(TRAP):
                _record(lot)
        except DomainError as error:
            sentence, errors = form_errors(error)
            status = error.status
        else:
            return redirect(url_for("feedback.thanks", lot=lot))
    page = render_template(
        "feedback/form_page.html", lot=lot, product=product, errors=errors, sentence=sentence, typed=request.form
    )
    return page, status


@bp.get("/t/<code:lot>/feedback/thanks", merge_slashes=False)
@needs(Permit.PUBLIC)
def thanks(lot: str) -> str:
    """Says that it was heard, and what happens now."""
    return render_template("feedback/thanks.html", lot=lot, product=queries.product(queries.lot(lot).product))


def _record(lot: str) -> None:
    rating = form_text("rating")
    data = filled(
        {
            "rating": int(rating) if rating in {"1", "2", "3", "4", "5"} else rating,
            "text": form_text("text"),
            "is_complaint": True if form_text("is_complaint") else None,
            "phone": form_text("phone"),
        }
    )

    def act(uid: str, document: FeedbackRequest) -> dict[str, str]:
        saying.say(uid, lot, document, request.remote_addr or "")
        return {"uid": uid}

    put_once("feedback", FeedbackRequest, data, act, lot)


@bp.get("/portal/feedback")
@needs(SuppliersPermit.PORTAL)
def own() -> str:
    """What visitors said of the producer's own goods, without who they are."""
    producer = own_producer()
    return render_template(
        "portal/feedback.html",
        producer=producers.show_producer(producer),
        items=reading.of_producer(producer, MOST),
        tab="stock",
    )
