"""The API of what came of a fair."""

from __future__ import annotations

from flask import Blueprint, Response

from core.web.api import endpoint, respond
from inventory.permits import GoodsPermit
from reports.fairs.outcome import outcome
from reports.fairs.results import FairOutcome

bp = Blueprint("fair_outcomes_api", __name__)


@endpoint(bp, "GET", "/fairs/<code>/result", GoodsPermit.FAIRS_READ, answer=FairOutcome)
def fair_outcome(code: str) -> Response:
    """What was sent to a fair, sold, brought back and lost there, by producer and product, and what the sales owe."""
    return respond(outcome(code))
