"""The API of vouchers."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, make_response

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import Permit
from core.printing.papers import SlipFormat
from core.results import Page
from core.values.field_types import RequestModel
from core.web.api import BINARY, PageQuery, endpoint, read_master, read_query, respond
from pos.permits import SalesPermit
from pos.receipts.papers.voucher import voucher_file
from pos.vouchers import registry
from pos.vouchers.requests import VoucherRequest
from pos.vouchers.results import VoucherResult

bp = Blueprint("vouchers_api", __name__)


class VoucherQuery(RequestModel):
    """GET /vouchers/{code}."""

    format: Literal["json", "html", "pdf", "escpos"] = "json"


@endpoint(bp, "PUT", "/vouchers/<code>", Permit.MANAGE, body=VoucherRequest, answer=VoucherResult, statuses=(200, 201))
def put_voucher(code: str) -> Response:
    """Records a voucher; its value is fixed once something was taken from it."""
    document = read_master(VoucherRequest, VoucherResult, code)
    actor = current_actor()

    def act() -> tuple[VoucherResult, bool]:
        created = registry.put_voucher(code, document, actor)
        return registry.show(code), created

    voucher, created = transaction(act)
    return respond(voucher, 201 if created else 200)


@endpoint(
    bp,
    "GET",
    "/vouchers/<code>",
    SalesPermit.VOUCHERS_READ,
    query=VoucherQuery,
    answer=VoucherResult,
    media={format.content_type.partition(";")[0]: BINARY for format in (SlipFormat.HTML, SlipFormat.PDF, SlipFormat.ESCPOS)},
)
def get_voucher(code: str) -> Response:
    """A voucher, with what is left of it, as JSON, page, file or printer job."""
    format = read_query(VoucherQuery).format
    if format == "json":
        return respond(registry.show(code))
    answer = make_response(voucher_file(code, SlipFormat(format)))
    answer.content_type = SlipFormat(format).content_type
    return answer


@endpoint(bp, "GET", "/vouchers", SalesPermit.VOUCHERS_READ, query=PageQuery, answer=Page[VoucherResult])
def list_vouchers() -> Response:
    """Vouchers by code."""
    q = read_query(PageQuery)
    found = registry.list_vouchers(after=q.after, limit=q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda voucher: voucher.code), result_type=Page[VoucherResult])
