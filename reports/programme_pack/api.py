"""The report of the programme over the API, live and frozen. Thin: read, ask, answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint, Response, make_response
from pydantic import Field

from core import clock
from core.db import numbering
from core.i18n import in_language
from core.people.actor import current_actor
from core.printing.issuer import present_issuer
from core.results import Page
from core.values.field_types import Day, RequestModel, choice_of
from core.web.api import BINARY, PageQuery, endpoint, known_uid, path_uid, put_once, read_body, read_query, respond
from reports.programme_pack import freezing
from reports.programme_pack.choices import PackFormat
from reports.programme_pack.composing import compose
from reports.programme_pack.requests import PackRequest
from reports.programme_pack.results import FrozenHead, FrozenPack, ProgrammePack
from suppliers.api import PDF, XLSX
from suppliers.permits import SuppliersPermit

bp = Blueprint("programme_pack_api", __name__)
FILES = {PDF: BINARY, XLSX: BINARY}
PACKS = "/programme/packs"


class PackFileQuery(RequestModel):
    """How a frozen report is sent."""

    format: Annotated[PackFormat, choice_of(PackFormat)] = PackFormat.JSON


class PackQuery(PackFileQuery):
    """GET /programme/pack; the year so far unless days are named."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@endpoint(bp, "GET", "/programme/pack", SuppliersPermit.PROGRAMME, query=PackQuery, answer=ProgrammePack, media=FILES)
def get_pack() -> Response:
    """The report of the programme over a span of days, as it stands now."""
    q = read_query(PackQuery)
    last = q.to or clock.today()
    pack = compose(q.from_ or date(last.year, 1, 1), last)
    return respond(pack) if q.format is PackFormat.JSON else _file(q.format, pack, None, clock.today())


@endpoint(bp, "PUT", f"{PACKS}/<uid>", SuppliersPermit.PROGRAMME, body=PackRequest, answer=FrozenPack, statuses=(200, 201))
def put_pack(uid: str) -> Response:
    """Freezes the report of a span of days under the next number of the year; it never changes again."""
    uid = path_uid(uid)
    document, data = read_body(PackRequest)
    actor = current_actor()
    return put_once(freezing.SCOPE, uid, data, lambda: freezing.freeze(uid, document, actor))


@endpoint(bp, "GET", f"{PACKS}/<uid>", SuppliersPermit.PROGRAMME, query=PackFileQuery, answer=FrozenPack, media=FILES)
def get_frozen(uid: str) -> Response:
    """A frozen report."""
    q = read_query(PackFileQuery)
    frozen = freezing.show_frozen(known_uid(uid))
    if q.format is PackFormat.JSON:
        return respond(frozen)
    return _file(q.format, frozen.pack, frozen.number, clock.day_of(frozen.frozen_at))


@endpoint(bp, "GET", PACKS, SuppliersPermit.PROGRAMME, query=PageQuery, answer=Page[FrozenHead])
def list_frozen() -> Response:
    """The frozen reports by number."""
    q = read_query(PageQuery)
    found = freezing.list_frozen(numbering.parse(q.after) if q.after else None, q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda pack: pack.number), result_type=Page[FrozenHead])


def _file(file_format: PackFormat, pack: ProgrammePack, number: str | None, day: date) -> Response:
    issuer = present_issuer()
    with in_language(issuer.language):  # a file is a paper: whoever fetches it reads the same
        if file_format is PackFormat.PDF:
            from reports.programme_pack.pack_pdf import pack_pdf  # what draws takes up room in every server

            data = pack_pdf(pack, number, day, issuer)
        else:
            from reports.programme_pack.pack_xlsx import pack_xlsx

            data = pack_xlsx(pack, number)
    answer = make_response(data)
    answer.content_type = PDF if file_format is PackFormat.PDF else XLSX
    name = number or f"{pack.from_}-{pack.to}"
    answer.headers["Content-Disposition"] = f'attachment; filename="programme-{name}.{file_format}"'
    return answer
