"""The API of customer displays, for the tills."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import MasterCode
from core.web.api import PageQuery, endpoint, path_uid, put_once, read_body, read_query, respond
from pos import shifts, tills
from pos.api import known_uid
from pos.display import pairings, shown
from pos.display.requests import DisplayRequest, PairingRequest
from pos.display.results import PairingResult, ShownResult
from pos.permits import SalesPermit

bp = Blueprint("display_api", __name__)


@endpoint(bp, "PUT", "/display-pairings/<uid>", SalesPermit.SELL, body=PairingRequest, answer=PairingResult, statuses=(200, 201))
def put_pairing(uid: str) -> Response:
    """Offers a code that one device may pair with a till by, within five minutes."""
    uid = path_uid(uid)
    document, data = read_body(PairingRequest)
    actor = current_actor()
    return put_once("display-pairings", uid, data, lambda: pairings.offer(uid, document, actor))


@endpoint(bp, "GET", "/display-pairings/<uid>", SalesPermit.SELL, answer=PairingResult)
def get_pairing(uid: str) -> Response:
    """A paired device, or the offer of a code."""
    return respond(pairings.get_pairing(known_uid(uid)))


class PairingsQuery(PageQuery):
    """GET /display-pairings."""

    till: MasterCode


@endpoint(bp, "GET", "/display-pairings", SalesPermit.SELL, query=PairingsQuery, answer=Page[PairingResult])
def list_pairings() -> Response:
    """The devices that are paired with a till, by id."""
    q = read_query(PairingsQuery)
    found = sorted(pairings.list_pairings(q.till), key=lambda one: one.uid)
    found = [one for one in found if q.after is None or one.uid > q.after]
    return respond(Page.cut(found, q.limit, lambda one: one.uid), result_type=Page[PairingResult])


@endpoint(bp, "DELETE", "/display-pairings/<uid>", SalesPermit.SELL, answer=PairingResult)
def end_pairing(uid: str) -> Response:
    """Ends a pairing: the device shows nothing any more."""
    uid, actor = known_uid(uid), current_actor()
    return respond(transaction(lambda: pairings.end(uid, actor)))


@endpoint(bp, "PUT", "/tills/<code>/display", SalesPermit.SELL, body=DisplayRequest, answer=ShownResult)
def put_display(code: str) -> Response:
    """Shows customers what the till is at, until it says something else or has been silent for 75 seconds."""
    tills.get_till(code)
    _, data = read_body(DisplayRequest)
    shifts.enter(code, current_actor())
    shown.show(code, json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return respond(ShownResult(pairings.count(code)))
