"""Putting a paper in its printer's lane, and printing it when its turn comes.

Jobs of one printer are printed in their order; a printer that is off or out of paper is tried until a job's time is over, and
holds up no other printer. A drawer's kick is a job of its own kind, so it is never behind papers, and ends after seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from core import clock
from core.area import registered
from core.db import advisory_lock, db, execute, fetch_one, outbox, transaction
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.printing.devices.choices import PrinterWord
from core.printing.devices.models import PrintJob
from core.printing.devices.printer_list import settings_of
from core.printing.devices.printers import PrinterUnavailable, send
from core.printing.devices.settings import PrinterSettings
from core.printing.papers import LONG, LabelPaper, SlipFormat, SlipPaper
from core.printing.skins import escpos
from core.printing.skins.files import slip_file

ANY_ROLL_MM = 80
"""A drawer does not ask how wide the paper is."""
DRAWER_LASTS = timedelta(seconds=30)
"""A drawer that opens later than this opens in front of somebody else."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a paper goes: a printer's address, and the roll's width in mm for a printer that has no settings of its own."""

    printer: str
    paper_mm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOf:
    """A paper of a document: its name, the document's id, its number as people know it, and the till it belongs to."""

    paper: str
    document: str
    number: str | None = None
    till: str | None = None


@dataclass(frozen=True, slots=True)
class PrintPayload:
    """What a print job carries beside its row in `print_job`."""

    paper_mm: int


@dataclass(frozen=True, slots=True)
class DrawerPayload:
    """Which printer opens its drawer, and until when."""

    printer: str
    until: datetime


PRINT = outbox.JobKind("print", PrintPayload, lasts=LONG, pauses_s=(5, 15, 30, 60), waits_for=(PrinterUnavailable,))
DRAWER = outbox.JobKind("drawer", DrawerPayload, lasts=DRAWER_LASTS, pauses_s=(2, 5), waits_for=(PrinterUnavailable,))


class TooLate(DomainError):
    """The drawer was not reached in its time."""

    def __init__(self) -> None:
        super().__init__("drawer_too_late", N_("Két không mở nữa vì máy in trả lời quá muộn."))


def printed_paper(name: str) -> SlipPaper | LabelPaper:
    """A paper that printers print, by its name. Raises NotFound."""
    paper = registered().papers.get(name)
    if isinstance(paper, LabelPaper) or (isinstance(paper, SlipPaper) and paper.make is not None):
        return paper
    raise NotFound(N_("Không có loại giấy này."))


def _job_of(name: str, document: str, copy: int, settings: PrinterSettings) -> bytes:
    paper = printed_paper(name)
    if isinstance(paper, LabelPaper):
        return paper.make_job(document, settings)
    assert paper.make is not None
    return slip_file(paper.make(document, copy), SlipFormat.ESCPOS, settings)


def put(what: PaperOf, target: Target, asked_by: str, *, copy: int = 0, from_job: int | None = None) -> int:
    """Adds a paper to its printer's lane in the present transaction and returns the job's id. Raises NotFound."""
    lasts = printed_paper(what.paper).lasts
    job_id = outbox.put(PRINT, target.printer, PrintPayload(target.paper_mm), lasts=lasts)
    job = {
        "outbox_job_id": job_id,
        "printer": target.printer,
        "till_code": what.till,
        "paper": what.paper,
        "document": what.document,
        "number": what.number,
        "copy": copy,
        "asked_by": asked_by,
        "asked_at": clock.now(),
        "from_job": from_job,
    }
    execute(insert(PrintJob), job)
    return job_id


def kick_drawer(printer: str) -> None:
    """Opens the drawer that hangs on a printer, in the present transaction: within seconds or not at all."""
    outbox.put(DRAWER, printer, DrawerPayload(printer, clock.now() + DRAWER_LASTS))


def next_copy(paper: str, document: str) -> int:
    """The number of a document's next reprint, in the present transaction: 1 for the first one."""
    advisory_lock(f"copies/{paper}/{document}")
    copies = select(func.max(PrintJob.copy).label("last")).where(PrintJob.paper == paper, PrintJob.document == document)
    found = fetch_one(copies)
    return 1 + ((found["last"] if found else None) or 0)


@outbox.handles_job(PRINT)
def _print(job: outbox.Job, payload: PrintPayload) -> None:
    row = fetch_one(select(PrintJob.__table__).where(PrintJob.outbox_job_id == job.id))
    assert row is not None
    own = update(PrintJob).where(PrintJob.outbox_job_id == job.id)
    copy = row["copy"]
    if row["sent_at"] is not None:  # of an earlier try some may be on paper, so what comes now is a reprint
        db.session.rollback()
        copy = transaction(lambda: _count_copy(job.id, row["paper"], row["document"]))
    settings = settings_of(row["printer"], payload.paper_mm)
    data = _job_of(row["paper"], row["document"], copy, settings)
    # The printer may take its time; nobody should wait for a database that we hold open.
    db.session.rollback()

    def note(said: PrinterWord | None, **more: datetime) -> None:
        transaction(lambda: execute(own.values(printer_said=said, **more)))

    try:
        send(row["printer"], data, settings, before_first_byte=lambda: note(None, sent_at=clock.now()))
    except PrinterUnavailable as error:
        if error.said != row["printer_said"]:
            note(error.said)
        raise


def _count_copy(job_id: int, paper: str, document: str) -> int:
    copy = next_copy(paper, document)
    execute(update(PrintJob).where(PrintJob.outbox_job_id == job_id).values(copy=copy, sent_at=None))
    return copy


@outbox.handles(DRAWER)
def _open_drawer(kick: DrawerPayload) -> None:
    def refuse_if_late() -> None:
        if clock.now() > kick.until:
            raise TooLate

    settings = settings_of(kick.printer, ANY_ROLL_MM)
    db.session.rollback()
    send(kick.printer, escpos.drawer_kick(settings), settings, before_first_byte=refuse_if_late)
