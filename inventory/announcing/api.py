"""The API of announcements and call-ups."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import Day, choice_of
from core.web.api import (
    PageQuery,
    cursor_number,
    endpoint,
    known_uid,
    path_uid,
    put_once,
    read_body,
    read_query,
    read_settings,
    respond,
)
from inventory.announcing import announcements, call_ups, cover, reading
from inventory.announcing.requests import AnnouncementRequest, CallUpAnswerRequest, CallUpRequest
from inventory.announcing.results import AnnouncementResult, CallUpResult, CoverRow
from inventory.choices import AnnouncementState, CallUpState
from inventory.permits import GoodsPermit
from inventory.requests import ActRequest
from suppliers.agreements import visibility
from suppliers.api import narrowed, own
from suppliers.choices import Visibility

bp = Blueprint("announcements_api", __name__)
CREATED = (200, 201)


class AnnouncementsQuery(PageQuery):
    """GET /announcements; the days are those on which the goods are expected."""

    producer: str | None = None
    place: str | None = None
    state: Annotated[AnnouncementState | None, choice_of(AnnouncementState)] = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


class CallUpsQuery(PageQuery):
    """GET /call-ups; the days are those by which the goods are wanted."""

    producer: str | None = None
    state: Annotated[CallUpState | None, choice_of(CallUpState)] = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


class CoverQuery(PageQuery):
    """GET /stock/cover."""

    producer: str | None = None


@endpoint(bp, "GET", "/stock/cover", GoodsPermit.DOCUMENTS_READ, query=CoverQuery, answer=Page[CoverRow])
def get_cover() -> Response:
    """How long what may be sold lasts, and how much to ask for, by product."""
    visibility.require(current_actor(), Visibility.BASIC)
    q = read_query(CoverQuery)
    rows = cover.cover(narrowed(q.producer), q.after, q.limit + 1)
    return respond(Page.cut(rows, q.limit, lambda row: row.product), result_type=Page[CoverRow])


@endpoint(bp, "GET", "/announcements", GoodsPermit.DOCUMENTS_READ, query=AnnouncementsQuery, answer=Page[AnnouncementResult])
def list_announcements() -> Response:
    """Deliveries that producers announced, in the order of posting."""
    q = read_query(AnnouncementsQuery)
    found = reading.list_announcements(
        producer=narrowed(q.producer),
        place=q.place,
        state=q.state,
        first=q.from_,
        last=q.to,
        after=cursor_number(q.after),
        limit=q.limit + 1,
    )
    cut = Page.cut(found, q.limit, lambda item: item[0])
    return respond(Page([each for _, each in cut.items], cut.next), result_type=Page[AnnouncementResult])


@endpoint(
    bp,
    "PUT",
    "/announcements/<uid>",
    GoodsPermit.ANNOUNCE,
    body=AnnouncementRequest,
    answer=AnnouncementResult,
    statuses=CREATED,
)
def put_announcement(uid: str) -> Response:
    """Announces a delivery, or replaces what was announced."""
    uid = path_uid(uid)
    document = read_settings(AnnouncementRequest, AnnouncementResult)
    actor = current_actor()
    own(document.producer, actor)

    def act() -> tuple[AnnouncementResult, bool]:
        created = announcements.put(uid, document, actor)
        return reading.get_announcement(uid), created

    announced, created = transaction(act)
    return respond(announced, 201 if created else 200)


@endpoint(bp, "GET", "/announcements/<uid>", GoodsPermit.DOCUMENTS_READ, answer=AnnouncementResult)
def get_announcement(uid: str) -> Response:
    """An announced delivery as it stands."""
    return respond(reading.get_announcement(known_uid(uid), current_actor().producer))


@endpoint(
    bp,
    "POST",
    "/announcements/<uid>/cancel",
    GoodsPermit.ANNOUNCE,
    body=ActRequest,
    answer=AnnouncementResult,
    statuses=CREATED,
)
def cancel_announcement(uid: str) -> Response:
    """Takes an announcement back."""
    announcement, actor = known_uid(uid), current_actor()
    document, data = read_body(ActRequest)
    reading.get_announcement(announcement, actor.producer)
    return put_once(
        "announcement-cancels",
        document.uid,
        [announcement, data],
        lambda: announcements.cancel(announcement, document, actor),
    )


@endpoint(bp, "GET", "/call-ups", GoodsPermit.DOCUMENTS_READ, query=CallUpsQuery, answer=Page[CallUpResult])
def list_call_ups() -> Response:
    """What producers are asked for, in the order of posting."""
    q = read_query(CallUpsQuery)
    found = reading.list_call_ups(
        producer=narrowed(q.producer),
        state=q.state,
        first=q.from_,
        last=q.to,
        after=cursor_number(q.after),
        limit=q.limit + 1,
    )
    cut = Page.cut(found, q.limit, lambda item: item[0])
    return respond(Page([each for _, each in cut.items], cut.next), result_type=Page[CallUpResult])


@endpoint(bp, "PUT", "/call-ups/<uid>", GoodsPermit.WRITE, body=CallUpRequest, answer=CallUpResult, statuses=CREATED)
def put_call_up(uid: str) -> Response:
    """Asks a producer for goods by a day."""
    uid = path_uid(uid)
    document, data = read_body(CallUpRequest)
    actor = current_actor()
    return put_once("call-ups", uid, data, lambda: call_ups.call_up(uid, document, actor))


@endpoint(bp, "GET", "/call-ups/<uid>", GoodsPermit.DOCUMENTS_READ, answer=CallUpResult)
def get_call_up(uid: str) -> Response:
    """A call-up with its answer."""
    return respond(reading.get_call_up(known_uid(uid), current_actor().producer))


@endpoint(
    bp,
    "POST",
    "/call-ups/<uid>/answer",
    GoodsPermit.ANNOUNCE,
    body=CallUpAnswerRequest,
    answer=CallUpResult,
    statuses=CREATED,
)
def answer_call_up(uid: str) -> Response:
    """Says what will come: the lines become an announcement. A manager says in a note how the producer answered."""
    call_up, actor = known_uid(uid), current_actor()
    document, data = read_body(CallUpAnswerRequest)
    reading.get_call_up(call_up, actor.producer)
    return put_once("call-up-answers", document.uid, [call_up, data], lambda: call_ups.answer(call_up, document, actor))


@endpoint(bp, "POST", "/call-ups/<uid>/cancel", GoodsPermit.WRITE, body=ActRequest, answer=CallUpResult, statuses=CREATED)
def cancel_call_up(uid: str) -> Response:
    """Takes a call-up back."""
    call_up, actor = known_uid(uid), current_actor()
    document, data = read_body(ActRequest)
    return put_once("call-up-cancels", document.uid, [call_up, data], lambda: call_ups.cancel(call_up, document, actor))
