"""Closing and paying many producers at once, in the API."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, make_response

from core import clock, outlet
from core.db import transaction
from core.i18n import in_language
from core.people.actor import current_actor
from core.people.permits import Permit
from core.values.field_types import Day, RequestModel
from core.web.api import BINARY, TEXT, endpoint, path_uid, put_once, read_body, read_query, respond
from suppliers.api import XLSX
from suppliers.settling import bank_file, due, files, settlements
from suppliers.settling.requests import BankFileRequest, SettlementRequest
from suppliers.settling.results import BankFileColumns, SettlementResult

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
        columns = bank_file.columns()
        answer = make_response(files.bank_csv(transfers, columns) if q.format == "csv" else files.bank_xlsx(transfers, columns))
    answer.content_type = "text/csv; charset=utf-8" if q.format == "csv" else XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="chuyen-khoan-{until.isoformat()}.{q.format}"'
    return answer


@endpoint(bp, "PUT", "/payouts/bank-file/columns", Permit.MANAGE, body=BankFileRequest, answer=BankFileColumns)
def put_bank_file_columns() -> Response:
    """Says which columns the file of transfers has, as the outlet's bank wants them."""
    document, _ = read_body(BankFileRequest)
    actor = current_actor()
    return respond(transaction(lambda: bank_file.put_columns(document, actor)))


@endpoint(bp, "GET", "/payouts/bank-file/columns", Permit.MANAGE, answer=BankFileColumns)
def get_bank_file_columns() -> Response:
    """The columns of the file of transfers, in their order."""
    return respond(bank_file.show_columns())
