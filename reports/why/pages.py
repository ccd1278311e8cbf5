"""The story of a book line as a page: for the producer whose line it is, and for the manager. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.web.api import known_uid
from reports.why import facts as reading
from reports.why import telling
from reports.why.facts import Facts
from reports.why.results import Why
from suppliers import producers, statement_queries, statement_states
from suppliers.addressing import speak_of
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer
from suppliers.portal.statement_pages import standing_of

bp = Blueprint("why", __name__)


@bp.app_context_processor
def _why() -> dict[str, Callable[..., object]]:
    """What pages of the areas below show of a line's story."""
    return {"why_of": _why_of}


def _why_of(uid: str) -> Why | None:
    """The story of a line; None where it cannot be told."""
    try:
        return telling.why(uid, current_actor())
    except DomainError:
        return None


@bp.get("/portal/book-lines/<uid>/why")
@needs(SuppliersPermit.PORTAL)
def own_line(uid: str) -> str:
    """Why a line of the producer's own book says what it says, with a place to ask."""
    producer, actor = own_producer(), current_actor()
    found = telling.read_for(known_uid(uid), actor)
    told = telling.answer_of(found)
    statement = standing = None
    claimed_by = reading.statement_of(found.line)
    if claimed_by is not None:
        statement = statement_queries.find_head(claimed_by, producer)
        state = statement_states.state_of(statement, statement_states.messages_of(claimed_by))
        standing = standing_of(statement, state, actor.name)
    return render_template(
        "portal/why.html",
        **_shared(found, told),
        steps=told.steps,
        statement=statement,
        standing=standing,
        tab="statements",
    )


@bp.get("/book-lines/<uid>/why")
@needs(Permit.MANAGE)
def line(uid: str) -> str:
    """Why a line of a producer's book says what it says."""
    found = telling.read_for(known_uid(uid), current_actor())
    told = telling.answer_of(found)
    claimed_by = reading.statement_of(found.line)
    speak_of(found.line["producer_code"])
    return render_template(
        "reports/why.html",
        **_shared(found, told),
        steps=told.steps,
        producer=producers.show_producer(found.line["producer_code"]),
        statement=statement_queries.find_head(claimed_by) if claimed_by else None,
    )


def _shared(found: Facts, told: Why) -> dict[str, object]:
    return {"why": told, "name": found.name, "unit": found.unit, "memo": found.line["memo"], "borne": telling.borne(found)}
