"""The API of invitations: a manager's program invites the people of producers."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.web.api import PageQuery, cursor_uid, endpoint, known_uid, read_body, read_query, respond
from suppliers.api import own
from suppliers.inviting import invitations
from suppliers.inviting.requests import InvitationRequest
from suppliers.inviting.results import InvitationLink, InvitationResult

bp = Blueprint("inviting_api", __name__)


@endpoint(
    bp,
    "POST",
    "/producers/<code>/invitations",
    Permit.MANAGE,
    body=InvitationRequest,
    answer=InvitationLink,
    statuses=(200, 201),
)
def post_invitation(code: str) -> Response:
    """Invites somebody of a producer; the answer holds the link to hand over, which opens once."""
    actor = current_actor()
    own(code, actor)
    document, data = read_body(InvitationRequest)
    link, created = invitations.invite(code, document, data, actor)
    return respond(link, 201 if created else 200)


@endpoint(bp, "GET", "/producers/<code>/invitations", Permit.MANAGE, query=PageQuery, answer=Page[InvitationResult])
def list_invitations(code: str) -> Response:
    """A producer's invitations and what became of them, the oldest first; their links no answer says again."""
    own(code, current_actor())
    q = read_query(PageQuery)
    found = invitations.list_invitations(code, cursor_uid(q.after) if q.after else None, q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda one: one.uid), result_type=Page[InvitationResult])


@endpoint(bp, "DELETE", "/producers/<code>/invitations/<uid>", Permit.MANAGE, answer=None, statuses=(204,))
def withdraw_invitation(code: str, uid: str) -> Response:
    """Takes an invitation back that nobody has opened."""
    actor = current_actor()
    own(code, actor)
    transaction(lambda: invitations.withdraw(code, known_uid(uid), actor))
    return Response(status=204)
