"""The stock's part of the API. Thin: read, ask, answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify, make_response
from pydantic import Field

from core import idempotency
from core.db import transaction
from core.errors import Invalid, NotFound
from core.field_types import Day, RequestModel
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit
from core.quantity import format_quantity
from core.uid import is_uid
from core.web.answers import BOOL, DAY, MOMENT, QTY, SIGNED_QTY, TEXT, UID, VND, Schema, items, maybe, obj, one_of, page
from core.web.api import PageQuery, cursor_number, endpoint, page_of, path_uid, put_once, read_body, read_query
from inventory import counts, deliveries, losses, places, queries, recalls, returns, scan, transfers
from inventory.labels import lot_label
from inventory.models import MOVEMENT_KINDS
from inventory.requests import (
    CountRequest,
    DeliveryRequest,
    LossRequest,
    PlaceRequest,
    RecallRequest,
    ReturnRequest,
    TransferRequest,
)
from suppliers import book
from suppliers.api import BINARY, master_code, narrowed

bp = Blueprint("inventory_api", __name__)

PLACE: Schema = obj(code=TEXT, name=TEXT, kind=one_of("shop", "store", "stall"))
STOCK: Schema = obj(producer=TEXT, product=TEXT, lot=TEXT, place=TEXT, on_hand=QTY, best_before=maybe(DAY))
MOVEMENT: Schema = obj(
    uid=UID,
    at=MOMENT,
    kind=one_of(*MOVEMENT_KINDS),
    product=TEXT,
    lot=TEXT,
    quantity=QTY,
    to=TEXT,
    document=TEXT,
    also={"from": TEXT},
)
LOT_LINE: Schema = obj(lot=TEXT, product=TEXT, quantity=QTY)
DELIVERY: Schema = obj(
    uid=UID,
    producer=TEXT,
    place=TEXT,
    delivered_on=DAY,
    lines=items(obj(product=TEXT, lot=TEXT, quantity=QTY, unit=TEXT)),
    sums=items(obj(product=TEXT, quantity=SIGNED_QTY)),
    lots=items(TEXT),
)
RETURN: Schema = obj(uid=UID, producer=TEXT, place=TEXT, lines=items(LOT_LINE))
LOSS: Schema = obj(uid=UID, place=TEXT, lines=items(obj(lot=TEXT, product=TEXT, quantity=QTY, cause=TEXT, owed_vnd=VND)))
TRANSFER: Schema = obj(uid=UID, to=TEXT, lines=items(LOT_LINE), also={"from": TEXT})
COUNT: Schema = obj(
    uid=UID,
    place=TEXT,
    lines=items(
        obj(lot=TEXT, product=TEXT, counted=SIGNED_QTY, booked=SIGNED_QTY, difference=SIGNED_QTY, counted_at=MOMENT, owed_vnd=VND)
    ),
)
LOT: Schema = obj(
    lot=TEXT,
    product=TEXT,
    producer=TEXT,
    made_on=maybe(DAY),
    best_before=maybe(DAY),
    delivered_on=DAY,
    recalled=BOOL,
    places=items(obj(place=TEXT, on_hand=QTY)),
    link=TEXT,
)
SCAN: Schema = {
    "type": "object",
    "required": ["kind", "warnings"],
    "properties": {
        "kind": one_of(*scan.ScanKind),
        "product": TEXT,
        "lot": TEXT,
        "quantity": QTY,
        "sale": UID,
        "warnings": items(one_of(*scan.ScanWarning)),
    },
}


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


class LabelQuery(RequestModel):
    """GET /lots/{lot}/label."""

    format: Literal["png", "svg", "pdf", "escpos"] = "png"


@endpoint(bp, "GET", "/places", Permit.TILLS_READ, query=PageQuery, answer=page(PLACE))
def list_places() -> Response:
    """The outlet's places."""
    q = read_query(PageQuery)
    return jsonify(page_of(places.list_places(q.after, q.limit + 1), q.limit, "code"))


@endpoint(bp, "GET", "/places/<code>", Permit.TILLS_READ, answer=PLACE)
def get_place(code: str) -> Response:
    """A place."""
    return jsonify(places.show_place(code))


@endpoint(bp, "PUT", "/places/<code>", Permit.MANAGE, body=PlaceRequest, answer=PLACE, statuses=(200, 201))
def put_place(code: str) -> Response:
    """Records a place."""
    master_code(code)
    document, _ = read_body(PlaceRequest)
    created = transaction(lambda: places.put_place(code, document, current_actor()))
    return make_response(jsonify(places.show_place(code)), 201 if created else 200)


def _goods(scope: str, shape: Any, answer: Schema, verb: Callable[..., dict[str, Any]], what: str) -> None:
    """A goods document: PUT once under the client's id, read back as it was answered."""

    def put(uid: str) -> Response:
        uid = path_uid(uid)
        document, data = read_body(shape)
        actor = current_actor()
        return put_once(scope, uid, data, lambda: verb(uid, document, actor))

    def get(uid: str) -> Response:
        found = idempotency.stored_answer(scope, uid.lower()) if is_uid(uid) else None
        if found is None:
            raise NotFound(N_("Không có chứng từ này."))
        return jsonify(found)

    name = scope.replace("-", "_")
    put.__name__, put.__doc__ = f"put_{name}", what
    get.__name__, get.__doc__ = f"get_{name}", f"{what[:-1]}: the answer it got."
    endpoint(bp, "PUT", f"/{scope}/<uid>", Permit.GOODS_WRITE, body=shape, answer=answer, statuses=(200, 201))(put)
    endpoint(bp, "GET", f"/{scope}/<uid>", Permit.GOODS_WRITE, answer=answer)(get)


_goods("deliveries", DeliveryRequest, DELIVERY, deliveries.deliver, "Receives goods from a producer.")
_goods("producer-returns", ReturnRequest, RETURN, returns.give_back, "Gives goods back to their producer.")
_goods("losses", LossRequest, LOSS, losses.lose, "Writes goods off by cause.")
_goods("transfers", TransferRequest, TRANSFER, transfers.transfer, "Moves goods between the outlet's places.")
_goods("counts", CountRequest, COUNT, counts.count, "Records what was counted.")


@endpoint(bp, "GET", "/stock", Permit.GOODS_READ, query=StockQuery, answer=page(STOCK))
def get_stock() -> Response:
    """What lies where, by lot and place."""
    q = read_query(StockQuery)
    after = None
    if q.after is not None:
        lot, mark, place = q.after.rpartition("@")
        if not mark:
            raise Invalid(("after", N_("Sai định dạng.")))
        after = (lot, place)
    producer = narrowed(q.producer)
    found = queries.stock(product=q.product, producer=producer, place=q.place, lot=q.lot, after=after, limit=q.limit + 1)
    return jsonify(page_of([{**r, "_key": f"{r['lot']}@{r['place']}"} for r in found], q.limit, "_key"))


@endpoint(bp, "GET", "/stock/movements", Permit.GOODS_READ, query=MovementQuery, answer=page(MOVEMENT))
def get_movements() -> Response:
    """Movements, oldest posting first."""
    q = read_query(MovementQuery)
    found = queries.movements(
        lot=q.lot,
        product=q.product,
        producer=current_actor().producer,
        first=q.from_,
        last=q.to,
        after=cursor_number(q.after),
        limit=q.limit + 1,
    )
    return jsonify(page_of(book.seen_by(current_actor(), found), q.limit, "_id"))


@endpoint(bp, "GET", "/lots/<code:lot>", Permit.GOODS_READ, answer=LOT)
def get_lot(lot: str) -> Response:
    """A lot and where it lies."""
    return jsonify(queries.lot(lot, current_actor().producer))


@endpoint(
    bp,
    "GET",
    "/lots/<code:lot>/label",
    Permit.LABELS,
    query=LabelQuery,
    answer=None,
    media=dict.fromkeys(lot_label.MIMETYPES.values(), BINARY),
)
def get_label(lot: str) -> Response:
    """One label of a lot."""
    q = read_query(LabelQuery)
    facts = queries.label_data([lot], current_actor().producer)
    answer = make_response(lot_label.render(facts[lot], q.format))
    answer.content_type = lot_label.MIMETYPES[q.format]
    return answer


@endpoint(
    bp,
    "POST",
    "/lots/<code:lot>/recall",
    Permit.MANAGE,
    body=RecallRequest,
    answer=obj(lot=TEXT, recalled=BOOL),
    statuses=(200, 201),
)
def recall_lot(lot: str) -> Response:
    """Stops a lot: nobody may sell it any more."""
    document, data = read_body(RecallRequest)
    actor = current_actor()
    return put_once("recalls", document.uid, [lot, data], lambda: recalls.recall(lot, document, actor))


@endpoint(bp, "GET", "/scan", Permit.SCAN, query=ScanQuery, answer=SCAN)
def scan_code() -> Response:
    """What a scanned code means here."""
    found = scan.look_up(read_query(ScanQuery).code)
    quantity = None if found.quantity_milli is None else format_quantity(found.quantity_milli)
    named = {"product": found.product, "lot": found.lot, "quantity": quantity, "sale": found.sale}
    shown = {key: value for key, value in named.items() if value is not None}
    return jsonify({"kind": found.kind, **shown, "warnings": found.warnings})
