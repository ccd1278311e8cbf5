"""The API of what a manager puts on the slips."""

from __future__ import annotations

import base64
import binascii

from flask import Blueprint, Response

from core.db import transaction
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit
from core.printing.templates import slip_templates
from core.printing.templates.requests import SlipLogoRequest, SlipTemplateRequest
from core.printing.templates.slip_templates import SlipLogoResult, SlipTemplateResult
from core.results import Page
from core.web.api import endpoint, put_once, read_body, read_settings, respond

bp = Blueprint("slip_templates_api", __name__)


@endpoint(bp, "GET", "/slip-template", Permit.MANAGE, answer=SlipTemplateResult)
def get_slip_template() -> Response:
    """What stands on the slips beside what they have to say."""
    return respond(slip_templates.present())


@endpoint(bp, "PUT", "/slip-template", Permit.MANAGE, body=SlipTemplateRequest, answer=SlipTemplateResult)
def put_slip_template() -> Response:
    """Puts it anew, as a version; the same once more makes none."""
    document, actor = read_settings(SlipTemplateRequest, SlipTemplateResult), current_actor()
    return respond(transaction(lambda: slip_templates.put(document, actor)))


@endpoint(bp, "GET", "/slip-template/versions", Permit.MANAGE, answer=Page[SlipTemplateResult])
def list_slip_template_versions() -> Response:
    """The last hundred versions, the newest first."""
    return respond(Page(slip_templates.list_versions(), None), result_type=Page[SlipTemplateResult])


@endpoint(bp, "POST", "/slip-logos", Permit.MANAGE, body=SlipLogoRequest, answer=SlipLogoResult, statuses=(200, 201))
def add_slip_logo() -> Response:
    """Keeps a picture that slips can show."""
    document, data = read_body(SlipLogoRequest)
    actor = current_actor()
    try:
        file = base64.b64decode(document.file, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(("file", N_("Sai định dạng."))) from error
    return put_once("slip-logos", document.uid, data, lambda: slip_templates.add_logo(file, actor))
