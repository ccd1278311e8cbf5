"""The rules of marks over the API. Thin: read, ask, answer."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.web.api import PageQuery, cursor_number, endpoint, read_master, read_query, respond
from suppliers.permits import SuppliersPermit
from suppliers.programme.marks import rules, uses
from suppliers.programme.marks.requests import MarkRuleRequest
from suppliers.programme.marks.results import MarkRuleResult, MarkUseResult

bp = Blueprint("marks_api", __name__)
PATH = "/mark-rules"


@endpoint(bp, "PUT", f"{PATH}/<code>", Permit.MANAGE, body=MarkRuleRequest, answer=MarkRuleResult, statuses=(200, 201))
def put_rule(code: str) -> Response:
    """Records whose goods may bear a mark, where and from when to when, with the files of the brand set."""
    document, actor = read_master(MarkRuleRequest, MarkRuleResult, code), current_actor()
    created, rule = transaction(lambda: (rules.put_rule(code, document, actor), rules.show_rule(code)))
    return respond(rule, 201 if created else 200)


@endpoint(bp, "GET", f"{PATH}/<code>", SuppliersPermit.PROGRAMME, answer=MarkRuleResult)
def get_rule(code: str) -> Response:
    """The newest version of a mark's rule."""
    return respond(rules.show_rule(code))


@endpoint(bp, "GET", PATH, SuppliersPermit.PROGRAMME, query=PageQuery, answer=Page[MarkRuleResult])
def list_rules() -> Response:
    """The rules of marks by code."""
    q = read_query(PageQuery)
    page = Page.cut(rules.list_rules(q.after, q.limit + 1), q.limit, lambda rule: rule.code)
    return respond(page, result_type=Page[MarkRuleResult])


@endpoint(bp, "GET", f"{PATH}/<code>/versions", SuppliersPermit.PROGRAMME, answer=Page[MarkRuleResult])
def list_versions(code: str) -> Response:
    """All that held of a mark, the newest first."""
    rules.show_rule(code)
    return respond(Page(rules.list_versions(code), None), result_type=Page[MarkRuleResult])


@endpoint(bp, "GET", f"{PATH}/<code>/uses", SuppliersPermit.PROGRAMME, query=PageQuery, answer=Page[MarkUseResult])
def list_uses(code: str) -> Response:
    """Which goods bore a mark where and when, in the order it happened."""
    rules.show_rule(code)
    q = read_query(PageQuery)
    page = Page.cut(uses.list_uses(code, cursor_number(q.after), q.limit + 1), q.limit, lambda use: use.id)
    return respond(page, result_type=Page[MarkUseResult])
