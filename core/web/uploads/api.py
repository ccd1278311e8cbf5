"""The API of files, and the public address of pictures."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from core.errors import NotFound
from core.files import reading, storing
from core.files.choices import CopyType, FileType, Width
from core.files.results import FileContent, FileResult
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.values.field_types import RequestModel
from core.values.uid import is_uid
from core.web.api import (
    BINARY,
    PageQuery,
    cursor_uid,
    endpoint,
    json_text,
    known_uid,
    path_uid,
    read_query,
    respond,
)
from core.web.error_responses import Problem
from core.web.uploads.photos import photo_address, picture_address

bp = Blueprint("files", __name__)


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    addresses = (photo_address, picture_address)
    state.app.jinja_env.globals.update({address.__name__: address for address in addresses})


YEAR_S = 365 * 24 * 3600
WITHOUT_POWER = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of a file that somebody sent: it is shown or kept, and does nothing."""


class FileQuery(RequestModel):
    """GET of one file. A picture comes no wider than `width`; `json` is what is known of it."""

    width: Literal["120", "480", "1280"] = "1280"
    format: Literal["file", "json"] = "file"


@endpoint(
    bp,
    "PUT",
    "/files/<uid>",
    Permit.OWN,
    right=Permit.ANSWER,
    answer=FileResult,
    statuses=(200, 201),
    takes={kind.value: BINARY for kind in FileType},
)
def put_file(uid: str) -> Response:
    """Keeps the bytes of a JPEG, PNG, WebP or PDF of at most 16 MB.

    Pictures are turned upright, made anew at three widths, and lose what their file says of camera and place.
    """
    uid = path_uid(uid)
    content = request.get_data(cache=False)
    if len(content) > storing.MOST_BYTES:
        raise Problem(413, "too_large", N_("Tệp lớn hơn 16 MB. Hãy chọn tệp nhỏ hơn."))
    text, created = storing.store(uid, content, current_actor())
    return json_text(text, 201 if created else 200)


@endpoint(bp, "GET", "/files", Permit.OWN, query=PageQuery, answer=Page[FileResult])
def list_files() -> Response:
    """Files by id: all for the manager, for others those they sent."""
    q = read_query(PageQuery)
    after = cursor_uid(q.after) if q.after is not None else None
    found = reading.list_files(current_actor(), after, q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda file: file.uid), result_type=Page[FileResult])


@endpoint(
    bp,
    "GET",
    "/files/<uid>",
    Permit.OWN,
    query=FileQuery,
    answer=FileResult,
    media={kind.value: BINARY for kind in CopyType},
)
def get_file(uid: str) -> Response:
    """A file's bytes, for who sent it and who reads what names it; a picture in the best type that `Accept` names."""
    q = read_query(FileQuery)
    file = reading.find(known_uid(uid), current_actor())
    if q.format == "json":
        return respond(file)
    return _given_out(reading.content(file.uid, Width(int(q.width)), _accepted()), file.uid, "private")


@bp.get("/pictures/<uid>/<int:width>")
@needs(Permit.PUBLIC)
def picture(uid: str, width: int) -> Response:
    """A picture of something that everybody may see, at one of the three widths."""
    if not is_uid(uid) or width not in set(Width) or not reading.is_public(uid.lower()):
        raise NotFound
    return _given_out(reading.content(uid.lower(), Width(width), _accepted()), uid.lower(), "public")


@bp.get("/pictures/<uid>/<int:width>.<ending>")
@needs(Permit.PUBLIC)
def picture_of_type(uid: str, width: int, ending: str) -> Response:
    """The same in the type that its address names, where there is a copy of it, else as a JPEG."""
    kind = next((kind for kind in CopyType if kind.ending == ending and kind is not CopyType.PDF), None)
    if kind is None or not is_uid(uid) or width not in set(Width) or not reading.is_public(uid.lower()):
        raise NotFound
    return _given_out(reading.content(uid.lower(), Width(width), {kind}), uid.lower(), "public")


def _accepted() -> frozenset[CopyType]:
    """The types of pictures that the reader names; whoever only takes anything gets the type that all can read."""
    named = {value for value, quality in request.accept_mimetypes if quality > 0}
    return frozenset(kind for kind in CopyType if kind.value in named)


def _given_out(file: FileContent, uid: str, shared: str) -> Response:
    """A copy with what makes it harmless; it never changes under its address, so it is read once a year."""
    answer = current_app.response_class(file.content, content_type=file.type.value)
    disposition = "attachment" if file.type is CopyType.PDF else "inline"
    answer.headers["Content-Disposition"] = f'{disposition}; filename="{uid}.{file.type.ending}"'
    answer.headers["Content-Security-Policy"] = WITHOUT_POWER
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = f"{shared}, max-age={YEAR_S}, immutable"
    answer.vary.add("Accept")
    answer.set_etag(file.digest[:32])
    answer.make_conditional(request)
    return answer
