"""Councils and their scores over the API. Thin: read, ask, answer."""

from __future__ import annotations

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import Uid
from core.web.api import PageQuery, cursor_number, endpoint, known_uid, path_uid, put_once, read_body, read_query, respond
from suppliers.permits import SuppliersPermit
from suppliers.programme.councils import councils, scores
from suppliers.programme.councils.requests import CouncilRequest, ScoreRequest
from suppliers.programme.councils.results import CouncilResult, ScoreResult
from suppliers.programme.councils.scores import ScoreFilter
from suppliers.requests import ReversalRequest

bp = Blueprint("councils_api", __name__)


class ScoresQuery(PageQuery):
    """GET /programme/scores."""

    file: Uid | None = None
    council: Uid | None = None


@endpoint(
    bp,
    "PUT",
    "/programme/councils/<uid>",
    SuppliersPermit.PROGRAMME,
    body=CouncilRequest,
    answer=CouncilResult,
    statuses=(200, 201),
)
def put_council(uid: str) -> Response:
    """Records a council and the decision that sets it up."""
    uid = path_uid(uid)
    document, data = read_body(CouncilRequest)
    actor = current_actor()
    return put_once("programme-councils", uid, data, lambda: councils.put_council(uid, document, actor))


@endpoint(bp, "GET", "/programme/councils/<uid>", SuppliersPermit.PROGRAMME, answer=CouncilResult)
def get_council(uid: str) -> Response:
    """A council."""
    return respond(councils.show_council(known_uid(uid)))


@endpoint(bp, "GET", "/programme/councils", SuppliersPermit.PROGRAMME, query=PageQuery, answer=Page[CouncilResult])
def list_councils() -> Response:
    """Councils in the order they were recorded."""
    q = read_query(PageQuery)
    found = councils.list_councils(cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda council: council.id), result_type=Page[CouncilResult])


@endpoint(
    bp,
    "POST",
    "/programme/councils/<uid>/revert",
    SuppliersPermit.PROGRAMME,
    body=ReversalRequest,
    answer=CouncilResult,
    statuses=(200, 201),
)
def revert_council(uid: str) -> Response:
    """Takes a council back that was recorded by mistake and has no scores."""
    uid = councils.show_council(uid.lower()).uid
    document, data = read_body(ReversalRequest)
    actor = current_actor()
    return put_once("programme-reversals", document.uid, [uid, data], lambda: councils.take_back(uid, document, actor))


@endpoint(
    bp,
    "PUT",
    "/programme/scores/<uid>",
    SuppliersPermit.PROGRAMME,
    body=ScoreRequest,
    answer=ScoreResult,
    statuses=(200, 201),
)
def put_score(uid: str) -> Response:
    """Records a council's points for a file; answers the stars that the rules of that day give for them."""
    uid = path_uid(uid)
    document, data = read_body(ScoreRequest)
    actor = current_actor()
    return put_once("programme-scores", uid, data, lambda: scores.put_score(uid, document, actor))


@endpoint(bp, "GET", "/programme/scores/<uid>", SuppliersPermit.PROGRAMME_FILES_READ, answer=ScoreResult)
def get_score(uid: str) -> Response:
    """A council's points for a file."""
    return respond(scores.show_score(known_uid(uid), current_actor().producer))


@endpoint(bp, "GET", "/programme/scores", SuppliersPermit.PROGRAMME_FILES_READ, query=ScoresQuery, answer=Page[ScoreResult])
def list_scores() -> Response:
    """Councils' points in the order they were recorded; a producer sees those of its own files."""
    q = read_query(ScoresQuery)
    wanted = ScoreFilter(q.file, q.council, current_actor().producer)
    found = scores.list_scores(wanted, cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda score: score.id), result_type=Page[ScoreResult])


@endpoint(
    bp,
    "POST",
    "/programme/scores/<uid>/revert",
    SuppliersPermit.PROGRAMME,
    body=ReversalRequest,
    answer=ScoreResult,
    statuses=(200, 201),
)
def revert_score(uid: str) -> Response:
    """Takes a council's points back that were recorded by mistake."""
    uid = scores.show_score(uid.lower()).uid
    document, data = read_body(ReversalRequest)
    actor = current_actor()
    return put_once("programme-reversals", document.uid, [uid, data], lambda: scores.take_back(uid, document, actor))
