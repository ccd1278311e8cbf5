"""The API of fairs."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import MasterCode
from core.web.api import PageQuery, endpoint, read_master, read_query, respond
from inventory.fairs import fairs
from inventory.fairs.requests import FairRequest
from inventory.fairs.results import FairResult
from inventory.permits import GoodsPermit

bp = Blueprint("fairs_api", __name__)


class FairsQuery(PageQuery):
    """GET /fairs."""

    place: MasterCode | None = None


@endpoint(bp, "PUT", "/fairs/<code>", GoodsPermit.FAIRS_WRITE, body=FairRequest, answer=FairResult, statuses=(200, 201))
def put_fair(code: str) -> Response:
    """Records a fair at a stall of the outlet."""
    document = read_master(FairRequest, FairResult, code)
    created, fair = transaction(lambda: (fairs.put_fair(code, document, current_actor()), fairs.show_fair(code)))
    return respond(fair, 201 if created else 200)


@endpoint(bp, "GET", "/fairs/<code>", GoodsPermit.FAIRS_READ, answer=FairResult)
def get_fair(code: str) -> Response:
    """A fair."""
    return respond(fairs.show_fair(code))


@endpoint(bp, "GET", "/fairs", GoodsPermit.FAIRS_READ, query=FairsQuery, answer=Page[FairResult])
def list_fairs() -> Response:
    """Fairs by code."""
    q = read_query(FairsQuery)
    found = fairs.list_fairs(q.after, q.limit + 1, q.place)
    return respond(Page.cut(found, q.limit, lambda fair: fair.code), result_type=Page[FairResult])
