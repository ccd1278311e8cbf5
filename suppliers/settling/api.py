"""Closing and paying many producers at once, in the API."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, make_response

from core import clock, outlet
from core.i18n import in_language
from core.people.actor import current_actor
from core.people.permits import Permit
from core.values.field_types import Day, RequestModel
from core.web.api import BINARY, TEXT, endpoint, path_uid, put_once, read_body, read_query, respond
from suppliers.api import XLSX
from suppliers.settling import batches, due, files, settlements
from suppliers.settling.requests import PayoutBatchRequest, SettlementRequest
from suppliers.settling.results import PayoutBatchResult, SettlementResult

bp = Blueprint("settling_api", __name__)
CSV = "text/csv"
ZIP = "application/zip"


class BundleQuery(RequestModel):
    """GET /settlements/{uid}/bundle."""

    format: Literal["zip"] = "zip"


class BankFileQuery(RequestModel):
    """GET /payouts/bank-file."""

    until: Day | None = None
    format: Literal["csv", "xlsx"] = "csv"


@endpoint(bp, "PUT", "/settlements/<uid>", Permit.MANAGE, body=SettlementRequest, answer=SettlementResult, statuses=(200, 201))
def put_settlement(uid: str) -> Response:
    """Closes the books of all producers that are due, or of those that are named, in one act each."""
    uid = path_uid(uid)
    document, data = read_body(SettlementRequest)
    actor = current_actor()

    def settle() -> None:
        settlements.settle(uid, document, data, actor)

    return put_once("settlements", uid, data, lambda: settlements.show(uid), settle)


@endpoint(bp, "GET", "/settlements/<uid>", Permit.MANAGE, answer=SettlementResult)
def get_settlement(uid: str) -> Response:
    """What came of a settlement."""
    return respond(settlements.show(path_uid(uid)))


@endpoint(bp, "GET", "/settlements/<uid>/bundle", Permit.MANAGE, query=BundleQuery, answer=None, media={ZIP: BINARY})
def get_bundle(uid: str) -> Response:
    """The papers of all statements that a settlement issued, in one archive."""
    read_query(BundleQuery)
    settlement = settlements.show(path_uid(uid))
    answer = make_response(files.bundle(settlement))
    answer.content_type = ZIP
    answer.headers["Content-Disposition"] = f'attachment; filename="doi-soat-{settlement.until.isoformat()}.zip"'
    return answer


@endpoint(bp, "GET", "/payouts/bank-file", Permit.MANAGE, query=BankFileQuery, answer=None, media={CSV: TEXT, XLSX: BINARY})
def get_bank_file() -> Response:
    """The transfers that are due up to a day, one row a producer, for a bank."""
    q = read_query(BankFileQuery)
    until = q.until or clock.today()
    transfers = due.transfers(until)
    with in_language(outlet.show_outlet().paper_language):
        answer = make_response(files.bank_csv(transfers) if q.format == "csv" else files.bank_xlsx(transfers))
    answer.content_type = "text/csv; charset=utf-8" if q.format == "csv" else XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="chuyen-khoan-{until.isoformat()}.{q.format}"'
    return answer


@endpoint(
    bp, "PUT", "/payout-batches/<uid>", Permit.MANAGE, body=PayoutBatchRequest, answer=PayoutBatchResult, statuses=(200, 201)
)
def put_batch(uid: str) -> Response:
    """Pays all that is payable on each of these statements, in one act each."""
    uid = path_uid(uid)
    document, data = read_body(PayoutBatchRequest)
    actor = current_actor()

    def pay() -> None:
        batches.pay(uid, document, data, actor)

    return put_once("payout-batches", uid, data, lambda: batches.show(uid), pay)


@endpoint(bp, "GET", "/payout-batches/<uid>", Permit.MANAGE, answer=PayoutBatchResult)
def get_batch(uid: str) -> Response:
    """What came of a batch of payouts."""
    return respond(batches.show(path_uid(uid)))
