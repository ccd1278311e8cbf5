"""Print jobs: a slip's job is written in the act's own transaction; how a till's printer fares is read from its jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import or_, select

from core.choices import JobState
from core.db import audit, fetch_one, outbox
from core.errors import DomainError, NotFound
from core.events import subscribe
from core.i18n import N_, gettext
from core.models import OutboxJob
from core.people.actor import Actor
from pos import audit_actions
from pos.choices import PaymentMethod
from pos.events import RefundRecorded, SaleRecorded
from pos.models import Refund, Sale, Till

NO_PRINTER = "none:"
Slip = Literal["sale", "refund"]
PrinterState = Literal["none", "ready", "trouble"]
DRAWER_LASTS = timedelta(seconds=30)
"""A drawer that opens later than this opens in front of somebody else."""


@dataclass(frozen=True)
class PrintJob:
    """What a till prints: the slip of a sale or of a refund, by its uid, else a test slip."""

    till: str
    sale: str | None = None
    refund: str | None = None
    copy: bool = False


@dataclass(frozen=True)
class DrawerJob:
    """Whose cash drawer is opened."""

    till: str


PRINT = outbox.JobKind("print", PrintJob, lasts=timedelta(hours=12))
DRAWER = outbox.JobKind("drawer", DrawerJob, lasts=DRAWER_LASTS)
_SLIPS: dict[Slip, tuple[Any, str]] = {
    "sale": (Sale, N_("Không có đơn bán này.")),
    "refund": (Refund, N_("Không có lần trả hàng này.")),
}


def put(slip: Slip, uid: str, till: str, *, drawer: bool, copy: bool = False) -> None:
    """Adds a slip to a till's queue, in the present transaction; `drawer` opens the cash drawer as well, without waiting."""
    if drawer:
        outbox.put(DRAWER, f"till/{till}", DrawerJob(till))
    job = PrintJob(till, sale=uid, copy=copy) if slip == "sale" else PrintJob(till, refund=uid, copy=copy)
    outbox.put(PRINT, f"till/{till}", job)


@subscribe(SaleRecorded)
def _print_sale(sale: SaleRecorded) -> None:
    if sale.printer != NO_PRINTER and not sale.offline:
        put("sale", sale.uid, sale.till, drawer=PaymentMethod.CASH in sale.methods)


@subscribe(RefundRecorded)
def _print_refund(refund: RefundRecorded) -> None:
    if refund.printer != NO_PRINTER and not refund.offline:
        put("refund", refund.uid, refund.till, drawer=refund.method is PaymentMethod.CASH and refund.total_vnd > 0)


def again(slip: Slip, uid: str, actor: Actor) -> None:
    """Puts a copy of a slip in the queue of its till. Raises NotFound, `no_printer`."""
    table, unknown = _SLIPS[slip]
    till = fetch_one(select(table.till_code, Till.printer).join(Till, Till.code == table.till_code).where(table.uid == uid))
    if till is None:
        raise NotFound(unknown)
    if till["printer"] == NO_PRINTER:
        raise DomainError("no_printer", N_("Máy này không có máy in."))
    put(slip, uid, till["till_code"], drawer=False, copy=True)
    audit.note(actor, audit_actions.REPRINTED, uid)


def try_now(till: str) -> None:
    """Tries a till's printer: what waits for it, else a test slip. Raises NotFound, `no_printer`."""
    known = fetch_one(select(Till.printer).where(Till.code == till))
    if known is None:
        raise NotFound(N_("Không có máy bán hàng này."))
    if known["printer"] == NO_PRINTER:
        raise DomainError("no_printer", N_("Máy này không có máy in."))
    if not outbox.retry_now(PRINT, f"till/{till}"):
        outbox.put(PRINT, f"till/{till}", PrintJob(till))


def state(till: str, printer: str) -> tuple[PrinterState, str | None]:
    """How a till's printer did at its last try, and what its trouble is, for people; never tried counts as ready."""
    if printer == NO_PRINTER:
        return "none", None
    last = fetch_one(
        select(OutboxJob.state, OutboxJob.last_error)
        .where(OutboxJob.kind == PRINT.name, OutboxJob.subject == f"till/{till}", OutboxJob.taken_at.is_not(None))
        # A job at its first try has no outcome yet.
        .where(or_(OutboxJob.state.in_((JobState.DONE, JobState.EXPIRED)), OutboxJob.last_error.is_not(None)))
        .order_by(OutboxJob.taken_at.desc(), OutboxJob.id.desc())
        .limit(1)
    )
    if last is None or last["state"] == JobState.DONE:
        return "ready", None
    if last["state"] == JobState.EXPIRED:
        return "trouble", gettext("Phiếu chờ máy in quá lâu nên không in nữa. Hãy xem máy in rồi in lại.")
    return "trouble", outbox.explanation(last["last_error"]) or gettext("Phiếu không in được. Hãy báo quản lý.")
