"""The suppliers' part of the API: master data, books, statements, payouts. Thin: read, ask, answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

from flask import Blueprint, Response
from pydantic import Field

from core import clock
from core.db import transaction
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor, current_actor
from core.people.permits import Permit
from core.requests import AccountDecisionRequest
from core.results import Page
from core.values.field_types import Day, MasterCode, RequestModel
from core.web.api import (
    BINARY,
    PageQuery,
    cursor_number,
    endpoint,
    json_text,
    path_uid,
    put_once,
    read_body,
    read_master,
    read_query,
    respond,
)
from core.web.paper_files import paper_answer
from suppliers import book, producers, products, statement_queries, statement_states, statements
from suppliers.agreements import visibility
from suppliers.choices import Visibility
from suppliers.papers import statement_files as statement_files
from suppliers.permits import SuppliersPermit
from suppliers.requests import (
    AcceptRequest,
    MessageRequest,
    ProducerRequest,
    ProductRequest,
    StatementRequest,
    UnacceptRequest,
)
from suppliers.results import (
    BookLineResult,
    ProducerResult,
    ProductResult,
    StatementResult,
    StatementSummary,
)

bp = Blueprint("suppliers_api", __name__)


class SearchQuery(PageQuery):
    """Lists that can be searched."""

    q: str = ""


class ProductsQuery(SearchQuery):
    """GET /products."""

    producer: MasterCode | None = None


class BookQuery(PageQuery):
    """GET /producers/{code}/book."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    product: MasterCode | None = None


class UntilQuery(RequestModel):
    """GET /producers/{code}/statement-preview."""

    until: Day | None = None


def own(code: str, actor: Actor) -> str:
    """A producer's code in a path, if it is theirs to see. Raises NotFound."""
    if actor.producer is not None and actor.producer != code:
        raise NotFound(N_("Không có nhà sản xuất này."))
    producers.show_producer(code)
    return code


def narrowed(producer: str | None) -> str | None:
    """The producer a list is narrowed to: the actor's own, else the one asked for, else none. Raises NotFound for another's."""
    own_code = current_actor().producer
    if own_code is not None and producer not in {None, own_code}:
        raise NotFound(N_("Không có nhà sản xuất này."))
    return own_code or producer


def _visible(statement: StatementResult) -> StatementResult:
    """The statement as the one who asks may see it."""
    return replace(statement, lines=book.seen_by(current_actor(), statement.lines))


def _for(actor: Actor, producer: ProducerResult) -> ProducerResult:
    """A producer without whom to call and its bank account, unless `actor` may read them."""
    if actor.may(SuppliersPermit.CONTACTS_READ):
        return producer
    return replace(producer, phone=None, representative=None, bank_bin=None, bank_account=None, bank_holder=None, pending=None)


@endpoint(bp, "PUT", "/producers/<code>", Permit.MANAGE, body=ProducerRequest, answer=ProducerResult, statuses=(200, 201))
def put_producer(code: str) -> Response:
    """Records a producer."""
    document = read_master(ProducerRequest, ProducerResult, code)
    actor = current_actor()
    # Read in the same transaction: the answer is what this request wrote, whoever writes next.
    created, producer = transaction(lambda: (producers.put_producer(code, document, actor), producers.show_producer(code)))
    return respond(producer, 201 if created else 200)


@endpoint(bp, "GET", "/producers/<code>", SuppliersPermit.PRODUCERS_READ, answer=ProducerResult)
def get_producer(code: str) -> Response:
    """A producer; phone and bank account only to those who deal with it."""
    actor = current_actor()
    return respond(_for(actor, producers.show_producer(own(code, actor))))


@endpoint(bp, "GET", "/producers", SuppliersPermit.PRODUCERS_READ, query=SearchQuery, answer=Page[ProducerResult])
def list_producers() -> Response:
    """Producers by code."""
    q, actor = read_query(SearchQuery), current_actor()
    matching = [_for(actor, producer) for producer in producers.list_producers(q.q, q.after, q.limit + 1, actor.producer)]
    return respond(Page.cut(matching, q.limit, lambda producer: producer.code), result_type=Page[ProducerResult])


@endpoint(
    bp,
    "POST",
    "/producers/<code>/bank-account/confirm",
    Permit.MANAGE,
    body=AccountDecisionRequest,
    answer=ProducerResult,
    statuses=(200, 201),
)
def confirm_account(code: str) -> Response:
    """Another manager brings the bank account that waits into force."""
    return _decide(code, "account-confirmations", producers.confirm_account)


@endpoint(
    bp,
    "POST",
    "/producers/<code>/bank-account/refuse",
    Permit.MANAGE,
    body=AccountDecisionRequest,
    answer=ProducerResult,
    statuses=(200, 201),
)
def refuse_account(code: str) -> Response:
    """Drops the bank account that waits."""
    return _decide(code, "account-refusals", producers.refuse_account)


def _decide(code: str, scope: str, decide: Callable[[str, AccountDecisionRequest, Actor], ProducerResult]) -> Response:
    own(code, current_actor())
    document, data = read_body(AccountDecisionRequest)
    actor = current_actor()
    return put_once(scope, document.uid, [code, data], lambda: decide(code, document, actor))


@endpoint(bp, "PUT", "/products/<code>", Permit.MANAGE, body=ProductRequest, answer=ProductResult, statuses=(200, 201))
def put_product(code: str) -> Response:
    """Records a product."""
    document = read_master(ProductRequest, ProductResult, code)
    actor = current_actor()
    # Read in the same transaction: the answer is what this request wrote, whoever writes next.
    created, product = transaction(lambda: (products.put_product(code, document, actor), products.show_product(code)))
    return respond(product, 201 if created else 200)


@endpoint(bp, "GET", "/products/<code>", SuppliersPermit.PRODUCTS_READ, answer=ProductResult)
def get_product(code: str) -> Response:
    """A product."""
    product = products.show_product(code)
    if current_actor().producer not in {None, product.producer}:
        raise NotFound(N_("Không có sản phẩm này."))
    return respond(product)


@endpoint(bp, "GET", "/products", SuppliersPermit.PRODUCTS_READ, query=ProductsQuery, answer=Page[ProductResult])
def list_products() -> Response:
    """Products by code; `q` finds without accents."""
    q = read_query(ProductsQuery)
    matching = products.list_products(q.q, q.after, q.limit + 1, producer=narrowed(q.producer))
    return respond(Page.cut(matching, q.limit, lambda product: product.code), result_type=Page[ProductResult])


@endpoint(bp, "GET", "/producers/<code>/book", SuppliersPermit.BOOK_READ, query=BookQuery, answer=Page[BookLineResult])
def get_book(code: str) -> Response:
    """A producer's book, oldest posting first."""
    own(code, current_actor())
    visibility.require(current_actor(), Visibility.DETAILED)
    q = read_query(BookQuery)
    lines = book.lines(code, q.from_, q.to, cursor_number(q.after), q.limit + 1, q.product)
    page = Page.cut(book.seen_by(current_actor(), lines), q.limit, lambda line: line.position)
    return respond(page, result_type=Page[BookLineResult])


@endpoint(bp, "GET", "/producers/<code>/statement-preview", SuppliersPermit.BOOK_READ, query=UntilQuery, answer=StatementResult)
def preview_statement(code: str) -> Response:
    """What a statement would say now."""
    own(code, current_actor())
    visibility.require(current_actor(), Visibility.DETAILED)
    return respond(_visible(statements.preview(code, read_query(UntilQuery).until or clock.today())))


@endpoint(bp, "PUT", "/statements/<uid>", Permit.MANAGE, body=StatementRequest, answer=StatementResult, statuses=(200, 201))
def put_statement(uid: str) -> Response:
    """Closes a producer's book up to a day."""
    uid = path_uid(uid)
    document, data = read_body(StatementRequest)
    actor = current_actor()
    return put_once("statements", uid, data, lambda: statements.issue(uid, document, actor))


@endpoint(bp, "GET", "/statements", SuppliersPermit.STATEMENT_REPLY, query=ProductsQuery, answer=Page[StatementSummary])
def list_statements() -> Response:
    """Statements, newest first."""
    q = read_query(ProductsQuery)
    newest_first = statement_queries.list_statements(narrowed(q.producer), q.after, q.limit + 1)
    return respond(Page.cut(newest_first, q.limit, lambda statement: statement.number), result_type=Page[StatementSummary])


PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FormatQuery(RequestModel):
    """GET /statements/{uid}."""

    format: Literal["json", "pdf", "xlsx"] = "json"


@endpoint(
    bp,
    "GET",
    "/statements/<uid>",
    SuppliersPermit.STATEMENT_REPLY,
    query=FormatQuery,
    answer=StatementResult,
    media={PDF: BINARY, XLSX: BINARY},
)
def get_statement(uid: str) -> Response:
    """A statement as it stands, as JSON, PDF or Excel."""
    file_format = read_query(FormatQuery).format
    actor = current_actor()
    if file_format == "json":
        return json_text(statement_files.stored_json(uid.lower(), actor))
    head = statement_queries.find_head(uid.lower(), actor.producer)
    paper = statement_files.stored_statement(head, file_format, for_staff=actor.producer is None)
    name = f"statement-{head.until}-{head.producer}.{file_format}"
    return paper_answer(paper, PDF if file_format == "pdf" else XLSX, name)


@endpoint(
    bp,
    "POST",
    "/statements/<uid>/accept",
    SuppliersPermit.STATEMENT_REPLY,
    body=AcceptRequest,
    answer=StatementResult,
    right=Permit.ACCEPT,
)
def accept_statement(uid: str) -> Response:
    """The producer agrees; a manager notes that the paper was signed."""
    document, _ = read_body(AcceptRequest)
    actor = current_actor()
    return respond(transaction(lambda: _after(uid, lambda: statement_states.accept(uid.lower(), document, actor))))


@endpoint(
    bp,
    "POST",
    "/statements/<uid>/unaccept",
    SuppliersPermit.STATEMENT_REPLY,
    body=UnacceptRequest,
    answer=StatementResult,
    statuses=(200, 201),
    right=Permit.ACCEPT,
)
def unaccept_statement(uid: str) -> Response:
    """Takes back that one agreed, within an hour and before a payout."""
    document, data = read_body(UnacceptRequest)
    actor, statement = current_actor(), uid.lower()

    def act() -> StatementResult:
        return _after(statement, lambda: statement_states.unaccept(statement, actor))

    return put_once("statement-unaccepts", document.uid, [statement, data], act)


@endpoint(
    bp,
    "POST",
    "/statements/<uid>/query",
    SuppliersPermit.STATEMENT_REPLY,
    body=MessageRequest,
    answer=StatementResult,
    statuses=(200, 201),
)
def query_statement(uid: str) -> Response:
    """Asks about a line, a day or a product. With a `uid` once; without one the same open question is one question."""
    return _write(uid, "statement-queries", statement_states.ask)


@endpoint(bp, "POST", "/statements/<uid>/answer", Permit.MANAGE, body=MessageRequest, answer=StatementResult, statuses=(200, 201))
def answer_statement(uid: str) -> Response:
    """Answers the questions about a line, a day or a product."""
    return _write(uid, "statement-answers", statement_states.answer)


def _write(uid: str, scope: str, write: Callable[[str, MessageRequest, Actor], None]) -> Response:
    document, data = read_body(MessageRequest)
    actor, statement = current_actor(), uid.lower()

    def act() -> StatementResult:
        return _after(statement, lambda: write(statement, document, actor))

    if document.uid is None:
        return respond(transaction(act))
    return put_once(scope, document.uid, [statement, data], act)


def _after(uid: str, act: Callable[[], None]) -> StatementResult:
    """The statement as it stands after the act, read in its transaction."""
    act()
    return _visible(statement_queries.show(uid.lower()))
