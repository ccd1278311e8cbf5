"""The API of the chain over everything: its head, and its links."""

from __future__ import annotations

from flask import Blueprint, Response

from core import chain
from core.chain.heads import Head
from core.chain.links import ChainLinkResult
from core.errors import NotFound
from core.i18n import N_
from core.people.permits import Permit
from core.results import Page
from core.web.api import PageQuery, cursor_number, endpoint, read_query, respond

bp = Blueprint("chain", __name__)


@endpoint(bp, "GET", "/chain/head", Permit.OWN, answer=Head)
def chain_head() -> Response:
    """The newest link; keep it elsewhere, and `flask books check --since` holds a later chain against it."""
    head = chain.head()
    if head is None:
        raise NotFound(N_("Chưa có gì được ghi."))
    return respond(head)


@endpoint(bp, "GET", "/chain", Permit.AUDIT, answer=Page[ChainLinkResult], query=PageQuery)
def chain_links() -> Response:
    """The links of the chain, oldest first: a document or an audit line each."""
    q = read_query(PageQuery)
    links = chain.list_links(cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(links, q.limit, lambda link: link.n), result_type=Page[ChainLinkResult])
