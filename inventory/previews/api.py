"""The API of previews: the body of a document, asked instead of saved."""

from __future__ import annotations

from flask import Blueprint, Response

from core import clock
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.people.permits import Role
from core.values.field_types import MasterCode, RequestModel
from core.web.api import endpoint, read_body, read_query, respond
from inventory.permits import GoodsPermit
from inventory.previews import previews
from inventory.previews.results import CountPreview, LossPreview, ReturnPreview, TransferPreview
from inventory.requests import CountRequest, LossRequest, ReturnRequest, TransferRequest
from suppliers import producers
from suppliers.allowances import ledger
from suppliers.allowances.results import AllowancesLeft
from suppliers.api import narrowed

bp = Blueprint("previews_api", __name__)


def _of_actor() -> Approval:
    """Nobody has approved yet: what a manager asks needs nobody, what another asks may need a manager."""
    return Approval(None, current_actor().role is Role.MANAGER)


@endpoint(bp, "POST", "/losses/preview", GoodsPermit.WRITE, body=LossRequest, answer=LossPreview)
def preview_loss() -> Response:
    """What writing these goods off would cost whom; writes nothing."""
    return respond(previews.preview_loss(read_body(LossRequest)[0], _of_actor()))


@endpoint(bp, "POST", "/producer-returns/preview", GoodsPermit.WRITE, body=ReturnRequest, answer=ReturnPreview)
def preview_return() -> Response:
    """What would stay here when these goods go back to their producer; writes nothing."""
    return respond(previews.preview_return(read_body(ReturnRequest)[0]))


@endpoint(bp, "POST", "/transfers/preview", GoodsPermit.WRITE, body=TransferRequest, answer=TransferPreview)
def preview_transfer() -> Response:
    """What would lie where after a transfer; writes nothing."""
    return respond(previews.preview_transfer(read_body(TransferRequest)[0]))


@endpoint(bp, "POST", "/counts/preview", GoodsPermit.WRITE, body=CountRequest, answer=CountPreview)
def preview_count() -> Response:
    """What a count would find and cost if it were posted now; writes nothing."""
    return respond(previews.preview_count(read_body(CountRequest)[0], _of_actor()))


class AllowancesQuery(RequestModel):
    """GET /allowances."""

    producer: MasterCode | None = None


@endpoint(bp, "GET", "/allowances", GoodsPermit.DOCUMENTS_READ, query=AllowancesQuery, answer=AllowancesLeft)
def get_allowances() -> Response:
    """What is left today of the allowances in a producer's agreements: samples of the month, breakage of the year."""
    producer = narrowed(read_query(AllowancesQuery).producer)
    if producer is None:
        raise Invalid(("producer", N_("Thiếu ô này.")))
    producers.show_producer(producer)
    return respond(AllowancesLeft(producer=producer, items=ledger.of_producer(producer, clock.today())))
