"""Agreements in the API: recorded, read, their versions, and that a producer agrees to one."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint, Response
from pydantic import PlainValidator, WithJsonSchema

from core.db import transaction
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import MasterCode, RequestModel, refuse
from core.web.api import BINARY, PageQuery, endpoint, put_once, read_body, read_master, read_query, respond
from core.web.paper_files import paper_answer
from suppliers.agreements import reading, recording, versions
from suppliers.agreements.requests import AgreementRequest, ConfirmationRequest
from suppliers.agreements.results import AgreementResult, VersionResult
from suppliers.api import PDF, narrowed
from suppliers.papers.agreement_paper import stored_agreement
from suppliers.permits import SuppliersPermit

bp = Blueprint("agreements_api", __name__)


class AgreementsQuery(PageQuery):
    """GET /agreements."""

    producer: MasterCode | None = None


def _version_number(value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= 1):
        raise refuse(N_("Số phiên bản từ 1 trở lên."))
    return int(text)


VersionNumber = Annotated[int, PlainValidator(_version_number), WithJsonSchema({"type": "integer", "minimum": 1})]


class AgreementQuery(RequestModel):
    """GET /agreements/{number}."""

    format: Literal["json", "pdf"] = "json"
    version: VersionNumber | None = None


@endpoint(bp, "PUT", "/agreements/<number>", Permit.MANAGE, body=AgreementRequest, answer=AgreementResult, statuses=(200, 201))
def put_agreement(number: str) -> Response:
    """Records an agreement, or a new version of it, which the answer shows."""
    document = read_master(AgreementRequest, AgreementResult, number, "number")
    actor = current_actor()
    # Read in the same transaction: the answer is what this request wrote, whoever writes next.
    created, agreement = transaction(lambda: (recording.put(number, document, actor), reading.newest(number)))
    return respond(agreement, 201 if created else 200)


@endpoint(
    bp,
    "GET",
    "/agreements/<number>",
    SuppliersPermit.AGREEMENTS_READ,
    query=AgreementQuery,
    answer=AgreementResult,
    media={PDF: BINARY},
)
def get_agreement(number: str) -> Response:
    """An agreement as it stands, or as one of its versions says; as JSON, or as the paper that both sides sign."""
    q = read_query(AgreementQuery)
    agreement = _readable(number)
    if q.version is not None:
        agreement = reading.of_version(number, q.version)
    if q.format == "json":
        return respond(agreement)
    return paper_answer(stored_agreement(agreement), PDF, f"agreement-{number}-{agreement.version}.pdf")


@endpoint(bp, "GET", "/agreements", SuppliersPermit.AGREEMENTS_READ, query=AgreementsQuery, answer=Page[AgreementResult])
def list_agreements() -> Response:
    """Agreements by number."""
    q = read_query(AgreementsQuery)
    page = Page.cut(reading.list_of(narrowed(q.producer), q.after, q.limit + 1), q.limit, lambda agreement: agreement.number)
    return respond(page, result_type=Page[AgreementResult])


@endpoint(bp, "GET", "/agreements/<number>/versions", SuppliersPermit.AGREEMENT_VERSIONS, answer=Page[VersionResult])
def list_versions(number: str) -> Response:
    """Every version of an agreement, the first one first."""
    _readable(number)
    return respond(Page(versions.list_versions(number), None), result_type=Page[VersionResult])


@endpoint(
    bp,
    "POST",
    "/agreements/<number>/versions/<int:version>/confirm",
    SuppliersPermit.AGREEMENT_VERSIONS,
    body=ConfirmationRequest,
    answer=VersionResult,
    statuses=(200, 201),
    right=Permit.ACCEPT,
)
def confirm_version(number: str, version: int) -> Response:
    """The producer agrees to a version, or a manager says with a note how it did."""
    document, data = read_body(ConfirmationRequest)
    actor = current_actor()
    said = [number, version, data]
    return put_once("agreement-confirmations", document.uid, said, lambda: versions.confirm(number, version, document, actor))


def _readable(number: str) -> AgreementResult:
    agreement = reading.show(number)
    if current_actor().producer not in {None, agreement.producer}:
        raise NotFound(N_("Không có hợp đồng này."))
    return agreement
