"""Pages of what visitors said: what waits, the complaints that are followed up, who else has the goods, and what was done."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.web.api import cursor_number, known_uid
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory.feedback import reading, saying
from inventory.feedback.requests import CaseNoteRequest
from inventory.permits import GoodsPermit
from inventory.places import place_names
from reports.stock_book import trace

bp = Blueprint("office_feedback", __name__)

PAGE = 50
KINDS = ("", "waiting", "cases")
"""All, what no manager has looked at, complaints that are open."""
MOST_SALES = 100
"""Sales of the lot that a complaint's page lists."""


@bp.get("/feedback")
@needs(GoodsPermit.FEEDBACK_READ)
def feedback_list() -> str:
    """What visitors said, the newest first."""
    what = request.args.get("what", "")
    what = what if what in KINDS else ""
    actor, after = current_actor(), cursor_number(request.args.get("after") or None)
    page = Page.cut(reading.of_staff(actor, after=after, limit=PAGE + 1, what=what), PAGE, lambda one: one.id)
    return render_template(
        "feedback/list.html",
        items=page.items,
        next=page.next,
        what=what,
        waiting=reading.waiting(),
        open_cases=reading.open_cases(),
    )


@bp.get("/feedback/<uid>")
@needs(GoodsPermit.FEEDBACK_READ)
def show(uid: str) -> str:
    """What one visitor said; of a complaint, where the lot lies, who bought of it, and what was done."""
    return _page(known_uid(uid), {}, None)


def _page(uid: str, errors: dict[str, str], sentence: str | None) -> str:
    actor = current_actor()
    said = reading.show(uid, actor)
    manages = actor.may(Permit.MANAGE)
    return render_template(
        "feedback/one.html",
        said=said,
        trace=trace.trace(said.lot, with_customers=manages, limit=MOST_SALES) if said.case else None,
        places=place_names(),
        errors=errors,
        sentence=sentence,
        typed=request.form,
    )


@bp.post("/feedback/<uid>/decide")
@needs(Permit.MANAGE)
def decide(uid: str) -> Any:
    """Lets everybody read what a visitor said, or nobody."""
    uid, is_shown = known_uid(uid), request.form.get("show") == "1"
    transaction(lambda: saying.decide(uid, is_shown=is_shown, actor=current_actor()))
    flash(_("Mọi người đọc được lời này ở trang sản phẩm.") if is_shown else _("Lời này không hiện cho ai."), "good")
    return redirect(url_for("office_feedback.show", uid=uid))


@bp.post("/feedback/<uid>/notes")
@needs(Permit.MANAGE)
def add_note(uid: str) -> Any:
    """Writes down what was found out or done about a complaint, and closes its case where that is asked."""
    uid, actor = known_uid(uid), current_actor()
    is_end = request.form.get("close") == "1"
    data = {"uid": request.form.get("uid", ""), **filled({"text": form_text("text")})}

    def act(_uid: str, document: CaseNoteRequest) -> dict[str, str]:
        saying.add_note(uid, document, actor)
        if is_end:
            saying.close(uid, actor)
        return {"uid": uid}

    try:
        put_once("feedback-notes", CaseNoteRequest, data, act, uid)
    except DomainError as error:
        refused, errors = form_errors(error)
        return _page(uid, errors, refused), error.status
    flash(_("Đã đóng vụ này.") if is_end else _("Đã ghi."), "good")
    return redirect(url_for("office_feedback.show", uid=uid))
