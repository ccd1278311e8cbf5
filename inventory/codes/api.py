"""The endpoint that reads the codes in a picture of a camera, at a till or over goods."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from flask import Blueprint, Response
from pydantic import StringConstraints

from core.errors import Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.values.field_types import RequestModel
from core.web.api import endpoint, read_body, respond
from inventory.codes.frames import MOST_BYTES, CodesResult, Pace, read_codes
from inventory.permits import GoodsPermit

bp = Blueprint("codes_api", __name__)
pace = Pace()


class FrameRequest(RequestModel):
    """POST /codes/read. `file` is a JPEG in base64."""

    file: Annotated[str, StringConstraints(min_length=1, max_length=MOST_BYTES * 4 // 3 + 4)]


@endpoint(bp, "POST", "/codes/read", GoodsPermit.SCAN, body=FrameRequest, answer=CodesResult)
def post_frame() -> Response:
    """The codes in a camera's picture, which is not kept; at most four pictures a second."""
    actor = current_actor()
    pace.check(f"{actor.name} {actor.till}")
    document, _ = read_body(FrameRequest)
    try:
        jpeg = base64.b64decode(document.file, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(("file", N_("Sai định dạng."))) from error
    return respond(read_codes(jpeg))
