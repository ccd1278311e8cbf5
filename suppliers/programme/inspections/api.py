"""Inspections over the API. Thin: read, ask, answer."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import Day, MasterCode, choice_of
from core.web.api import PageQuery, cursor_number, endpoint, path_uid, read_query, read_settings, respond
from suppliers.permits import SuppliersPermit
from suppliers.programme.inspections import records
from suppliers.programme.inspections.choices import InspectionOutcome, InspectionState, InspectionSubject
from suppliers.programme.inspections.records import InspectionFilter
from suppliers.programme.inspections.requests import InspectionRequest
from suppliers.programme.inspections.results import InspectionResult

bp = Blueprint("inspections_api", __name__)


class InspectionsQuery(PageQuery):
    """GET /inspections; days are those of the inspection."""

    producer: MasterCode | None = None
    subject: Annotated[InspectionSubject | None, choice_of(InspectionSubject)] = None
    result: Annotated[InspectionOutcome | None, choice_of(InspectionOutcome)] = None
    state: Annotated[InspectionState | None, choice_of(InspectionState)] = None
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


@endpoint(
    bp,
    "PUT",
    "/inspections/<uid>",
    SuppliersPermit.PROGRAMME,
    body=InspectionRequest,
    answer=InspectionResult,
    statuses=(200, 201),
)
def put_inspection(uid: str) -> Response:
    """Records an inspection of a producer: who came, what they found, by when it has to be mended."""
    uid = path_uid(uid)
    document, actor = read_settings(InspectionRequest, InspectionResult), current_actor()
    created, inspection = transaction(
        lambda: (records.put_inspection(uid, document, actor), records.show_inspection(uid)),
    )
    return respond(inspection, 201 if created else 200)


@endpoint(bp, "GET", "/inspections/<uid>", SuppliersPermit.PROGRAMME, answer=InspectionResult)
def get_inspection(uid: str) -> Response:
    """An inspection of a producer."""
    return respond(records.show_inspection(uid.lower()))


@endpoint(bp, "GET", "/inspections", SuppliersPermit.PROGRAMME, query=InspectionsQuery, answer=Page[InspectionResult])
def list_inspections() -> Response:
    """Inspections in the order they were added."""
    q = read_query(InspectionsQuery)
    wanted = InspectionFilter(q.producer, q.subject, q.result, q.state, q.from_, q.to)
    found = records.list_inspections(wanted, cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda one: one.id), result_type=Page[InspectionResult])
