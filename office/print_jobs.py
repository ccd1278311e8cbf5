"""Print jobs as managers see and work them: what waits, what was not printed and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import DomainError
from core.people.actor import Actor, current_actor
from core.people.permits import Permit, needs
from core.printing.devices import printer_list
from core.printing.devices.choices import PrinterUse
from core.printing.spool import acts, lists
from core.printing.spool.choices import PrintJobState
from core.printing.spool.lists import PrintJobFilter
from core.printing.spool.results import PrintJobResult
from core.results import Page
from core.text.formats import capitalized
from core.text.letters import clean_text
from core.web.api import cursor_number
from core.web.error_responses import page_before
from core.web.form_parsing import form_text, put_once
from office.printers import printer_address
from pos import tills
from pos.receipts import spool
from pos.requests import PrintAgainRequest, PrintJobRequest

bp = Blueprint("print_jobs", __name__)

JOBS_PAGE = 50
ADDRESS = "/settings/printers/jobs"


@bp.get(ADDRESS)
@needs(Permit.MANAGE)
def jobs_list() -> str:
    """The newest first, of a till, a printer and a state."""
    asked = {name: clean_text(request.args.get(name, "")) for name in ("till", "printer", "state")}
    state = PrintJobState(asked["state"]) if asked["state"] in list(PrintJobState) else None
    wanted = PrintJobFilter(till=asked["till"] or None, printer=asked["printer"] or None, state=state)
    before = cursor_number(request.args.get("after") or None)
    page = Page.cut(lists.list_jobs(wanted, before=before, limit=JOBS_PAGE + 1), JOBS_PAGE, lambda job: job.id)
    query = {name: value for name, value in asked.items() if value}
    printers = {use: _printers(use) for use in PrinterUse}
    return render_template(
        "settings/print_jobs.html",
        jobs=page.items,
        next=f"{ADDRESS}?{urlencode({**query, 'after': page.next})}" if page.next else None,
        typed=asked,
        is_filtered=bool(query),
        printers=printers,
        all_printers={uri: name for of_use in printers.values() for uri, name in of_use.items()},
        till_names={till.code: till.name for till in tills.list_tills()},
        states=[(state.value, capitalized(_(state.label))) for state in PrintJobState],
    )


def _printers(use: PrinterUse) -> dict[str, str]:
    """Printers of a kind by address: those with settings by their names; slips also go to those that only tills name."""
    printers = printer_list.list_printers()
    known = {printer.uri: printer.name for printer in printers if printer.use == use}
    if use is not PrinterUse.RECEIPT:
        return known
    addresses = {till.printer for till in tills.list_tills()} - {printer_list.NO_PRINTER}
    of_tills = {address: printer_address(address) for address in sorted(addresses)}
    return {**of_tills, **known}


@bp.post(f"{ADDRESS}/<int:job>/retry")
@needs(Permit.MANAGE)
def retry(job: int) -> Any:
    """Lets what is not printed be tried now."""
    return _act("retry", job, acts.retry, lambda _job: _("Đang in. Máy in chưa sẵn sàng thì phiếu chờ tiếp."))


@bp.post(f"{ADDRESS}/<int:job>/cancel")
@needs(Permit.MANAGE)
def cancel(job: int) -> Any:
    """Takes back what is not printed."""
    return _act("cancel", job, acts.cancel, lambda _job: _("Đã hủy, phiếu này không in nữa."))


@bp.post(f"{ADDRESS}/<int:job>/again")
@needs(Permit.MANAGE)
def again(job: int) -> Any:
    """Prints a job's paper again, on its own printer or another one."""
    printer = form_text("printer")
    return _act("again", job, lambda job, actor: spool.again_on(job, printer, actor), _sent, {"printer": printer})


def _sent(job: PrintJobResult) -> str:
    printer = job.printer_name or printer_address(job.printer)
    return str(_("Đã gửi tới %(printer)s.", printer=printer))


def _act(
    what: str,
    job: int,
    act: Callable[[int, Actor], PrintJobResult],
    say: Callable[[PrintJobResult], str],
    more: dict[str, str | None] | None = None,
) -> Any:
    actor = current_actor()
    model = PrintAgainRequest if more else PrintJobRequest
    data = {"uid": request.form.get("uid", ""), **{name: value for name, value in (more or {}).items() if value}}
    try:
        done = put_once("print-jobs", model, data, lambda _uid, _document: act(job, actor), f"{what}/{job}", PrintJobResult)
    except DomainError as error:
        flash(error.errors[0]["message"] if error.errors else error.detail, "bad")
    else:
        flash(say(done), "good")
    return redirect(page_before() or url_for("print_jobs.jobs_list"))
