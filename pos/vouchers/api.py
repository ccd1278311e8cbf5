"""The API of vouchers."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.web.api import PageQuery, endpoint, read_master, read_query, respond
from pos.permits import SalesPermit
from pos.vouchers import registry
from pos.vouchers.requests import VoucherRequest
from pos.vouchers.results import VoucherResult

bp = Blueprint("vouchers_api", __name__)


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


@endpoint(bp, "GET", "/vouchers/<code>", SalesPermit.VOUCHERS_READ, answer=VoucherResult)
def get_voucher(code: str) -> Response:
    """A voucher, with what is left of it."""
    return respond(registry.show(code))


@endpoint(bp, "GET", "/vouchers", SalesPermit.VOUCHERS_READ, query=PageQuery, answer=Page[VoucherResult])
def list_vouchers() -> Response:
    """Vouchers by code."""
    q = read_query(PageQuery)
    found = registry.list_vouchers(after=q.after, limit=q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda voucher: voucher.code), result_type=Page[VoucherResult])
