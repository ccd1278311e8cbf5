"""The API of the outlet's own settings. Thin: read, ask, answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

from core import outlet
from core.db import transaction
from core.machine import clock_check
from core.machine.clock_check import ClockState
from core.outlet import OutletSettings
from core.people.actor import Actor, current_actor
from core.people.permits import Permit
from core.requests import AccountDecisionRequest, OutletRequest
from core.web.api import endpoint, put_once, read_body, read_settings, respond
from suppliers.permits import SuppliersPermit

bp = Blueprint("office_api", __name__)


@endpoint(bp, "PUT", "/outlet", Permit.MANAGE, body=OutletRequest, answer=OutletSettings)
def put_outlet() -> Response:
    """Changes the outlet's settings; a changed bank account waits for another manager or a day."""
    document = read_settings(OutletRequest, OutletSettings)
    transaction(lambda: outlet.put_outlet(document, current_actor()))
    return respond(outlet.show_outlet())


@endpoint(bp, "GET", "/outlet", SuppliersPermit.MASTER_READ, answer=OutletSettings)
def get_outlet() -> Response:
    """The outlet's settings."""
    return respond(outlet.show_outlet())


@endpoint(
    bp,
    "POST",
    "/outlet/bank-account/confirm",
    Permit.MANAGE,
    body=AccountDecisionRequest,
    answer=OutletSettings,
    statuses=(200, 201),
)
def confirm_account() -> Response:
    """Another manager brings the bank account that waits into force."""
    return _decide("outlet-account-confirmations", outlet.confirm_account)


@endpoint(
    bp,
    "POST",
    "/outlet/bank-account/refuse",
    Permit.MANAGE,
    body=AccountDecisionRequest,
    answer=OutletSettings,
    statuses=(200, 201),
)
def refuse_account() -> Response:
    """Drops the bank account that waits."""
    return _decide("outlet-account-refusals", outlet.refuse_account)


def _decide(scope: str, decide: Callable[[AccountDecisionRequest, Actor], OutletSettings]) -> Response:
    document, data = read_body(AccountDecisionRequest)
    actor = current_actor()
    return put_once(scope, document.uid, data, lambda: decide(document, actor))


@endpoint(bp, "POST", "/clock/confirm", Permit.MANAGE, answer=ClockState)
def confirm_clock() -> Response:
    """Takes the server's present time for right, although its last posting lies far from it."""
    actor = current_actor()
    return respond(transaction(lambda: clock_check.confirm(actor)))
