"""The API of members: a producer keeps its own, and reads what of a statement is whose."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.web.api import PageQuery, endpoint, read_master, read_query, respond
from suppliers.api import own
from suppliers.members import registry, splitting
from suppliers.members.requests import MemberRequest
from suppliers.members.results import MemberResult, StatementMembers
from suppliers.permits import SuppliersPermit

bp = Blueprint("members_api", __name__)
PATH = "/producers/<code>/members"


@endpoint(bp, "PUT", f"{PATH}/<member>", SuppliersPermit.MEMBERS, body=MemberRequest, answer=MemberResult, statuses=(200, 201))
def put_member(code: str, member: str) -> Response:
    """Records a member household of a producer."""
    actor = current_actor()
    own(code, actor)
    document = read_master(MemberRequest, MemberResult, member)

    def act() -> tuple[bool, MemberResult]:
        created = registry.put_member(code, member, document, actor)
        return created, registry.show_member(code, member, actor)

    created, result = transaction(act)
    return respond(result, 201 if created else 200)


@endpoint(bp, "GET", f"{PATH}/<member>", SuppliersPermit.MEMBERS, answer=MemberResult)
def get_member(code: str, member: str) -> Response:
    """A member household of a producer."""
    actor = current_actor()
    return respond(registry.show_member(own(code, actor), member, actor))


@endpoint(bp, "GET", PATH, SuppliersPermit.MEMBERS, query=PageQuery, answer=Page[MemberResult])
def list_members(code: str) -> Response:
    """A producer's member households by code."""
    actor = current_actor()
    own(code, actor)
    q = read_query(PageQuery)
    page = Page.cut(registry.list_members(code, q.after, q.limit + 1, actor), q.limit, lambda member: member.code)
    return respond(page, result_type=Page[MemberResult])


@endpoint(bp, "GET", "/statements/<uid>/members", SuppliersPermit.STATEMENT_REPLY, answer=StatementMembers)
def statement_members(uid: str) -> Response:
    """What of a statement is whose: sold − refunded + loss + adjustments − charges by member, to the đồng."""
    return respond(splitting.split(uid.lower(), current_actor().producer))
