"""The API of what a till knows of persons and devices."""

from __future__ import annotations

from flask import Blueprint, Response, request

from core.db import transaction
from core.people import sessions
from core.people.actor import current_actor
from core.web.api import endpoint, read_body, respond
from pos.permits import SalesPermit
from pos.terminal import devices, looks
from pos.terminal.requests import DeviceRequest, LookRequest
from pos.terminal.results import DeviceResult, Look

bp = Blueprint("terminal_api", __name__)


@endpoint(bp, "PUT", "/me/till-look", SalesPermit.SELL, body=LookRequest, answer=Look, statuses=(200, 201))
def put_look() -> Response:
    """Chooses how every till looks and sounds for oneself."""
    document, _ = read_body(LookRequest)
    person = current_actor().person_id

    def act() -> tuple[Look, bool]:
        is_new = looks.put_look(person, document)
        return looks.get_look(person), is_new

    look, is_new = transaction(act)
    return respond(look, 201 if is_new else 200)


@endpoint(bp, "GET", "/me/till-look", SalesPermit.SELL, answer=Look)
def get_look() -> Response:
    """How every till looks and sounds for oneself."""
    return respond(looks.get_look(current_actor().person_id))


@endpoint(bp, "PUT", "/tills/<code>/device", SalesPermit.SELL, body=DeviceRequest, answer=DeviceResult)
def put_device(code: str) -> Response:
    """Lets a device sell at a till: where another does, only when it takes the till over."""
    document, _ = read_body(DeviceRequest)
    label, actor = sessions.browser_of(request.user_agent.string) or "–", current_actor()
    return respond(transaction(lambda: devices.hold(code, document, label, actor)))


@endpoint(bp, "GET", "/tills/<code>/device", SalesPermit.SELL, answer=DeviceResult)
def get_device(code: str) -> Response:
    """The device that sells at a till."""
    return respond(devices.get_device(code))
