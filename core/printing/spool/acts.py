"""What people do with print jobs: try again, cancel, print again, print elsewhere; and old jobs go."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists, select, update

from core import audit_actions, clock
from core.choices import JobState
from core.db import Row, audit, execute, fetch_all, fetch_one, outbox, transaction
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.models import OutboxJob
from core.people.actor import Actor
from core.printing.devices.models import PrintJob
from core.printing.spool.choices import UNPRINTED
from core.printing.spool.lists import get_job
from core.printing.spool.queue import DRAWER, PRINT, PaperOf, PrintPayload, Target, next_copy, printed_paper, put
from core.printing.spool.results import PrintJobResult
from core.results import from_json, to_json

DONE_LAST = timedelta(days=30)
"""How long a printed or cancelled job is shown. Reprints stay: their count goes on, and reports tell of them."""
UNPRINTED_LAST = timedelta(days=90)
"""How long one that was not printed waits for somebody to look at it."""
BATCH = 500

_REFUSALS = {
    JobState.TAKEN: ("print_job_printing", N_("Phiếu này đang in. Hãy đợi in xong.")),
    JobState.DONE: ("print_job_printed", N_("Phiếu này đã in rồi.")),
    JobState.CANCELLED: ("print_job_cancelled", N_("Phiếu này đã hủy.")),
}


def _held(job_id: int) -> Row:
    """A print job with its job in the outbox, which nobody takes until this act is over. Raises NotFound."""
    of_job = (OutboxJob.state, OutboxJob.payload)
    query = select(PrintJob.__table__, *of_job).join(OutboxJob, OutboxJob.id == PrintJob.outbox_job_id)
    job = fetch_one(query.where(OutboxJob.id == job_id).with_for_update(of=OutboxJob))
    if job is None:
        raise NotFound(N_("Không có phiếu in này."))
    return job


def _refuse_unless(job: Row, states: tuple[JobState, ...]) -> None:
    state = JobState(job["state"])
    if state not in states:
        raise DomainError(*_REFUSALS[state])


def retry(job_id: int, actor: Actor) -> PrintJobResult:
    """Lets a job that waits, failed or waited too long be printed now, once its turn comes. Raises NotFound, DomainError."""
    job = _held(job_id)
    _refuse_unless(job, UNPRINTED)
    if job["state"] != JobState.WAITING:
        now = clock.now()
        anew = {
            "state": JobState.WAITING,
            "attempts": 0,
            "last_error": None,
            "expires_at": now + printed_paper(job["paper"]).lasts,
        }
        execute(update(OutboxJob).where(OutboxJob.id == job_id).values(run_after=now, **anew))
        _note(actor, audit_actions.PRINT_RETRIED, job)
    outbox.retry_now(PRINT, job["printer"])
    return get_job(job_id)


def cancel(job_id: int, actor: Actor) -> PrintJobResult:
    """Takes back what is not printed; also how one that failed is seen to. Raises NotFound, DomainError."""
    job = _held(job_id)
    _refuse_unless(job, UNPRINTED)
    _cancel(job, actor)
    _note(actor, audit_actions.PRINT_CANCELLED, job)
    return get_job(job_id)


def _cancel(job: Row, actor: Actor) -> None:
    own = job["outbox_job_id"]
    execute(update(OutboxJob).where(OutboxJob.id == own).values(state=JobState.CANCELLED))
    execute(update(PrintJob).where(PrintJob.outbox_job_id == own).values(cancelled_by=actor.name))


def again(job_id: int, target: Target | None, actor: Actor) -> PrintJobResult:
    """Prints a job's paper again, on the same printer or on another, and returns the new job.

    What was printed comes as a reprint; what was not goes from the old lane into the new one. Raises NotFound, DomainError.
    """
    job = _held(job_id)
    _refuse_unless(job, (*UNPRINTED, JobState.DONE, JobState.CANCELLED))
    target = target or Target(job["printer"], from_json(PrintPayload, job["payload"]).paper_mm)
    if job["state"] in UNPRINTED:
        _cancel(job, actor)
    is_reprint = job["state"] == JobState.DONE or job["sent_at"] is not None
    copy = next_copy(job["paper"], job["document"]) if is_reprint else job["copy"]
    what = PaperOf(paper=job["paper"], document=job["document"], number=job["number"], till=job["till_code"])
    new_id = put(what, target, actor.name, copy=copy, from_job=job_id)
    _note(actor, audit_actions.REPRINTED if is_reprint else audit_actions.PRINT_MOVED, job)
    return get_job(new_id)


def _note(actor: Actor, action: str, job: Row) -> None:
    audit.note(actor, action, job["document"], number=job["number"], paper=job["paper"])


def follow_till(till: str, before: str, target: Target) -> None:
    """Lets what waits for a till's printer go to the printer that the till has now, in the present transaction."""
    of_till = select(PrintJob.outbox_job_id).where(PrintJob.till_code == till, PrintJob.printer == before)
    waiting = select(OutboxJob.id).where(OutboxJob.state == JobState.WAITING, OutboxJob.id.in_(of_till)).with_for_update()
    payload = to_json(PrintPayload(target.paper_mm))
    for job in fetch_all(waiting):
        execute(update(PrintJob).where(PrintJob.outbox_job_id == job["id"]).values(printer=target.printer))
        own = update(OutboxJob).where(OutboxJob.id == job["id"])
        execute(own.values(subject=target.printer, payload=payload, run_after=clock.now()))


@outbox.hourly
def remove_old_jobs() -> int:
    """Removes print jobs and kicks of drawers that nobody needs any more, in short transactions; returns how many."""
    removed = 0
    while batch := transaction(_remove_some):
        removed += batch
    return removed


def _remove_some() -> int:
    now = clock.now()
    is_reprint = exists().where(PrintJob.outbox_job_id == OutboxJob.id, PrintJob.copy > 0)
    is_done = OutboxJob.state.in_((JobState.DONE, JobState.CANCELLED)) & (OutboxJob.created_at < now - DONE_LAST)
    is_unprinted = OutboxJob.state.in_((JobState.FAILED, JobState.EXPIRED)) & (OutboxJob.created_at < now - UNPRINTED_LAST)
    old = select(OutboxJob.id).where(OutboxJob.kind.in_((PRINT.name, DRAWER.name)), is_done | is_unprinted, ~is_reprint)
    ids = [job["id"] for job in fetch_all(old.order_by(OutboxJob.id).limit(BATCH))]
    if ids:
        execute(delete(PrintJob).where(PrintJob.outbox_job_id.in_(ids)))
        execute(delete(OutboxJob).where(OutboxJob.id.in_(ids)))
    return len(ids)
