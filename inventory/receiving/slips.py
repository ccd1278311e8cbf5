"""Printing a delivery's slip: for the producer to take along."""

from __future__ import annotations

from sqlalchemy import select

from core.audit_actions import REPRINTED
from core.db import audit, fetch_one
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import Actor
from core.printing.devices.models import PrintJob
from core.printing.devices.printer_list import receipt_printers
from core.printing.spool.queue import PaperOf, Target, next_copy, put
from inventory import document_queries
from inventory.papers.delivery_slip import DELIVERY_SLIP


def print_slip(uid: str, printer: str, actor: Actor) -> None:
    """Puts a delivery's slip in a printer's lane, from the second time as a reprint. Raises NotFound, and Invalid."""
    document = document_queries.get_delivery(uid)
    known = {one.uri: one for one in receipt_printers()}
    if printer not in known:
        raise Invalid(("printer", N_("Điểm bán không có máy in này.")))
    copy = next_copy(DELIVERY_SLIP.name, uid) if is_printed(uid) else 0
    what = PaperOf(paper=DELIVERY_SLIP.name, document=uid, number=document.number)
    put(what, Target(printer, known[printer].paper_mm), actor.name, copy=copy)
    if copy:
        audit.note(actor, REPRINTED, uid, copy=copy)


def is_printed(uid: str) -> bool:
    """Whether a delivery's slip was printed before."""
    query = select(PrintJob.outbox_job_id).where(PrintJob.paper == DELIVERY_SLIP.name, PrintJob.document == uid).limit(1)
    return fetch_one(query) is not None


def usual_printer(person: str) -> str | None:
    """Where this person printed a delivery's slip last, else the only printer of slips there is."""
    query = select(PrintJob.printer).where(PrintJob.paper == DELIVERY_SLIP.name, PrintJob.asked_by == person)
    last = fetch_one(query.order_by(PrintJob.outbox_job_id.desc()).limit(1))
    known = [one.uri for one in receipt_printers()]
    if last and last["printer"] in known:
        return str(last["printer"])
    return known[0] if len(known) == 1 else None
