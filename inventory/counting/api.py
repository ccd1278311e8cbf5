"""The API of count sessions, of what producers say of posted counts, and of what is to be counted next."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from core.errors import Invalid
from core.i18n import N_
from core.people import approvals
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import Day, choice_of
from core.web.api import (
    PageQuery,
    cursor_number,
    cursor_uid,
    endpoint,
    known_uid,
    path_uid,
    put_once,
    read_body,
    read_query,
    respond,
)
from inventory import document_queries
from inventory.choices import CountSessionState, GoodsDocumentKind
from inventory.counting import countersigning, due, reading, sessions
from inventory.counting.requests import (
    CloseSessionRequest,
    CountAnswerRequest,
    CountEntryRequest,
    CountersignRequest,
    CountSessionRequest,
)
from inventory.counting.results import CountDueLot, CountEntryResult, CountSessionHeader, CountSessionResult
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


class CountDueQuery(PageQuery):
    """GET /stock/count-due."""

    place: str | None = None
    producer: str | None = None


@endpoint(bp, "GET", "/stock/count-due", GoodsPermit.WRITE, query=CountDueQuery, answer=Page[CountDueLot])
def list_count_due() -> Response:
    """What has not been counted longest; of one day the most valuable first."""
    q = read_query(CountDueQuery)
    found = due.due(place=q.place, producer=q.producer, after=None if q.after is None else _due_key(q.after))
    page = Page.cut(found[: q.limit + 1], q.limit, lambda lot: "~".join(str(part) for part in due.key_of(lot)))
    return respond(page, result_type=Page[CountDueLot])


def _due_key(cursor: str) -> due.Key:
    """The key a cursor names. Raises Invalid."""
    try:
        since, value, lot, place = cursor.split("~")
        return date.fromisoformat(since), int(value), lot, place
    except ValueError:
        raise Invalid(("after", N_("Giá trị không hợp lệ."))) from None


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


@endpoint(bp, "GET", "/count-sessions/<uid>/entries", GoodsPermit.WRITE, query=PageQuery, answer=Page[CountEntryResult])
def list_count_entries(uid: str) -> Response:
    """What was counted in a session, each entry in the order it came: `after` the last one are those of others since."""
    q = read_query(PageQuery)
    found = reading.list_entries(known_uid(uid), cursor_number(q.after), q.limit + 1)
    cut = Page.cut(found, q.limit, lambda item: item[0])
    return respond(Page([each for _, each in cut.items], cut.next), result_type=Page[CountEntryResult])


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


@endpoint(
    bp,
    "POST",
    "/counts/<uid>/countersign",
    GoodsPermit.COUNTERSIGN,
    body=CountersignRequest,
    answer=CountResult,
    statuses=CREATED,
)
def countersign_count(uid: str) -> Response:
    """Agrees to what was counted of lots, or asks. A manager says in a note how the producer answered."""
    count, actor = known_uid(uid), current_actor()
    document, data = read_body(CountersignRequest)
    countersigning.narrowed(document_queries.get_count(count), actor.producer)
    return put_once("countersigns", document.uid, [count, data], lambda: countersigning.countersign(count, document, actor))


@endpoint(bp, "POST", "/counts/<uid>/answer", Permit.MANAGE, body=CountAnswerRequest, answer=CountResult, statuses=CREATED)
def answer_count_question(uid: str) -> Response:
    """Answers a producer's question about a lot of a count."""
    count, actor = known_uid(uid), current_actor()
    document, data = read_body(CountAnswerRequest)
    return put_once("count-answers", document.uid, [count, data], lambda: countersigning.answer(count, document, actor))
