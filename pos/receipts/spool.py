"""The till's part of the spool: slips go to its printer with the act, and people of a till see and work its own print jobs."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import select

from core import clock
from core.db import Row, audit, fetch_all, fetch_one, outbox
from core.errors import DomainError, Invalid, NotFound
from core.events import subscribe
from core.i18n import N_
from core.people import sessions
from core.people.actor import Actor
from core.people.permits import Permit
from core.printing.devices.choices import PrinterUse
from core.printing.devices.models import Printer, PrintJob
from core.printing.devices.printer_list import NO_PRINTER, ReceiptPrinter, also_prints
from core.printing.spool import acts, lists
from core.printing.spool.lists import PrintJobFilter
from core.printing.spool.queue import DRAWER_LASTS, PRINT, PaperOf, Target, kick_drawer, next_copy, put
from core.printing.spool.results import PrintJobResult
from pos import audit_actions
from pos.choices import CashMoveKind, PaymentMethod
from pos.counter.models import DrawerOpening, Exchange
from pos.events import DrawerOpened, ExchangeRecorded, RefundRecorded, SaleRecorded
from pos.models import CashMove, Refund, Sale, Shift, Till
from pos.receipts.papers.cash_move import CASH_IN, CASH_OUT
from pos.receipts.papers.drawer_opening import DRAWER_OPENING
from pos.receipts.papers.exchange import EXCHANGE
from pos.receipts.papers.printer_test import PRINTER_TEST
from pos.receipts.papers.refund import REFUND
from pos.receipts.papers.sale import SALE
from pos.receipts.papers.shift_report import X_REPORT, Z_REPORT
from pos.receipts.papers.voucher import VOUCHER
from pos.receipts.slips import SlipKind

PrinterState = Literal["none", "ready", "trouble"]
_SLIPS: dict[SlipKind, tuple[Any, str, str]] = {
    "sale": (Sale, SALE.name, N_("Không có đơn bán này.")),
    "refund": (Refund, REFUND.name, N_("Không có lần trả hàng này.")),
}


@subscribe(SaleRecorded)
def _print_sale(sale: SaleRecorded) -> None:
    if sale.printer != NO_PRINTER and not sale.offline and not sale.is_exchange:
        what = PaperOf(paper=SALE.name, document=sale.uid, number=sale.number, till=sale.till)
        _put_first(what, sale.recorded_by, drawer=PaymentMethod.CASH in sale.methods)


@subscribe(RefundRecorded)
def _print_refund(refund: RefundRecorded) -> None:
    if refund.printer != NO_PRINTER and not refund.offline and not refund.is_exchange:
        what = PaperOf(paper=REFUND.name, document=refund.uid, number=refund.number, till=refund.till)
        _put_first(what, refund.recorded_by, drawer=refund.method is PaymentMethod.CASH and refund.total_vnd > 0)
    if refund.printer != NO_PRINTER and refund.voucher:
        what = PaperOf(paper=VOUCHER.name, document=refund.voucher, number=refund.voucher, till=refund.till)
        _put_first(what, refund.recorded_by, drawer=False)


@subscribe(ExchangeRecorded)
def _print_exchange(exchange: ExchangeRecorded) -> None:
    if exchange.printer != NO_PRINTER and not exchange.offline:
        what = PaperOf(paper=EXCHANGE.name, document=exchange.uid, number=exchange.number, till=exchange.till)
        _put_first(what, exchange.recorded_by, drawer=exchange.moves_cash)


@subscribe(DrawerOpened)
def _open_drawer(opening: DrawerOpened) -> None:
    """What a till sends late opens no drawer: somebody else stands before it now."""
    if opening.printer != NO_PRINTER and clock.now() - opening.at < DRAWER_LASTS:
        kick_drawer(opening.printer)


def _put_first(what: PaperOf, asked_by: str, *, drawer: bool) -> None:
    """Adds a slip to its till's printer, in the present transaction; `drawer` opens the cash drawer as well, without waiting."""
    target = _target(_till(str(what.till)))
    if drawer:
        kick_drawer(target.printer)
    put(what, target, asked_by)


@also_prints
def _printers_of_tills() -> list[ReceiptPrinter]:
    tills = fetch_all(select(Till.name, Till.printer, Till.paper_mm).where(Till.printer != NO_PRINTER).order_by(Till.code))
    return [ReceiptPrinter(till["printer"], till["name"], till["paper_mm"]) for till in tills]


def _till(code: str) -> Row:
    till = fetch_one(select(Till.__table__).where(Till.code == code))
    if till is None:
        raise NotFound(N_("Không có máy bán hàng này."))
    return till


def _target(till: Row) -> Target:
    if till["printer"] == NO_PRINTER:
        raise DomainError("no_printer", N_("Máy này không có máy in."))
    return Target(till["printer"], till["paper_mm"])


def again(slip: SlipKind, uid: str, actor: Actor) -> None:
    """Puts a copy of a slip in the lane of its till's printer. Raises NotFound, `no_printer`."""
    table, paper, unknown = _SLIPS[slip]
    document = fetch_one(select(table.till_code, table.number).where(table.uid == uid))
    if document is None:
        raise NotFound(unknown)
    target = _target(_till(document["till_code"]))
    what = PaperOf(paper=paper, document=uid, number=document["number"], till=document["till_code"])
    put(what, target, actor.name, copy=next_copy(paper, uid))
    audit.note(actor, audit_actions.REPRINTED, uid)


def print_exchange(exchange: str, actor: Actor) -> None:
    """Puts a copy of an exchange's slip in the lane of its till's printer. Raises NotFound, `no_printer`."""
    query = select(Sale.number, Sale.till_code).join(Exchange, Exchange.sale_uid == Sale.uid)
    row = fetch_one(query.where(Exchange.uid == exchange))
    if row is None:
        raise NotFound(N_("Không có lần đổi hàng này."))
    what = PaperOf(paper=EXCHANGE.name, document=exchange, number=row["number"], till=row["till_code"])
    put(what, _target(_till(row["till_code"])), actor.name, copy=next_copy(EXCHANGE.name, exchange))
    audit.note(actor, audit_actions.REPRINTED, exchange)


def print_report(shift: str, actor: Actor) -> None:
    """Puts a shift's report in the lane of its till's printer; a Z report that was asked for before comes as a reprint.

    Raises NotFound, `no_printer`.
    """
    row = fetch_one(select(Shift.till_code, Shift.closed_at).where(Shift.uid == shift))
    if row is None:
        raise NotFound(N_("Không có ca bán này."))
    closed = row["closed_at"] is not None
    _put_counted(
        PaperOf(paper=(Z_REPORT if closed else X_REPORT).name, document=shift, till=row["till_code"]), actor, once=closed
    )


def print_cash_move(shift: str, move: str, actor: Actor) -> None:
    """Puts the slip of a cash move in the lane of its till's printer, from the second time as a reprint.

    Raises NotFound, `no_printer`.
    """
    query = select(CashMove.kind, Shift.till_code).join(Shift, Shift.uid == CashMove.shift_uid)
    row = fetch_one(query.where(CashMove.uid == move, CashMove.shift_uid == shift))
    if row is None:
        raise NotFound(N_("Không có lần nộp, rút tiền này."))
    paper = CASH_IN if row["kind"] == CashMoveKind.IN else CASH_OUT
    _put_counted(PaperOf(paper=paper.name, document=move, till=row["till_code"]), actor, once=True)


def print_drawer_opening(shift: str, opening: str, actor: Actor) -> None:
    """Puts the slip of a drawer opening in the lane of its till's printer, from the second time as a reprint.

    Raises NotFound, `no_printer`.
    """
    query = select(Shift.till_code).join(DrawerOpening, DrawerOpening.shift_uid == Shift.uid)
    row = fetch_one(query.where(DrawerOpening.uid == opening, Shift.uid == shift))
    if row is None:
        raise NotFound(N_("Không có lần mở két này."))
    _put_counted(PaperOf(paper=DRAWER_OPENING.name, document=opening, till=row["till_code"]), actor, once=True)


def _put_counted(what: PaperOf, actor: Actor, *, once: bool) -> None:
    """Adds a paper to its till's printer; one that there is only `once` of is a reprint when it was asked for before."""
    target = _target(_till(str(what.till)))
    asked = select(PrintJob.outbox_job_id).where(PrintJob.paper == what.paper, PrintJob.document == what.document).limit(1)
    copy = next_copy(what.paper, what.document) if once and fetch_one(asked) else 0
    put(what, target, actor.name, copy=copy)
    if copy:
        audit.note(actor, audit_actions.REPRINTED, what.document)


def try_now(till: str, actor: Actor) -> None:
    """Tries a till's printer: what waits for it, else a test slip. Raises NotFound, `no_printer`."""
    target = _target(_till(till))
    if not outbox.retry_now(PRINT, target.printer):
        put(PaperOf(paper=PRINTER_TEST.name, document=till, till=till), target, actor.name)


def follow(till: str, before: str, printer: str, paper_mm: int) -> None:
    """Lets what waits for a till's printer go to its new one; without one it waits where it is, as long as it may."""
    if printer != NO_PRINTER:
        acts.follow_till(till, before, Target(printer, paper_mm))


def state(printer: str) -> tuple[PrinterState, str | None]:
    """How a till's printer did at its last try, and what its trouble is, for people; never tried counts as ready."""
    return ("none", None) if printer == NO_PRINTER else lists.printer_state(printer)


def list_jobs(wanted: PrintJobFilter, actor: Actor, *, before: int | None, limit: int) -> list[PrintJobResult]:
    """Print jobs, the newest first; a cashier's till has its own alone. Raises NotFound for another till."""
    own = _only_till(actor)
    if own is not None:
        if wanted.till not in (None, own):
            raise NotFound(N_("Không có máy bán hàng này."))
        wanted = PrintJobFilter(till=own, printer=wanted.printer, state=wanted.state)
    return lists.list_jobs(wanted, before=before, limit=limit)


def require_own(job_id: int, actor: Actor) -> None:
    """Raises NotFound for a print job that is not of the actor's till; a manager's are all."""
    job, own = lists.get_job(job_id), _only_till(actor)
    if own is not None and job.till != own:
        raise NotFound(N_("Không có phiếu in này."))


def _only_till(actor: Actor) -> str | None:
    """The till whose jobs are all that the actor sees, by a code that no till has where they are at none; None for a manager."""
    if actor.may(Permit.MANAGE):
        return None
    return actor.till or (sessions.till_of(actor.session_id) if actor.session_id is not None else None) or ""


def again_on(job_id: int, printer: str | None, actor: Actor) -> PrintJobResult:
    """Prints a job's paper again, on its own printer or on another of the outlet. Raises NotFound, Invalid, DomainError."""
    target = None if printer is None else _known_target(printer, lists.get_job(job_id).use)
    return acts.again(job_id, target, actor)


def _known_target(printer: str, use: PrinterUse) -> Target:
    known = fetch_one(select(Printer.paper_mm).where(Printer.uri == printer, Printer.use == use))
    if known is None and printer != NO_PRINTER and use is PrinterUse.RECEIPT:
        known = fetch_one(select(Till.paper_mm).where(Till.printer == printer).order_by(Till.code).limit(1))
    if known is None:
        raise Invalid(("printer", N_("Điểm bán không có máy in này.")))
    return Target(printer, known["paper_mm"])
