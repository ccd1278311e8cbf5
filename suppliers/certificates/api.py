"""Papers of producers and products over the API. Thin: read, ask, answer."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import PlainValidator, WithJsonSchema

from core.db import transaction
from core.i18n import N_
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import MasterCode, choice_of, refuse
from core.web.api import PageQuery, cursor_number, endpoint, path_uid, put_once, read_body, read_query, read_settings, respond
from suppliers.api import narrowed
from suppliers.certificates import papers
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.requests import PaperApprovalRequest, PaperRefusalRequest, PaperRequest
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperKind, PaperState
from suppliers.permits import SuppliersPermit

bp = Blueprint("papers_api", __name__)
MOST_DAYS = 36_500


def _days(value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= MOST_DAYS):
        raise refuse(N_("Số ngày từ 0 đến 36.500."))
    return int(text)


DaysAhead = Annotated[int, PlainValidator(_days), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MOST_DAYS})]


class PapersQuery(PageQuery):
    """GET /papers; `ending_within` counts days from today."""

    producer: MasterCode | None = None
    product: MasterCode | None = None
    kind: Annotated[PaperKind | None, choice_of(PaperKind)] = None
    state: Annotated[PaperState | None, choice_of(PaperState)] = None
    ending_within: DaysAhead | None = None


@endpoint(bp, "PUT", "/papers/<uid>", SuppliersPermit.PAPERS_WRITE, body=PaperRequest, answer=PaperResult, statuses=(200, 201))
def put_paper(uid: str) -> Response:
    """Records a paper of a producer or a product; a producer's own waits for its approval."""
    uid = path_uid(uid)
    document, actor = read_settings(PaperRequest, PaperResult), current_actor()
    created, paper = transaction(lambda: (papers.put_paper(uid, document, actor), papers.show_paper(uid)))
    return respond(paper, 201 if created else 200)


@endpoint(bp, "GET", "/papers/<uid>", SuppliersPermit.PAPERS_READ, answer=PaperResult)
def get_paper(uid: str) -> Response:
    """A paper of a producer or a product."""
    return respond(papers.show_paper(uid.lower(), current_actor().producer))


@endpoint(bp, "GET", "/papers", SuppliersPermit.PAPERS_READ, query=PapersQuery, answer=Page[PaperResult])
def list_papers() -> Response:
    """Papers in the order they were added; a producer sees its own."""
    q = read_query(PapersQuery)
    wanted = PaperFilter(narrowed(q.producer), q.product, q.kind, q.state, q.ending_within)
    found = papers.list_papers(wanted, cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda paper: paper.id), result_type=Page[PaperResult])


@endpoint(
    bp,
    "POST",
    "/papers/<uid>/approve",
    SuppliersPermit.PAPERS_APPROVE,
    body=PaperApprovalRequest,
    answer=PaperResult,
    statuses=(200, 201),
)
def approve_paper(uid: str) -> Response:
    """Says that a paper is what its producer says it is; from then on it counts."""
    papers.show_paper(uid.lower())
    document, data = read_body(PaperApprovalRequest)
    actor = current_actor()
    return put_once("paper-approvals", document.uid, [uid.lower(), data], lambda: papers.approve(uid.lower(), document, actor))


@endpoint(
    bp,
    "POST",
    "/papers/<uid>/refuse",
    SuppliersPermit.PAPERS_APPROVE,
    body=PaperRefusalRequest,
    answer=PaperResult,
    statuses=(200, 201),
)
def refuse_paper(uid: str) -> Response:
    """Says why a paper that a producer sent does not count; the producer may send it again."""
    papers.show_paper(uid.lower())
    document, data = read_body(PaperRefusalRequest)
    actor = current_actor()
    return put_once("paper-refusals", document.uid, [uid.lower(), data], lambda: papers.refuse(uid.lower(), document, actor))
