"""The API of the goods documents: put once, read back as they stand, listed, printed, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from flask import Blueprint, Response
from pydantic import Field

from core.errors import NotFound
from core.i18n import N_
from core.money import Vnd
from core.people import approvals
from core.people.actor import Actor, current_actor
from core.people.approvals import Approval
from core.printing.sheets.sizes import SheetSize
from core.results import Page
from core.values.field_types import Day, RequestModel, choice_of
from core.web.api import (
    BINARY,
    PageQuery,
    cursor_number,
    endpoint,
    known_uid,
    path_uid,
    put_once,
    read_body,
    read_query,
    respond,
)
from core.web.paper_files import paper_answer
from inventory import counts, deliveries, document_queries, losses, queries, returns, reversals, transfers
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.counting import countersigning
from inventory.goods_documents import without_approval
from inventory.listing.documents import Wanted, list_documents
from inventory.permits import GoodsPermit
from inventory.requests import (
    ActRequest,
    CountRequest,
    DeliveryRequest,
    HandOverRequest,
    LossRequest,
    ReturnRequest,
    ReversalRequest,
    TransferRequest,
)
from inventory.results import (
    CountResult,
    DeliveryResult,
    GoodsDocumentResult,
    LossLineResult,
    LossResult,
    ReturnResult,
    TransferResult,
)
from suppliers.api import narrowed

bp = Blueprint("goods_documents_api", __name__)

PDF = "application/pdf"


class GoodsDocumentQuery(PageQuery):
    """GET /deliveries and the other lists of goods documents; the days are those of the documents."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    producer: str | None = None
    place: str | None = None
    by: str | None = None
    number: str | None = None


class ReturnsQuery(GoodsDocumentQuery):
    """GET /producer-returns."""

    state: Annotated[ReturnState | None, choice_of(ReturnState)] = None


class PaperQuery(RequestModel):
    """GET of one goods document."""

    format: Literal["json", "pdf"] = "json"
    size: Literal["a4", "a5"] = "a4"


def _as_seen_by(actor: Actor, document: GoodsDocumentResult) -> GoodsDocumentResult:
    """A document as this person may see it: a producer its own goods alone. Raises NotFound where there are none."""
    if actor.producer is None:
        return document
    match document:
        case DeliveryResult() | ReturnResult() if document.producer == actor.producer:
            return document
        case LossResult(lines=lost) if own := [line for line in lost if line.producer == actor.producer]:
            return replace(document, lines=own, owed_vnd=_owed(document, own))
        case CountResult():
            return countersigning.narrowed(document, actor.producer)
        case TransferResult(lines=moved):
            owners = queries.producers_of_lots({line.lot for line in moved})
            if of_transfer := [line for line in moved if owners[line.lot] == actor.producer]:
                return replace(document, lines=of_transfer)
    raise NotFound(N_("Không có chứng từ này."))


def _owed(document: GoodsDocumentResult, lines: Sequence[LossLineResult]) -> Vnd:
    return Vnd(0 if document.reversal else sum(line.owed_vnd for line in lines))


def _register(
    kind: GoodsDocumentKind,
    request_type: Any,
    result_type: type[GoodsDocumentResult],
    verb: Callable[[str, Any, Approval, Actor], GoodsDocumentResult],
    does: str,
    names: str,
) -> None:
    """The endpoints of one kind of goods documents. `does` says what a PUT does, `names` what they are."""
    path = f"/{kind.path}"

    def put(uid: str) -> Response:
        uid = path_uid(uid)
        document, data = read_body(request_type)
        actor = current_actor()
        approval: list[Approval] = []

        def approve() -> None:
            approval.append(approvals.check(getattr(document, "approval", None), actor))

        return put_once(kind.path, uid, data, lambda: verb(uid, document, approval[0], actor), approve)

    def get(uid: str) -> Response:
        q = read_query(PaperQuery)
        whole = document_queries.get(kind, known_uid(uid))
        document = _as_seen_by(current_actor(), whole)
        if q.format == "json":
            return respond(document)
        if document != whole:  # a paper shows all of a document
            raise NotFound(N_("Không có chứng từ này."))
        from inventory.papers import goods_paper  # takes up room in every server, and few ask for a paper

        return paper_answer(goods_paper.stored_pdf(kind, document, SheetSize(q.size)), PDF, f"{document.number}.pdf")

    def list_all() -> Response:
        q = read_query(query_type)
        wanted = Wanted(
            kind=kind,
            first=q.from_,
            last=q.to,
            producer=narrowed(q.producer),
            place=q.place,
            by=q.by,
            number=q.number,
            state=q.state if isinstance(q, ReturnsQuery) else None,
        )
        rows = list_documents(wanted, after=cursor_number(q.after), limit=q.limit + 1)
        cut = Page.cut(rows, q.limit, lambda item: item[0])
        page = Page([_as_seen_by(current_actor(), result) for _, result in cut.items], cut.next)
        return respond(page, result_type=Page[result_type])  # type: ignore[valid-type]

    def reverse(uid: str) -> Response:
        original = known_uid(uid)
        document, data = read_body(ReversalRequest)
        actor = current_actor()
        return put_once(
            f"{kind.path}-reversals",
            document.uid,
            [original, data],
            lambda: reversals.reverse(kind, original, document, actor),
        )

    views = {put: "put", get: "get", list_all: "list", reverse: "reverse"}
    for view, act in views.items():
        view.__name__ = f"{act}_{kind.path.replace('-', '_')}"
    put.__doc__ = does
    get.__doc__ = f"One of the {names} as it stands, as JSON or on paper."
    list_all.__doc__ = f"The {names} in the order of posting."
    reverse.__doc__ = f"Takes one of the {names} back: the same goods and money with the opposite sign."
    query_type = ReturnsQuery if kind is GoodsDocumentKind.RETURN else GoodsDocumentQuery
    permit, reading, created = GoodsPermit.WRITE, GoodsPermit.DOCUMENTS_READ, (200, 201)
    endpoint(bp, "GET", path, reading, query=query_type, answer=Page[result_type])(list_all)  # type: ignore[valid-type]
    endpoint(bp, "PUT", f"{path}/<uid>", permit, body=request_type, answer=result_type, statuses=created)(put)
    endpoint(bp, "GET", f"{path}/<uid>", reading, query=PaperQuery, answer=result_type, media={PDF: BINARY})(get)
    endpoint(bp, "POST", f"{path}/<uid>/reverse", permit, body=ReversalRequest, answer=result_type, statuses=created)(reverse)


_register(
    GoodsDocumentKind.DELIVERY,
    DeliveryRequest,
    DeliveryResult,
    without_approval(deliveries.deliver),
    "Receives goods from a producer.",
    "deliveries",
)
PATH = f"/{GoodsDocumentKind.RETURN.path}/<uid>"


@endpoint(bp, "POST", f"{PATH}/hand-over", GoodsPermit.WRITE, body=HandOverRequest, answer=ReturnResult, statuses=(200, 201))
def hand_over_return(uid: str) -> Response:
    """Hands goods over that were set aside for their producer."""
    original, actor = known_uid(uid), current_actor()
    document, data = read_body(HandOverRequest)
    return put_once("hand-overs", document.uid, [original, data], lambda: returns.hand_over(original, document, actor))


@endpoint(bp, "POST", f"{PATH}/cancel", GoodsPermit.WRITE, body=ActRequest, answer=ReturnResult, statuses=(200, 201))
def cancel_return(uid: str) -> Response:
    """Puts goods on sale again that were set aside for their producer."""
    original, actor = known_uid(uid), current_actor()
    document, data = read_body(ActRequest)
    return put_once("set-aside-cancels", document.uid, [original, data], lambda: returns.cancel(original, document, actor))


_register(
    GoodsDocumentKind.RETURN,
    ReturnRequest,
    ReturnResult,
    without_approval(returns.give_back),
    "Gives goods back to their producer.",
    "returns to producers",
)
_register(GoodsDocumentKind.LOSS, LossRequest, LossResult, losses.lose, "Writes goods off by cause.", "losses")
_register(
    GoodsDocumentKind.TRANSFER,
    TransferRequest,
    TransferResult,
    without_approval(transfers.transfer),
    "Moves goods between the outlet's places.",
    "transfers",
)
_register(GoodsDocumentKind.COUNT, CountRequest, CountResult, counts.count, "Records what was counted.", "counts")
