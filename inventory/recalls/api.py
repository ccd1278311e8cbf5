"""The API of recalls."""

from __future__ import annotations

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.web.api import PageQuery, endpoint, known_uid, path_uid, put_once, read_body, read_query, respond
from inventory.permits import GoodsPermit
from inventory.recalls import reading, recalling
from inventory.recalls.requests import LotRecallRequest, RecallRequest
from inventory.recalls.results import LotRecallResult, RecallResult

bp = Blueprint("recalls_api", __name__)


@endpoint(
    bp,
    "POST",
    "/lots/<code:lot>/recall",
    Permit.MANAGE,
    body=LotRecallRequest,
    answer=LotRecallResult,
    statuses=(200, 201),
)
def recall_lot(lot: str) -> Response:
    """Stops a lot: nobody may sell it any more."""
    document, data = read_body(LotRecallRequest)
    actor = current_actor()
    return put_once("recalls", document.uid, [lot, data], lambda: recalling.recall_lot(lot, document, actor))


@endpoint(bp, "PUT", "/recalls/<uid>", Permit.MANAGE, body=RecallRequest, answer=RecallResult, statuses=(200, 201))
def put_recall(uid: str) -> Response:
    """Stops lots, or all there are of a product or of a delivery, in one act."""
    uid = path_uid(uid)
    document, data = read_body(RecallRequest)
    actor = current_actor()
    return put_once("recalls", uid, data, lambda: recalling.recall(uid, document, actor))


@endpoint(bp, "GET", "/recalls/<uid>", GoodsPermit.WRITE, answer=RecallResult)
def get_recall(uid: str) -> Response:
    """A recall as it stands: what is left of each lot where, and what became of the rest."""
    return respond(reading.get(known_uid(uid)))


@endpoint(bp, "GET", "/recalls", GoodsPermit.WRITE, query=PageQuery, answer=Page[RecallResult])
def list_recalls() -> Response:
    """Recalls in the order of their numbers."""
    q = read_query(PageQuery)
    found = reading.list_recalls(q.after, q.limit + 1)
    return respond(
        Page.cut(found, q.limit, lambda recall: recall.number.removeprefix(reading.PREFIX)), result_type=Page[RecallResult]
    )
