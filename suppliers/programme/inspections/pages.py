"""Pages of inspections: the list, what must be mended first, one inspection and its form. They work without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.text.letters import clean_text
from core.values.uid import new_uid
from core.web import validation
from core.web.api import known_uid
from core.web.form_parsing import Typed, UidShape, filled, form_errors, form_text
from suppliers import producers
from suppliers.permits import SuppliersPermit
from suppliers.programme.inspections import records
from suppliers.programme.inspections.choices import InspectionOutcome, InspectionState, InspectionSubject
from suppliers.programme.inspections.records import InspectionFilter, Order
from suppliers.programme.inspections.requests import InspectionRequest
from suppliers.programme.inspections.results import InspectionResult

bp = Blueprint("inspections", __name__)

MOST = 500
"""Inspections of one list; an outlet's producers are inspected some dozens of times a year."""
OF_PRODUCER = 5
"""Inspections that the page of a producer shows."""
_FIELDS = ("producer", "on", "by", "subject", "result", "mend_by", "note")


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update({"inspections_of": inspections_of})


def inspections_of(producer: str) -> list[InspectionResult]:
    """The newest inspections of a producer."""
    return records.list_inspections(InspectionFilter(producer), None, OF_PRODUCER, Order.NEWEST)


@bp.get("/inspections")
@needs(SuppliersPermit.PROGRAMME)
def inspections_list() -> str:
    """What is open, the most urgent first, then all, the newest first; narrowed by what was chosen."""
    texts = {name: clean_text(request.args.get(name, "")) for name in ("producer", "subject", "result", "state")}
    wanted = InspectionFilter(
        texts["producer"] or None,
        InspectionSubject(texts["subject"]) if texts["subject"] in set(InspectionSubject) else None,
        InspectionOutcome(texts["result"]) if texts["result"] in set(InspectionOutcome) else None,
        InspectionState(texts["state"]) if texts["state"] in set(InspectionState) else None,
    )
    return render_template(
        "suppliers/inspections/list.html",
        asked=wanted,
        is_narrowed=wanted != InspectionFilter(),
        items=records.list_inspections(wanted, None, MOST, Order.NEWEST),
        open=records.open_inspections() if wanted == InspectionFilter() else [],
        producers=producers.producer_names(consigning=True),
        names=dict(producers.producer_names()),
    )


@bp.get("/inspections/<uid>")
@needs(SuppliersPermit.PROGRAMME)
def inspection(uid: str) -> str:
    """One inspection: who came, what they found, what became of it."""
    shown = records.show_inspection(known_uid(uid))
    name = producers.show_producer(shown.producer).name
    return render_template("suppliers/inspections/inspection.html", one=shown, name=name)


@bp.route("/inspections/new", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def new_inspection() -> Any:
    """The form of a new inspection; `after` names the one that it follows."""
    if request.method == "POST":
        return _saved(None)
    typed = {"uid": new_uid(), "on": clock.today().isoformat(), "producer": clean_text(request.args.get("producer", ""))}
    if after := request.args.get("after"):
        before = records.show_inspection(known_uid(after))
        typed |= {"producer": before.producer, "subject": before.subject, "by": before.by}
    return _form_page(None, typed, {}, None)


@bp.route("/inspections/<uid>/edit", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def edit_inspection(uid: str) -> Any:
    """The form of a known inspection."""
    known = records.show_inspection(known_uid(uid))
    if request.method == "POST":
        return _saved(known)
    typed = {name: getattr(known, name) or "" for name in ("uid", "producer", "by", "subject", "result", "note")}
    days = {"on": known.on.isoformat(), "mend_by": known.mend_by.isoformat() if known.mend_by else ""}
    return _form_page(known, typed | days, {}, None)


def _saved(known: InspectionResult | None) -> Any:
    actor = current_actor()
    typed = {name: form_text(name) for name in _FIELDS}
    must = ("producer", "on", "by", "subject", "result")
    try:
        uid = known.uid if known else str(validation.read(UidShape, {"uid": request.form.get("uid", "")}).uid)
        document = validation.read(InspectionRequest, filled(typed) | {name: typed[name] or "" for name in must})
        transaction(lambda: records.put_inspection(uid, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _form_page(known, request.form, errors, sentence), error.status
    flash(_("Đã lưu lần kiểm tra."), "good")
    return redirect(url_for("inspections.inspections_list"))


def _form_page(known: InspectionResult | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    return render_template(
        "suppliers/inspections/form.html",
        known=known,
        typed=typed,
        errors=errors,
        sentence=sentence,
        producers=producers.producer_names(consigning=True),
    )
