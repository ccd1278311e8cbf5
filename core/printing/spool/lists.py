"""Print jobs as they stand, and how a printer fared at its last try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, or_, select

from core.area import registered
from core.choices import JobState
from core.db import Row, fetch_all, fetch_one, outbox
from core.errors import NotFound
from core.i18n import N_, gettext
from core.models import OutboxJob
from core.printing.devices.choices import PrinterUse, PrinterWord
from core.printing.devices.models import Printer, PrintJob
from core.printing.papers import LabelPaper
from core.printing.spool.choices import JOB_STATES, STATES, PrintJobState
from core.printing.spool.queue import PRINT
from core.printing.spool.results import PrintJobResult

PrinterState = Literal["ready", "trouble"]
TOO_LONG = N_("Phiếu chờ máy in quá lâu nên không in nữa. Hãy xem máy in rồi in lại.")
NOT_PRINTED = N_("Phiếu không in được. Hãy báo quản lý.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJobFilter:
    """Which print jobs: of a till, of a printer's address, in a state."""

    till: str | None = None
    printer: str | None = None
    state: PrintJobState | None = None


def list_jobs(wanted: PrintJobFilter, *, before: int | None = None, limit: int = 100) -> list[PrintJobResult]:
    """Print jobs, the newest first; `before` is the id of the last one that was read."""
    query = _jobs().order_by(PrintJob.outbox_job_id.desc()).limit(limit)
    if before is not None:
        query = query.where(PrintJob.outbox_job_id < before)
    if wanted.till is not None:
        query = query.where(PrintJob.till_code == wanted.till)
    if wanted.printer is not None:
        query = query.where(PrintJob.printer == wanted.printer)
    if wanted.state is not None:
        query = query.where(OutboxJob.state == JOB_STATES[wanted.state])
    return [_result(row) for row in fetch_all(query)]


def get_job(job_id: int) -> PrintJobResult:
    """A print job. Raises NotFound."""
    row = fetch_one(_jobs().where(PrintJob.outbox_job_id == job_id))
    if row is None:
        raise NotFound(N_("Không có phiếu in này."))
    return _result(row)


def _jobs() -> Select[tuple[object, ...]]:
    of_job = (OutboxJob.state, OutboxJob.attempts, OutboxJob.last_error, OutboxJob.expires_at, OutboxJob.done_at)
    return (
        select(PrintJob.__table__, *of_job, Printer.name.label("printer_name"))
        .join(OutboxJob, OutboxJob.id == PrintJob.outbox_job_id)
        .outerjoin(Printer, Printer.uri == PrintJob.printer)
    )


def _result(row: Row) -> PrintJobResult:
    state = STATES[JobState(row["state"])]
    paper = registered().papers.get(row["paper"])
    return PrintJobResult(
        id=row["outbox_job_id"],
        paper=row["paper"],
        name=gettext(paper.label) if paper else row["paper"],
        use=PrinterUse.LABEL if isinstance(paper, LabelPaper) else PrinterUse.RECEIPT,
        document=row["document"],
        number=row["number"],
        copy=row["copy"],
        till=row["till_code"],
        printer=row["printer"],
        printer_name=row["printer_name"],
        state=state,
        tries=row["attempts"],
        trouble=_trouble(state, row["last_error"]),
        printer_said=row["printer_said"] and PrinterWord(row["printer_said"]),
        asked_by=row["asked_by"],
        asked_at=row["asked_at"],
        until=row["expires_at"] if state is PrintJobState.WAITING else None,
        printed_at=row["done_at"] if state is PrintJobState.PRINTED else None,
        cancelled_by=row["cancelled_by"],
        from_job=row["from_job"],
    )


def _trouble(state: PrintJobState, reason: str | None) -> str | None:
    """Why a paper is not printed, for people."""
    if state is PrintJobState.EXPIRED:
        return gettext(TOO_LONG)
    if state in {PrintJobState.WAITING, PrintJobState.FAILED} and reason is not None:
        return outbox.explanation(reason) or gettext(NOT_PRINTED)
    return None


def printer_state(printer: str) -> tuple[PrinterState, str | None]:
    """How a printer did at its last try, and what its trouble is, for people; never tried counts as ready."""
    last = fetch_one(
        select(OutboxJob.state, OutboxJob.last_error)
        .where(OutboxJob.kind == PRINT.name, OutboxJob.subject == printer, OutboxJob.taken_at.is_not(None))
        # A job at its first try has no outcome yet.
        .where(or_(OutboxJob.state.in_((JobState.DONE, JobState.EXPIRED)), OutboxJob.last_error.is_not(None)))
        .order_by(OutboxJob.taken_at.desc(), OutboxJob.id.desc())
        .limit(1)
    )
    if last is None or last["state"] == JobState.DONE:
        return "ready", None
    if last["state"] == JobState.EXPIRED:
        return "trouble", gettext(TOO_LONG)
    return "trouble", outbox.explanation(last["last_error"]) or gettext(NOT_PRINTED)
