"""The API of the outlet's printers."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import Permit
from core.printing.devices import printer_list
from core.printing.devices.requests import PrinterQuery, PrinterRequest
from core.printing.devices.results import PrinterResult
from core.results import Page
from core.values.field_types import PrinterUrl
from core.web.api import PageQuery, endpoint, read_query, read_settings, respond

bp = Blueprint("printers_api", __name__)


class PrintersQuery(PageQuery):
    """GET /printers: all, or the one of an address."""

    uri: PrinterUrl | None = None


@endpoint(bp, "GET", "/printers", Permit.MANAGE, query=PrintersQuery, answer=Page[PrinterResult])
def list_printers() -> Response:
    """Printers with their settings by address; with `uri` the one of that address, if it is known."""
    q = read_query(PrintersQuery)
    page = Page.cut(printer_list.list_printers(q.after, q.limit + 1, q.uri), q.limit, lambda printer: printer.uri)
    return respond(page, result_type=Page[PrinterResult])


@endpoint(bp, "PUT", "/printers", Permit.MANAGE, body=PrinterRequest, answer=PrinterResult, statuses=(200, 201))
def put_printer() -> Response:
    """Records the settings of the printer of an address."""
    document = read_settings(PrinterRequest, PrinterResult)
    actor = current_actor()

    def record() -> tuple[PrinterResult, bool]:
        created = printer_list.put_printer(document, actor)
        return printer_list.get_printer(document.uri), created

    printer, created = transaction(record)
    return respond(printer, 201 if created else 200)


@endpoint(bp, "DELETE", "/printers", Permit.MANAGE, query=PrinterQuery, answer=None, statuses=(204,))
def remove_printer() -> Response:
    """Forgets a printer's settings; a second time changes nothing."""
    uri, actor = read_query(PrinterQuery).uri, current_actor()
    transaction(lambda: printer_list.remove_printer(uri, actor))
    return Response(status=204)
