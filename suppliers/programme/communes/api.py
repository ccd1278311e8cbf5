"""The dated units of Quế Võ over the API. Thin: read, ask, answer."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from core import clock
from core.results import Page
from core.values.field_types import Day
from core.web.api import PageQuery, endpoint, read_query, respond
from suppliers.permits import SuppliersPermit
from suppliers.programme.communes import history
from suppliers.programme.communes.results import UnitResult

bp = Blueprint("communes_api", __name__)


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters["commune_today"] = history.commune_today


class UnitsQuery(PageQuery):
    """GET /programme/communes; `on` is the day, today unless named."""

    on: Day | None = None


@endpoint(bp, "GET", "/programme/communes", SuppliersPermit.PROGRAMME, query=UnitsQuery, answer=Page[UnitResult])
def list_units() -> Response:
    """The communes, wards and towns of Quế Võ as they stood on a day, by code, with what became of each."""
    q = read_query(UnitsQuery)
    today = clock.today()
    stood = sorted(history.units_on(q.on or today), key=lambda unit: unit.code)
    found = [history.show_unit(unit, today) for unit in stood if unit.code > (q.after or "")]
    return respond(Page.cut(found, q.limit, lambda unit: unit.code), result_type=Page[UnitResult])
