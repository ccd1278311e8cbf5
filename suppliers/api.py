"""The suppliers' part of the API: master data, books, statements, payouts. Thin: read, ask, answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify, make_response
from pydantic import Field

from core import clock
from core.db import transaction
from core.errors import NotFound
from core.field_types import Day, MasterCode, RequestModel
from core.i18n import N_
from core.people.actor import Actor, current_actor
from core.people.permits import Permit
from core.web.answers import BOOL, DAY, INT, SIGNED_QTY, TEXT, UID, VND, Schema, items, maybe, obj, one_of, page
from core.web.api import PageQuery, cursor_number, endpoint, page_of, path_uid, put_once, read_body, read_query
from core.web.validation import read
from suppliers import agreements, book, producers, products, statement_states, statements
from suppliers.choices import BookKind
from suppliers.papers import statement_files as statement_files
from suppliers.requests import (
    AcceptRequest,
    AgreementRequest,
    ProducerRequest,
    ProductRequest,
    QueryRequest,
    StatementRequest,
)

bp = Blueprint("suppliers_api", __name__)

PRODUCER: Schema = obj(code=TEXT, name=TEXT, kind=TEXT, commune=TEXT)
PRODUCT: Schema = obj(
    code=TEXT, name=TEXT, producer=TEXT, unit=TEXT, places=INT, price_vnd=VND, vat=TEXT, barcodes=items(TEXT), retired=BOOL
)
AGREEMENT: Schema = obj(
    number=TEXT, producer=TEXT, starts_on=DAY, terms=items(obj(basis=TEXT)), holding_days=INT, minimum_payout_vnd=VND
)
LINE: Schema = obj(
    uid=UID,
    day=DAY,
    kind=one_of(*BookKind),
    product=maybe(TEXT),
    lot=maybe(TEXT),
    quantity=SIGNED_QTY,
    gross_vnd=VND,
    owed_vnd=VND,
    document=TEXT,
)
BOOK_LINE: Schema = {"allOf": [LINE, obj(balance_vnd=VND, statement=maybe(UID))]}
GOODS: Schema = obj(
    product=TEXT,
    unit=TEXT,
    opening=SIGNED_QTY,
    received=SIGNED_QTY,
    sold=SIGNED_QTY,
    refunded=SIGNED_QTY,
    returned=SIGNED_QTY,
    lost=SIGNED_QTY,
    counted=SIGNED_QTY,
    closing=SIGNED_QTY,
    prices=items(obj(unit_price_vnd=VND, quantity=SIGNED_QTY, gross_vnd=VND)),
)
MONEY: Schema = obj(
    **{
        f"{name}_vnd": VND
        for name in ("opening", "sold_owed", "refunded_owed", "loss_owed", "charges", "adjustments", "paid", "closing", "payable")
    }
)
STATEMENT: Schema = obj(
    uid=maybe(UID),
    number=maybe(TEXT),
    producer=TEXT,
    until=DAY,
    state=one_of("preview", "issued", "queried", "accepted", "paid"),
    goods=items(GOODS),
    money=MONEY,
    lines=items(LINE),
    also={"from": DAY},
)
BINARY: Schema = {"type": "string", "format": "binary"}


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


def narrowed(wanted: str | None) -> str | None:
    """The producer a list is narrowed to: the actor's own, else the one asked for, else none. Raises NotFound for another's."""
    theirs = current_actor().producer
    if theirs is not None and wanted not in {None, theirs}:
        raise NotFound(N_("Không có nhà sản xuất này."))
    return theirs or wanted


def master_code(code: str, field: str = "code") -> str:
    """The code in the path of a PUT. Raises Invalid."""
    read(_CodeInPath, {field: code})
    return code


def _shown(statement: dict[str, Any]) -> Response:
    return jsonify({**statement, "lines": book.seen_by(current_actor(), statement["lines"])})


class _CodeInPath(RequestModel):
    code: MasterCode | None = None
    number: MasterCode | None = None


@endpoint(bp, "PUT", "/producers/<code>", Permit.MANAGE, body=ProducerRequest, answer=PRODUCER, statuses=(200, 201))
def put_producer(code: str) -> Response:
    """Records a producer."""
    master_code(code)
    document, _ = read_body(ProducerRequest)
    created = transaction(lambda: producers.put_producer(code, document, current_actor()))
    return make_response(jsonify(producers.show_producer(code)), 201 if created else 200)


@endpoint(bp, "GET", "/producers/<code>", Permit.OWN_MASTER_READ, answer=PRODUCER)
def get_producer(code: str) -> Response:
    """A producer."""
    return jsonify(producers.show_producer(own(code, current_actor())))


@endpoint(bp, "GET", "/producers", Permit.OWN_MASTER_READ, query=SearchQuery, answer=page(PRODUCER))
def list_producers() -> Response:
    """Producers by code."""
    q = read_query(SearchQuery)
    return jsonify(page_of(producers.list_producers(q.q, q.after, q.limit + 1, current_actor().producer), q.limit, "code"))


@endpoint(bp, "PUT", "/products/<code>", Permit.MANAGE, body=ProductRequest, answer=PRODUCT, statuses=(200, 201))
def put_product(code: str) -> Response:
    """Records a product."""
    master_code(code)
    document, _ = read_body(ProductRequest)
    created = transaction(lambda: products.put_product(code, document, current_actor()))
    return make_response(jsonify(products.show_product(code)), 201 if created else 200)


@endpoint(bp, "GET", "/products/<code>", Permit.PRODUCTS_READ, answer=PRODUCT)
def get_product(code: str) -> Response:
    """A product."""
    found = products.show_product(code)
    if current_actor().producer not in {None, found["producer"]}:
        raise NotFound(N_("Không có sản phẩm này."))
    return jsonify(found)


@endpoint(bp, "GET", "/products", Permit.PRODUCTS_READ, query=ProductsQuery, answer=page(PRODUCT))
def list_products() -> Response:
    """Products by code; `q` finds without accents."""
    q = read_query(ProductsQuery)
    return jsonify(page_of(products.list_products(q.q, q.after, q.limit + 1, producer=narrowed(q.producer)), q.limit, "code"))


@endpoint(bp, "PUT", "/agreements/<number>", Permit.MANAGE, body=AgreementRequest, answer=AGREEMENT, statuses=(200, 201))
def put_agreement(number: str) -> Response:
    """Records an agreement, or a new version of it."""
    master_code(number, "number")
    document, _ = read_body(AgreementRequest)
    created = transaction(lambda: agreements.put(number, document, current_actor()))
    return make_response(jsonify(agreements.show(number)), 201 if created else 200)


@endpoint(bp, "GET", "/agreements/<number>", Permit.OWN_MASTER_READ, answer=AGREEMENT)
def get_agreement(number: str) -> Response:
    """An agreement as it stands."""
    found = agreements.show(number)
    if current_actor().producer not in {None, found["producer"]}:
        raise NotFound(N_("Không có hợp đồng này."))
    return jsonify(found)


@endpoint(bp, "GET", "/agreements", Permit.OWN_MASTER_READ, query=ProductsQuery, answer=page(AGREEMENT))
def list_agreements() -> Response:
    """Agreements by number."""
    q = read_query(ProductsQuery)
    return jsonify(page_of(agreements.list_of(narrowed(q.producer), q.after, q.limit + 1), q.limit, "number"))


@endpoint(bp, "GET", "/producers/<code>/book", Permit.BOOK_READ, query=BookQuery, answer=page(BOOK_LINE))
def get_book(code: str) -> Response:
    """A producer's book, oldest posting first."""
    own(code, current_actor())
    q = read_query(BookQuery)
    lines = book.lines(code, q.from_, q.to, cursor_number(q.after), q.limit + 1, q.product)
    return jsonify(page_of(book.seen_by(current_actor(), lines), q.limit, "_id"))


@endpoint(bp, "GET", "/producers/<code>/statement-preview", Permit.BOOK_READ, query=UntilQuery, answer=STATEMENT)
def preview_statement(code: str) -> Response:
    """What a statement would say now."""
    own(code, current_actor())
    return _shown(statements.preview(code, read_query(UntilQuery).until or clock.today()))


@endpoint(bp, "PUT", "/statements/<uid>", Permit.MANAGE, body=StatementRequest, answer=STATEMENT, statuses=(200, 201))
def put_statement(uid: str) -> Response:
    """Closes a producer's book up to a day."""
    uid = path_uid(uid)
    document, data = read_body(StatementRequest)
    actor = current_actor()
    return put_once("statements", uid, data, lambda: statements.issue(uid, document, actor))


@endpoint(
    bp,
    "GET",
    "/statements",
    Permit.STATEMENT_SAY,
    query=ProductsQuery,
    answer=page(obj(uid=UID, number=TEXT, producer=TEXT, until=DAY)),
)
def list_statements() -> Response:
    """Statements, newest first."""
    q = read_query(ProductsQuery)
    return jsonify(page_of(statements.list_of(narrowed(q.producer), q.after, q.limit + 1), q.limit, "number"))


PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FormatQuery(RequestModel):
    """GET /statements/{uid}."""

    format: Literal["json", "pdf", "xlsx"] = "json"


@endpoint(
    bp, "GET", "/statements/<uid>", Permit.STATEMENT_SAY, query=FormatQuery, answer=STATEMENT, media={PDF: BINARY, XLSX: BINARY}
)
def get_statement(uid: str) -> Response:
    """A statement as it stands, as JSON, PDF or Excel."""
    wanted = read_query(FormatQuery).format
    found = statements.show(uid.lower(), current_actor().producer)
    if wanted == "json":
        return _shown(found)
    data = statement_files.render(found, wanted)
    answer = make_response(data)
    answer.content_type = PDF if wanted == "pdf" else XLSX
    answer.headers["Content-Disposition"] = f'inline; filename="statement-{found["until"]}-{found["producer"]}.{wanted}"'
    return answer


@endpoint(bp, "POST", "/statements/<uid>/accept", Permit.STATEMENT_SAY, body=AcceptRequest, answer=STATEMENT)
def accept_statement(uid: str) -> Response:
    """The producer agrees; a manager notes that the paper was signed."""
    document, _ = read_body(AcceptRequest)
    actor = current_actor()
    transaction(lambda: statement_states.accept(uid.lower(), document, actor))
    return _shown(statements.show(uid.lower()))


@endpoint(bp, "POST", "/statements/<uid>/query", Permit.STATEMENT_SAY, body=QueryRequest, answer=STATEMENT)
def query_statement(uid: str) -> Response:
    """Asks about a line."""
    document, _ = read_body(QueryRequest)
    actor = current_actor()
    transaction(lambda: statement_states.say(uid.lower(), "query", document, actor))
    return _shown(statements.show(uid.lower()))


@endpoint(bp, "POST", "/statements/<uid>/answer", Permit.MANAGE, body=QueryRequest, answer=STATEMENT)
def answer_statement(uid: str) -> Response:
    """Answers a question about a line."""
    document, _ = read_body(QueryRequest)
    actor = current_actor()
    transaction(lambda: statement_states.say(uid.lower(), "answer", document, actor))
    return _shown(statements.show(uid.lower()))
