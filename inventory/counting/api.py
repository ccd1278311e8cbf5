"""The API of count sessions."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from core.people import approvals
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.results import Page
from core.values.field_types import Day, choice_of
from core.web.api import PageQuery, cursor_uid, endpoint, known_uid, path_uid, put_once, read_body, read_query, respond
from inventory.choices import CountSessionState, GoodsDocumentKind
from inventory.counting import reading, sessions
from inventory.counting.requests import CloseSessionRequest, CountEntryRequest, CountSessionRequest
from inventory.counting.results import CountEntryResult, CountSessionHeader, CountSessionResult
from inventory.permits import GoodsPermit
from inventory.requests import ActRequest
from inventory.results import CountResult

bp = Blueprint("count_sessions_api", __name__)
CREATED = (200, 201)


class CountSessionsQuery(PageQuery):
    """GET /count-sessions; the days are those on which they were opened."""

    place: str | None = None
    producer: str | None = None
    state: Annotated[CountSessionState | None, choice_of(CountSessionState)] = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@endpoint(bp, "GET", "/count-sessions", GoodsPermit.WRITE, query=CountSessionsQuery, answer=Page[CountSessionHeader])
def list_count_sessions() -> Response:
    """Count sessions in the order they were opened."""
    q = read_query(CountSessionsQuery)
    after = None if q.after is None else cursor_uid(q.after)
    found = reading.list_sessions(
        place=q.place, producer=q.producer, state=q.state, first=q.from_, last=q.to, after=after, limit=q.limit + 1
    )
    return respond(Page.cut(found, q.limit, lambda session: session.uid), result_type=Page[CountSessionHeader])


@endpoint(
    bp,
    "PUT",
    "/count-sessions/<uid>",
    GoodsPermit.WRITE,
    body=CountSessionRequest,
    answer=CountSessionResult,
    statuses=CREATED,
)
def put_count_session(uid: str) -> Response:
    """Opens a count that several people make together."""
    uid = path_uid(uid)
    document, data = read_body(CountSessionRequest)
    actor = current_actor()
    return put_once("count-sessions", uid, data, lambda: sessions.open_session(uid, document, actor))


@endpoint(bp, "GET", "/count-sessions/<uid>", GoodsPermit.WRITE, answer=CountSessionResult)
def get_count_session(uid: str) -> Response:
    """A count session with what differs so far, and what that would cost whom."""
    return respond(reading.get_session(known_uid(uid)))


@endpoint(
    bp,
    "POST",
    "/count-sessions/<uid>/entries",
    GoodsPermit.WRITE,
    body=CountEntryRequest,
    answer=CountEntryResult,
    statuses=CREATED,
)
def post_count_entry(uid: str) -> Response:
    """Records what somebody counted of a lot."""
    session = known_uid(uid)
    document, data = read_body(CountEntryRequest)
    actor = current_actor()
    return put_once("count-entries", document.uid, [session, data], lambda: sessions.enter(session, document, actor))


@endpoint(
    bp,
    "POST",
    "/count-sessions/<uid>/close",
    GoodsPermit.WRITE,
    body=CloseSessionRequest,
    answer=CountResult,
    statuses=CREATED,
)
def close_count_session(uid: str) -> Response:
    """Posts one count of all that has an entry."""
    session = known_uid(uid)
    document, data = read_body(CloseSessionRequest)
    actor = current_actor()
    approval: list[Approval] = []
    return put_once(
        GoodsDocumentKind.COUNT.path,  # the count it posts is read, and taken back, under this id
        document.uid,
        [session, data],
        lambda: sessions.close(session, document, approval[0], actor),
        lambda: approval.append(approvals.check(document.approval, actor)),
    )


@endpoint(
    bp,
    "POST",
    "/count-sessions/<uid>/drop",
    GoodsPermit.WRITE,
    body=ActRequest,
    answer=CountSessionResult,
    statuses=CREATED,
)
def drop_count_session(uid: str) -> Response:
    """Ends a count session without a count."""
    session = known_uid(uid)
    document, data = read_body(ActRequest)
    actor = current_actor()
    return put_once("count-session-drops", document.uid, [session, data], lambda: sessions.drop(session, document, actor))
