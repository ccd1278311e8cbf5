"""Files of the programme and papers that end, over the API. Thin: read, ask, answer."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import PlainValidator, WithJsonSchema

from core.db import transaction
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import MasterCode, choice_of, refuse
from core.web.api import (
    PageQuery,
    cursor_number,
    endpoint,
    known_uid,
    path_uid,
    put_once,
    read_body,
    read_query,
    read_settings,
    respond,
)
from suppliers.api import narrowed
from suppliers.certificates.api import DaysAhead
from suppliers.permits import SuppliersPermit
from suppliers.programme.councils import scores
from suppliers.programme.councils.requests import SelfScoreRequest
from suppliers.programme.councils.results import SelfScoreResult
from suppliers.programme.councils.star_rules import NOTICE
from suppliers.programme.files import files, reading, renewals
from suppliers.programme.files.choices import STEPS, FileState
from suppliers.programme.files.reading import FileFilter
from suppliers.programme.files.requests import FileRequest, StepRequest
from suppliers.programme.files.results import ProgrammeFileResult, ReEvaluation
from suppliers.requests import ReversalRequest

bp = Blueprint("programme_files_api", __name__)
PATH = "/programme/files"


def _year(value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise refuse(N_("Năm gồm 4 chữ số."))
    return int(text)


QueryYear = Annotated[int, PlainValidator(_year), WithJsonSchema({"type": "integer", "minimum": 1000, "maximum": 9999})]


class FilesQuery(PageQuery):
    """GET /programme/files."""

    year: QueryYear | None = None
    product: MasterCode | None = None
    producer: MasterCode | None = None
    state: Annotated[FileState | None, choice_of(FileState)] = None


class ReEvaluationsQuery(PageQuery):
    """GET /programme/re-evaluations; `within` counts days from today to the end of the paper."""

    within: DaysAhead = NOTICE.days


@endpoint(
    bp, "PUT", f"{PATH}/<uid>", SuppliersPermit.PROGRAMME, body=FileRequest, answer=ProgrammeFileResult, statuses=(200, 201)
)
def put_file(uid: str) -> Response:
    """Records that a product, or an idea, takes part in a year; an idea keeps its text when its product is named later."""
    uid = path_uid(uid)
    document, actor = read_settings(FileRequest, ProgrammeFileResult), current_actor()
    created, file = transaction(lambda: (files.put_file(uid, document, actor), reading.show_file(uid)))
    return respond(file, 201 if created else 200)


@endpoint(bp, "GET", f"{PATH}/<uid>", SuppliersPermit.PROGRAMME_FILES_READ, answer=ProgrammeFileResult)
def get_programme_file(uid: str) -> Response:
    """A file with its steps."""
    return respond(reading.show_file(known_uid(uid), current_actor().producer))


@endpoint(bp, "GET", PATH, SuppliersPermit.PROGRAMME_FILES_READ, query=FilesQuery, answer=Page[ProgrammeFileResult])
def list_programme_files() -> Response:
    """Files in the order they were added; a producer sees its own."""
    q = read_query(FilesQuery)
    wanted = FileFilter(q.year, q.product, narrowed(q.producer), q.state)
    found = reading.list_files(wanted, cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda file: file.id), result_type=Page[ProgrammeFileResult])


def _step(step: int) -> int:
    """One of the six steps. Raises NotFound."""
    if not 1 <= step <= len(STEPS):
        raise NotFound(N_("Chu trình OCOP chỉ có sáu bước."))
    return step


@endpoint(
    bp,
    "POST",
    f"{PATH}/<uid>/steps/<int:step>",
    SuppliersPermit.PROGRAMME,
    body=StepRequest,
    answer=ProgrammeFileResult,
    statuses=(200, 201),
)
def record_step(uid: str, step: int) -> Response:
    """Records that the next of a file's six steps is done."""
    reading.show_file(uid.lower())
    document, data = read_body(StepRequest)
    said = [uid.lower(), _step(step), data]
    actor = current_actor()
    return put_once("programme-steps", document.uid, said, lambda: files.record_step(uid.lower(), step, document, actor))


@endpoint(
    bp,
    "POST",
    f"{PATH}/<uid>/steps/<int:step>/revert",
    SuppliersPermit.PROGRAMME,
    body=ReversalRequest,
    answer=ProgrammeFileResult,
    statuses=(200, 201),
)
def revert_step(uid: str, step: int) -> Response:
    """Takes a file's last step back, which was recorded by mistake."""
    reading.show_file(uid.lower())
    document, data = read_body(ReversalRequest)
    said = [uid.lower(), _step(step), data]
    actor = current_actor()
    return put_once("programme-reversals", document.uid, said, lambda: files.revert_step(uid.lower(), step, document, actor))


@endpoint(
    bp,
    "PUT",
    f"{PATH}/<uid>/self-score",
    SuppliersPermit.PROGRAMME,
    body=SelfScoreRequest,
    answer=SelfScoreResult,
    statuses=(200, 201),
)
def put_self_score(uid: str) -> Response:
    """Records the points that the producer of a file gives itself; the newest count."""
    uid = reading.show_file(uid.lower()).uid
    document, actor = read_settings(SelfScoreRequest, SelfScoreResult), current_actor()
    is_new = transaction(lambda: scores.put_self_score(uid, document, actor))
    return respond(scores.self_scores([uid])[uid], 201 if is_new else 200)


@endpoint(bp, "GET", f"{PATH}/<uid>/self-score", SuppliersPermit.PROGRAMME_FILES_READ, answer=SelfScoreResult)
def get_self_score(uid: str) -> Response:
    """The points that the producer of a file gives itself."""
    own = reading.show_file(known_uid(uid), current_actor().producer).self_score
    if own is None:
        raise NotFound(N_("Nhà sản xuất chưa tự chấm."))
    return respond(own)


@endpoint(
    bp,
    "GET",
    "/programme/re-evaluations",
    SuppliersPermit.PROGRAMME,
    query=ReEvaluationsQuery,
    answer=Page[ReEvaluation],
)
def list_re_evaluations() -> Response:
    """Products, by code, whose OCOP paper ends within so many days, or has ended: they are to be evaluated anew."""
    q = read_query(ReEvaluationsQuery)
    page = Page.cut(renewals.due(q.within, q.after, q.limit + 1), q.limit, lambda ending: ending.product)
    return respond(page, result_type=Page[ReEvaluation])
