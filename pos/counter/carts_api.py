"""The API of carts that wait and of sheets of the paper pad."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people import approvals
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.results import Page
from core.values.field_types import MasterCode, RequestModel
from core.web import validation
from core.web.api import PageQuery, endpoint, path_uid, put_once, read_body, read_query, respond
from pos.api import known_uid
from pos.counter import held_carts, keyed_sheets
from pos.counter.requests import HeldCartRequest, KeyedSheetRequest, SpoiledSheetRequest
from pos.counter.results import HeldCartResult, KeyedSheetResult, SpoiledSheetResult
from pos.pads import pad_numbers
from pos.permits import SalesPermit
from pos.results import SaleResult

bp = Blueprint("carts_api", __name__)


@endpoint(bp, "PUT", "/held-carts/<uid>", SalesPermit.SELL, body=HeldCartRequest, answer=HeldCartResult, statuses=(200, 201))
def put_held_cart(uid: str) -> Response:
    """Lets a cart wait for this or another till."""
    uid = path_uid(uid)
    document, _ = read_body(HeldCartRequest)
    actor = current_actor()

    def act() -> tuple[HeldCartResult, bool]:
        created = held_carts.hold(uid, document, actor)
        return held_carts.get_cart(uid), created

    cart, created = transaction(act)
    return respond(cart, 201 if created else 200)


@endpoint(bp, "GET", "/held-carts/<uid>", SalesPermit.SELL, answer=HeldCartResult)
def get_held_cart(uid: str) -> Response:
    """A cart that waits."""
    return respond(held_carts.get_cart(known_uid(uid)))


class HeldCartsQuery(PageQuery):
    """GET /held-carts."""

    till: MasterCode | None = None


@endpoint(bp, "GET", "/held-carts", SalesPermit.SELL, query=HeldCartsQuery, answer=Page[HeldCartResult])
def list_held_carts() -> Response:
    """The outlet's carts that wait, the longest first."""
    q = read_query(HeldCartsQuery)
    found = held_carts.list_carts(q.till, q.after, q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda cart: cart.uid), result_type=Page[HeldCartResult])


class TakeQuery(RequestModel):
    """DELETE /held-carts/{uid}: which till goes on with the cart."""

    till: MasterCode


@endpoint(bp, "DELETE", "/held-carts/<uid>", SalesPermit.SELL, query=TakeQuery, answer=HeldCartResult)
def take_held_cart(uid: str) -> Response:
    """Takes a cart to a till: to the first that asks, and to that one again."""
    uid = known_uid(uid)
    till, actor = read_query(TakeQuery).till, current_actor()
    return respond(transaction(lambda: held_carts.take(uid, till, actor)))


class _SheetNumber(RequestModel):
    number: MasterCode


def _sheet(number: str) -> str:
    """The number of a sheet in the path, as it is printed. Raises Invalid."""
    return pad_numbers.printed_form(validation.read(_SheetNumber, {"number": number}).number)[0]


@endpoint(bp, "PUT", "/pad-sheets/<number>", SalesPermit.SELL, body=KeyedSheetRequest, answer=SaleResult, statuses=(200, 201))
def put_pad_sheet(number: str) -> Response:
    """Keys a sheet of the paper pad in as the sale it is; its number is its id."""
    number = _sheet(number)
    document, data = read_body(KeyedSheetRequest)
    actor = current_actor()
    approval: list[Approval] = []
    return put_once(
        "pad-sheets",
        number,
        data,
        lambda: keyed_sheets.key_in(number, document, approval[0], actor),
        lambda: approval.append(approvals.check(document.approval, actor, forgive=True)),
    )


@endpoint(bp, "GET", "/pad-sheets/<number>", SalesPermit.SELL, answer=SaleResult)
def get_pad_sheet(number: str) -> Response:
    """The sale of a sheet that was keyed in."""
    return respond(keyed_sheets.get_sheet(pad_numbers.printed_form(number)[0]))


@endpoint(bp, "GET", "/pad-sheets", SalesPermit.SELL, query=PageQuery, answer=Page[KeyedSheetResult])
def list_pad_sheets() -> Response:
    """The sheets that were keyed in, by number."""
    q = read_query(PageQuery)
    page = Page.cut(keyed_sheets.list_sheets(q.after, q.limit + 1), q.limit, lambda sheet: sheet.number)
    return respond(page, result_type=Page[KeyedSheetResult])


@endpoint(
    bp,
    "PUT",
    "/spoiled-sheets/<number>",
    SalesPermit.SELL,
    body=SpoiledSheetRequest,
    answer=SpoiledSheetResult,
    statuses=(200, 201),
)
def put_spoiled_sheet(number: str) -> Response:
    """Writes down that a sheet of the paper pad is no sale, and why."""
    number = _sheet(number)
    document, data = read_body(SpoiledSheetRequest)
    actor = current_actor()
    return put_once("spoiled-sheets", number, data, lambda: keyed_sheets.spoil(number, document, actor))


@endpoint(bp, "GET", "/spoiled-sheets", SalesPermit.SELL, query=PageQuery, answer=Page[SpoiledSheetResult])
def list_spoiled_sheets() -> Response:
    """The sheets that are no sale, by number."""
    q = read_query(PageQuery)
    page = Page.cut(keyed_sheets.list_spoiled(q.after, q.limit + 1), q.limit, lambda sheet: sheet.number)
    return respond(page, result_type=Page[SpoiledSheetResult])
