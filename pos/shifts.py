"""Shifts and the cash in their drawers: float, in and out, the blind count, and a difference that stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, insert, select, update

from core import chain, clock
from core.db import Prepared, Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Forbidden, Invalid, NotFound
from core.i18n import N_
from core.money import MAX_VND, Vnd
from core.people.actor import Actor
from core.people.approvals import Approval
from core.values.device_clock import TOLERANCE, DeviceClock
from pos import audit_actions
from pos.choices import Approved, Banknote, CashMoveKind, PaymentMethod, ShiftState
from pos.counter.drawer_counts import Recount, recounts_of
from pos.counter.drawer_sums import Drawer, drawers
from pos.counter.models import ShiftFloat
from pos.counter.results import CashMoveResult, DrawerCount, MethodSum, ShiftReport
from pos.models import CashMove, Shift, ShiftCount, Till
from pos.requests import CashMoveRequest, CloseRequest, Counted, ShiftRequest
from pos.trust import limits, presence
from pos.trust.limits import ApprovedAct

UNKNOWN = N_("Không có ca bán này.")
_NOT_ENOUGH = N_("Trong két không có đủ tiền.")
OPENED_AT_MOST_AGO = timedelta(days=31)
_AT_ONCE = 500
"""How many shifts are summed in one statement; databases bound the number of parameters."""


def open_shift(uid: str, document: ShiftRequest, actor: Actor) -> ShiftReport:
    """Opens a shift. Raises Invalid for an unknown till or a moment to come, long ago or before the till's last close;
    `other_till`, and `shift_open` when the till has one open.
    """
    if fetch_one(select(Till.code).where(Till.code == document.till).with_for_update()) is None:
        raise Invalid(("till", N_("Không có máy bán hàng này.")))
    enter(document.till, actor)
    now = clock.now()
    opened_at = DeviceClock(now, document.sent_at).correct(document.opened_at) if document.opened_at else now
    if opened_at - now > TOLERANCE:
        raise Invalid(("opened_at", N_("Thời điểm này chưa đến.")))
    last_close = fetch_one(select(func.max(Shift.closed_at).label("at")).where(Shift.till_code == document.till))
    if now - opened_at > OPENED_AT_MOST_AGO or (
        last_close and last_close["at"] and clock.end_of_second(opened_at) < last_close["at"]
    ):
        raise Invalid(("opened_at", N_("Ca phải mở sau lần đóng ca trước của máy này và trong vòng 31 ngày.")))
    if fetch_one(select(Shift.uid).where(Shift.till_code == document.till, Shift.closed_at.is_(None))):
        raise DomainError("shift_open", N_("Máy này đang có ca mở. Hãy đóng ca đó trước."))
    execute(
        insert(Shift),
        {
            "uid": uid,
            "till_code": document.till,
            "opened_at": min(opened_at, now),
            "opened_by": actor.name,
            "opening_float_vnd": document.opening_float_vnd,
        },
    )
    notes, _vnd = count_of(document.opening_counted or {})
    execute(insert(ShiftFloat), [{"shift_uid": uid, "note_vnd": n.value_vnd, "pieces": k} for n, k in notes.items()])
    audit.note(actor, audit_actions.SHIFT_OPENED, uid, till=document.till, float_vnd=document.opening_float_vnd)
    return report(uid)


_LOCKED = Prepared(
    select(Shift.__table__, Till.place_code, Till.printer)
    .join(Till, Till.code == Shift.till_code)
    .where(Shift.uid == bindparam("shift"))
    .with_for_update()
)


def enter(till: str, actor: Actor) -> None:
    """The actor begins to act at a till. Raises `other_till` for a token of another till."""
    if actor.till is not None and actor.till != till:
        raise Forbidden("other_till", N_("Mã truy cập này chỉ dùng cho máy %(till)s."), till=actor.till)
    presence.act_at(till)


def lock(uid: str, actor: Actor, *, closed_too: bool = False) -> Row:
    """A shift and its till, locked for this transaction.

    Raises `unknown_shift`, `other_till` for a token of another till, and `shift_closed` unless a closed one will do.

    So a till sells one sale at a time: each extends its chain, and none slips past a closing shift.
    """
    shift = fetch_one(_LOCKED, {"shift": uid})
    if shift is None:
        raise DomainError("unknown_shift", N_("Không có ca bán này. Hãy mở ca."))
    enter(shift["till_code"], actor)
    if shift["closed_at"] is not None and not closed_too:
        raise DomainError("shift_closed", N_("Ca này đã đóng. Hãy mở ca mới."))
    return shift


def take_from_drawer(actor: Actor, uid: str, amount_vnd: int) -> None:
    """Lets money leave the drawer of an open shift.

    Raises `unknown_shift`, `other_till`, `shift_closed` and `not_enough_cash`.
    """
    shift = lock(uid, actor)
    if amount_vnd > drawers([shift])[uid].expected_vnd:
        raise DomainError("not_enough_cash", _NOT_ENOUGH)


def put_into_drawer(actor: Actor, uid: str) -> None:
    """Lets money come into the drawer of an open shift. Raises `unknown_shift`, `other_till` and `shift_closed`."""
    lock(uid, actor)


def take_back(actor: Actor, uid: str, amount_vnd: int) -> bool:
    """Takes money that came into the drawer of a shift out of it again while the shift is open; says whether it did.

    Raises `other_till` and `not_enough_cash`. A closed drawer was counted: its figures stay as they are.
    """
    is_open = can_come_back(uid)
    if is_open:
        take_from_drawer(actor, uid, amount_vnd)
    return is_open


def can_come_back(uid: str) -> bool:
    """Whether money may come back to the drawer of a shift: only while it is open."""
    shift = fetch_one(select(Shift.closed_at).where(Shift.uid == uid).with_for_update())
    return shift is not None and shift["closed_at"] is None


def move_cash(shift: str, document: CashMoveRequest, approval: Approval, actor: Actor) -> CashMoveResult:
    """Puts cash in or takes it out, with a reason.

    Raises NotFound, Invalid for a moment outside the shift, `other_till`, `shift_closed`, `approval_refused`,
    `approval_needed` for more than the outlet's limit, and `not_enough_cash` when more would leave than the drawer should hold.
    """
    if fetch_one(select(Shift.uid).where(Shift.uid == shift)) is None:
        raise NotFound(UNKNOWN)
    locked = lock(shift, actor)
    now = clock.now()
    at = within(locked["opened_at"], document.at, DeviceClock(now, document.sent_at))
    approval.raise_if_refused()
    beyond = limits.beyond_cash_out(document)
    limits.require(approval, beyond)
    if document.kind == CashMoveKind.OUT and document.amount_vnd > drawers([locked])[shift].expected_vnd:
        raise DomainError("not_enough_cash", _NOT_ENOUGH)
    execute(
        insert(CashMove),
        {
            "uid": document.uid,
            "shift_uid": shift,
            "kind": document.kind,
            "amount_vnd": document.amount_vnd,
            "reason": document.reason,
            "moved_at": at,
            "moved_by": actor.name,
            "approved_by": approval.by,
        },
    )
    audit.note(actor, audit_actions.CASH_MOVED, shift, kind=document.kind, amount_vnd=document.amount_vnd, reason=document.reason)
    acts = [ApprovedAct(what, document.amount_vnd) for what in beyond]
    limits.record(approval, acts, document.uid, actor, now, document.reason)
    return CashMoveResult(
        uid=document.uid,
        shift=shift,
        kind=CashMoveKind(document.kind),
        amount_vnd=Vnd(document.amount_vnd),
        reason=document.reason,
        at=at,
        approved_by=approval.by,
    )


def within(opened_at: datetime, at: datetime | None, device: DeviceClock) -> datetime:
    """The moment of an act in a shift. Raises Invalid when it lies before the opening or ahead of now."""
    if at is None:
        return device.now
    moment = device.correct(at)
    if moment - device.now > TOLERANCE or clock.end_of_second(moment) < opened_at:
        raise Invalid(("at", N_("Thời điểm này không nằm trong ca.")))
    return min(max(moment, opened_at), device.now)


def close(shift: str, document: CloseRequest, approval: Approval, actor: Actor) -> ShiftReport:
    """Counts the drawer and closes the shift.

    Raises NotFound, Invalid for too large a sum, `other_till`, `shift_closed`, `approval_refused`, and `approval_needed` for a
    shift that another opened.
    """
    row = fetch_one(select(Shift.__table__).where(Shift.uid == shift).with_for_update())
    if row is None:
        raise NotFound(UNKNOWN)
    enter(row["till_code"], actor)
    if row["closed_at"] is not None:
        raise DomainError("shift_closed", N_("Ca này đã đóng với số đếm khác."))
    counted, counted_vnd = count_of(document.counted)
    approval.raise_if_refused()
    acts = [ApprovedAct(Approved.CLOSE, counted_vnd)] if row["opened_by"] != actor.name else []
    limits.require(approval, [act.what for act in acts])
    now = clock.now()
    expected_vnd = drawers([row])[shift].expected_vnd
    values = {
        "closed_at": max(now, row["opened_at"]),
        "closed_by": actor.name,
        "expected_vnd": expected_vnd,
        "counted_vnd": counted_vnd,
        "difference_vnd": counted_vnd - expected_vnd,
        "close_approved_by": approval.by,
    }
    execute(update(Shift).where(Shift.uid == shift).values(values))
    execute(insert(ShiftCount), [{"shift_uid": shift, "note_vnd": n.value_vnd, "pieces": k} for n, k in counted.items()])
    audit.note(actor, audit_actions.SHIFT_CLOSED, shift, expected_vnd=expected_vnd, counted_vnd=counted_vnd)
    limits.record(approval, acts, shift, actor, now)
    return _present(shift)


def count_of(counted: Counted) -> tuple[dict[Banknote, int], int]:
    """The notes that were there, and what they are worth. Raises Invalid for too large a sum."""
    notes = {Banknote(note): pieces for note, pieces in counted.items() if pieces}
    counted_vnd = sum(note.value_vnd * pieces for note, pieces in notes.items())
    if counted_vnd > MAX_VND:
        raise Invalid(("counted", N_("Số tiền quá lớn.")))
    return notes, counted_vnd


def report(uid: str) -> ShiftReport:
    """The X report of an open shift, the Z report of a closed one. Raises NotFound.

    A closed shift keeps the figures of its close; sales that arrive later show beside them.
    """
    shift = _present(uid)
    return replace(shift, digest=chain.printed_digest(uid, newest=True)) if shift.closed_at else shift


def _present(uid: str) -> ShiftReport:
    shift = fetch_one(_SHIFTS.where(Shift.uid == uid))
    if shift is None:
        raise NotFound(UNKNOWN)
    return _reports([shift])[0]


_SHIFTS = select(Shift.__table__, Till.name.label("till_name")).join(Till, Till.code == Shift.till_code)


def _reports(shifts: Sequence[Row]) -> list[ShiftReport]:
    uids = [shift["uid"] for shift in shifts]
    sums, counts, recounts, others = drawers(shifts), _notes(ShiftCount, uids), recounts_of(uids), presence.others(shifts)
    floats = _notes(ShiftFloat, uids)
    return [
        _report(shift, sums[uid], floats[uid], counts[uid], recounts.get(uid), others[uid])
        for shift, uid in zip(shifts, uids, strict=True)
    ]


def _report(
    shift: Row,
    drawer: Drawer,
    opening: Mapping[Banknote, int],
    counted: Mapping[Banknote, int],
    recount: Recount | None,
    others: Sequence[str],
) -> ShiftReport:
    closed = shift["closed_at"] is not None
    first = DrawerCount(counted, shift["counted_vnd"], shift["difference_vnd"]) if closed else None
    count = recount.count if recount else first
    return ShiftReport(
        uid=shift["uid"],
        till=shift["till_code"],
        till_name=shift["till_name"],
        state=ShiftState.CLOSED if closed else ShiftState.OPEN,
        opened_at=shift["opened_at"],
        opened_by=shift["opened_by"],
        others=others,
        closed_at=shift["closed_at"],
        closed_by=shift["closed_by"],
        close_approved_by=shift["close_approved_by"],
        opening_float_vnd=drawer.opening_float_vnd,
        opening_counted=opening or None,
        sales=drawer.sales,
        sales_vnd=drawer.sales_vnd,
        payments=_by_method(drawer.paid),
        refunds=_by_method(drawer.refunded),
        rounding_vnd=drawer.rounding_vnd,
        net_vnd=drawer.net_vnd,
        cash_in_vnd=drawer.cash_in_vnd,
        cash_out_vnd=drawer.cash_out_vnd,
        payouts_vnd=drawer.payouts_vnd,
        customer_payments_vnd=drawer.customer_payments_vnd,
        producer_payments_vnd=drawer.producer_payments_vnd,
        unconfirmed=drawer.unconfirmed,
        unconfirmed_vnd=drawer.unconfirmed_vnd,
        expected_vnd=shift["expected_vnd"] if closed else drawer.expected_vnd,
        counted=count.counted if count else None,
        counted_vnd=count.counted_vnd if count else None,
        difference_vnd=count.difference_vnd if count else None,
        late_vnd=Vnd(drawer.expected_vnd - shift["expected_vnd"] if closed else 0),
        first_count=first if recount else None,
        recounted_at=recount.at if recount else None,
        recounted_by=recount.by if recount else None,
        recount_approved_by=recount.approved_by if recount else None,
    )


def _by_method(sums: Mapping[str, int]) -> list[MethodSum]:
    return [MethodSum(method, Vnd(sums[method])) for method in PaymentMethod if method in sums]


def _notes(table: type[ShiftCount] | type[ShiftFloat], uids: Sequence[str]) -> dict[str, dict[Banknote, int]]:
    """The counted notes by shift, the largest first."""
    counts: dict[str, dict[Banknote, int]] = {uid: {} for uid in uids}
    query = select(table.__table__).where(table.shift_uid.in_(uids)).order_by(table.note_vnd.desc())
    for r in fetch_all(query):
        counts[r["shift_uid"]][Banknote(str(r["note_vnd"]))] = r["pieces"]
    return counts


def open_on(till: str) -> Row | None:
    """The open shift of a till, if any."""
    return fetch_one(select(Shift.__table__).where(Shift.till_code == till, Shift.closed_at.is_(None)))


def last_count(till: str) -> DrawerCount | None:
    """What lay in a till's drawer when its last shift was counted, once more where it was: where the next float starts from."""
    query = select(Shift.uid, Shift.counted_vnd, Shift.difference_vnd).order_by(Shift.closed_at.desc()).limit(1)
    last = fetch_one(query.where(Shift.till_code == till, Shift.closed_at.is_not(None)))
    if last is None:
        return None
    uid = last["uid"]
    if recount := recounts_of([uid]).get(uid):
        return recount.count
    return DrawerCount(_notes(ShiftCount, [uid])[uid], last["counted_vnd"], last["difference_vnd"])


def list_open() -> list[Row]:
    """Every open shift with its till's name, by till."""
    query = select(Shift.uid, Shift.opened_at, Till.name.label("till_name")).join(Till, Till.code == Shift.till_code)
    return list(fetch_all(query.where(Shift.closed_at.is_(None)).order_by(Till.code)))


def list_shifts(first: date, last: date) -> list[ShiftReport]:
    """The shifts opened in a span of days, newest first."""
    begin, end = clock.day_bounds(first, last)
    shifts = fetch_all(_SHIFTS.where(Shift.opened_at >= begin, Shift.opened_at < end).order_by(Shift.opened_at.desc()))
    reports: list[ShiftReport] = []
    for start in range(0, len(shifts), _AT_ONCE):
        reports += _reports(shifts[start : start + _AT_ONCE])
    return reports
