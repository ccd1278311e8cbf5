"""The API of previews: the body of a document, asked instead of saved."""

from __future__ import annotations

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.people.approvals import Approval
from core.people.permits import Role
from core.web.api import endpoint, read_body, respond
from inventory.permits import GoodsPermit
from inventory.previews import previews
from inventory.previews.results import CountPreview, LossPreview, ReturnPreview, TransferPreview
from inventory.requests import CountRequest, LossRequest, ReturnRequest, TransferRequest

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
