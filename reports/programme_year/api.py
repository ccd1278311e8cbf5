"""Plans of the programme with their results over the API. Thin: read, ask, answer."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.web.api import PageQuery, cursor_number, endpoint, read_query, read_settings, respond
from reports.programme_year import comparing
from reports.programme_year.results import PlanReached
from suppliers.permits import SuppliersPermit
from suppliers.programme.plans import plans
from suppliers.programme.plans.requests import PlanRequest

bp = Blueprint("programme_year_api", __name__)
PATH = "/programme/plans"


@endpoint(bp, "PUT", f"{PATH}/<int:year>", SuppliersPermit.PROGRAMME, body=PlanRequest, answer=PlanReached, statuses=(200, 201))
def put_plan(year: int) -> Response:
    """Records the plan of a year of the programme."""
    document, actor = read_settings(PlanRequest, PlanReached), current_actor()
    created = transaction(lambda: plans.put_plan(year, document, actor))
    return respond(comparing.year_reached(year), 201 if created else 200)


@endpoint(bp, "GET", f"{PATH}/<int:year>", SuppliersPermit.PROGRAMME, answer=PlanReached)
def get_plan(year: int) -> Response:
    """The plan of a year beside what came of it up to today."""
    return respond(comparing.year_reached(year))


@endpoint(bp, "GET", PATH, SuppliersPermit.PROGRAMME, query=PageQuery, answer=Page[PlanReached])
def list_plans() -> Response:
    """The years that have a plan, each beside what came of it."""
    q = read_query(PageQuery)
    found = [comparing.year_reached(year) for year in plans.years_planned(cursor_number(q.after) or 0, q.limit + 1)]
    return respond(Page.cut(found, q.limit, lambda plan: plan.year), result_type=Page[PlanReached])
