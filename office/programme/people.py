"""Pages of who takes part in the programme, and of trainings. They work without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.values.uid import new_uid
from core.web import validation
from core.web.api import path_uid
from core.web.figure_fields import whole, whole_of
from core.web.form_parsing import filled, form_errors, form_text, lines, put_code
from suppliers import producers
from suppliers.permits import SuppliersPermit
from suppliers.programme.participation import registry
from suppliers.programme.participation.requests import ParticipationRequest
from suppliers.programme.trainings import trainings
from suppliers.programme.trainings.requests import TrainingRequest
from suppliers.programme.trainings.trainings import TrainingFilter

bp = Blueprint("programme_people", __name__)
MOST = 1000
SPARE_ROWS = 2


@bp.get("/reports/programme/producers")
@needs(SuppliersPermit.PROGRAMME)
def participants() -> str:
    """The producers, with how each takes part."""
    found = {one.code: one for one in registry.list_participants(None, MOST)}
    return render_template("programme/participants.html", producers=producers.producer_names(consigning=True), found=found)


@bp.route("/reports/programme/producers/<code>", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def participant(code: str) -> Any:
    """How a producer takes part, as a form."""
    actor = current_actor()
    shown = producers.show_producer(code)
    errors: dict[str, str] = {}
    sentence, status = None, 200
    rows = [{"year": str(y.year), "kind": y.kind.value, "note": y.note or ""} for y in _years(code)]
    if request.method == "POST":
        rows = lines("year", "kind", "note")
        years = [filled({"year": whole_of(r["year"]), "kind": r["kind"], "note": r["note"].strip() or None}) for r in rows]
        known = {"since": form_text("since"), "members": whole("members"), "strengthening": form_text("strengthening")}
        data = {**filled(known), "years": years}
        try:
            put_code(ParticipationRequest, code, data, lambda document: registry.put_participation(code, document, actor))
        except DomainError as error:
            sentence, errors = form_errors(error)
            status = error.status
        else:
            flash(_("Đã lưu %(name)s.", name=shown.name), "good")
            return redirect(url_for("programme_people.participants"))
    page = render_template(
        "programme/participant.html",
        producer=shown,
        part=registry.find_participation(code),
        rows=[*rows, *({"year": "", "kind": "", "note": ""} for _n in range(SPARE_ROWS))],
        typed=request.form if request.method == "POST" else None,
        errors=errors,
        sentence=sentence,
    )
    return page, status


def _years(code: str) -> list[Any]:
    found = registry.find_participation(code)
    return list(found.years) if found else []


@bp.route("/reports/programme/trainings", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def trainings_list() -> Any:
    """Trainings by day, and the form of a new one or of the one that is named."""
    actor = current_actor()
    errors: dict[str, str] = {}
    sentence, status = None, 200
    values: Any = {"uid": new_uid(), "on": "", "subject": "", "people": "", "for": []}
    named = request.args.get("training")
    if named:
        found = trainings.show_training(named.lower())
        values = {"uid": found.uid, "on": found.on, "subject": found.subject, "people": found.people, "for": found.for_}
    if request.method == "POST":
        typed = {"on": form_text("on"), "subject": form_text("subject"), "people": whole("people")}
        data = {**filled(typed), "for": request.form.getlist("for")}
        values = {**request.form, "for": data["for"]}
        try:
            uid = path_uid(request.form.get("uid", ""))
            document = validation.read(TrainingRequest, data)
            transaction(lambda: trainings.put_training(uid, document, actor))
        except DomainError as error:
            sentence, errors = form_errors(error)
            status = error.status
        else:
            flash(_("Đã lưu lớp tập huấn."), "good")
            return redirect(url_for("programme_people.trainings_list"))
    page = render_template(
        "programme/trainings.html",
        items=trainings.by_day(TrainingFilter(), MOST),
        today=clock.today(),
        producers=producers.producer_names(consigning=True),
        names=dict(producers.producer_names()),
        values=values,
        is_new=not named,
        errors=errors,
        sentence=sentence,
    )
    return page, status
