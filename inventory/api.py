"""The stock's part of the API. Thin: read, ask, answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from flask import Blueprint, Response, make_response
from pydantic import Field

from core.db import transaction
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import Day, RequestModel, choice_of
from core.web.api import (
    BINARY,
    PageQuery,
    cursor_number,
    endpoint,
    path_uid,
    put_once,
    read_body,
    read_master,
    read_query,
    respond,
)
from inventory import places, queries
from inventory.codes import scan
from inventory.labels import contents, files, runs
from inventory.labels.files import LabelFormat
from inventory.labels.stocks import LabelStock
from inventory.permits import GoodsPermit
from inventory.requests import LabelRunRequest, PlaceRequest
from inventory.results import LabelRunResult, LotResult, MovementResult, PlaceResult, ScanResult, StockRow
from suppliers.agreements import visibility
from suppliers.api import narrowed
from suppliers.choices import Visibility

bp = Blueprint("inventory_api", __name__)


class StockQuery(PageQuery):
    """GET /stock."""

    product: str | None = None
    producer: str | None = None
    place: str | None = None
    lot: str | None = None


class MovementQuery(PageQuery):
    """GET /stock/movements."""

    lot: str | None = None
    product: str | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


class ScanQuery(RequestModel):
    """GET /scan."""

    code: str = ""


class RunFormat(StrEnum):
    """What a run of labels is answered as."""

    JSON = "json"
    PDF = "pdf"
    ESCPOS = "escpos"
    ZPL = "zpl"


class LabelRunQuery(RequestModel):
    """GET /labels/{uid}."""

    format: Annotated[RunFormat, choice_of(RunFormat)] = RunFormat.JSON


class LabelQuery(RequestModel):
    """GET /lots/{lot}/label."""

    format: Annotated[LabelFormat, choice_of(LabelFormat)] = LabelFormat.PNG
    stock: Annotated[LabelStock | None, choice_of(LabelStock)] = None


@endpoint(bp, "GET", "/places", GoodsPermit.PLACES_READ, query=PageQuery, answer=Page[PlaceResult])
def list_places() -> Response:
    """The outlet's places."""
    q = read_query(PageQuery)
    rows = places.list_places(q.after, q.limit + 1)
    return respond(Page.cut(rows, q.limit, lambda place: place.code), result_type=Page[PlaceResult])


@endpoint(bp, "GET", "/places/<code>", GoodsPermit.PLACES_READ, answer=PlaceResult)
def get_place(code: str) -> Response:
    """A place."""
    return respond(places.show_place(code))


@endpoint(bp, "PUT", "/places/<code>", Permit.MANAGE, body=PlaceRequest, answer=PlaceResult, statuses=(200, 201))
def put_place(code: str) -> Response:
    """Records a place."""
    document = read_master(PlaceRequest, PlaceResult, code)
    created = transaction(lambda: places.put_place(code, document, current_actor()))
    return respond(places.show_place(code), 201 if created else 200)


@endpoint(bp, "GET", "/stock", GoodsPermit.READ, query=StockQuery, answer=Page[StockRow])
def get_stock() -> Response:
    """What lies where, by lot and place."""
    visibility.require(current_actor(), Visibility.BASIC)
    q = read_query(StockQuery)
    after = None
    if q.after is not None:
        lot, mark, place = q.after.rpartition("@")
        if not mark:
            raise Invalid(("after", N_("Sai định dạng.")))
        after = (lot, place)
    producer = narrowed(q.producer)
    rows = queries.stock(product=q.product, producer=producer, place=q.place, lot=q.lot, after=after, limit=q.limit + 1)
    return respond(Page.cut(rows, q.limit, lambda row: f"{row.lot}@{row.place}"), result_type=Page[StockRow])


@endpoint(bp, "GET", "/stock/movements", GoodsPermit.READ, query=MovementQuery, answer=Page[MovementResult])
def get_movements() -> Response:
    """Movements, oldest posting first."""
    visibility.require(current_actor(), Visibility.BASIC)
    q = read_query(MovementQuery)
    rows = queries.movements(
        lot=q.lot,
        product=q.product,
        producer=current_actor().producer,
        first=q.from_,
        last=q.to,
        after=cursor_number(q.after),
        limit=q.limit + 1,
    )
    cut = Page.cut(rows, q.limit, lambda item: item[0])
    seen = [queries.as_seen_by(current_actor(), movement) for _cursor, movement in cut.items]
    return respond(Page(seen, cut.next), result_type=Page[MovementResult])


@endpoint(bp, "GET", "/lots/<code:lot>", GoodsPermit.READ, answer=LotResult)
def get_lot(lot: str) -> Response:
    """A lot and where it lies."""
    visibility.require(current_actor(), Visibility.BASIC)
    return respond(queries.lot(lot, current_actor().producer))


@endpoint(
    bp,
    "GET",
    "/lots/<code:lot>/label",
    GoodsPermit.LABELS,
    query=LabelQuery,
    answer=None,
    media=dict.fromkeys(files.MIMETYPES.values(), BINARY),
)
def get_label(lot: str) -> Response:
    """One label of a lot, as large as a sticker of the stock."""
    q = read_query(LabelQuery)
    label = contents.lot_labels([lot], current_actor().producer)[lot]
    answer = make_response(files.render(label, q.format, q.stock))
    answer.content_type = files.MIMETYPES[q.format]
    return answer


@endpoint(bp, "POST", "/labels", GoodsPermit.WRITE, body=LabelRunRequest, answer=LabelRunResult, statuses=(200, 201))
def post_labels() -> Response:
    """Prints labels: a file to fetch, or a job of the printer that is named."""
    document, data = read_body(LabelRunRequest)
    actor = current_actor()
    return put_once("labels", document.uid, data, lambda: runs.print_labels(document, actor))


@endpoint(
    bp,
    "GET",
    "/labels/<uid>",
    GoodsPermit.LABELS,
    query=LabelRunQuery,
    answer=LabelRunResult,
    media={mimetype: BINARY for format, mimetype in files.MIMETYPES.items() if format.value in set(RunFormat)},
)
def get_labels(uid: str) -> Response:
    """What was printed of labels at once, or the labels themselves as they are today."""
    q, uid, producer = read_query(LabelRunQuery), path_uid(uid), current_actor().producer
    if q.format is RunFormat.JSON:
        return respond(runs.get_run(uid, producer))
    run, stock, start = runs.run_of(uid, producer)
    match q.format:
        case RunFormat.PDF:
            answer = make_response(files.run_pdf(run, stock, start))
            answer.headers["Content-Disposition"] = 'inline; filename="tem.pdf"'
        case RunFormat.ESCPOS:
            answer = make_response(files.run_escpos(run, stock))
        case RunFormat.ZPL:
            answer = make_response(files.run_zpl(run, stock))
    answer.content_type = files.MIMETYPES[LabelFormat(q.format.value)]
    return answer


@endpoint(bp, "GET", "/scan", GoodsPermit.SCAN, query=ScanQuery, answer=ScanResult)
def scan_code() -> Response:
    """What a scanned code means here."""
    return respond(scan.look_up(read_query(ScanQuery).code))
