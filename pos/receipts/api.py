"""The API of print jobs: a manager's are all, a cashier's those of the till."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from flask import Blueprint, Response

from core.db import transaction
from core.errors import NotFound
from core.people.actor import Actor, current_actor
from core.printing.spool import acts
from core.printing.spool.choices import PrintJobState
from core.printing.spool.lists import PrintJobFilter
from core.printing.spool.results import PrintJobResult
from core.results import Page
from core.values.field_types import MasterCode, PrinterUrl, choice_of
from core.values.uid import is_uid
from core.web.api import PageQuery, cursor_number, endpoint, put_once, read_body, read_query, respond
from pos.permits import SalesPermit
from pos.receipts import spool
from pos.requests import PrintAgainRequest, PrintJobRequest
from pos.results import PrintResult

bp = Blueprint("print_jobs_api", __name__)


class PrintJobsQuery(PageQuery):
    """GET /print-jobs."""

    till: MasterCode | None = None
    printer: PrinterUrl | None = None
    state: Annotated[PrintJobState | None, choice_of(PrintJobState)] = None


@endpoint(bp, "GET", "/print-jobs", SalesPermit.SELL, query=PrintJobsQuery, answer=Page[PrintJobResult])
def list_print_jobs() -> Response:
    """Print jobs, the newest first."""
    q = read_query(PrintJobsQuery)
    wanted = PrintJobFilter(till=q.till, printer=q.printer, state=q.state)
    found = spool.list_jobs(wanted, current_actor(), before=cursor_number(q.after), limit=q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda job: job.id), result_type=Page[PrintJobResult])


@endpoint(
    bp,
    "POST",
    "/print-jobs/<int:job>/cancel",
    SalesPermit.SELL,
    body=PrintJobRequest,
    answer=PrintJobResult,
    statuses=(200, 201),
)
def cancel_print_job(job: int) -> Response:
    """Takes back what is not printed."""
    document, _ = read_body(PrintJobRequest)
    return _once("cancel", job, document.uid, None, acts.cancel)


@endpoint(
    bp, "POST", "/print-jobs/<int:job>/retry", SalesPermit.SELL, body=PrintJobRequest, answer=PrintJobResult, statuses=(200, 201)
)
def retry_print_job(job: int) -> Response:
    """Lets what is not printed be tried now."""
    document, _ = read_body(PrintJobRequest)
    return _once("retry", job, document.uid, None, acts.retry)


@endpoint(
    bp,
    "POST",
    "/print-jobs/<int:job>/again",
    SalesPermit.SELL,
    body=PrintAgainRequest,
    answer=PrintJobResult,
    statuses=(200, 201),
)
def print_job_again(job: int) -> Response:
    """Prints a job's paper again, on its own printer or another one; what was printed comes as a counted reprint."""
    document, _ = read_body(PrintAgainRequest)
    printer = document.printer
    return _once("again", job, document.uid, printer, lambda job, actor: spool.again_on(job, printer, actor))


@endpoint(bp, "POST", "/shifts/<uid>/print", SalesPermit.SELL, answer=PrintResult, statuses=(202,))
def print_shift_report(uid: str) -> Response:
    """Puts the X report of an open shift, the Z report of a closed one, in the print queue."""
    actor = current_actor()
    transaction(lambda: spool.print_report(_known(uid), actor))
    return respond(PrintResult(queued=True), 202)


@endpoint(bp, "POST", "/shifts/<uid>/cash-moves/<move>/print", SalesPermit.SELL, answer=PrintResult, statuses=(202,))
def print_cash_move(uid: str, move: str) -> Response:
    """Puts the slip of a cash move in the print queue."""
    actor = current_actor()
    transaction(lambda: spool.print_cash_move(_known(uid), _known(move), actor))
    return respond(PrintResult(queued=True), 202)


@endpoint(bp, "POST", "/exchanges/<uid>/print", SalesPermit.SELL, answer=PrintResult, statuses=(202,))
def print_exchange(uid: str) -> Response:
    """Puts a copy of an exchange's slip in the print queue."""
    actor = current_actor()
    transaction(lambda: spool.print_exchange(_known(uid), actor))
    return respond(PrintResult(queued=True), 202)


@endpoint(bp, "POST", "/shifts/<uid>/drawer-openings/<opening>/print", SalesPermit.SELL, answer=PrintResult, statuses=(202,))
def print_drawer_opening(uid: str, opening: str) -> Response:
    """Puts the slip of a drawer opening in the print queue."""
    actor = current_actor()
    transaction(lambda: spool.print_drawer_opening(_known(uid), _known(opening), actor))
    return respond(PrintResult(queued=True), 202)


def _known(uid: str) -> str:
    if not is_uid(uid):
        raise NotFound
    return uid.lower()


def _once(what: str, job: int, uid: str, printer: str | None, act: Callable[[int, Actor], PrintJobResult]) -> Response:
    actor = current_actor()
    spool.require_own(job, actor)
    return put_once("print-jobs", uid, [what, job, printer], lambda: act(job, actor))
